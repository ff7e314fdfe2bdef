"""The offers that a business got, and one of them with its answer and the conversation about it."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.copies import brief_copy
from api.deps import After, Key, Now
from api.documents import figure
from api.pages import codes
from api.pages.business.answering import Given, wrong_message
from api.pages.rendering import linker, own_page
from api.visitors import Guest
from models.actions.deliveries import record_opened
from models.actions.messages import mark_read, record_contact_message
from models.db import reading, transaction
from models.errors import NotFound, OfferGone
from models.queries.accounts import SignedInContact
from models.queries.catalogue import offer_path, present_version, public_title
from models.queries.inbox import (
    Received,
    lead_on,
    offered_ndas,
    open_rooms,
    received,
    received_one,
    unread_threads,
)
from models.queries.messages import contact_thread, office_is_named
from models.queries.rooms import room_is_open
from models.rules.days import local_date
from models.rules.words import Answer, DeclineReason, Language
from models.tables import Delivery, Match

router = APIRouter()

READ = ["GET", "HEAD"]
PER_PAGE = 20
DONE = ("answer", "message")
Text = Annotated[str, Form()]


@router.api_route("/inbox", methods=READ)
def inbox(request: Request, guest: Guest, now: Now, after: After = None) -> Response:
    with reading() as session:
        rows = received(session, guest.actor, today=local_date(now), before=after, limit=PER_PAGE + 1)
        ndas = offered_ndas(session, guest.actor)
        unread = unread_threads(session, guest.actor)
        rooms = [
            (lead, public_title(session, technology, guest.contact.language), technology.id in unread)
            for lead, technology in open_rooms(session, guest.actor, today=local_date(now))
        ]
    return own_page(
        request,
        "business/inbox.html",
        guest=guest,
        rows=rows[:PER_PAGE],
        next=rows[PER_PAGE - 1].delivery.id if len(rows) > PER_PAGE else None,
        after=after,
        waiting=[each for each in ndas if each.waits],
        open_rooms=rooms,
        unread=unread,
        state=state_of,
        reasons=reasons,
    )


def reasons(match: Match | None, language: Language) -> list[str]:
    """Why it was chosen for them, in sentences: what fits wholly."""
    return [
        part[f"detail_{language}"]
        for part in (match.parts if match else ())
        if (part["code"] in ("field", "trl") and part["points"] == part["of"])
        or (part["code"] == "terms" and part["points"])
    ]


@router.api_route("/inbox/{delivery_id}", methods=READ)
def one(request: Request, delivery_id: Key, guest: Guest, now: Now, done: str = "") -> Response:
    with reading() as session:
        found = received_one(session, delivery_id, guest.actor, today=local_date(now))
    if request.method == "GET" and found.own:
        with transaction() as session:
            if found.delivery.opened_at is None:
                record_opened(session, session.get_one(Delivery, delivery_id), now=now)
            mark_read(session, found.shown.technology, actor=guest.actor, now=now, contact_id=guest.contact.id)
    return _page(request, guest, found, now=now, done=done if done in DONE else "")


@router.post("/inbox/{delivery_id}")
def answer(
    request: Request,
    delivery_id: Key,
    guest: Guest,
    now: Now,
    answer: Text = "",
    reason: Text = "",
    message: Text = "",
) -> Response:
    found = _own(delivery_id, guest, now)
    given = Given.typed(answer, reason, message)
    if given.wrong and found.open:
        return _page(request, guest, found, now=now, given=given)
    with transaction() as session:
        given.give(session, delivery_id, actor=guest.actor, now=now)
    return _back(request, delivery_id, "answer")


@router.post("/inbox/{delivery_id}/messages")
def write(request: Request, delivery_id: Key, guest: Guest, now: Now, text: Text = "") -> Response:
    found = _own(delivery_id, guest, now)
    if wrong_message(text):
        return _page(request, guest, found, now=now, message=text)
    with transaction() as session:
        record_contact_message(session, found.shown.technology, text.replace("\0", ""), actor=guest.actor, now=now)
    return _back(request, delivery_id, "message")


@router.api_route("/inbox/{delivery_id}/brief.pdf", methods=READ)
def brief(request: Request, delivery_id: Key, guest: Guest, now: Now) -> Response:
    """Stamped with the name of who is signed in."""
    with reading() as session:
        found = received_one(session, delivery_id, guest.actor, today=local_date(now))
    if not found.open or found.shown.brief is None:
        raise OfferGone()
    return brief_copy(request, found.shown, found.shown.brief, found.delivery, guest.contact, now=now)


@router.api_route("/inbox/{delivery_id}/figures/{number}", methods=READ)
def figure_shown(request: Request, delivery_id: Key, number: Key, guest: Guest, now: Now) -> Response:
    with reading() as session:
        found = received_one(session, delivery_id, guest.actor, today=local_date(now))
    if not found.open:
        raise OfferGone()
    return figure(found.shown.offer, number, public=False, request=request)


def state_of(row: Received) -> str:
    """A key of `codes.RECEIVED`."""
    if row.delivery.answer is not None:
        return "answered"
    if not row.open:
        return "closed"
    return "read" if row.delivery.opened_at else "new"


def _own(delivery_id: int, guest: SignedInContact, now: datetime) -> Received:
    """Raises `NotFound` for a colleague's too: they answer for themselves."""
    with reading() as session:
        found = received_one(session, delivery_id, guest.actor, today=local_date(now))
    if not found.own:
        raise NotFound(f"There is no offer {delivery_id} for you to answer.")
    return found


def _back(request: Request, delivery_id: int, what: str) -> Response:
    return RedirectResponse(linker(request)(f"/inbox/{delivery_id}", done=what), 303)


def _page(
    request: Request,
    guest: SignedInContact,
    found: Received,
    *,
    now: datetime,
    given: Given | None = None,
    message: str | None = None,
    done: str = "",
) -> Response:
    technology, actor = found.shown.technology, guest.actor
    with reading() as session:
        thread = contact_thread(session, technology, guest.contact, actor)
        named = office_is_named(session, found.shown.offer, guest.contact.id)
        ndas = offered_ndas(session, actor, technology_id=technology.id)
        lead = lead_on(session, technology.id, actor)
        is_open = lead is not None and room_is_open(session, lead, local_date(now))
        present = None if found.open else present_version(session, found.shown.offer, today=found.today)
    unsent = wrong_message(message) if message is not None else None
    wrong = given.wrong if given else None
    return own_page(
        request,
        "business/received.html",
        status=422 if wrong or unsent else 200,
        row=found,
        newer=offer_path(present, technology) if present else "",
        guest=guest,
        state=state_of(found),
        given=given or Given.kept(found.delivery),
        wrong=codes.WRONG[wrong] if wrong else None,
        answers=list(Answer),
        reasons=list(DeclineReason),
        thread=thread,
        named=named,
        unsent=codes.WRONG[unsent] if unsent else None,
        text=message or "",
        waiting=next((each.agreement for each in ndas if each.waits), None),
        room=lead if is_open else None,
        done=done,
    )
