"""Whose calendar a signed address opens, and what stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from models.errors import LinkInvalid, NotPermitted
from models.queries.accounts import person_actor
from models.queries.docket import ClockLine, feed_clocks
from models.rules.permissions import Actor
from models.rules.words import Via
from models.tables import CalendarFeed, Person


@dataclass(frozen=True)
class Feed:
    person: Person
    lines: Sequence[ClockLine]


def read_feed(session: Session, feed_id: int, *, today: date) -> Feed:
    """Raises `LinkInvalid` alike for a revoked feed, a person who left, and one whose role no longer has a docket."""
    found = session.exec(
        select(CalendarFeed, Person)
        .join(Person, col(Person.id) == col(CalendarFeed.person_id))
        .where(CalendarFeed.id == feed_id, col(CalendarFeed.revoked_at).is_(None), col(Person.active))
    ).one_or_none()
    if found is None:
        raise LinkInvalid("This calendar is no longer offered: make a new address on the docket.")
    person = found[1]
    try:
        return Feed(person, feed_clocks(session, person_actor(person, Via.LINK), today=today))
    except NotPermitted:
        raise LinkInvalid("This calendar is no longer offered: make a new address on the docket.") from None


def open_feed_of(session: Session, actor: Actor) -> CalendarFeed | None:
    return session.exec(
        select(CalendarFeed)
        .where(CalendarFeed.person_id == actor.person_id, col(CalendarFeed.revoked_at).is_(None))
        .order_by(col(CalendarFeed.id).desc())
    ).first()
