"""The register of businesses as people read it, and what one of them was sent and answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select

from models.queries.technologies import visible_to
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.text import words
from models.tables import Contact, Delivery, InterestProfile, Lead, Offer, Partner, Technology


@dataclass(frozen=True, slots=True)
class PartnerRow:
    partner: Partner
    profile: InterestProfile | None
    contacts: int
    reachable: int
    """Contacts with consent who have not stopped e-mails."""


def register_page(
    session: Session, actor: Actor, *, text: str = "", after: str = "", limit: int = 50
) -> Sequence[PartnerRow]:
    """By name. `after` is the folded name of the last partner of the page before."""
    demand(actor, Act.MANAGE_PARTNERS, Case(actor.institution_id))
    query = _rows().where(col(Partner.folded_name) > after)
    for word in words(text):
        query = query.where(col(Partner.folded_name).contains(word, autoescape=True))
    return _counted(session, session.exec(query.order_by(col(Partner.folded_name)).limit(limit)).all())


def rows_of(session: Session, actor: Actor, partner_ids: Sequence[int]) -> Sequence[PartnerRow]:
    """The partners with these ids, by name."""
    demand(actor, Act.MANAGE_PARTNERS, Case(actor.institution_id))
    query = _rows().where(col(Partner.id).in_(partner_ids))
    return _counted(session, session.exec(query.order_by(col(Partner.folded_name))).all())


def _rows() -> Select[Partner, InterestProfile]:
    return select(Partner, InterestProfile).join(
        InterestProfile, col(InterestProfile.partner_id) == col(Partner.id), isouter=True
    )


def _counted(session: Session, rows: Sequence[tuple[Partner, InterestProfile | None]]) -> list[PartnerRow]:
    counts = _contacts(session, [partner.id for partner, _ in rows])
    return [PartnerRow(partner, profile, *counts.get(partner.id, (0, 0))) for partner, profile in rows]


def _contacts(session: Session, partner_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """By partner: how many contacts, and how many of them may be written to."""
    wanted = col(Contact.consent_on).is_not(None) & col(Contact.stopped_at).is_(None)
    rows = session.exec(
        select(Contact.partner_id, func.count(), func.count().filter(wanted))
        .where(col(Contact.partner_id).in_(partner_ids))
        .group_by(col(Contact.partner_id))
    )
    return {partner_id: (every, reachable) for partner_id, every, reachable in rows}


@dataclass(frozen=True, slots=True)
class Sent:
    delivery: Delivery
    contact: Contact
    offer: Offer
    technology: Technology


def sent_to(session: Session, partner: Partner, actor: Actor, *, limit: int = 100) -> Sequence[Sent]:
    """Briefs of the cases that the actor may see, newest first."""
    demand(actor, Act.MANAGE_PARTNERS, Case(actor.institution_id))
    rows = session.exec(
        select(Delivery, Contact, Offer, Technology)
        .join(Contact, col(Contact.id) == col(Delivery.contact_id))
        .join(Offer, col(Offer.id) == col(Delivery.offer_id))
        .join(Technology, col(Technology.id) == col(Offer.technology_id))
        .where(Contact.partner_id == partner.id, visible_to(actor))
        .order_by(col(Delivery.id).desc())
        .limit(limit)
    )
    return [Sent(*row) for row in rows]


def leads_with(session: Session, partner: Partner, actor: Actor) -> Sequence[tuple[Lead, Contact, Technology]]:
    """On the cases that the actor may see, newest first."""
    demand(actor, Act.MANAGE_PARTNERS, Case(actor.institution_id))
    rows = session.exec(
        select(Lead, Contact, Technology)
        .join(Contact, col(Contact.id) == col(Lead.contact_id))
        .join(Technology, col(Technology.id) == col(Lead.technology_id))
        .where(Lead.partner_id == partner.id, visible_to(actor))
        .order_by(col(Lead.id).desc())
    )
    return [(lead, contact, technology) for lead, contact, technology in rows]
