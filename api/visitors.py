"""Who looks at a page: the person of the cookie's session."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from api.deps import Now
from models.actions.accounts import TOUCH_AFTER, Browser, touch_session
from models.actions.people import digest_of_secret
from models.db import reading, transaction
from models.errors import HelixError, NotPermitted
from models.queries.accounts import SignedIn, SignedInContact, signed_in
from models.settings import settings

_DAY = 86_400


class NotSignedIn(HelixError):
    code = "not_signed_in"
    status = 401
    tells = False


def cookie_name() -> str:
    """With https the prefix keeps other hosts of the domain from planting a cookie."""
    return "__Host-helix" if is_secure() else "helix"


def keep(response: Response, secret: str) -> None:
    response.set_cookie(
        cookie_name(),
        secret,
        max_age=settings().session_days * _DAY,
        path="/",
        secure=is_secure(),
        httponly=True,
        samesite="lax",
    )


def forget(response: Response) -> None:
    response.delete_cookie(cookie_name(), path="/", secure=is_secure(), httponly=True, samesite="lax")


AnyVisitor = SignedIn | SignedInContact


def recognise(request: Request, now: Now) -> AnyVisitor | None:
    """Also leaves them in `request.state.visitor`, for the header of the page."""
    found = _find(request.cookies.get(cookie_name(), ""), now=now)
    request.state.visitor = found
    return found


Visitor = Annotated[AnyVisitor | None, Depends(recognise)]


def signed_in_visitor(visitor: Visitor) -> AnyVisitor:
    if visitor is None:
        raise NotSignedIn("Sign in first.")
    return visitor


Anybody = Annotated[AnyVisitor, Depends(signed_in_visitor)]
"""Who is signed in, of an institution or of a business."""


def signed_in_member(visitor: Anybody) -> SignedIn:
    if isinstance(visitor, SignedInContact):
        raise NotPermitted("This page is for the people of the institutions.")
    return visitor


def signed_in_guest(visitor: Anybody) -> SignedInContact:
    if isinstance(visitor, SignedIn):
        raise NotPermitted("This page is for the people of a business.")
    return visitor


Member = Annotated[SignedIn, Depends(signed_in_member)]
"""Somebody of an institution."""
Guest = Annotated[SignedInContact, Depends(signed_in_guest)]
"""Somebody of a business."""


def browser_of(request: Request) -> Browser:
    return Browser(request.headers.get("user-agent", "").replace("\0", ""), address_of(request))


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def _find(secret: str, *, now: datetime) -> AnyVisitor | None:
    if not secret:
        return None
    with reading() as session:
        found = signed_in(session, digest_of_secret(secret), now=now)
    if found is not None and now - found.session.seen_at > TOUCH_AFTER:
        with transaction() as session:
            touch_session(session, found.session.id, now=now)
    return found


def is_secure() -> bool:
    return settings().base_url.startswith("https://")
