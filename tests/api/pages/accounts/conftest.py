"""A real identity provider with settings that point to it, and an administrator's browser."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from models.actions.accounts import Browser, begin_session
from models.db import transaction
from models.settings import settings
from tests import factories as make
from tests.providers import OpenIdProvider, open_id_provider


@pytest.fixture(scope="module")
def provider() -> Iterator[OpenIdProvider]:
    with open_id_provider() as running:
        yield running


@pytest.fixture
def configured(provider: OpenIdProvider, database_url: str, monkeypatch: pytest.MonkeyPatch) -> OpenIdProvider:
    for name, value in (("ISSUER", provider.issuer), ("CLIENT_ID", "helix"), ("CLIENT_SECRET", "s3cret")):
        monkeypatch.setenv(f"HELIX_OIDC_{name}", value)
    monkeypatch.setenv("HELIX_OIDC_NAME", "USOS")
    settings.cache_clear()
    return provider


@pytest.fixture
def cast(database_url: str) -> make.Cast:
    with transaction() as session:
        return make.cast(session)


@pytest.fixture
def room(cast: make.Cast) -> Iterator[TestClient]:
    """An administrator's browser."""
    assert cast.administrator.person_id is not None
    with transaction() as session:
        secret = begin_session(session, cast.administrator.person_id, Browser(), now=datetime.now(UTC))
    from_here = {"sec-fetch-site": "same-origin", "accept-language": "en"}
    with TestClient(
        create_app(), base_url="http://127.0.0.1:8000", headers=from_here, follow_redirects=False
    ) as client:
        client.cookies.set("helix", secret)
        yield client
