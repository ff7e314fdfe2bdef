"""What a contact does from the e-mail: reads the offer, answers it, stops the e-mails. No account, no script.

The signed link is the whole permission: there is no cookie that a foreign page could borrow, so a form
that carries the link needs no other guard.
"""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.copies import brief_copy
from api.deps import AskedLanguage, Key, Now, chosen_language
from api.documents import figure
from api.pages import codes
from api.pages.accounts.sign_in_link import count_request, target_of
from api.pages.business.answering import Given, wrong_message
from api.pages.problems import problem
from api.pages.rendering import linker, office, page
from api.throttle import Throttle
from api.visitors import address_of
from models.actions.deliveries import record_opened
from models.actions.messages import mark_read, record_contact_message
from models.actions.partners import stop_emails
from models.actions.sign_in_links import send_link_to_contact
from models.db import reading, transaction
from models.errors import LinkInvalid, NotFound, TryLater
from models.links import read_brief_link, read_stop_link
from models.queries.catalogue import offer_path, present_version
from models.queries.inbox import lead_on, offered_ndas
from models.queries.links import Opened, opened
from models.queries.messages import contact_thread, office_is_named
from models.queries.rooms import room_is_open, was_under_nda
from models.rules.days import local_date
from models.rules.words import Answer, DeclineReason, Language
from models.tables import Contact, Delivery

router = APIRouter()

PRIVATE = {"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
"""The address is a secret: it must reach neither search engines nor other sites."""
Text = Annotated[str, Form()]


@router.api_route("/b/{token}", methods=["GET", "HEAD"])
def read(request: Request, token: str, now: Now, done: str = "") -> Response:
    found = _find(token, now=now)
    if not found.open:
        return _gone(request, found)
    if request.method == "GET":
        with transaction() as session:
            if found.delivery.opened_at is None:
                record_opened(session, session.get_one(Delivery, found.delivery.id), now=now)
            lead = lead_on(session, found.shown.technology.id, found.actor)
            if lead is None or not was_under_nda(session, lead):
                mark_read(session, found.shown.technology, actor=found.actor, now=now, contact_id=found.contact.id)
    return _offer(request, token, found, now=now, done=done)


@router.post("/b/{token}")
def answer(
    request: Request, token: str, now: Now, answer: Text = "", reason: Text = "", message: Text = ""
) -> Response:
    """Keep the answer and show the page again: reloading it sends nothing twice."""
    found = _find(token, now=now)
    if not found.open:
        return _gone(request, found)
    given = Given.typed(answer, reason, message)
    wrong = given.wrong or _too_often(request, found)
    if wrong:
        return _offer(request, token, found, now=now, given=given, wrong=wrong)
    with transaction() as session:
        given.give(session, found.delivery.id, actor=found.actor, now=now)
    return _back(request, token)


@router.post("/b/{token}/messages")
def write(request: Request, token: str, now: Now, text: Text = "") -> Response:
    """To the office, in the thread that the contact has with it about this technology."""
    found = _find(token, now=now)
    if not found.open:
        return _gone(request, found)
    wrong = wrong_message(text) or _too_often(request, found)
    if wrong:
        return _offer(request, token, found, now=now, message=text, wrong=wrong)
    with transaction() as session:
        record_contact_message(session, found.shown.technology, text.replace("\0", ""), actor=found.actor, now=now)
    return _back(request, token, done="message")


@router.post("/b/{token}/sign-in")
def send_link(request: Request, token: str, now: Now, next: Text = "") -> Response:
    """This link may have been passed on, so it signs nobody in: the one that does goes to the contact's address."""
    found = _find(token, now=now)
    try:
        count_request(request, found.contact.email)
    except TryLater:
        return _back(request, token, done="later")
    with transaction() as session:
        send_link_to_contact(session, found.contact.id, now=now, target=target_of(next))
    return _back(request, token, done="link")


@router.api_route("/b/{token}/brief.pdf", methods=["GET", "HEAD"])
def brief(request: Request, token: str, now: Now) -> Response:
    """Stamped with the name of whom the e-mail went to, whoever opens the link."""
    found = _find(token, now=now)
    if not found.open or found.shown.brief is None:
        return _gone(request, found)
    document = brief_copy(request, found.shown, found.shown.brief, found.delivery, found.contact, now=now)
    document.headers.update(PRIVATE)
    return document


@router.api_route("/b/{token}/figures/{number}", methods=["GET", "HEAD"])
def figure_shown(request: Request, token: str, number: Key, now: Now) -> Response:
    found = _find(token, now=now)
    if not found.open:
        return _gone(request, found)
    shown = figure(found.shown.offer, number, public=False, request=request)
    shown.headers.update(PRIVATE)
    return shown


@router.api_route("/u/{token}", methods=["GET", "HEAD"])
def ask_to_stop(request: Request, token: str, asked: AskedLanguage) -> Response:
    contact_id = read_stop_link(token)
    with reading() as session:
        return _stop_page(request, _contact(session, contact_id), asked)


@router.post("/u/{token}")
def stop(request: Request, token: str, now: Now, asked: AskedLanguage) -> Response:
    """The page's button and the mail program's one click alike (RFC 8058): no redirect, no question."""
    contact_id = read_stop_link(token)
    with transaction() as session:
        _contact(session, contact_id)
        return _stop_page(request, stop_emails(session, contact_id, now=now), asked)


def _find(token: str, *, now: datetime) -> Opened:
    delivery_id = read_brief_link(token, now=now)
    try:
        with reading() as session:
            return opened(session, delivery_id, today=local_date(now))
    except NotFound:
        raise LinkInvalid("This link does not lead to an offer any more.") from None


def _too_often(request: Request, found: Opened) -> str | None:
    """The key in `codes.WRONG`: what is written here sends e-mails to the office, whoever the link was passed on to."""
    throttle = request.app.state.message_throttle
    assert isinstance(throttle, Throttle)
    try:
        throttle.count(f"delivery:{found.delivery.id}", address_of(request))
    except TryLater:
        return "too_many_messages"
    return None


def _back(request: Request, token: str, **parameters: str) -> Response:
    return RedirectResponse(linker(request)(f"/b/{token}", **parameters), 303, headers=PRIVATE)


def _offer(
    request: Request,
    token: str,
    found: Opened,
    *,
    now: datetime,
    given: Given | None = None,
    message: str | None = None,
    wrong: str = "",
    done: str = "",
) -> Response:
    """`given` is an answer that is not finished, `message` a message that could not be sent; `wrong` says why, by its
    key in `codes.WRONG`.

    From an NDA on, and after it too, the thread is for the signed-in alone: this link may have been passed on.
    """
    language = chosen_language(request) or found.shown.offer.language
    technology, actor = found.shown.technology, found.actor
    with reading() as session:
        ndas = offered_ndas(session, actor, technology_id=technology.id)
        lead = lead_on(session, technology.id, actor)
        is_open = lead is not None and room_is_open(session, lead, local_date(now))
        secret = lead is not None and was_under_nda(session, lead)
        thread = [] if secret else contact_thread(session, technology, found.contact, actor)
        named = office_is_named(session, found.shown.offer, found.contact.id)
    said = codes.WRONG.get(wrong)
    answer = page(
        request,
        "business/link.html",
        language,
        status=200 if not wrong else 429 if wrong == "too_many_messages" else 422,
        shown=found.shown,
        others=[],
        delivery=found.delivery,
        partner=found.partner,
        contact=found.contact,
        veiled=veiled(found.contact.email),
        token=token,
        given=given or Given.kept(found.delivery),
        wrong=said if given else None,
        answers=list(Answer),
        reasons=list(DeclineReason),
        secret=secret,
        thread=thread,
        named=named,
        unsent=said if message is not None else None,
        text=message or "",
        waiting=next((each.agreement for each in ndas if each.waits), None),
        room=lead if is_open else None,
        done=done,
    )
    answer.headers.update(PRIVATE)
    return answer


def _gone(request: Request, found: Opened) -> Response:
    """Withdrawn, or replaced: who holds the link is shown the way to the present version."""
    offer = found.shown.offer
    with reading() as session:
        present = present_version(session, offer, today=found.today)
    newer = offer_path(present, found.shown.technology) if present else None
    answer = problem(request, "offer_gone", 410, newer=newer, office=office())
    answer.headers.update(PRIVATE)
    return answer


def _contact(session: Session, contact_id: int) -> Contact:
    contact = session.get(Contact, contact_id)
    if contact is None:
        raise LinkInvalid("This link does not lead to anybody any more.")
    return contact


def _stop_page(request: Request, contact: Contact, language: Language) -> Response:
    stopped = contact.stopped_at is not None
    answer = page(request, "business/stop.html", language, email=veiled(contact.email), stopped=stopped)
    answer.headers.update(PRIVATE)
    return answer


def veiled(email: str) -> str:
    """Enough for its owner to know it by, should the link have been passed on."""
    name, _, host = email.partition("@")
    return f"{name[:1]}…@{host}"
