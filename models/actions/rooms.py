"""What a partner may read of a technology's files, lead by lead, and what was read."""

from datetime import datetime

from sqlmodel import Session, select

from models.actions.turns import take_turn
from models.errors import Conflict, NotFound
from models.queries.rooms import room_file_for
from models.queries.technologies import institution_case
from models.rules.days import local_date
from models.rules.permissions import Act, Actor, demand
from models.rules.words import LeadState
from models.tables import Attachment, Lead, RoomFile, RoomVisit


def share_file(session: Session, lead_id: int, attachment_id: int, *, actor: Actor, now: datetime) -> RoomFile:
    """Put a file of the technology into the lead's data room; read it can be once an NDA is in force.

    A file that is there already stays as it is; one that was withdrawn comes back.
    """
    lead = _lead(session, lead_id, actor)
    if lead.state is LeadState.LOST:
        raise Conflict("This lead is lost: nobody would read the file.")
    attachment = session.get(Attachment, attachment_id)
    if attachment is None or attachment.removed_at is not None or attachment.technology_id != lead.technology_id:
        raise NotFound(f"There is no file {attachment_id} of this technology.")
    assert actor.person_id is not None
    known = select(RoomFile).where(RoomFile.lead_id == lead.id, RoomFile.attachment_id == attachment.id)
    shared = session.exec(known).one_or_none() or RoomFile(
        lead_id=lead.id, attachment_id=attachment.id, shared_by_id=actor.person_id, shared_at=now
    )
    if shared.withdrawn_at is not None:
        shared.shared_by_id, shared.shared_at, shared.withdrawn_at = actor.person_id, now, None
    session.add(shared)
    session.flush()
    return shared


def withdraw_file(session: Session, room_file_id: int, *, actor: Actor, now: datetime) -> RoomFile:
    """At once: who has the page open is refused the file. What was read before stays on record."""
    shared = session.get(RoomFile, room_file_id)
    if shared is None:
        raise NotFound(f"There is no file {room_file_id} in a data room among those you may see.")
    _lead(session, shared.lead_id, actor, asked=f"file {room_file_id} in a data room")
    session.refresh(shared)
    shared.withdrawn_at = shared.withdrawn_at or now
    session.add(shared)
    session.flush()
    return shared


def take_file(session: Session, room_file_id: int, *, actor: Actor, now: datetime) -> Attachment:
    """A contact reads a file of an open data room; the office sees who did, and when."""
    shared, attachment = room_file_for(session, room_file_id, actor, today=local_date(now))
    assert actor.contact_id is not None
    session.add(RoomVisit(room_file_id=shared.id, contact_id=actor.contact_id, at=now))
    session.flush()
    return attachment


def _lead(session: Session, lead_id: int, actor: Actor, *, asked: str = "") -> Lead:
    lead = session.get(Lead, lead_id)
    if lead is None:
        raise NotFound(f"There is no {asked or f'lead {lead_id}'} among those you may see.")
    technology = take_turn(session, lead.technology_id, actor, asked=asked or f"lead {lead_id}")
    demand(actor, Act.SHARE_FILE, institution_case(technology))
    return lead
