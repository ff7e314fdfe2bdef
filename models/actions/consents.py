"""Asking the lead contributor to agree to the publication of exactly this offer version."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from models.actions.deliveries import queue_notice
from models.actions.messages import write_message
from models.actions.offers import check_offer
from models.actions.turns import take_turn
from models.errors import Conflict, Incomplete, NotFound
from models.queries.technologies import institution_case
from models.rules.permissions import Act, Actor, demand
from models.rules.words import NoticeKind, OfferState
from models.tables import Contributor, Offer, Person, Technology


def ask_for_consent(session: Session, offer_id: int, text: str, *, actor: Actor, now: datetime) -> Offer:
    """`text` stands in the creators' thread; the submitter and the lead contributor are told that it does."""
    offer = session.get(Offer, offer_id)
    asked = f"offer {offer_id}"
    if offer is None:
        raise NotFound(f"There is no {asked} among those you may see.")
    technology = take_turn(session, offer.technology_id, actor, asked=asked)
    demand(actor, Act.APPROVE, institution_case(technology))
    if offer.state not in (OfferState.DRAFT, OfferState.APPROVED):
        raise Conflict("This version is %(state)s.", state=offer.state)
    if offer.consented_at is not None:
        raise Conflict("The lead contributor has agreed to this version already.")
    if any(finding["severity"] == "error" for finding in check_offer(session, offer).findings):
        raise Incomplete("Put the offer in order first: the creators agree to what will be published.")
    message = write_message(session, technology.id, text, actor=actor, now=now)
    lead = _lead(session, technology)
    if lead is not None and lead.id != technology.submitter_id:
        queue_notice(
            session,
            NoticeKind.MESSAGE,
            key=f"{message.id}:lead",
            person_id=lead.id,
            technology_id=technology.id,
            facts={"from": actor.name, "path": f"/disclosures/{technology.reference}"},
            now=now,
        )
    offer.consent_asked_at = now
    session.add(offer)
    session.flush()
    return offer


def _lead(session: Session, technology: Technology) -> Person | None:
    """The lead contributor, where they have an account."""
    return session.exec(
        select(Person)
        .join(Contributor, func.lower(col(Contributor.email)) == func.lower(col(Person.email)))
        .where(Contributor.technology_id == technology.id, col(Contributor.lead), col(Person.active))
    ).first()
