"""A database of the test's own in a file, for processes that it starts."""

from collections.abc import Iterator

import pytest

from models.db import engine_for, transaction
from models.settings import settings
from tests import factories as make


@pytest.fixture
def cast(sqlite_template, monkeypatch) -> Iterator[make.Cast]:
    """One institution's people, committed; e-mails go into the Maildir below the test's home."""
    url = sqlite_template.copy()
    monkeypatch.setenv("HELIX_DATABASE_URL", url)
    monkeypatch.setenv("HELIX_FIRST_RETRY_SECONDS", "0.2")
    settings.cache_clear()
    with transaction() as session:
        people = make.cast(session)
    yield people
    engine_for(url).dispose()
    sqlite_template.drop(url)
