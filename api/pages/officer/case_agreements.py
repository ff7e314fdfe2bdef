"""The agreements of a technology by lead, and the data room of each lead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from api.deps import Key, Now, Reference
from api.pages.given import Given, text
from api.pages.officer import deal_codes
from api.pages.officer.acting import acted, number_of, told
from api.pages.rendering import own_page
from api.pages.words import N_, Words
from api.visitors import Member
from models.actions.rooms import share_file, withdraw_file
from models.db import reading
from models.errors import Incomplete, NotFound
from models.queries.agreements import AgreementRow, agreements_of
from models.queries.attachments import attachments_of
from models.queries.partners import LeadRow, lead_technology, leads_of
from models.queries.rooms import Room, room_of
from models.queries.technologies import institution_case, technology_by_reference
from models.rules.days import local_date
from models.rules.permissions import Act, Actor, demand, may
from models.rules.words import AgreementKind, LeadState
from models.tables import Attachment, RoomFile, Technology

router = APIRouter()

READ = ["GET", "HEAD"]
CASE = "/technologies/{reference}"
HERE = CASE + "/agreements"
DONE = {
    "shared": N_("The file is in the data room."),
    "unshared": N_("The file is withdrawn from the data room."),
}
COMMON = (AgreementKind.NDA, AgreementKind.LICENCE)
"""Whose text Helix draws up; the others are written by the office."""


@dataclass(frozen=True, slots=True)
class LeadDesk:
    """One partner's papers and files."""

    row: LeadRow
    agreements: Sequence[AgreementRow]
    room: Room
    further: Sequence[Attachment]
    """Files of the technology that are not in the room."""

    @property
    def is_lost(self) -> bool:
        return self.row.lead.state is LeadState.LOST


def load(session: Session, technology: Technology, actor: Actor, now: datetime, words: Words) -> dict[str, Any] | None:
    """What the section of the technology page shows. Only officers get it."""
    del now, words
    if not may(actor, Act.MANAGE_AGREEMENTS, institution_case(technology)):
        return None
    return {
        "agreements": agreements_of(session, technology, actor),
        "has_leads": bool(leads_of(session, technology, actor)),
        "codes": deal_codes,
    }


SECTION = ("agreements", N_("Agreements"), "officer/case/agreements.html", load)


@router.api_route(HERE, methods=READ)
def agreements(request: Request, reference: Reference, member: Member, now: Now, done: str = "") -> Response:
    return _page(request, reference, member.actor, now, done=done)


@router.post(CASE + "/leads/{lead_id}/room")
def share(request: Request, reference: Reference, lead_id: Key, member: Member, now: Now, given: Given) -> Response:
    attachment = number_of(text(given, "attachment"))

    def act(session: Session) -> None:
        _of_case(session, reference, lead_id, member.actor)
        if not attachment:
            raise Incomplete("Choose a file first.")
        share_file(session, lead_id, attachment, actor=member.actor, now=now)

    return _acted(request, reference, member.actor, now, act, "shared", f"room-{lead_id}")


@router.post(CASE + "/leads/{lead_id}/room/{room_file_id}/withdrawal")
def unshare(
    request: Request, reference: Reference, lead_id: Key, room_file_id: Key, member: Member, now: Now
) -> Response:
    def act(session: Session) -> None:
        _of_case(session, reference, lead_id, member.actor)
        shared = session.get(RoomFile, room_file_id)
        if shared is None or shared.lead_id != lead_id:
            raise NotFound(f"There is no file {room_file_id} in this data room.")
        withdraw_file(session, room_file_id, actor=member.actor, now=now)

    return _acted(request, reference, member.actor, now, act, "unshared", f"room-{lead_id}")


def _acted(request: Request, reference: str, actor: Actor, now: datetime, act: Any, done: str, at: str) -> Response:
    def again(refused: Sequence[str], status: int) -> Response:
        return _page(request, reference, actor, now, refused=refused, status=status)

    return acted(request, act, again, to=HERE.format(reference=reference), done=done, at=at)


def _page(
    request: Request,
    reference: str,
    actor: Actor,
    now: datetime,
    *,
    done: str = "",
    refused: Sequence[str] = (),
    status: int = 200,
) -> Response:
    with reading() as session:
        technology = agreed_technology(session, reference, actor)
        papers = agreements_of(session, technology, actor)
        files = attachments_of(session, technology)
        leads = [_desk(session, row, papers, files, actor, now) for row in leads_of(session, technology, actor)]
    leads.sort(key=lambda each: each.is_lost)
    return own_page(
        request,
        "officer/case_agreements.html",
        status=status,
        technology=technology,
        leads=leads,
        has_files=bool(files),
        common=COMMON,
        others=[kind for kind in AgreementKind if kind not in COMMON],
        done=told(request, DONE, done),
        refused=refused,
        codes=deal_codes,
    )


def _desk(
    session: Session,
    row: LeadRow,
    papers: Sequence[AgreementRow],
    files: Sequence[Attachment],
    actor: Actor,
    now: datetime,
) -> LeadDesk:
    room = room_of(session, row.lead, actor, today=local_date(now))
    shared = {entry.attachment.id for entry in room.entries}
    return LeadDesk(
        row,
        [each for each in papers if each.agreement.lead_id == row.lead.id],
        room,
        [each for each in files if each.id not in shared],
    )


def agreed_technology(session: Session, reference: str, actor: Actor) -> Technology:
    """Raises `NotFound` and `NotPermitted`."""
    technology = technology_by_reference(session, reference, actor)
    demand(actor, Act.MANAGE_AGREEMENTS, institution_case(technology))
    return technology


def _of_case(session: Session, reference: str, lead_id: int, actor: Actor) -> None:
    technology = agreed_technology(session, reference, actor)
    if lead_technology(session, lead_id, actor).id != technology.id:
        raise NotFound(f"There is no lead {lead_id} on {reference}.")
