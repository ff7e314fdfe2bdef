"""Partners, and what happened between them and a technology. For officers; partners also for coordinators."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from models.errors import NotFound
from models.queries.technologies import institution_case, visible_to
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.text import words
from models.tables import Contact, Delivery, InterestProfile, Lead, Match, Offer, Partner, Technology


@dataclass(frozen=True, slots=True)
class PartnerFile:
    partner: Partner
    contacts: Sequence[Contact]
    profile: InterestProfile | None


def list_partners(
    session: Session, actor: Actor, *, text: str = "", after: int | None = None, limit: int = 50
) -> Sequence[Partner]:
    """In the order of their registration; `after` is the id of the last one of the page before."""
    demand(actor, Act.MANAGE_PARTNERS, Case(actor.institution_id))
    query = select(Partner).where(col(Partner.id) > (after or 0))
    for word in words(text):
        query = query.where(col(Partner.folded_name).contains(word, autoescape=True))
    return session.exec(query.order_by(col(Partner.id)).limit(limit)).all()


def partner_file(session: Session, partner_id: int, actor: Actor) -> PartnerFile:
    demand(actor, Act.MANAGE_PARTNERS, Case(actor.institution_id))
    partner = session.get(Partner, partner_id)
    if partner is None:
        raise NotFound(f"There is no partner {partner_id}.")
    contacts = session.exec(select(Contact).where(Contact.partner_id == partner_id).order_by(col(Contact.id))).all()
    profile = session.exec(select(InterestProfile).where(InterestProfile.partner_id == partner_id)).one_or_none()
    return PartnerFile(partner, contacts, profile)


def matches_of(session: Session, technology: Technology, actor: Actor) -> Sequence[tuple[Match, Partner]]:
    """Best first."""
    demand(actor, Act.MANAGE_AGREEMENTS, institution_case(technology))
    rows = session.exec(
        select(Match, Partner)
        .join(Partner, col(Partner.id) == col(Match.partner_id))
        .where(Match.technology_id == technology.id)
        .order_by(col(Match.score).desc(), col(Match.id))
    )
    return [(match, partner) for match, partner in rows]


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    delivery: Delivery
    contact: Contact
    partner: Partner
    offer: Offer


def deliveries_of(session: Session, technology: Technology, actor: Actor) -> Sequence[DeliveryRow]:
    demand(actor, Act.MANAGE_AGREEMENTS, institution_case(technology))
    rows = session.exec(
        select(Delivery, Contact, Partner, Offer)
        .join(Offer, col(Offer.id) == col(Delivery.offer_id))
        .join(Contact, col(Contact.id) == col(Delivery.contact_id))
        .join(Partner, col(Partner.id) == col(Contact.partner_id))
        .where(Offer.technology_id == technology.id)
        .order_by(col(Delivery.id))
    )
    return [DeliveryRow(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class LeadRow:
    lead: Lead
    partner: Partner
    contact: Contact


def leads_of(session: Session, technology: Technology, actor: Actor) -> Sequence[LeadRow]:
    demand(actor, Act.MANAGE_AGREEMENTS, institution_case(technology))
    rows = session.exec(
        select(Lead, Partner, Contact)
        .join(Partner, col(Partner.id) == col(Lead.partner_id))
        .join(Contact, col(Contact.id) == col(Lead.contact_id))
        .where(Lead.technology_id == technology.id)
        .order_by(col(Lead.id))
    )
    return [LeadRow(*row) for row in rows]


def lead_technology(session: Session, lead_id: int, actor: Actor) -> Technology:
    """The case to which a lead belongs. Raises `NotFound` for leads of cases that the actor may not see."""
    query = select(Technology).join(Lead, col(Lead.technology_id) == col(Technology.id))
    technology = session.exec(query.where(Lead.id == lead_id, visible_to(actor))).one_or_none()
    if technology is None:
        raise NotFound(f"There is no lead {lead_id} among those you may see.")
    return technology
