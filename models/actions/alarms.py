"""A published offer that repeats what was found to be confidential later: told to its officer, and not sent out."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlmodel import Session, col, select

from models.actions.deliveries import tell_office
from models.actions.work import enqueue
from models.rules.words import DispatchState, NoticeKind, WorkKind, WorkState
from models.tables import Delivery, Offer, Technology, Work


def open_places(offer: Offer) -> list[dict[str, Any]]:
    """What the scan found and no officer has accepted."""
    return [leak for leak in offer.leaks if not leak.get("accepted")]


def place_of(leak: dict[str, Any]) -> tuple[str, str]:
    """The field and a digest of the whole passage: what stands in the excerpt alone may have grown behind its end.

    Places found before 2026-11-26 have no digest: there a shortened excerpt is the place of nothing.
    """
    return leak["field"], leak.get("passage") or digest_of_passage(leak["excerpt"])


def digest_of_passage(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def raise_alarm(session: Session, offer: Offer, *, now: datetime) -> None:
    """Its briefs are sent to nobody more until an officer has accepted each place, or withdraws it."""
    technology = session.get_one(Technology, offer.technology_id)
    offer.alarmed_at = offer.alarmed_at or now
    session.add(offer)
    facts = {"reference": technology.reference, "language": str(offer.language), "places": len(open_places(offer))}
    key = f"{offer.id}:{(offer.checked_digest or '')[:32]}"
    tell_office(session, technology, NoticeKind.LEAK_FOUND, key=key, facts=facts, now=now)


def end_alarm(session: Session, offer: Offer, *, now: datetime) -> None:
    """What was held goes out, or is cancelled where the offer is no longer public. Nothing where there is no alarm.

    The offer's row is locked by its change before the work is read: a shift that holds an e-mail locks it too.
    """
    if offer.alarmed_at is None:
        return
    offer.alarmed_at = None
    session.add(offer)
    session.flush()
    under_way = select(Work.subject_id).where(
        Work.kind == WorkKind.SEND_DELIVERY, col(Work.state).in_([each for each in WorkState if each != WorkState.DONE])
    )
    held = select(Delivery.id).where(
        Delivery.offer_id == offer.id,
        col(Delivery.state) == DispatchState.QUEUED,
        col(Delivery.id).not_in(under_way),
    )
    for number in session.exec(held).all():
        enqueue(session, WorkKind.SEND_DELIVERY, number, key=f"{number}:released:{uuid4()}", now=now)
