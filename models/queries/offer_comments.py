"""Comments beside the fields of an offer; the technology was read through the actor."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.rules.words import Language, OfferState
from models.tables import Offer, OfferComment, Person, Technology


@dataclass(frozen=True, slots=True)
class Said:
    comment: OfferComment
    author: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its answers, oldest first."""

    comment: OfferComment
    author: str
    version: int
    """Of the offer that was read when it was written."""
    answers: Sequence[Said] = ()

    @property
    def open(self) -> bool:
        return self.comment.resolved_at is None


def threads_of(session: Session, technology: Technology, language: Language | None = None) -> Sequence[Thread]:
    """Open ones first, then by age."""
    query = (
        select(OfferComment, Person.name, Offer.version)
        .join(Person, col(Person.id) == col(OfferComment.author_id))
        .join(Offer, col(Offer.id) == col(OfferComment.offer_id))
        .where(OfferComment.technology_id == technology.id)
    )
    if language is not None:
        query = query.where(OfferComment.language == language)
    rows = session.exec(query.order_by(col(OfferComment.id))).all()
    answers: dict[int, list[Said]] = {}
    for comment, author, _ in rows:
        if comment.answers_id is not None:
            answers.setdefault(comment.answers_id, []).append(Said(comment, author))
    threads = [
        Thread(comment, author, version, answers.get(comment.id, ()))
        for comment, author, version in rows
        if comment.answers_id is None
    ]
    return sorted(threads, key=lambda thread: not thread.open)


def open_comments(session: Session, technology: Technology, language: Language) -> int:
    return (
        session.scalar(
            sa.select(sa.func.count())
            .select_from(OfferComment)
            .where(
                col(OfferComment.technology_id) == technology.id,
                col(OfferComment.language) == language,
                col(OfferComment.answers_id).is_(None),
                col(OfferComment.resolved_at).is_(None),
            )
        )
        or 0
    )


def by_field(threads: Iterable[Thread]) -> dict[str, list[Thread]]:
    found: dict[str, list[Thread]] = {}
    for thread in threads:
        found.setdefault(thread.comment.field, []).append(thread)
    return found


def put_before_creators(offer: Offer) -> bool:
    """A draft is the office's own until it is approved or asked about."""
    return offer.state is not OfferState.DRAFT or offer.consent_asked_at is not None
