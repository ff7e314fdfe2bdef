"""Who holds which copy: by the id on a found one, and for the dossier of a case."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from models.errors import NotFound
from models.queries.technologies import institution_case, visible_to
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.words import CopyKind, WorkKind, WorkState
from models.tables import (
    Contact,
    Delivery,
    DocumentCopy,
    DocumentReading,
    Offer,
    Partner,
    Person,
    Technology,
    Work,
)

_TRACKING = re.compile(r"[0-9A-F]{12}")


@dataclass(frozen=True, slots=True)
class FoundCopy:
    copy: DocumentCopy
    technology: Technology
    readings: Sequence[datetime]
    """When it was downloaded, oldest first."""
    person: Person | None = None
    contact: Contact | None = None
    partner: Partner | None = None
    delivery: Delivery | None = None
    offer: Offer | None = None
    sent_to: Contact | None = None
    """To whom the brief was sent, where a colleague of theirs took the copy."""


def tracking_of(typed: str) -> str | None:
    """The id as it stands on copies, however it was typed; `None` for what is none."""
    digits = re.sub(r"[\s–—-]", "", typed).upper()
    if not _TRACKING.fullmatch(digits):
        return None
    return "-".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def copy_by_tracking(session: Session, typed: str, actor: Actor) -> FoundCopy:
    """For officers. Raises `NotFound` alike for an id that nobody gave out and for another institution's copy."""
    demand(actor, Act.TRIAGE, Case(actor.institution_id))
    tracking = tracking_of(typed)
    row = session.exec(
        select(DocumentCopy, Technology)
        .join(Technology, col(Technology.id) == col(DocumentCopy.technology_id))
        .where(DocumentCopy.tracking == tracking, visible_to(actor))
    ).one_or_none()
    if tracking is None or row is None:
        raise NotFound(f"There is no copy with the id {typed.strip()[:40]} among those of your institution.")
    copy, technology = row
    readings = session.exec(
        select(DocumentReading.at).where(DocumentReading.copy_id == copy.id).order_by(col(DocumentReading.id))
    ).all()
    if copy.kind is CopyKind.DOSSIER:
        return FoundCopy(copy, technology, readings, person=session.get(Person, copy.person_id))
    delivery = session.get_one(Delivery, copy.delivery_id)
    contact = session.get_one(Contact, copy.contact_id)
    return FoundCopy(
        copy,
        technology,
        readings,
        contact=contact,
        partner=session.get_one(Partner, contact.partner_id),
        delivery=delivery,
        offer=session.get_one(Offer, delivery.offer_id),
        sent_to=session.get_one(Contact, delivery.contact_id) if delivery.contact_id != contact.id else None,
    )


@dataclass(frozen=True, slots=True)
class DossierReader:
    """What one person read on one day."""

    copy: DocumentCopy
    times: int
    last_at: datetime


def dossier_readers(session: Session, technology: Technology, actor: Actor) -> Sequence[DossierReader]:
    """Newest first."""
    demand(actor, Act.REVIEW, institution_case(technology))
    query = (
        select(DocumentCopy, func.count(col(DocumentReading.id)), func.max(DocumentReading.at))
        .join(DocumentReading, col(DocumentReading.copy_id) == col(DocumentCopy.id))
        .where(DocumentCopy.technology_id == technology.id, DocumentCopy.kind == CopyKind.DOSSIER)
        .group_by(col(DocumentCopy.id))
        .order_by(func.max(DocumentReading.at).desc(), col(DocumentCopy.id).desc())
    )
    return [DossierReader(*row) for row in session.exec(query)]


def dossier_is_redrawn(session: Session, technology: Technology) -> bool:
    """A newer one is on its way."""
    under_way = select(Work.id).where(
        col(Work.kind) == WorkKind.PREPARE_REVIEW,
        col(Work.subject_id) == technology.id,
        col(Work.state).in_((WorkState.QUEUED, WorkState.LEASED)),
    )
    return session.exec(under_way.limit(1)).first() is not None
