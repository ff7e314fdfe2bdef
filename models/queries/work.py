"""What waits in the outbox, read without taking it."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, or_, select

from models.rules.words import WorkKind, WorkState
from models.tables import Work


def has_due(session: Session, *, now: datetime, kinds: Sequence[WorkKind] = tuple(WorkKind)) -> bool:
    """Whether a claim of these kinds would get anything. Cheaper than a claim, which takes the write lock."""
    queued = (col(Work.state) == WorkState.QUEUED) & (col(Work.not_before) <= now)
    abandoned = (col(Work.state) == WorkState.LEASED) & (col(Work.lease_until) < now)
    found = session.exec(select(Work.id).where(or_(queued, abandoned), col(Work.kind).in_(kinds)).limit(1)).first()
    return found is not None


def unfinished(session: Session) -> int:
    """Rows neither done nor parked, whenever they are due and whoever holds them.

    Without those that wait for a server which cannot be reached: nobody waits a day for them.
    """
    open_rows = or_(
        (col(Work.state) == WorkState.QUEUED) & col(Work.waiting_since).is_(None),
        col(Work.state) == WorkState.LEASED,
    )
    return session.exec(select(func.count()).select_from(Work).where(open_rows)).one()


def waits_for_server(session: Session) -> bool:
    """Whether any work could not be done because its server was away."""
    open_states = (WorkState.QUEUED, WorkState.PARKED)
    waiting = select(Work.id).where(col(Work.state).in_(open_states), col(Work.waiting_since).is_not(None))
    return session.exec(waiting.limit(1)).first() is not None


def asked_for(session: Session, kind: WorkKind, key: str) -> bool:
    """Whether such work was ever enqueued."""
    return session.exec(select(Work.id).where(Work.unique_key == f"{kind}:{key}")).first() is not None
