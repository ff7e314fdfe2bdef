"""Threads of messages, oldest first."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from models.queries.technologies import case_of, institution_case
from models.rules.permissions import Act, Actor, Case, demand
from models.tables import Contact, Message, Technology


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
