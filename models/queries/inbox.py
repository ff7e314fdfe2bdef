"""What reached a business: the offers sent to its people, its leads, and the agreements that wait for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from models.errors import NotFound
from models.queries.catalogue import PublishedOffer, offers_shown
from models.queries.rooms import room_is_open
from models.rules.days import local_date
from models.rules.offers import is_public
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.words import (
    AgreementKind,
    AgreementState,
    DispatchState,
    LeadState,
    NoticeKind,
    OfferState,
    SignoffKind,
)
from models.tables import Agreement, Contact, Delivery, Lead, Match, Message, Notice, Offer, Signoff, Technology


@dataclass(frozen=True, slots=True)
class Received:
    """One offer that was sent to somebody of the business."""

    delivery: Delivery
    contact: Contact
    shown: PublishedOffer
    match: Match | None
    """Why it was chosen; `None` where an officer chose, or the match is gone."""
    own: bool
    """Whether it was sent to the reader themselves: what colleagues got they answer themselves."""
    ended_on: date | None
    """Since when it is no longer on offer: withdrawn, or over. `None` also where a newer version took its place."""
    today: date

    @property
    def open(self) -> bool:
        return is_public(self.shown.offer.state, self.shown.offer.expires_on, self.today)


def received(
    session: Session, actor: Actor, *, today: date, before: int | None = None, limit: int = 50
) -> Sequence[Received]:
    """Newest first; `before` is the id of the last delivery of the page before."""
    _demand_own(actor)
    query = (
        select(Delivery, Contact)
        .join(Contact, col(Contact.id) == col(Delivery.contact_id))
        .where(Contact.partner_id == actor.partner_id, Delivery.state != DispatchState.CANCELLED)
    )
    if before:
        query = query.where(col(Delivery.id) < before)
    rows = session.exec(query.order_by(col(Delivery.id).desc()).limit(limit)).all()
    return _with_offers(session, rows, actor, today)


def received_one(session: Session, delivery_id: int, actor: Actor, *, today: date) -> Received:
    """Raises `NotFound` alike for a delivery that is not there and for another business's."""
    _demand_own(actor)
    row = session.exec(
        select(Delivery, Contact)
        .join(Contact, col(Contact.id) == col(Delivery.contact_id))
        .where(
            Delivery.id == delivery_id,
            Contact.partner_id == actor.partner_id,
            Delivery.state != DispatchState.CANCELLED,
        )
    ).one_or_none()
    if row is None:
        raise NotFound(f"There is no offer {delivery_id} among those sent to you.")
    return _with_offers(session, [row], actor, today)[0]


def _with_offers(
    session: Session, rows: Sequence[tuple[Delivery, Contact]], actor: Actor, today: date
) -> list[Received]:
    shown = offers_shown(session, {delivery.offer_id for delivery, _ in rows})
    technologies = {each.technology.id for each in shown.values()}
    matches = {
        match.technology_id: match
        for match in session.exec(
            select(Match).where(Match.partner_id == actor.partner_id, col(Match.technology_id).in_(technologies))
        )
    }
    ended = _ended(session, [each.offer for each in shown.values()], today)
    return [
        Received(
            delivery,
            contact,
            shown[delivery.offer_id],
            matches.get(shown[delivery.offer_id].technology.id),
            contact.id == actor.contact_id,
            ended.get(delivery.offer_id),
            today,
        )
        for delivery, contact in rows
    ]


def _ended(session: Session, offers: Sequence[Offer], today: date) -> dict[int, date]:
    """By offer: the day on which it was withdrawn, and the end of its time where nobody has withdrawn it yet."""
    subjects = {f"offer:{each.id}": each.id for each in offers if each.state is OfferState.WITHDRAWN}
    signed = session.exec(
        select(Signoff.subject, Signoff.at)
        .where(Signoff.kind == SignoffKind.WITHDRAWAL, col(Signoff.subject).in_(subjects))
        .where(col(Signoff.technology_id).in_({each.technology_id for each in offers}))
    )
    over = {each.id: each.expires_on for each in offers if each.expires_on and each.state is OfferState.PUBLISHED}
    return {number: day for number, day in over.items() if day <= today} | {
        subjects[subject]: local_date(at) for subject, at in signed
    }


def technologies_received(session: Session, actor: Actor) -> set[int]:
    """Of which the business has got an offer."""
    _demand_own(actor)
    query = (
        select(Offer.technology_id)
        .join(Delivery, col(Delivery.offer_id) == col(Offer.id))
        .join(Contact, col(Contact.id) == col(Delivery.contact_id))
        .where(Contact.partner_id == actor.partner_id, Delivery.state != DispatchState.CANCELLED)
    )
    return set(session.exec(query))


@dataclass(frozen=True, slots=True)
class Nda:
    """A non-disclosure agreement that was offered to the business."""

    agreement: Agreement
    technology: Technology
    lead: Lead

    @property
    def waits(self) -> bool:
        """For the business to accept it."""
        return (
            self.agreement.state is AgreementState.DRAFT
            and self.agreement.partner_signed_on is None
            and self.lead.state is not LeadState.LOST
        )


def offered_ndas(session: Session, actor: Actor, *, technology_id: int | None = None) -> Sequence[Nda]:
    """Newest first: those that still wait, and those accepted, for the contact to whom they were offered."""
    _demand_own(actor)
    query = (
        select(Agreement, Technology, Lead)
        .join(Technology, col(Technology.id) == col(Agreement.technology_id))
        .join(Lead, col(Lead.id) == col(Agreement.lead_id))
        .where(
            Agreement.partner_id == actor.partner_id,
            Lead.contact_id == actor.contact_id,
            Agreement.kind == AgreementKind.NDA,
            Agreement.technology_id == (technology_id or Agreement.technology_id),
        )
        .order_by(col(Agreement.id).desc())
    )
    rows = session.exec(query).all()
    keys = {f"{NoticeKind.NDA_OFFERED}:{agreement.id}": agreement.id for agreement, _, _ in rows}
    offered = {keys[key] for key in session.exec(select(Notice.unique_key).where(col(Notice.unique_key).in_(keys)))}
    return [Nda(*row) for row in rows if row[0].id in offered]


def offered_nda(session: Session, agreement_id: int, actor: Actor) -> Nda:
    """Raises `NotFound` alike for what is not there, is another's, is no NDA, or was not offered yet."""
    found = next((each for each in offered_ndas(session, actor) if each.agreement.id == agreement_id), None)
    if found is None:
        raise NotFound(f"There is no agreement {agreement_id} among those offered to you.")
    return found


def open_rooms(session: Session, actor: Actor, *, today: date) -> Sequence[tuple[Lead, Technology]]:
    """The data rooms that the contact may enter, newest first."""
    _demand_own(actor)
    signed = select(Agreement.lead_id).where(
        Agreement.partner_id == actor.partner_id,
        Agreement.kind == AgreementKind.NDA,
        Agreement.state == AgreementState.IN_FORCE,
    )
    rows = session.exec(
        select(Lead, Technology)
        .join(Technology, col(Technology.id) == col(Lead.technology_id))
        .where(Lead.contact_id == actor.contact_id, col(Lead.id).in_(signed))
        .order_by(col(Lead.id).desc())
    ).all()
    return [(lead, technology) for lead, technology in rows if room_is_open(session, lead, today)]


def unread_threads(session: Session, actor: Actor) -> set[int]:
    """The technologies about which the office wrote something that the contact has not seen."""
    _demand_own(actor)
    query = select(Message.technology_id).where(
        Message.contact_id == actor.contact_id, Message.author != actor.key, col(Message.read_at).is_(None)
    )
    return set(session.exec(query))


def own_lead(session: Session, lead_id: int, actor: Actor) -> Lead:
    """Raises `NotFound` alike for a lead that is not there and for another business's."""
    _demand_own(actor)
    lead = session.exec(select(Lead).where(Lead.id == lead_id, Lead.partner_id == actor.partner_id)).one_or_none()
    if lead is None:
        raise NotFound(f"There is no data room {lead_id} among yours.")
    return lead


def lead_on(session: Session, technology_id: int, actor: Actor) -> Lead | None:
    _demand_own(actor)
    query = select(Lead).where(Lead.technology_id == technology_id, Lead.partner_id == actor.partner_id)
    return session.exec(query).one_or_none()


def _demand_own(actor: Actor) -> None:
    demand(actor, Act.DEAL_AS_PARTNER, Case(None, partner_id=actor.partner_id))
