"""The data room of a lead: what the office shares with this business alone, once an NDA is in force."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.deps import Key, Now
from api.pages import codes
from api.pages.business.answering import wrong_message
from api.pages.rendering import linker, own_page
from api.pages.uploads import download
from api.visitors import Guest
from models.actions.messages import mark_read, record_contact_message
from models.actions.rooms import take_file
from models.db import reading, transaction
from models.errors import NotFound
from models.queries.accounts import SignedInContact
from models.queries.catalogue import public_title
from models.queries.inbox import offered_ndas, own_lead
from models.queries.messages import contact_thread
from models.queries.rooms import room_of
from models.rules.days import local_date
from models.rules.words import LeadState
from models.tables import Lead, Technology

router = APIRouter()

READ = ["GET", "HEAD"]
Text = Annotated[str, Form()]


@router.api_route("/rooms/{lead_id}", methods=READ)
def room(request: Request, lead_id: Key, guest: Guest, now: Now, done: str = "") -> Response:
    if request.method == "GET":
        with transaction() as session:
            technology = session.get_one(Technology, _alive(own_lead(session, lead_id, guest.actor)).technology_id)
            mark_read(session, technology, actor=guest.actor, now=now, contact_id=guest.contact.id)
    return _page(request, guest, lead_id, now=now, done=done == "message")


@router.api_route("/rooms/{lead_id}/files/{file_id}", methods=READ)
def file(request: Request, lead_id: Key, file_id: Key, guest: Guest, now: Now) -> Response:
    """Looking at its headers is not taking it."""
    with transaction() as session:
        lead = own_lead(session, lead_id, guest.actor)
        entries = room_of(session, lead, guest.actor, today=local_date(now)).entries
        entry = next((each for each in entries if each.file.id == file_id), None)
        if entry is None:
            raise NotFound(f"There is no file {file_id} in the data rooms that are open to you.")
        answer = download(entry.attachment)
        if request.method == "GET":
            take_file(session, file_id, actor=guest.actor, now=now)
    return answer


@router.post("/rooms/{lead_id}/messages")
def write(request: Request, lead_id: Key, guest: Guest, now: Now, text: Text = "") -> Response:
    with reading() as session:
        lead = _alive(own_lead(session, lead_id, guest.actor))
        technology = session.get_one(Technology, lead.technology_id)
    if wrong_message(text):
        return _page(request, guest, lead_id, now=now, message=text)
    with transaction() as session:
        record_contact_message(session, technology, text.replace("\0", ""), actor=guest.actor, now=now)
    return RedirectResponse(linker(request)(f"/rooms/{lead_id}", done="message"), 303)


def _alive(lead: Lead) -> Lead:
    if lead.state is LeadState.LOST:
        raise NotFound(f"There is no data room {lead.id} among yours.")
    return lead


def _page(
    request: Request,
    guest: SignedInContact,
    lead_id: int,
    *,
    now: datetime,
    message: str | None = None,
    done: bool = False,
) -> Response:
    actor = guest.actor
    with reading() as session:
        lead = _alive(own_lead(session, lead_id, actor))
        technology = session.get_one(Technology, lead.technology_id)
        found = room_of(session, lead, actor, today=local_date(now))
        thread = contact_thread(session, technology, guest.contact, actor)
        ndas = offered_ndas(session, actor, technology_id=technology.id)
        title = public_title(session, technology, guest.contact.language)
    unsent = wrong_message(message) if message is not None else None
    return own_page(
        request,
        "business/room.html",
        status=422 if unsent else 200,
        room=found,
        title=title,
        guest=guest,
        nda=next(iter(ndas), None),
        thread=thread,
        unsent=codes.WRONG[unsent] if unsent else None,
        text=message or "",
        done=done,
    )
