"""The address at which a person's calendar program reads their dates: made anew, and revoked."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from models.errors import NotPermitted
from models.queries.docket import demand_docket
from models.rules.permissions import Actor
from models.tables import CalendarFeed


def open_feed(session: Session, *, actor: Actor, now: datetime) -> CalendarFeed:
    """A new address; the former one ends, so that one that got into wrong hands is replaced in one step."""
    demand_docket(actor)
    close_feeds(session, actor=actor, now=now)
    if actor.person_id is None:
        raise NotPermitted("A calendar belongs to a person.")
    feed = CalendarFeed(person_id=actor.person_id, created_at=now)
    session.add(feed)
    session.flush()
    return feed


def close_feeds(session: Session, *, actor: Actor, now: datetime) -> None:
    session.execute(
        update(CalendarFeed)
        .where(col(CalendarFeed.person_id) == actor.person_id, col(CalendarFeed.revoked_at).is_(None))
        .values(revoked_at=now)
        .execution_options(synchronize_session="fetch")
    )
    session.flush()
