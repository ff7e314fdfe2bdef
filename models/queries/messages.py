"""Threads of messages, oldest first."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.queries.rooms import was_under_nda
from models.queries.technologies import case_of, institution_case
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.words import Role
from models.tables import Contact, Lead, Message, Offer, Person, Technology


def creators_thread(session: Session, technology: Technology, actor: Actor) -> Sequence[Message]:
    demand(actor, Act.WRITE_MESSAGE, case_of(session, technology))
    query = select(Message).where(Message.technology_id == technology.id, col(Message.contact_id).is_(None))
    return session.exec(query.order_by(col(Message.id))).all()


def contact_threads(session: Session, technology: Technology, actor: Actor) -> dict[int, list[Message]]:
    """Every thread with a business, by contact. For the office."""
    demand(actor, Act.MANAGE_AGREEMENTS, institution_case(technology))
    query = select(Message).where(Message.technology_id == technology.id, col(Message.contact_id).is_not(None))
    found: dict[int, list[Message]] = {}
    for message in session.exec(query.order_by(col(Message.id))):
        found.setdefault(message.contact_id or 0, []).append(message)
    return found


def contact_thread(session: Session, technology: Technology, contact: Contact, actor: Actor) -> Sequence[Message]:
    """For the office, and for the contact themselves."""
    if actor.contact_id != contact.id:
        demand(actor, Act.MANAGE_AGREEMENTS, institution_case(technology))
    else:
        demand(actor, Act.DEAL_AS_PARTNER, Case(None, partner_id=contact.partner_id))
    query = select(Message).where(Message.technology_id == technology.id, Message.contact_id == contact.id)
    return session.exec(query.order_by(col(Message.id))).all()


def office_is_named(session: Session, offer: Offer, contact_id: int) -> bool:
    """Whether somebody of a partner may read who it is that writes to them: an officer's name says whose an anonymous
    offer is, and stays unsaid until an NDA with them was signed."""
    if not offer.anonymous:
        return True
    leads = session.exec(select(Lead).where(Lead.technology_id == offer.technology_id, Lead.contact_id == contact_id))
    return any(was_under_nda(session, lead) for lead in leads.all())


def office_authors(technology: Technology) -> sa.Select[tuple[str]]:
    """The keys of those who write for the office in the creators' thread."""
    return sa.select(sa.literal("person:") + sa.cast(col(Person.id), sa.String)).where(
        col(Person.institution_id) == technology.institution_id, col(Person.role) == Role.OFFICER
    )


def unread_by_office(session: Session, technology: Technology) -> bool:
    """Whether creators wrote something that nobody of the office has opened."""
    query = sa.select(col(Message.id)).where(
        col(Message.technology_id) == technology.id,
        col(Message.contact_id).is_(None),
        col(Message.read_at).is_(None),
        col(Message.author).not_in(office_authors(technology)),
    )
    return session.scalars(query.limit(1)).first() is not None
