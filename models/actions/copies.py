"""Stamped copies of documents: who got which on what day, and every time that it was downloaded."""

from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from models.errors import NotFound, NotPermitted
from models.links import mark
from models.queries.assessments import stands_aside
from models.queries.technologies import institution_case, technology_by_reference
from models.rules.days import local_date
from models.rules.permissions import Act, Actor, demand
from models.rules.words import CopyKind
from models.tables import Contact, Delivery, DocumentCopy, DocumentReading, Offer


def hand_brief(session: Session, delivery: Delivery, contact: Contact, *, sha256: str, now: datetime) -> DocumentCopy:
    """The contact's copy of the brief that was delivered; the same one all day long.

    For callers who have shown that the contact may read it. A colleague of whom it was sent to has a copy of their own.
    """
    offer = session.get_one(Offer, delivery.offer_id)
    return _handed(
        session,
        f"delivery:{delivery.id}:contact:{contact.id}",
        sha256,
        now,
        kind=CopyKind.BRIEF,
        technology_id=offer.technology_id,
        delivery_id=delivery.id,
        contact_id=contact.id,
        reader_name=contact.name,
    )


def hand_dossier(session: Session, reference: str, *, actor: Actor, now: datetime) -> DocumentCopy:
    """The reader's own copy of the review dossier. Raises `NotFound` before it is made, and `NotPermitted` for whom a
    conflict of interest keeps from it."""
    technology = technology_by_reference(session, reference, actor)
    demand(actor, Act.REVIEW, institution_case(technology))
    if stands_aside(session, technology.id, actor):
        raise NotPermitted("You declared a conflict of interest: the dossier is closed to you.")
    if technology.dossier_sha256 is None:
        raise NotFound(f"The dossier of {reference} is not made yet: it follows the move to IP review.")
    assert actor.person_id is not None
    return _handed(
        session,
        f"dossier:{technology.id}:{actor.key}",
        technology.dossier_sha256,
        now,
        kind=CopyKind.DOSSIER,
        technology_id=technology.id,
        person_id=actor.person_id,
        reader_name=actor.name,
    )


def record_reading(session: Session, copy: DocumentCopy, *, now: datetime) -> None:
    session.add(DocumentReading(copy_id=copy.id, at=now))
    session.flush()


def _handed(session: Session, of: str, sha256: str, now: datetime, **values: Any) -> DocumentCopy:
    day = local_date(now)
    key = f"{of}:{day}:{sha256}"
    known = select(DocumentCopy).where(DocumentCopy.unique_key == key)
    found = session.exec(known).one_or_none()
    if found is not None:
        return found
    copy = DocumentCopy(tracking=tracking_id(key), unique_key=key, sha256=sha256, handed_on=day, **values)
    try:
        with session.begin_nested():
            session.add(copy)
            session.flush()
    except IntegrityError:  # asked for twice at once: both get the one
        return session.exec(known).one()
    return copy


def tracking_id(key: str) -> str:
    """Nobody can make up an id that leads to somebody else's copy."""
    digits = mark(f"copy {key}").upper()
    return "-".join(digits[start : start + 4] for start in range(0, len(digits), 4))
