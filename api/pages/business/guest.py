"""What a contact decides about themselves: name, language, e-mails, where they are signed in."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.deps import Now
from api.pages.accounts.browsers import known_as
from api.pages.given import refusal
from api.pages.rendering import linker, own_page, words_for
from api.visitors import Guest, forget
from models.actions.interests import resume_emails, save_own_data
from models.actions.partners import stop_emails
from models.actions.sign_in_links import revoke_contact_sessions
from models.db import reading, transaction
from models.errors import Incomplete
from models.queries.accounts import SignedInContact, contact_sessions
from models.rules.words import Language

router = APIRouter()

READ = ["GET", "HEAD"]
DONE = ("saved", "stopped", "resumed")
Text = Annotated[str, Form()]


@router.api_route("/inbox/account", methods=READ)
def account(request: Request, guest: Guest, now: Now, done: str = "") -> Response:
    with reading() as session:
        rows = contact_sessions(session, guest.contact.id, now=now)
    return _page(request, guest, rows, done=done if done in DONE else "")


@router.post("/inbox/account")
def save(request: Request, guest: Guest, now: Now, name: Text = "", language: Text = "") -> Response:
    chosen = Language(language) if language in list(Language) else guest.contact.language
    try:
        with transaction() as session:
            save_own_data(session, guest.contact.id, name=name.replace("\0", ""), language=chosen)
    except Incomplete as error:
        with reading() as session:
            rows = contact_sessions(session, guest.contact.id, now=now)
        wrong = refusal(error, words_for(request))
        return _page(request, guest, rows, wrong=wrong, name=name, status=422)
    return RedirectResponse("/inbox/account?done=saved", 303)


@router.post("/inbox/account/stop")
def stop(request: Request, guest: Guest, now: Now) -> Response:
    with transaction() as session:
        stop_emails(session, guest.contact.id, now=now)
    return RedirectResponse(linker(request)("/inbox/account", done="stopped"), 303)


@router.post("/inbox/account/resume")
def resume(request: Request, guest: Guest, now: Now) -> Response:
    with transaction() as session:
        resume_emails(session, guest.contact.id, now=now)
    return RedirectResponse(linker(request)("/inbox/account", done="resumed"), 303)


@router.post("/inbox/account/sign-out")
def sign_out_everywhere(request: Request, guest: Guest, now: Now) -> Response:
    with transaction() as session:
        revoke_contact_sessions(session, guest.contact.id, now=now)
    answer = RedirectResponse(linker(request)("/"), 303)
    forget(answer)
    return answer


def _page(
    request: Request,
    guest: SignedInContact,
    sessions: object,
    *,
    done: str = "",
    wrong: object = None,
    name: str | None = None,
    status: int = 200,
) -> Response:
    return own_page(
        request,
        "business/account.html",
        status=status,
        guest=guest,
        contact=guest.contact,
        partner=guest.partner,
        sessions=sessions,
        known_as=known_as,
        done=done,
        wrong=wrong,
        name=guest.contact.name if name is None else name,
    )
