"""E-mails as rows: queued once, marked before the first byte leaves, and never sent in doubt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.actions.work import enqueue, revive
from models.errors import Conflict, NotFound
from models.queries.officers import told_of
from models.rules.days import local_date
from models.rules.offers import is_public
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.words import DispatchState, NoticeKind, WorkKind
from models.tables import Brief, Contact, Delivery, Notice, Offer, Person, Technology

Dispatch = Delivery | Notice
WORK_OF: Mapping[type[Dispatch], WorkKind] = {
    Delivery: WorkKind.SEND_DELIVERY,
    Notice: WorkKind.SEND_NOTICE,
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why an e-mail must not be sent now: `final` when it never will be."""

    reason: str
    final: bool


def queue_delivery(session: Session, offer: Offer, brief: Brief, contact: Contact, *, now: datetime) -> Delivery | None:
    """One brief to one contact, once per technology: `None` when it was queued before, in any version or language."""
    known = (
        select(Delivery.id)
        .join(Offer, col(Offer.id) == col(Delivery.offer_id))
        .where(
            Offer.technology_id == offer.technology_id,
            Delivery.contact_id == contact.id,
            (col(Delivery.state) != DispatchState.CANCELLED) | (col(Delivery.offer_id) == offer.id),
        )
    )
    if session.exec(known).first():
        return None
    delivery = Delivery(offer_id=offer.id, brief_id=brief.id, contact_id=contact.id, queued_at=now)
    session.add(delivery)
    session.flush()
    enqueue(session, WorkKind.SEND_DELIVERY, delivery.id, key=str(delivery.id), now=now)
    return delivery


def tell_office(
    session: Session, technology: Technology, kind: NoticeKind, *, key: str, facts: dict[str, Any], now: datetime
) -> list[Notice]:
    """An e-mail to the case's officer, or to who stands in for one who has left; once per key."""
    notices = [
        queue_notice(
            session,
            kind,
            key=f"{key}:{person_id}" if place else key,
            person_id=person_id,
            technology_id=technology.id,
            facts=facts,
            now=now,
        )
        for place, person_id in enumerate(told_of(session, technology))
    ]
    return [notice for notice in notices if notice]


def queue_notice(
    session: Session,
    kind: NoticeKind,
    *,
    key: str,
    facts: dict[str, Any],
    now: datetime,
    person_id: int | None = None,
    contact_id: int | None = None,
    contributor_id: int | None = None,
    technology_id: int | None = None,
) -> Notice | None:
    """An e-mail to one person, contact or contributor, once per key: `None` when it was queued before.

    `facts` may hold references, dates and counts: nothing confidential travels by e-mail.
    """
    unique = f"{kind}:{key}"
    if session.exec(select(Notice.id).where(Notice.unique_key == unique)).first():
        return None
    notice = Notice(
        kind=kind,
        unique_key=unique,
        person_id=person_id,
        contact_id=contact_id,
        contributor_id=contributor_id,
        technology_id=technology_id,
        facts=facts,
        queued_at=now,
    )
    session.add(notice)
    session.flush()
    enqueue(session, WorkKind.SEND_NOTICE, notice.id, key=str(notice.id), now=now)
    return notice


def begin_sending(session: Session, dispatch: Dispatch, *, now: datetime) -> Doubt | None:
    """Mark an e-mail as being sent; commit before the first byte leaves.

    One found already marked was in the hands of a shift that died: it may have arrived, so it is
    parked for a person instead of sent twice. One that was parked before anything left is sent when
    its work is retried.
    """
    if dispatch.state is DispatchState.SENDING:
        dispatch.state = DispatchState.PARKED
        dispatch.error = "The program stopped while sending: the e-mail may or may not have arrived."
        session.add(dispatch)
        return Doubt(dispatch.error, final=True)
    nothing_left = dispatch.state is DispatchState.PARKED and dispatch.sending_at is None
    if dispatch.state is not DispatchState.QUEUED and not nothing_left:
        return Doubt(f"already {dispatch.state}", final=True)
    refusal = _unwanted(session, dispatch, now) if isinstance(dispatch, Delivery) else _nobody(session, dispatch)
    if refusal:
        dispatch.state, dispatch.error = DispatchState.CANCELLED, refusal
        session.add(dispatch)
        return Doubt(refusal, final=True)
    if isinstance(dispatch, Delivery) and _is_held(session, dispatch):
        dispatch.state, dispatch.error = DispatchState.QUEUED, ""
        session.add(dispatch)
        return Doubt("Held until the confidential passages of its offer are decided upon.", final=False)
    dispatch.state, dispatch.sending_at = DispatchState.SENDING, now
    session.add(dispatch)
    session.flush()
    return None


def _unwanted(session: Session, delivery: Delivery, now: datetime) -> str | None:
    contact = session.get_one(Contact, delivery.contact_id)
    if contact.stopped_at is not None or contact.consent_on is None:
        return "The contact does not want e-mails."
    offer = session.get_one(Offer, delivery.offer_id)
    if not is_public(offer.state, offer.expires_on, local_date(now)):
        return "The offer is no longer published."
    return None


def _is_held(session: Session, delivery: Delivery) -> bool:
    """Whoever ends the alarm asks for the work again, and waits until this look is over."""
    offer = session.get_one(Offer, delivery.offer_id)
    if offer.alarmed_at is None:
        return False
    session.refresh(offer, with_for_update={"read": True})
    return offer.alarmed_at is not None


def _nobody(session: Session, notice: Notice) -> str | None:
    person = session.get(Person, notice.person_id) if notice.person_id else None
    return "The person has left." if person and not person.active else None


def readdress(session: Session, person: Person) -> None:
    """What is not sent yet to an officer who has left, about a case, goes to who is told of it now."""
    unsent = (
        select(Notice, Technology)
        .join(Technology, col(Technology.id) == col(Notice.technology_id))
        .where(
            Notice.person_id == person.id,
            col(Notice.state).in_((DispatchState.QUEUED, DispatchState.PARKED)),
            col(Notice.sending_at).is_(None),
        )
    )
    for notice, technology in session.exec(unsent).all():
        notice.person_id = next(iter(told_of(session, technology)), person.id)
        session.add(notice)
    session.flush()


def record_sent(session: Session, dispatches: Sequence[Dispatch], *, now: datetime) -> None:
    for dispatch in dispatches:
        dispatch.state, dispatch.sent_at, dispatch.error = DispatchState.SENT, now, ""
        session.add(dispatch)
    session.flush()


def record_not_sent(session: Session, dispatch: Dispatch, *, error: str, state: DispatchState) -> None:
    """Back to QUEUED when certainly nothing left; PARKED when it may have; BOUNCED when refused."""
    dispatch.state, dispatch.error = state, error
    if state is DispatchState.QUEUED:
        dispatch.sending_at = None
    session.add(dispatch)
    session.flush()


def record_opened(session: Session, delivery: Delivery, *, now: datetime) -> None:
    delivery.opened_at = delivery.opened_at or now
    session.add(delivery)


def resend(session: Session, kind: WorkKind, dispatch_id: int, *, actor: Actor, now: datetime) -> Dispatch:
    """An officer decides that a parked e-mail is to be sent, knowing that it may arrive twice."""
    demand(actor, Act.MANAGE_WORK, Case(actor.institution_id))
    dispatch: Dispatch | None
    if kind is WorkKind.SEND_DELIVERY:
        dispatch = session.get(Delivery, dispatch_id)
    else:
        dispatch = session.get(Notice, dispatch_id)
    if dispatch is None:
        raise NotFound(f"There is no e-mail {dispatch_id}.")
    if dispatch.state is not DispatchState.PARKED:
        raise Conflict("The e-mail is %(state)s, not parked.", state=dispatch.state)
    dispatch.state, dispatch.error, dispatch.sending_at = DispatchState.QUEUED, "", None
    session.add(dispatch)
    if not revive(session, kind, dispatch.id, now=now):
        enqueue(session, kind, dispatch.id, key=f"{dispatch.id}:again:{now.isoformat()}", now=now)
    return dispatch


def park_with_work(session: Session, kind: WorkKind, dispatch_ids: Sequence[int], *, error: str) -> None:
    """When the work of an e-mail is parked after its last attempt, the e-mail shows it too."""
    table: type[Dispatch] = Delivery if kind is WorkKind.SEND_DELIVERY else Notice
    session.execute(
        update(table)
        .where(col(table.id).in_(dispatch_ids), col(table.state) == DispatchState.QUEUED)
        .values(state=DispatchState.PARKED, error=error)
        .execution_options(synchronize_session=False)
    )
