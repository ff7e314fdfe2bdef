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

from api.deps import AskedLanguage, Now, chosen_language
from api.documents import pdf
from api.pages import codes
from api.pages.problems import problem
from api.pages.rendering import linker, office, page
from models.actions.deliveries import record_opened
from models.actions.partners import answer_offer, stop_emails
from models.db import reading, transaction
from models.errors import LinkInvalid, NotFound
from models.links import read_brief_link, read_stop_link
from models.queries.briefs import brief_name
from models.queries.catalogue import languages_of, offer_path
from models.queries.links import Opened, opened
from models.rules.words import Answer, DeclineReason, Language
from models.tables import Contact

router = APIRouter()

PRIVATE = {"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
"""The address is a secret: it must reach neither search engines nor other sites."""
LONGEST_MESSAGE = 4_000


@router.api_route("/b/{token}", methods=["GET", "HEAD"])
def read(request: Request, token: str, now: Now) -> Response:
    found = _find(token, now=now)
    if not found.open:
        return _gone(request, found)
    if request.method == "GET" and found.delivery.opened_at is None:
        with transaction() as session:
            record_opened(session, opened(session, found.delivery.id).delivery, now=now)
    return _offer(request, token, found)


@router.post("/b/{token}")
def answer(
    request: Request,
    token: str,
    now: Now,
    answer: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    message: Annotated[str, Form()] = "",
) -> Response:
    """Keep the answer and show the page again: reloading it sends nothing twice."""
    found = _find(token, now=now)
    if not found.open:
        return _gone(request, found)
    wrong = _what_is_wrong(answer, reason, message)
    if wrong:
        given = {"answer": answer, "reason": reason, "message": message[:LONGEST_MESSAGE]}
        return _offer(request, token, found, status=422, wrong=wrong, given=given)
    with transaction() as session:
        answer_offer(
            session,
            found.delivery.id,
            answer=Answer(answer),
            actor=found.actor,
            now=now,
            reason=DeclineReason(reason) if answer == Answer.DECLINED else None,
            message=message.replace("\0", ""),
        )
    return RedirectResponse(linker(request)(f"/b/{token}"), 303, headers=PRIVATE)


@router.api_route("/b/{token}/brief.pdf", methods=["GET", "HEAD"])
def brief(request: Request, token: str, now: Now) -> Response:
    found = _find(token, now=now)
    if not found.open or found.shown.brief is None:
        return _gone(request, found)
    name = brief_name(found.shown.reference, found.shown.offer.language)
    document = pdf(found.shown.brief.sha256, name, public=False, request=request)
    document.headers.update(PRIVATE)
    return document


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
            return opened(session, delivery_id)
    except NotFound:
        raise LinkInvalid("This link does not lead to an offer any more.") from None


def _what_is_wrong(answer: str, reason: str, message: str) -> str | None:
    """The key in `codes.WRONG` of what is still to be filled in."""
    if answer not in list(Answer):
        return "choose_answer"
    if answer == Answer.DECLINED and reason not in list(DeclineReason):
        return "choose_reason"
    if answer == Answer.QUESTION and not message.strip():
        return "write_question"
    return "too_long" if len(message) > LONGEST_MESSAGE else None


def _offer(
    request: Request,
    token: str,
    found: Opened,
    *,
    status: int = 200,
    wrong: str | None = None,
    given: dict[str, str] | None = None,
) -> Response:
    language = chosen_language(request) or found.shown.offer.language
    delivery = found.delivery
    kept = {"answer": delivery.answer or "", "reason": delivery.decline_reason or "", "message": delivery.message}
    answer = page(
        request,
        "business/link.html",
        language,
        status=status,
        shown=found.shown,
        others=[],
        delivery=delivery,
        partner=found.partner,
        token=token,
        wrong=codes.WRONG[wrong] if wrong else None,
        given=given or kept,
        answers=list(Answer),
        reasons=list(DeclineReason),
    )
    answer.headers.update(PRIVATE)
    return answer


def _gone(request: Request, found: Opened) -> Response:
    """Withdrawn, or replaced: who holds the link is shown the way to the present version."""
    offer = found.shown.offer
    with reading() as session:
        published = languages_of(session, offer.technology_id)
    newer = offer_path(offer, found.shown.technology.reference) if offer.language in published else None
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
    answer = page(request, "business/stop.html", language, email=_veiled(contact.email), stopped=stopped)
    answer.headers.update(PRIVATE)
    return answer


def _veiled(email: str) -> str:
    """Enough for its owner to know it by, should the link have been passed on."""
    name, _, host = email.partition("@")
    return f"{name[:1]}…@{host}"
