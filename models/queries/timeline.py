"""Everything that happened to a technology, newest first. It was read through the actor."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.queries.cases import signoffs_of
from models.queries.technologies import case_of
from models.rules.days import local_date
from models.rules.permissions import Act, Actor, may
from models.rules.words import Stage, Via
from models.tables import Attachment, Contact, Delivery, Message, Offer, Partner, Technology, Transition


class Happened(StrEnum):
    MOVE = "move"
    SIGNOFF = "signoff"
    FILE = "file"
    FILE_REMOVED = "file_removed"
    MESSAGE = "message"
    SENT = "sent"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    what: Happened
    who: str = ""
    via: Via | None = None
    on_behalf_of: str = ""
    code: str = ""
    """A `MoveKind`, a `SignoffKind` or an `Answer`."""
    subject: str = ""
    """Of a sign-off as the trail has it; of a file its name; of an answer the partner's name."""
    source: Stage | None = None
    target: Stage | None = None
    count: int = 1
    """Of briefs sent on one day."""
    reason: str = ""
    """For officers and reviewers; empty for others."""


def timeline_of(session: Session, technology: Technology, actor: Actor) -> list[Event]:
    """Some ten queries, however long the story. Sign-offs, reasons and answers are for officers and reviewers."""
    office = may(actor, Act.REVIEW, case_of(session, technology))
    events = [
        *_moves(session, technology, reasons=office),
        *_files(session, technology),
        *_messages(session, technology),
    ]
    if office:
        events += [*_signoffs(session, technology, actor), *_sent(session, technology), *_answers(session, technology)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _moves(session: Session, technology: Technology, *, reasons: bool) -> Iterator[Event]:
    query = select(Transition).where(Transition.technology_id == technology.id)
    for row in session.exec(query.order_by(col(Transition.sequence).desc())):
        yield Event(
            row.at,
            Happened.MOVE,
            row.actor_name,
            row.via,
            row.on_behalf_of,
            code=row.kind,
            source=row.from_stage,
            target=row.to_stage,
            reason=row.reason if reasons else "",
        )


def _signoffs(session: Session, technology: Technology, actor: Actor) -> Iterator[Event]:
    for signed in reversed(signoffs_of(session, technology, actor)):
        row = signed.signoff
        yield Event(
            row.at,
            Happened.SIGNOFF,
            row.actor_name,
            row.via,
            row.on_behalf_of,
            code=row.kind,
            subject=row.subject,
            reason=signed.reason,
        )


def _files(session: Session, technology: Technology) -> Iterator[Event]:
    query = select(Attachment).where(Attachment.technology_id == technology.id)
    for row in session.exec(query.order_by(col(Attachment.id).desc())):
        yield Event(row.added_at, Happened.FILE, row.added_by_name, subject=row.name)
        if row.removed_at is not None:
            yield Event(row.removed_at, Happened.FILE_REMOVED, row.removed_by_name, subject=row.name)


def _messages(session: Session, technology: Technology) -> Iterator[Event]:
    """That somebody of the office or of the creators wrote, not what."""
    query = sa.select(col(Message.at), col(Message.author_name)).where(
        col(Message.technology_id) == technology.id, col(Message.contact_id).is_(None)
    )
    for at, author in session.execute(query.order_by(col(Message.id).desc())):
        yield Event(at, Happened.MESSAGE, author)


def _sent(session: Session, technology: Technology) -> Iterator[Event]:
    """Briefs that left, a line a day."""
    query = (
        sa.select(col(Delivery.sent_at))
        .join(Offer, col(Offer.id) == col(Delivery.offer_id))
        .where(col(Offer.technology_id) == technology.id, col(Delivery.sent_at).is_not(None))
    )
    moments: Sequence[datetime] = [at for at in session.scalars(query) if at is not None]
    latest: dict[date, datetime] = {}
    for at in moments:
        latest[local_date(at)] = max(at, latest.get(local_date(at), at))
    for day, count in Counter(local_date(at) for at in moments).items():
        yield Event(latest[day], Happened.SENT, count=count)


def _answers(session: Session, technology: Technology) -> Iterator[Event]:
    query = (
        select(Delivery.answered_at, Delivery.answer, Contact.name, Partner.name)
        .join(Offer, col(Offer.id) == col(Delivery.offer_id))
        .join(Contact, col(Contact.id) == col(Delivery.contact_id))
        .join(Partner, col(Partner.id) == col(Contact.partner_id))
        .where(Offer.technology_id == technology.id, col(Delivery.answered_at).is_not(None))
    )
    for at, answer, name, partner in session.exec(query):
        if at is not None and answer is not None:
            yield Event(at, Happened.ANSWER, name, code=answer, subject=partner)
