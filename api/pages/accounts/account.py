"""Signing in and out, the account of the signed-in person, and invitations. Plain forms, no script."""

from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.deps import AskedLanguage, Key, Now, chosen_language
from api.oidc import is_configured
from api.pages import codes
from api.pages.accounts.browsers import known_as
from api.pages.desks import home_of
from api.pages.problems import problem
from api.pages.rendering import linker, office, page
from api.throttle import Throttle
from api.visitors import Anybody, AnyVisitor, Member, NotSignedIn, Visitor, address_of, browser_of, forget, keep
from models.actions.accounts import (
    accept_invitation,
    authenticate,
    change_password,
    invited,
    revoke_session,
    revoke_sessions,
    sign_in,
)
from models.actions.passwords import hash_password
from models.db import reading, transaction
from models.errors import Busy, LinkExpired, PasswordUnfit, SignInRefused, TryLater
from models.links import read_invitation_link
from models.queries.accounts import SignedIn, SignedInContact, open_sessions
from models.rules.passwords import SHORTEST
from models.rules.words import Language
from models.settings import settings
from models.tables import Person

router = APIRouter()

READ = ["GET", "HEAD"]
DONE = ("password", "session", "sessions")
Text = Annotated[str, Form()]


@router.api_route("/sign-in", methods=READ)
def ask_to_sign_in(request: Request, asked: AskedLanguage, visitor: Visitor, next: str = "") -> Response:
    if visitor is not None:
        return RedirectResponse(inside(next), 303)
    return _sign_in_page(request, asked, next)


@router.post("/sign-in")
def sign_in_here(
    request: Request,
    now: Now,
    asked: AskedLanguage,
    visitor: Visitor,
    email: Text = "",
    password: Text = "",
    next: Text = "",
) -> Response:
    """What the browser brought along is ended, never taken over: the session is a fresh one."""
    given = email.replace("\0", "")
    try:
        secret = _signed_in(request, given, password, visitor, now=now)
    except TryLater as error:
        return _sign_in_page(request, asked, next, given, later=error)
    except SignInRefused:
        return _sign_in_page(request, asked, next, given, wrong="wrong_password")
    answer = RedirectResponse(inside(next), 303)
    keep(answer, secret)
    return answer


@router.api_route("/desk", methods=READ)
def desk(request: Request, anybody: Anybody) -> Response:
    """Where the signed-in person's day begins."""
    return RedirectResponse(linker(request)(home_of(anybody.role)), 303)


@router.post("/sign-out")
def sign_out(request: Request, now: Now, visitor: Visitor) -> Response:
    if visitor is not None:
        with transaction() as session:
            end_visit(session, visitor, now=now)
    answer = RedirectResponse(linker(request)("/"), 303)
    forget(answer)
    return answer


@router.api_route("/account", methods=READ)
def account(request: Request, anybody: Anybody, now: Now, done: str = "") -> Response:
    if isinstance(anybody, SignedInContact):
        return RedirectResponse(linker(request)("/inbox/account"), 303)
    member = anybody
    return _account_page(request, member, now=now, done=done if done in DONE else None)


@router.post("/account/password")
def new_password(
    request: Request, member: Member, now: Now, current: Text = "", password: Text = "", again: Text = ""
) -> Response:
    email, address = member.person.email, address_of(request)
    throttle = _throttle(request)
    if password != again:
        return _account_page(request, member, now=now, wrong="password_unequal")
    try:
        throttle.check(email, address)
        with reading() as session:
            proof = authenticate(session, email, current)
        hashed = hash_password(password, email=email)
        with transaction() as session:
            change_password(session, proof, hashed, now=now, keep=member.session.id)
    except TryLater as error:
        return _account_page(request, member, now=now, later=error)
    except SignInRefused:
        throttle.failed(email, address)
        return _account_page(request, member, now=now, wrong="wrong_current")
    except PasswordUnfit as error:
        return _account_page(request, member, now=now, wrong=error.fault)
    return _done(request, "password")


@router.post("/account/sessions/{session_id}/end")
def end_session(request: Request, member: Member, now: Now, session_id: Key) -> Response:
    with transaction() as session:
        revoke_session(session, session_id, person_id=member.person.id, now=now)
    return _done(request, "session")


@router.post("/account/sessions/end-others")
def end_other_sessions(request: Request, member: Member, now: Now) -> Response:
    with transaction() as session:
        revoke_sessions(session, member.person.id, now=now, but=member.session.id)
    return _done(request, "sessions")


@router.api_route("/invitation/{token}", methods=READ)
def ask_for_password(request: Request, token: str, now: Now) -> Response:
    try:
        with reading() as session:
            person = invited(session, read_invitation_link(token), now=now)
    except LinkExpired:
        return _over(request)
    return _invitation_page(request, token, person)


@router.post("/invitation/{token}")
def accept(request: Request, token: str, now: Now, visitor: Visitor, password: Text = "", again: Text = "") -> Response:
    number = read_invitation_link(token)
    try:
        with reading() as session:
            person = invited(session, number, now=now)
    except LinkExpired:
        return _over(request)
    if password != again:
        return _invitation_page(request, token, person, wrong="password_unequal")
    try:
        hashed = hash_password(password, email=person.email)
        with transaction() as session:
            end_visit(session, visitor, now=now)
            secret = accept_invitation(session, number, hashed, browser_of(request), now=now)
    except LinkExpired:
        return _over(request)
    except TryLater as error:
        return _invitation_page(request, token, person, later=error)
    except PasswordUnfit as error:
        return _invitation_page(request, token, person, wrong=error.fault)
    answer = RedirectResponse(linker(request)("/desk"), 303)
    keep(answer, secret)
    return answer


def _signed_in(request: Request, email: str, password: str, visitor: AnyVisitor | None, *, now: datetime) -> str:
    throttle, address = _throttle(request), address_of(request)
    throttle.check(email, address)
    try:
        with reading() as session:
            proof = authenticate(session, email, password)
        with transaction() as session:
            end_visit(session, visitor, now=now)
            return sign_in(session, proof, browser_of(request), now=now)
    except SignInRefused:
        throttle.failed(email, address)
        raise


def end_visit(session: Session, visitor: AnyVisitor | None, *, now: datetime) -> None:
    """What the browser was signed in with before ends: no session is taken over."""
    if visitor is not None:
        row = visitor.session
        revoke_session(session, row.id, person_id=row.person_id, contact_id=row.contact_id, now=now)


def _throttle(request: Request) -> Throttle:
    throttle = request.app.state.throttle
    assert isinstance(throttle, Throttle)
    return throttle


def inside(target: str) -> str:
    """An address of ours to go on to: never another host's, however it is disguised."""
    parts = urlsplit(target)
    plain = target.isprintable() and "\\" not in target and not parts.scheme and not parts.netloc
    return target if plain and target.startswith("/") and not target.startswith("//") else "/desk"


async def ask_first(request: Request, error: NotSignedIn) -> Response:  # noqa: ARG001  Starlette's signature
    """To the sign-in page, which leads back to what was asked for."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    parameters = {"next": wanted} if request.method in READ else {}
    return RedirectResponse(linker(request)("/sign-in", **parameters), 303)


def _sign_in_page(
    request: Request,
    language: Language,
    target: str,
    email: str = "",
    *,
    wrong: str | None = None,
    later: TryLater | None = None,
) -> Response:
    provider = (settings().oidc_name or codes.PROVIDER) if is_configured() else ""
    values: dict[str, object] = {"target": target[:500], "email": email[:200], "provider": provider}
    return _form(request, "accounts/sign_in.html", language, wrong, later, values, refused=403)


def _account_page(
    request: Request,
    member: SignedIn,
    *,
    now: datetime,
    wrong: str | None = None,
    later: TryLater | None = None,
    done: str | None = None,
) -> Response:
    with reading() as session:
        rows = open_sessions(session, member.person.id, now=now)
    language = chosen_language(request) or member.person.language
    values = {"member": member, "sessions": rows, "known_as": known_as, "done": done, "shortest": SHORTEST}
    return _form(request, "accounts/account.html", language, wrong, later, values)


def _invitation_page(
    request: Request, token: str, person: Person, *, wrong: str | None = None, later: TryLater | None = None
) -> Response:
    language = chosen_language(request) or person.language
    values = {"person": person, "token": token, "shortest": SHORTEST}
    return _form(request, "accounts/invitation.html", language, wrong, later, values)


def _form(
    request: Request,
    template: str,
    language: Language,
    wrong: str | None,
    later: TryLater | None,
    values: dict[str, object],
    *,
    refused: int = 422,
) -> Response:
    """A form, again with what is wrong, and when to come back where it is a matter of time."""
    status = later.status if later else refused if wrong else 200
    if later is not None:
        wrong = "too_busy" if isinstance(later, Busy) else "too_many_attempts"
    minutes = -(-later.seconds // 60) if later else 0
    said = codes.WRONG[wrong] if wrong else None
    answer = page(request, template, language, status=status, wrong=said, minutes=minutes, **values)
    if later is not None:
        answer.headers["Retry-After"] = str(later.seconds)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _over(request: Request) -> Response:
    return problem(request, "invitation_over", LinkExpired.status, office=office())


def _done(request: Request, what: str) -> Response:
    return RedirectResponse(linker(request)("/account", done=what), 303)
