"""Partners, what matches them, what they answered, and the leads that grow from it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.actions.deliveries import queue_delivery, tell_office
from models.actions.forms import PartnerForm
from models.actions.messages import record_contact_message
from models.actions.turns import take_turn, take_turn_of_door
from models.errors import Conflict, Incomplete, NotFound
from models.queries.catalogue import public_on
from models.queries.offers import brief_of
from models.queries.technologies import institution_case
from models.rules.days import local_date
from models.rules.offers import is_public
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.text import fold
from models.rules.words import Answer, DeclineReason, LeadState, NoticeKind
from models.tables import Contact, Delivery, InterestProfile, Lead, Match, Offer, Partner, RoomFile, Technology

GOOD_MATCH = 55
"""Score from which a brief is sent without an officer's asking."""
MOST_DELIVERIES = 10
"""Partners per technology that one round of matching writes to, best first."""


def register_partner(session: Session, form: PartnerForm, *, actor: Actor) -> Partner:
    demand(actor, Act.MANAGE_PARTNERS, Case(actor.institution_id))
    folded = fold(form.name)
    if session.exec(select(Partner.id).where(Partner.folded_name == folded)).first():
        raise Conflict("A partner named %(name)s is registered already.", name=form.name)
    partner = Partner(**form.model_dump(exclude={"contacts", "profile"}), folded_name=folded)
    session.add(partner)
    session.flush()
    session.add_all(Contact(partner_id=partner.id, **contact.model_dump()) for contact in form.contacts)
    if form.profile:
        values = form.profile.model_dump(mode="json")
        values["fields"] = values.pop("fields_of_interest")
        session.add(InterestProfile(partner_id=partner.id, **values))
    session.flush()
    return partner


@dataclass(frozen=True, slots=True)
class FoundMatch:
    """One partner's score for a technology, with the parts that explain it."""

    offer_id: int
    partner_id: int
    score: int
    parts: Sequence[dict[str, Any]] = field(default_factory=list)
    shared_terms: Sequence[str] = field(default_factory=list)


def record_matches(
    session: Session, technology_id: int, matches: Sequence[FoundMatch], *, actor: Actor, now: datetime
) -> list[Delivery]:
    """Keep the matches (those of an earlier round are replaced) and queue briefs to the best.

    Only contacts with consent who have not stopped e-mails are written to, once per offer.
    """
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.RUN, institution_case(technology))
    known = {
        match.partner_id: match
        for match in session.exec(select(Match).where(Match.technology_id == technology_id)).all()
    }
    for found in matches:
        match = known.pop(found.partner_id, None) or Match(
            technology_id=technology_id,
            partner_id=found.partner_id,
            offer_id=found.offer_id,
            score=found.score,
            matched_at=now,
        )
        match.offer_id, match.score, match.matched_at = found.offer_id, found.score, now
        match.parts, match.shared_terms = list(found.parts), list(found.shared_terms)
        session.add(match)
    for stale in known.values():
        session.delete(stale)
    session.flush()
    best = sorted(matches, key=lambda match: (-match.score, match.partner_id))
    chosen = [match for match in best if match.score >= GOOD_MATCH][:MOST_DELIVERIES]
    return _queue_to_partners(session, technology_id, [match.partner_id for match in chosen], now)


def send_brief(
    session: Session, technology_id: int, partner_ids: Sequence[int], *, actor: Actor, now: datetime
) -> list[Delivery]:
    """An officer writes to partners of their choice; who had the offer before is not written to again."""
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.ADVANCE, institution_case(technology))
    return _queue_to_partners(session, technology_id, partner_ids, now)


def _queue_to_partners(
    session: Session, technology_id: int, partner_ids: Sequence[int], now: datetime
) -> list[Delivery]:
    """Each contact gets the offer in their language, or in the one that there is."""
    offers = session.exec(select(Offer).where(Offer.technology_id == technology_id, public_on(local_date(now)))).all()
    briefs = {offer.language: (offer, brief_of(session, offer)) for offer in offers}
    contacts = session.exec(
        select(Contact)
        .where(
            col(Contact.partner_id).in_(partner_ids),
            col(Contact.consent_on).is_not(None),
            col(Contact.stopped_at).is_(None),
        )
        .order_by(col(Contact.id))
    ).all()
    deliveries = []
    for contact in contacts:
        offer, brief = briefs.get(contact.language) or next(iter(briefs.values()), (None, None))
        if offer and brief:
            delivery = queue_delivery(session, offer, brief, contact, now=now)
            if delivery:
                deliveries.append(delivery)
    return deliveries


def answer_offer(
    session: Session,
    delivery_id: int,
    *,
    answer: Answer,
    actor: Actor,
    now: datetime,
    reason: DeclineReason | None = None,
    message: str = "",
) -> Delivery:
    """A contact's answer by their signed link; the link is the permission, so `actor` is the contact.

    Interest opens a lead, or reopens a lost one; a later answer replaces an earlier one. What they write
    stands in their thread with the office, once.
    """
    delivery = session.get(Delivery, delivery_id)
    if delivery is None or actor.key != f"contact:{delivery.contact_id}":
        raise NotFound("This link does not lead to an offer.")
    offer = session.get_one(Offer, delivery.offer_id)
    technology = take_turn_of_door(session, offer.technology_id)
    session.refresh(delivery, with_for_update=True)
    if not is_public(offer.state, offer.expires_on, local_date(now)):
        raise Conflict("This offer is no longer open.")
    if answer is Answer.DECLINED and reason is None:
        raise Incomplete("Say why it is not for you: it helps to send you better offers.")
    if answer is Answer.QUESTION and not message.strip():
        raise Incomplete("Write your question.")
    written = 0
    if message.strip() and message.strip() != delivery.message.strip():
        said = record_contact_message(session, technology, message[:4_000], actor=actor, now=now, tell=False)
        written = said.id
    if written or answer is not delivery.answer:
        key = f"{delivery.id}:{answer}:{written}:{now.timestamp()}"
        _tell_office(session, technology, answer, actor, key=key, now=now)
    delivery.answer, delivery.answered_at, delivery.message = answer, now, message[:4_000]
    delivery.decline_reason = reason if answer is Answer.DECLINED else None
    session.add(delivery)
    if answer is Answer.INTERESTED:
        _open_lead(session, offer.technology_id, delivery.contact_id, now)
    elif answer is Answer.DECLINED:
        _lose_lead(session, offer.technology_id, delivery.contact_id, str(reason), now)
    session.flush()
    return delivery


def _tell_office(
    session: Session, technology: Technology, answer: Answer, actor: Actor, *, key: str, now: datetime
) -> None:
    """What was written stays on the page."""
    facts = {
        "reference": technology.reference,
        "answer": answer.value,
        "from": actor.name,
        "partner": actor.on_behalf_of,
    }
    tell_office(session, technology, NoticeKind.PARTNER_ANSWER, key=key, facts=facts, now=now)


def stop_emails(session: Session, contact_id: int, *, now: datetime) -> Contact:
    """At once: what is queued for the contact is cancelled when its turn comes."""
    contact = session.get_one(Contact, contact_id)
    contact.stopped_at = contact.stopped_at or now
    session.add(contact)
    session.flush()
    return contact


def lose_lead(session: Session, lead_id: int, *, reason: str, actor: Actor, now: datetime) -> Lead:
    """Its data room is emptied: the partner's next answer may revive the lead, and what it then reads the office
    decides anew."""
    lead = session.get(Lead, lead_id)
    if lead is None:
        raise NotFound(f"There is no lead {lead_id} among those you may see.")
    technology = take_turn(session, lead.technology_id, actor, asked=f"lead {lead_id}")
    demand(actor, Act.MANAGE_AGREEMENTS, institution_case(technology))
    if not reason.strip():
        raise Incomplete("Say why the lead was lost.")
    lead.state, lead.lost_reason, lead.changed_at = LeadState.LOST, reason, now
    session.add(lead)
    session.execute(
        update(RoomFile)
        .where(col(RoomFile.lead_id) == lead.id, col(RoomFile.withdrawn_at).is_(None))
        .values(withdrawn_at=now)
        .execution_options(synchronize_session="fetch")
    )
    session.flush()
    return lead


def _open_lead(session: Session, technology_id: int, contact_id: int, now: datetime) -> Lead:
    contact = session.get_one(Contact, contact_id)
    lead = _lead(session, technology_id, contact.partner_id)
    if lead is None:
        lead = Lead(
            technology_id=technology_id,
            partner_id=contact.partner_id,
            contact_id=contact_id,
            state=LeadState.INTERESTED,
            opened_at=now,
            changed_at=now,
        )
    elif lead.state is LeadState.LOST:
        lead.state, lead.lost_reason, lead.changed_at = LeadState.INTERESTED, "", now
    session.add(lead)
    return lead


def _lose_lead(session: Session, technology_id: int, contact_id: int, reason: str, now: datetime) -> None:
    """A refusal ends a lead that had gone no further than interest; an officer ends the others."""
    contact = session.get_one(Contact, contact_id)
    lead = _lead(session, technology_id, contact.partner_id)
    if lead is not None and lead.contact_id == contact_id and lead.state is LeadState.INTERESTED:
        lead.state, lead.lost_reason, lead.changed_at = LeadState.LOST, reason, now
        session.add(lead)


def _lead(session: Session, technology_id: int, partner_id: int) -> Lead | None:
    return session.exec(
        select(Lead).where(Lead.technology_id == technology_id, Lead.partner_id == partner_id)
    ).one_or_none()
