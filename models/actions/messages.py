"""Messages about a technology: between officer and creators, and between officer and a partner's contact."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from models.actions.deliveries import queue_notice, tell_office
from models.actions.turns import take_turn
from models.errors import Incomplete
from models.queries.messages import office_authors, office_is_named
from models.queries.technologies import case_of, institution_case
from models.rules.permissions import Act, Actor, demand
from models.rules.words import NoticeKind, Role
from models.settings import settings
from models.tables import Delivery, Message, Offer, Technology

LONGEST = 4_000


def write_message(session: Session, technology_id: int, text: str, *, actor: Actor, now: datetime) -> Message:
    """In the creators' thread. The officer is told of what creators write, the submitter of what the officer does."""
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.WRITE_MESSAGE, case_of(session, technology))
    message = _add(session, technology, text, actor=actor, now=now)
    if actor.role is not Role.OFFICER:
        _tell_office(session, technology, message, actor, now)
    elif technology.submitter_id is not None and technology.submitter_id != actor.person_id:
        queue_notice(
            session,
            NoticeKind.MESSAGE,
            key=str(message.id),
            person_id=technology.submitter_id,
            technology_id=technology.id,
            facts=_facts(technology, actor, "disclosures"),
            now=now,
        )
    return message


def write_to_contact(
    session: Session, technology_id: int, contact_id: int, text: str, *, actor: Actor, now: datetime, delivery_id: int
) -> Message:
    """From the office to somebody of a partner, who is sent the link of the delivery to read it. About an anonymous
    offer the network writes, by name."""
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.MANAGE_AGREEMENTS, institution_case(technology))
    message = _add(session, technology, text, actor=actor, now=now, contact_id=contact_id)
    offer = session.get_one(Offer, session.get_one(Delivery, delivery_id).offer_id)
    named = office_is_named(session, offer, contact_id)
    queue_notice(
        session,
        NoticeKind.MESSAGE,
        key=str(message.id),
        contact_id=contact_id,
        technology_id=technology.id,
        facts={"from": actor.name if named else settings().network_name, "delivery": delivery_id},
        now=now,
    )
    return message


def record_contact_message(
    session: Session, technology: Technology, text: str, *, actor: Actor, now: datetime, tell: bool = True
) -> Message:
    """From a contact, whose door (a signed link, or their session) has shown that the offer is theirs to answer.

    `tell=False` where the office is told of what it came with.
    """
    assert actor.contact_id is not None
    message = _add(session, technology, text, actor=actor, now=now, contact_id=actor.contact_id)
    if tell:
        _tell_office(session, technology, message, actor, now)
    return message


def mark_contacts_read(session: Session, technology: Technology, *, now: datetime) -> None:
    """Somebody of the office has seen what contacts wrote. What the office wrote stays unread by them."""
    session.execute(
        update(Message)
        .where(
            col(Message.technology_id) == technology.id,
            col(Message.contact_id).is_not(None),
            col(Message.author).startswith("contact:"),
            col(Message.read_at).is_(None),
        )
        .values(read_at=now)
        .execution_options(synchronize_session=False)
    )


def mark_read(session: Session, technology: Technology, *, actor: Actor, now: datetime, contact_id: int | None) -> None:
    """The actor has seen what the other side of the thread wrote. Creators are one side: what one of them wrote
    is not read because another looks."""
    thread = col(Message.contact_id) == contact_id if contact_id else col(Message.contact_id).is_(None)
    creator = contact_id is None and actor.role is not Role.OFFICER
    session.execute(
        update(Message)
        .where(
            col(Message.technology_id) == technology.id,
            thread,
            col(Message.author).in_(office_authors(technology)) if creator else col(Message.author) != actor.key,
            col(Message.read_at).is_(None),
        )
        .values(read_at=now)
        .execution_options(synchronize_session=False)
    )


def mark_read_by_office(session: Session, technology: Technology, *, now: datetime) -> None:
    """Somebody of the office has seen what creators wrote. What another officer wrote stays unread by the creators."""
    session.execute(
        update(Message)
        .where(
            col(Message.technology_id) == technology.id,
            col(Message.contact_id).is_(None),
            col(Message.author).not_in(office_authors(technology)),
            col(Message.read_at).is_(None),
        )
        .values(read_at=now)
        .execution_options(synchronize_session=False)
    )


def _add(
    session: Session, technology: Technology, text: str, *, actor: Actor, now: datetime, contact_id: int | None = None
) -> Message:
    said = text.strip()
    if not said:
        raise Incomplete("Write the message first.")
    if len(said) > LONGEST:
        raise Incomplete("The message is too long: at most %(most)s characters.", most=LONGEST)
    message = Message(
        technology_id=technology.id,
        contact_id=contact_id,
        author=actor.key,
        author_name=actor.name,
        text=said,
        at=now,
    )
    session.add(message)
    session.flush()
    return message


def _tell_office(session: Session, technology: Technology, message: Message, actor: Actor, now: datetime) -> None:
    facts = _facts(technology, actor, "technologies")
    tell_office(session, technology, NoticeKind.MESSAGE, key=str(message.id), facts=facts, now=now)


def _facts(technology: Technology, actor: Actor, room: str) -> dict[str, str]:
    """No text: it stays on the page."""
    return {"from": actor.name, "path": f"/{room}/{technology.reference}"}
