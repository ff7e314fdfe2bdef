"""The data room of a lead: the files of the technology that the partner may read once an NDA is in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from models.errors import NotFound
from models.queries.technologies import institution_case
from models.rules.facts import Term
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.words import AgreementKind, AgreementState, LeadState
from models.tables import Agreement, Attachment, Contact, Lead, RoomFile, RoomVisit, Technology


@dataclass(frozen=True, slots=True)
class Visit:
    contact: str
    """Their name."""
    at: datetime


@dataclass(frozen=True, slots=True)
class RoomEntry:
    file: RoomFile
    attachment: Attachment
    visits: Sequence[Visit]
    """Oldest first; only the office is told."""


@dataclass(frozen=True, slots=True)
class Room:
    lead: Lead
    open: bool
    """Whether the partner may read: an NDA with them is in force, and the lead is alive."""
    entries: Sequence[RoomEntry]
    """What is shared now, in the order of sharing; nothing for a partner before the room is open."""


def room_of(session: Session, lead: Lead, actor: Actor, *, today: date) -> Room:
    """For the office of the technology, and for the lead's contact: every officer of the network may add contacts to
    a partner, so being one of its contacts opens nothing. Raises `NotFound` for the partner's other contacts."""
    by_partner = actor.contact_id is not None
    if by_partner:
        demand(actor, Act.DEAL_AS_PARTNER, Case(None, partner_id=lead.partner_id))
        if actor.contact_id != lead.contact_id:
            raise NotFound(f"There is no data room {lead.id} among those that are open to you.")
    else:
        demand(actor, Act.SHARE_FILE, institution_case(session.get_one(Technology, lead.technology_id)))
    is_open = room_is_open(session, lead, today)
    if by_partner and not is_open:
        return Room(lead, is_open, [])
    return Room(lead, is_open, _entries(session, lead, with_visits=not by_partner))


def room_is_open(session: Session, lead: Lead, today: date) -> bool:
    if lead.state is LeadState.LOST:
        return False
    ndas = session.exec(
        select(Agreement).where(
            Agreement.lead_id == lead.id,
            Agreement.kind == AgreementKind.NDA,
            Agreement.state == AgreementState.IN_FORCE,
        )
    )
    return any(Term(nda.effective_on, nda.expires_on).covers(today) for nda in ndas)


def was_under_nda(session: Session, lead: Lead) -> bool:
    """Whether an NDA with the partner was ever in force: what was written since then is confidential for good."""
    signed = select(Agreement.id).where(
        Agreement.lead_id == lead.id,
        Agreement.kind == AgreementKind.NDA,
        Agreement.state != AgreementState.DRAFT,
    )
    return session.exec(signed.limit(1)).first() is not None


def room_file_for(session: Session, room_file_id: int, actor: Actor, *, today: date) -> tuple[RoomFile, Attachment]:
    """A file that a contact may read now. Raises `NotFound` alike for every other one."""
    row = session.exec(
        select(RoomFile, Attachment, Lead)
        .join(Attachment, col(Attachment.id) == col(RoomFile.attachment_id))
        .join(Lead, col(Lead.id) == col(RoomFile.lead_id))
        .where(RoomFile.id == room_file_id, _shared_now())
    ).one_or_none()
    if row is not None:
        file, attachment, lead = row
        if actor.contact_id == lead.contact_id and room_is_open(session, lead, today):
            return file, attachment
    raise NotFound(f"There is no file {room_file_id} in the data rooms that are open to you.")


def _shared_now() -> ColumnElement[bool]:
    return col(RoomFile.withdrawn_at).is_(None) & col(Attachment.removed_at).is_(None)


def _entries(session: Session, lead: Lead, *, with_visits: bool) -> list[RoomEntry]:
    rows = session.exec(
        select(RoomFile, Attachment)
        .join(Attachment, col(Attachment.id) == col(RoomFile.attachment_id))
        .where(RoomFile.lead_id == lead.id, _shared_now())
        .order_by(col(RoomFile.shared_at), col(RoomFile.id))
    ).all()
    visits = _visits(session, [file.id for file, _ in rows]) if with_visits else {}
    return [RoomEntry(file, attachment, visits.get(file.id, [])) for file, attachment in rows]


def _visits(session: Session, room_file_ids: Sequence[int]) -> dict[int, list[Visit]]:
    found: dict[int, list[Visit]] = {}
    rows = session.exec(
        select(RoomVisit.room_file_id, Contact.name, RoomVisit.at)
        .join(Contact, col(Contact.id) == col(RoomVisit.contact_id))
        .where(col(RoomVisit.room_file_id).in_(room_file_ids))
        .order_by(col(RoomVisit.id))
    )
    for room_file_id, name, at in rows:
        found.setdefault(room_file_id, []).append(Visit(name, at))
    return found
