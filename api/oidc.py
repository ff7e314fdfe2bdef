"""The institutions' identity provider, spoken to by OpenID Connect: authorization code with PKCE, state and nonce.

Endpoints and keys come from the provider's own metadata, which are read when they are first needed and kept for a
while. A provider that does not answer is not asked again at once, so that people who try meanwhile hold no threads.
"""

import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from authlib.common.security import is_secure_transport
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from models.actions.identities import Claims
from models.errors import HelixError
from models.settings import settings

SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""By the provider's private key: never `none`, and never one that the client's secret could make."""
PATIENCE = httpx.Timeout(5)
KEPT_SECONDS = 3_600
PAUSE_SECONDS = 10
"""After a failure nobody asks for so long."""
WAIT_SECONDS = 2
"""While one asks, others wait no longer."""
LEEWAY_SECONDS = 60
"""By how much the two clocks may differ."""
CALLBACK = "/sign-in/oidc/callback"


class ProviderDown(HelixError):
    """It does not answer, or not as OpenID Connect has it."""

    code = "provider_down"
    status = 503
    tells = False


class ProviderRefused(HelixError):
    """It answers, but does not vouch for anybody: wrong state, used code, bad signature."""

    code = "provider_refused"
    status = 400
    tells = False


@dataclass(frozen=True, slots=True)
class Begun:
    """What the browser keeps while its person is at the provider."""

    state: str
    nonce: str
    verifier: str


def is_configured() -> bool:
    return bool(settings().oidc_issuer and settings().oidc_client_id)


def callback_address() -> str:
    return settings().base_url.rstrip("/") + CALLBACK


@dataclass
class Provider:
    """One for each application; safe between threads."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _issuer: str = ""
    _metadata: dict[str, Any] = field(default_factory=dict)
    _keys: dict[str, Any] = field(default_factory=dict)
    _read_at: float = 0.0
    _failed_at: float | None = None

    def start(self, *, language: str) -> tuple[str, Begun]:
        """The address to send the browser to, and what it must bring back. Raises `ProviderDown`."""
        metadata = self._known()
        begun = Begun(*(secrets.token_urlsafe(32) for _ in range(3)))
        parameters = {
            "response_type": "code",
            "client_id": settings().oidc_client_id,
            "redirect_uri": callback_address(),
            "scope": settings().oidc_scopes,
            "state": begun.state,
            "nonce": begun.nonce,
            "code_challenge": create_s256_code_challenge(begun.verifier),
            "code_challenge_method": "S256",
            "ui_locales": language,
        }
        return str(add_params_to_uri(metadata["authorization_endpoint"], list(parameters.items()))), begun

    def finish(self, begun: Begun, code: str) -> Claims:
        """Whom the provider vouches for. Raises `ProviderRefused` or `ProviderDown`."""
        metadata = self._known()
        tokens = self._exchange(metadata, code, begun.verifier)
        claims = self._validated(str(tokens.get("id_token", "")), begun.nonce)
        if "email" not in claims and metadata.get("userinfo_endpoint") and tokens.get("access_token"):
            claims = self._asked(metadata["userinfo_endpoint"], str(tokens["access_token"]), claims)
        return Claims(
            issuer=str(claims["iss"]),
            subject=str(claims["sub"]),
            email=str(claims.get("email", "")),
            email_verified=claims.get("email_verified") in (True, "true"),
        )

    def _known(self) -> Mapping[str, Any]:
        if not self._lock.acquire(timeout=WAIT_SECONDS):
            raise ProviderDown("The identity provider takes long to answer.")
        try:
            return self._discovered(time.monotonic())
        finally:
            self._lock.release()

    def _discovered(self, now: float) -> Mapping[str, Any]:
        issuer = settings().oidc_issuer
        if self._issuer == issuer and now - self._read_at < KEPT_SECONDS:
            return self._metadata
        if self._failed_at is not None and now - self._failed_at < PAUSE_SECONDS:
            raise ProviderDown("The identity provider does not answer.")
        try:
            metadata = _read(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            _demand_endpoints(metadata, issuer)
            self._keys = _read_keys(metadata["jwks_uri"])
        except ProviderDown:
            self._failed_at = time.monotonic()
            raise
        self._issuer, self._metadata, self._read_at, self._failed_at = issuer, metadata, now, None
        return metadata

    def _exchange(self, metadata: Mapping[str, Any], code: str, verifier: str) -> Mapping[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": callback_address(),
            "code_verifier": verifier,
        }
        client, secret = settings().oidc_client_id, settings().oidc_client_secret.get_secret_value()
        auth = None
        if not secret:
            form["client_id"] = client
        elif "client_secret_basic" in metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]):
            auth = httpx.BasicAuth(client, secret)
        else:
            form |= {"client_id": client, "client_secret": secret}
        answer = _send("POST", metadata["token_endpoint"], data=form, auth=auth)
        if answer.is_client_error:
            raise ProviderRefused("The provider does not take the code: it was used, or is too old.")
        return _content(answer)

    def _validated(self, token: str, nonce: str) -> dict[str, Any]:
        """The claims of an ID token (OpenID Connect Core 1.0, 3.1.3.7)."""
        client = settings().oidc_client_id
        registry = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": settings().oidc_issuer},
            aud={"essential": True, "value": client},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            claims = self._decoded(token)
            registry.validate(claims)
        except (JoseError, ValueError) as error:
            raise ProviderRefused("The provider's token is not in order.") from error
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != client:
            raise ProviderRefused("The provider's token is for somebody else.")
        return claims

    def _decoded(self, token: str) -> dict[str, Any]:
        """With keys read anew when they do not fit: providers change them."""
        try:
            return dict(jwt.decode(token, KeySet.import_key_set(self._keys), algorithms=SIGNATURES).claims)  # type: ignore[arg-type]  # a TypedDict's shape
        except (JoseError, ValueError):
            fresh = _read_keys(str(self._metadata["jwks_uri"]))
            if fresh == self._keys:
                raise
            self._keys = fresh
        return dict(jwt.decode(token, KeySet.import_key_set(self._keys), algorithms=SIGNATURES).claims)  # type: ignore[arg-type]  # as above

    def _asked(self, address: str, access_token: str, claims: dict[str, Any]) -> dict[str, Any]:
        """Some providers tell the e-mail address only when asked; the answer must be about the same subject."""
        answer = _content(_send("GET", address, headers={"Authorization": f"Bearer {access_token}"}))
        if answer.get("sub") != claims["sub"]:
            raise ProviderRefused("The provider tells of somebody else.")
        return {**claims, **{name: answer[name] for name in ("email", "email_verified") if name in answer}}


def _demand_endpoints(metadata: Mapping[str, Any], issuer: str) -> None:
    """Its metadata must be its own, and nothing may go over an open line (http is for this machine alone)."""
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if metadata.get("issuer") != issuer:
        raise ProviderDown("The metadata are another provider's: see HELIX_OIDC_ISSUER.")
    if not all(is_secure_transport(str(metadata.get(name, ""))) for name in names):
        raise ProviderDown("The metadata lack an endpoint, or name one without https.")


def _read(address: str) -> dict[str, Any]:
    return _content(_send("GET", address))


def _read_keys(address: str) -> dict[str, Any]:
    """A set of keys in order (RFC 7517): what is none is the provider's fault, and no failure of ours."""
    found = _read(address)
    try:
        KeySet.import_key_set(found)  # type: ignore[arg-type]  # a TypedDict's shape
    except (JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ProviderDown("The identity provider's keys are not in order.") from error
    return found


def _send(method: str, address: str, **values: Any) -> httpx.Response:
    """Follows no redirect: an endpoint is where the metadata say."""
    if not is_secure_transport(address):
        raise ProviderDown("The identity provider must be reached by https.")
    try:
        return httpx.request(method, address, timeout=PATIENCE, **values)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ProviderDown("The identity provider does not answer.") from error


def _content(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json() if answer.is_success else None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ProviderDown("The identity provider does not answer as it should.")
    return found
