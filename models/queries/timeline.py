"""Everything that happened to a technology, newest first. It was read through the actor."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models.queries.cases import signoffs_of
from models.queries.technologies import case_of
from models.rules.days import local_date
from models.rules.permissions import Act, Actor, may
from models.rules.words import Stage, Via
from models.tables import (
    Agreement,
    Attachment,
    Contact,
    Delivery,
    Message,
    Offer,
    OfferComment,
    Partner,
    Payment,
    Person,
    PriorArtSearch,
    ReviewRequest,
    Technology,
    Transition,
)


class Happened(StrEnum):
    MOVE = "move"
    SIGNOFF = "signoff"
    FILE = "file"
    FILE_REMOVED = "file_removed"
    MESSAGE = "message"
    COMMENT = "comment"
    REVIEWER = "reviewer"
    SEARCH = "search"
    PAYMENT = "payment"
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
    """A `MoveKind`, a `SignoffKind` or an `Answer`; of a payment its currency, of a comment the offer's language."""
    subject: str = ""
    """Of a sign-off as the trail has it; of a file its name; of an answer the partner's name; of a search its place;
    of a request who is asked to review."""
    source: Stage | None = None
    target: Stage | None = None
    count: int = 1
    """Of briefs sent on one day, or of documents found; of a payment its minor units."""
    reason: str = ""
    """For officers and reviewers; empty for others."""


def timeline_of(session: Session, technology: Technology, actor: Actor) -> list[Event]:
    """A dozen queries, however long the story. What the office does in the case is for officers and reviewers."""
    office = may(actor, Act.REVIEW, case_of(session, technology))
    events = [
        *_moves(session, technology, reasons=office),
        *_files(session, technology),
        *_messages(session, technology),
        *_comments(session, technology),
    ]
    if office:
        events += [
            *_signoffs(session, technology, actor),
            *_reviewers(session, technology),
            *_searches(session, technology),
            *_sent(session, technology),
            *_answers(session, technology),
            *_payments(session, technology),
        ]
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


def _comments(session: Session, technology: Technology) -> Iterator[Event]:
    """That somebody remarked on the offer or answered, not what."""
    query = (
        sa.select(col(OfferComment.at), col(Person.name), col(OfferComment.language))
        .join(Person, col(Person.id) == col(OfferComment.author_id))
        .where(col(OfferComment.technology_id) == technology.id)
    )
    for at, author, language in session.execute(query.order_by(col(OfferComment.id).desc())):
        yield Event(at, Happened.COMMENT, author, code=language)


def _reviewers(session: Session, technology: Technology) -> Iterator[Event]:
    reviewer, asking = aliased(Person), aliased(Person)
    query = (
        sa.select(col(ReviewRequest.asked_at), col(asking.name), col(reviewer.name))
        .join(reviewer, col(reviewer.id) == col(ReviewRequest.reviewer_id))
        .join(asking, col(asking.id) == col(ReviewRequest.asked_by_id))
        .where(col(ReviewRequest.technology_id) == technology.id)
    )
    for at, who, asked in session.execute(query.order_by(col(ReviewRequest.id).desc())):
        yield Event(at, Happened.REVIEWER, who, subject=asked)


def _searches(session: Session, technology: Technology) -> Iterator[Event]:
    query = (
        sa.select(
            col(PriorArtSearch.recorded_at), col(Person.name), col(PriorArtSearch.place), col(PriorArtSearch.found)
        )
        .join(Person, col(Person.id) == col(PriorArtSearch.recorded_by_id))
        .where(col(PriorArtSearch.technology_id) == technology.id)
    )
    for at, who, place, found in session.execute(query.order_by(col(PriorArtSearch.id).desc())):
        yield Event(at, Happened.SEARCH, who, subject=place, count=found)


def _payments(session: Session, technology: Technology) -> Iterator[Event]:
    query = (
        sa.select(col(Payment.recorded_at), col(Person.name), col(Payment.currency), col(Payment.amount))
        .join(Agreement, col(Agreement.id) == col(Payment.agreement_id))
        .join(Person, col(Person.id) == col(Payment.recorded_by_id))
        .where(col(Agreement.technology_id) == technology.id)
    )
    for at, who, currency, amount in session.execute(query.order_by(col(Payment.id).desc())):
        yield Event(at, Happened.PAYMENT, who, code=currency, count=amount)


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
