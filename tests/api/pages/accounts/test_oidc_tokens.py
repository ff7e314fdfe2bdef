"""Whose word is taken: the identity provider's tokens, and what a forger can make of them."""

from datetime import UTC, datetime

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from api import oidc
from api.oidc import Provider, ProviderDown, ProviderRefused
from tests.providers import OpenIdProvider

KEY = RSAKey.generate_key(2048, parameters={"kid": "theirs"}, private=True)


@pytest.fixture
def trusting(configured: OpenIdProvider) -> Provider:
    """Knows one key, as if it were the provider's, and asks for fresh ones in vain."""
    provider = Provider()
    provider.start(language="en")
    provider._keys = {"keys": [KEY.as_dict(private=False)]}
    provider._metadata["jwks_uri"] = f"{configured.issuer}/jwks"
    return provider


def token(issuer: str, key=KEY, algorithm: str = "RS256", **changed: object) -> str:
    now = int(datetime.now(UTC).timestamp())
    claims = {"iss": issuer, "aud": "helix", "sub": "1", "exp": now + 300, "iat": now, "nonce": "n"} | changed
    return jwt.encode(
        {"alg": algorithm, "kid": "theirs"},
        {name: value for name, value in claims.items() if value is not None},
        key,
        algorithms=[algorithm],
    )


def test_a_token_in_order_is_believed(trusting: Provider, configured: OpenIdProvider) -> None:
    assert trusting._validated(token(configured.issuer), "n")["sub"] == "1"
    assert trusting._validated(token(configured.issuer, aud=["helix", "b"], azp="helix"), "n")["sub"] == "1"


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"aud": ["helix", "another"]},
        {"aud": "helix", "azp": "another"},
        {"exp": 1},
        {"exp": None},
        {"nonce": "m"},
        {"nonce": None},
        {"sub": None},
        {"iat": None},
        {"aud": None},
    ],
    ids=str,
)
def test_a_token_for_another_from_another_or_too_old_is_refused(
    trusting: Provider, configured: OpenIdProvider, changed: dict[str, object]
) -> None:
    with pytest.raises(ProviderRefused):
        trusting._validated(token(configured.issuer, **changed), "n")  # type: ignore[arg-type]  # plain data


def test_a_token_signed_otherwise_is_refused(trusting: Provider, configured: OpenIdProvider) -> None:
    foreign = RSAKey.generate_key(2048, parameters={"kid": "theirs"}, private=True)
    by_secret = OctKey.import_key("s3cret" * 10)
    head, body, _ = token(configured.issuer).split(".")
    unsigned = "eyJhbGciOiJub25lIn0." + body + "."
    for forged in (
        token(configured.issuer, foreign),
        token(configured.issuer, by_secret, "HS256"),
        unsigned,
        f"{head}.{body}.",
        "",
        "x.y.z",
    ):
        with pytest.raises(ProviderRefused):
            trusting._validated(forged, "n")


def test_keys_that_changed_are_read_anew(
    trusting: Provider, configured: OpenIdProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting._keys = {"keys": [RSAKey.generate_key(2048, parameters={"kid": "old"}, private=False).as_dict()]}
    monkeypatch.setattr("api.oidc._read", lambda _address: {"keys": [KEY.as_dict(private=False)]})
    assert trusting._validated(token(configured.issuer), "n")["sub"] == "1"


@pytest.mark.parametrize("keys", [{}, {"keys": [{}]}])
def test_keys_that_are_gone_when_they_are_read_anew_are_the_providers_fault(
    trusting: Provider, configured: OpenIdProvider, monkeypatch: pytest.MonkeyPatch, keys: dict[str, object]
) -> None:
    trusting._keys = {"keys": [RSAKey.generate_key(2048, parameters={"kid": "old"}, private=False).as_dict()]}
    monkeypatch.setattr(oidc, "_read", lambda _address: keys)
    with pytest.raises(ProviderDown):
        trusting._validated(token(configured.issuer), "n")
