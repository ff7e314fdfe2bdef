"""Signing in at the institutions' identity provider, and coming back."""

from hmac import compare_digest

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.deps import AskedLanguage, Now
from api.oidc import Begun, Provider, ProviderDown, ProviderRefused, is_configured
from api.pages.accounts.account import READ, end_visit, inside
from api.pages.problems import problem
from api.pages.rendering import office
from api.visitors import Visitor, browser_of, is_secure, keep
from models.actions.identities import sign_in_by_identity
from models.db import transaction
from models.errors import IdentityRefused, LinkInvalid, NotFound, SignInRefused
from models.links import seal, unseal

router = APIRouter()

MINUTES = 10
"""How long one may stay at the provider."""
PURPOSE = "oidc"


@router.api_route("/sign-in/oidc", methods=READ)
def begin(request: Request, asked: AskedLanguage, next: str = "") -> Response:
    _demand_configured()
    try:
        address, begun = _provider(request).start(language=asked)
    except ProviderDown as error:
        return _problem(request, error.code, error.status)
    answer = RedirectResponse(address, 303)
    kept = {"state": begun.state, "nonce": begun.nonce, "verifier": begun.verifier, "next": inside(next[:500])}
    _keep(answer, seal(PURPOSE, kept), MINUTES * 60)
    return answer


@router.api_route("/sign-in/oidc/callback", methods=["GET"])
def come_back(
    request: Request, now: Now, visitor: Visitor, state: str = "", code: str = "", error: str = ""
) -> Response:
    """Whatever comes of it, what was begun is over: nobody comes back twice."""
    _demand_configured()
    answer = _come_back(request, now, visitor, state, code, error)
    _keep(answer, "", 0)
    return answer


def _come_back(request: Request, now: Now, visitor: Visitor, state: str, code: str, error: str) -> Response:
    try:
        kept = unseal(PURPOSE, request.cookies.get(_name(), ""), seconds=MINUTES * 60)
        if not compare_digest(kept["state"].encode(), state.encode()):
            raise ProviderRefused("The state is not the one that was sent.")
        if error or not code:
            return _problem(request, "identity_denied", 403)
        claims = _provider(request).finish(Begun(kept["state"], kept["nonce"], kept["verifier"]), code)
        with transaction() as session:
            end_visit(session, visitor, now=now)
            secret = sign_in_by_identity(session, claims, browser_of(request), now=now)
    except (LinkInvalid, ProviderRefused):
        return _problem(request, "provider_refused", ProviderRefused.status)
    except ProviderDown as down:
        return _problem(request, down.code, down.status)
    except IdentityRefused as refusal:
        return _problem(request, refusal.reason, refusal.status)
    except SignInRefused as refusal:
        return _problem(request, "identity_left", refusal.status)
    landed = RedirectResponse(kept["next"], 303)
    keep(landed, secret)
    return landed


def _demand_configured() -> None:
    if not is_configured():
        raise NotFound("No identity provider is set up.")


def _provider(request: Request) -> Provider:
    provider = request.app.state.provider
    assert isinstance(provider, Provider)
    return provider


def _problem(request: Request, name: str, status: int) -> Response:
    answer = problem(request, name, status, office=office())
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _name() -> str:
    return "__Host-helix-oidc" if is_secure() else "helix-oidc"


def _keep(answer: Response, sealed: str, seconds: int) -> None:
    answer.set_cookie(_name(), sealed, max_age=seconds, path="/", secure=is_secure(), httponly=True, samesite="lax")
