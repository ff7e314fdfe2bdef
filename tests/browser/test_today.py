"""Today in a real browser: what needs the officer, and one click that does it."""

from collections.abc import Callable

import pytest

from models.db import transaction
from tests.browser.conftest import Desk
from tests.browser.desks import office

Desks = Callable[..., Desk]


@pytest.mark.parametrize("language", ["en", "pl"])
def test_today_is_clean_on_every_width_in_both_languages(desk: Desks, language: str) -> None:
    with transaction() as session:
        cast = office(session).cast
    officer = desk(cast.officer)
    officer.open("/today", language)
    officer.look(f"today-{language}")
    assert officer.faults() == []
    assert not officer.overflows()
