"""Messages about a technology: between officer and creators, and between officer and a partner's contact."""

from datetime import datetime

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from models.actions.deliveries import queue_notice
from models.errors import Incomplete
from models.queries.technologies import case_of, institution_case, technology_for
from models.rules.permissions import Act, Actor, demand
from models.rules.words import NoticeKind, Role
from models.tables import Message, Person, Technology

LONGEST = 4_000


def write_message(session: Session, technology_id: int, text: str, *, actor: Actor, now: datetime) -> Message:
    """In the creators' thread. The officer is told of what creators write, the submitter of what the officer does."""
    technology = technology_for(session, technology_id, actor)
    demand(actor, Act.WRITE_MESSAGE, case_of(session, technology))
    message = _add(session, technology, text, actor=actor, now=now)
    by_office = actor.role is Role.OFFICER
    person_id = technology.submitter_id if by_office else technology.officer_id
    if person_id is not None and person_id != actor.person_id:
        queue_notice(
            session,
            NoticeKind.MESSAGE,
            key=str(message.id),
            person_id=person_id,
            technology_id=technology.id,
            facts=_facts(technology, actor, "disclosures" if by_office else "technologies"),
            now=now,
        )
    return message


def write_to_contact(
    session: Session, technology_id: int, contact_id: int, text: str, *, actor: Actor, now: datetime, delivery_id: int
) -> Message:
    """From the office to somebody of a partner, who is sent the link of the delivery to read it."""
    technology = technology_for(session, technology_id, actor)
    demand(actor, Act.MANAGE_AGREEMENTS, institution_case(technology))
    message = _add(session, technology, text, actor=actor, now=now, contact_id=contact_id)
    queue_notice(
        session,
        NoticeKind.MESSAGE,
        key=str(message.id),
        contact_id=contact_id,
        technology_id=technology.id,
        facts={"from": actor.name, "delivery": delivery_id},
        now=now,
    )
    return message


def record_contact_message(
    session: Session, technology: Technology, text: str, *, actor: Actor, now: datetime
) -> Message:
    """From a contact, whose door (a signed link, or their session) has shown that the offer is theirs to answer."""
    assert actor.contact_id is not None
    message = _add(session, technology, text, actor=actor, now=now, contact_id=actor.contact_id)
    if technology.officer_id is not None:
        queue_notice(
            session,
            NoticeKind.MESSAGE,
            key=str(message.id),
            person_id=technology.officer_id,
            technology_id=technology.id,
            facts=_facts(technology, actor, "technologies"),
            now=now,
        )
    return message


def mark_read(session: Session, technology: Technology, *, actor: Actor, now: datetime, contact_id: int | None) -> None:
    """The actor has seen what the other side of the thread wrote. Creators are one side: what one of them wrote
    is not read because another looks."""
    thread = col(Message.contact_id) == contact_id if contact_id else col(Message.contact_id).is_(None)
    office = select(func.concat("person:", Person.id)).where(
        Person.role == Role.OFFICER, Person.institution_id == technology.institution_id
    )
    creator = contact_id is None and actor.role is not Role.OFFICER
    session.execute(
        update(Message)
        .where(
            col(Message.technology_id) == technology.id,
            thread,
            col(Message.author).in_(office) if creator else col(Message.author) != actor.key,
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
        raise Incomplete(f"The message is too long: at most {LONGEST} characters.")
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


def _facts(technology: Technology, actor: Actor, room: str) -> dict[str, str]:
    """No text: it stays on the page."""
    return {"from": actor.name, "path": f"/{room}/{technology.reference}"}
