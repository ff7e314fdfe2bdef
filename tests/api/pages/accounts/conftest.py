"""A real identity provider, and settings that point to it."""

from collections.abc import Iterator

import pytest

from models.settings import settings
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
