"""Signing in by e-mail, for the people of a business: ask for a link, open it, press its button.

Opening the link changes nothing: programs that look through e-mails follow links and use nothing up.
"""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.deps import AskedLanguage, Now, chosen_language
from api.pages.accounts.account import end_visit, inside
from api.pages.problems import problem
from api.pages.rendering import linker, office, page
from api.throttle import Throttle
from api.visitors import Visitor, address_of, browser_of, keep
from models.actions.sign_in_links import VALID_FOR, contact_of_link, send_sign_in_link, use_sign_in_link
from models.db import reading, transaction
from models.errors import LinkExpired, TryLater
from models.links import read_sign_in_link
from models.rules.words import Language
from models.tables import Partner

router = APIRouter()

READ = ["GET", "HEAD"]
PRIVATE = {"X-Robots-Tag": "noindex"}
LONGEST_ADDRESS, LONGEST_TARGET = 200, 300
Text = Annotated[str, Form()]


@router.api_route("/sign-in/link", methods=READ)
def ask_for_link(request: Request, asked: AskedLanguage, visitor: Visitor, next: str = "", done: str = "") -> Response:
    if visitor is not None:
        return RedirectResponse(inside(next), 303)
    return _asking(request, asked, next, sent=done == "sent")


@router.post("/sign-in/link")
def send_link(request: Request, now: Now, asked: AskedLanguage, email: Text = "", next: Text = "") -> Response:
    """The same answer whether the address is known or not."""
    given = email.replace("\0", "").strip()[:LONGEST_ADDRESS]
    if "@" not in given:
        return _asking(request, asked, next, given, wrong=True)
    try:
        count_request(request, given)
    except TryLater as error:
        return _asking(request, asked, next, given, later=error)
    with transaction() as session:
        send_sign_in_link(session, given, now=now, target=target_of(next))
    return RedirectResponse(linker(request)("/sign-in/link", done="sent"), 303)


@router.api_route("/sign-in/link/{token}", methods=READ)
def ask_to_press(request: Request, token: str, now: Now, next: str = "") -> Response:
    number = read_sign_in_link(token)
    try:
        with reading() as session:
            contact = contact_of_link(session, number, now=now)
            partner = session.get_one(Partner, contact.partner_id)
    except LinkExpired:
        return _over(request)
    language = chosen_language(request) or contact.language
    answer = page(
        request,
        "accounts/arrive.html",
        language,
        contact=contact,
        partner=partner,
        token=token,
        target=next[:LONGEST_TARGET],
    )
    answer.headers.update(PRIVATE)
    return answer


@router.post("/sign-in/link/{token}")
def arrive(request: Request, token: str, now: Now, visitor: Visitor, next: Text = "") -> Response:
    """What the browser brought along is ended, never taken over."""
    number = read_sign_in_link(token)
    try:
        with transaction() as session:
            end_visit(session, visitor, now=now)
            secret = use_sign_in_link(session, number, browser_of(request), now=now)
    except LinkExpired:
        return _over(request)
    answer = RedirectResponse(inside(next), 303, headers=PRIVATE)
    keep(answer, secret)
    return answer


def count_request(request: Request, account: str) -> None:
    """Every request counts. Raises `TryLater` above what is allowed, whether or not anybody has the address."""
    throttle, address = request.app.state.link_throttle, address_of(request)
    assert isinstance(throttle, Throttle)
    throttle.count(account, address)


def target_of(typed: str) -> str:
    """Where signing in leads on to: empty unless it is an address of ours."""
    wanted = typed[:LONGEST_TARGET]
    return wanted if wanted and inside(wanted) == wanted else ""


def _asking(
    request: Request,
    language: Language,
    target: str,
    email: str = "",
    *,
    sent: bool = False,
    wrong: bool = False,
    later: TryLater | None = None,
) -> Response:
    answer = page(
        request,
        "accounts/link.html",
        language,
        status=later.status if later else 422 if wrong else 200,
        target=target[:LONGEST_TARGET],
        email=email,
        sent=sent,
        valid=_minutes(),
        wrong=wrong,
        minutes=-(-later.seconds // 60) if later else 0,
    )
    if later is not None:
        answer.headers["Retry-After"] = str(later.seconds)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _minutes() -> int:
    return int(VALID_FOR.total_seconds() // 60)


def _over(request: Request) -> Response:
    return problem(request, "sign_in_link_over", LinkExpired.status, minutes=_minutes(), office=office())
