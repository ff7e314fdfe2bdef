"""The outbox: asking for work, taking it under a lease, and closing it with its result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Executable, Update, and_, bindparam, or_, select as sa_select, text, update
from sqlalchemy.engine import CursorResult
from sqlmodel import Session, col, select

from models.errors import Conflict, LeaseLost, NotFound
from models.queries.parked import in_doubt
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.words import WorkKind, WorkState
from models.tables import Work
from models.tables.columns import Moment

FIRST_RETRY = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=30)


def enqueue(
    session: Session,
    kind: WorkKind,
    subject_id: int,
    *,
    key: str,
    now: datetime,
    not_before: datetime | None = None,
) -> bool:
    """Ask for work once: a second call with the same kind and key does nothing and answers False."""
    row = {
        "kind": kind,
        "subject_id": subject_id,
        "unique_key": f"{kind}:{key}",
        "not_before": not_before or now,
        "created_at": now,
    }
    return session.execute(_ENQUEUE, row).first() is not None


def enqueue_again(
    session: Session, kind: WorkKind, subject_id: int, *, now: datetime, not_before: datetime | None = None
) -> None:
    """Ask for work that looks at what is so by then: once for all changes until a shift takes it up.

    What waits is locked: a shift can take it up only when this change is there to be read.
    """
    waits = select(Work.id).where(
        col(Work.kind) == kind, col(Work.subject_id) == subject_id, col(Work.state) == WorkState.QUEUED
    )
    if session.exec(waits.with_for_update()).first() is None:
        # what waits was looked for: two in one moment are two
        enqueue(session, kind, subject_id, key=f"{subject_id}:again:{uuid4()}", now=now, not_before=not_before)


_ENQUEUE = text(
    """
    INSERT INTO work (kind, subject_id, unique_key, state, not_before, attempts, error, created_at)
    VALUES (:kind, :subject_id, :unique_key, 'queued', :not_before, 0, '', :created_at)
    ON CONFLICT (unique_key) DO NOTHING RETURNING id
    """
).bindparams(bindparam("not_before", type_=Moment()), bindparam("created_at", type_=Moment()))
"""As text, which both databases read alike: SQLAlchemy compiles its own ON CONFLICT anew at each call (1 ms)."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One piece of work, ours until the lease ends."""

    id: int
    kind: WorkKind
    subject_id: int
    attempt: int
    holder: str


def claim(
    session: Session,
    *,
    holder: str,
    now: datetime,
    lease: timedelta,
    limit: int,
    kinds: Sequence[WorkKind] = tuple(WorkKind),
) -> list[Claim]:
    """Take up to `limit` due rows, oldest first, and those whose holder's lease ran out.

    On PostgreSQL rivals skip each other's rows; on SQLite the one writer makes it atomic. The rows are chosen in a
    CTE, which PostgreSQL asks once: a subquery may be asked anew for each row of the update, which skips what the
    statement itself has locked and so takes more than `limit`.
    """
    due = or_(
        and_(col(Work.state) == WorkState.QUEUED, col(Work.not_before) <= now),
        and_(col(Work.state) == WorkState.LEASED, col(Work.lease_until) < now),
    )
    chosen = (
        select(Work.id)
        .where(due, col(Work.kind).in_(kinds))
        .order_by(col(Work.not_before), col(Work.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("chosen")
    )
    statement = (
        update(Work)
        .where(col(Work.id).in_(select(chosen.c.id)))
        .values(
            state=WorkState.LEASED,
            lease_holder=holder,
            lease_until=now + lease,
            attempts=Work.attempts + 1,
        )
        .returning(col(Work.id), col(Work.kind), col(Work.subject_id), col(Work.attempts))
        .execution_options(synchronize_session=False)
    )
    rows = session.execute(statement).all()
    return sorted(
        (Claim(number, WorkKind(kind), subject, attempt, holder) for number, kind, subject, attempt in rows),
        key=lambda claim: claim.id,
    )


def held(session: Session, work_ids: Sequence[int], *, holder: str) -> list[Claim]:
    """Those of the rows that the holder still has: a flow is told ids and looks its claims up."""
    rows = session.exec(
        select(Work.id, Work.kind, Work.subject_id, Work.attempts)
        .where(col(Work.id).in_(work_ids), col(Work.state) == WorkState.LEASED, col(Work.lease_holder) == holder)
        .order_by(col(Work.id))
    )
    return [Claim(number, WorkKind(kind), subject, attempt, holder) for number, kind, subject, attempt in rows]


def renew(session: Session, holder: str, *, now: datetime, lease: timedelta) -> int:
    """Keep the lease of all that the holder still has under way; how many rows that is.

    What was taken over meanwhile is not among them: `finish` will refuse it.
    """
    statement = (
        update(Work)
        .where(col(Work.state) == WorkState.LEASED, col(Work.lease_holder) == holder)
        .values(lease_until=now + lease)
        .execution_options(synchronize_session=False)
    )
    return _rows(session, statement)


def take_back(session: Session, name: str) -> int:
    """Free at once what the dead shift `name` held in any of its batches (`name.1`, `name.2` ...).

    Only for a caller who knows that the process is gone; others wait until the lease ends.
    """
    statement = (
        update(Work)
        .where(col(Work.state) == WorkState.LEASED, col(Work.lease_holder).startswith(f"{name}.", autoescape=True))
        .values(state=WorkState.QUEUED, lease_holder=None, lease_until=None)
        .execution_options(synchronize_session=False)
    )
    return _rows(session, statement)


def finish(session: Session, claims: Sequence[Claim], *, now: datetime) -> None:
    """Mark work done in the transaction that records its result.

    Raises `LeaseLost` when another shift holds any of it, so that the result is rolled back here
    and recorded by the other, once.
    """
    if not claims:
        return
    done = _held(claims).values(
        state=WorkState.DONE, done_at=now, lease_holder=None, lease_until=None, error="", waiting_since=None
    )
    if _rows(session, done) != len(claims):
        raise LeaseLost("Another shift has taken over part of this batch; its result will stand.")


def fail(
    session: Session,
    claim: Claim,
    *,
    error: str,
    now: datetime,
    attempts: int,
    park: bool = False,
    first_retry: timedelta = FIRST_RETRY,
) -> WorkState:
    """Give work back to be tried later, with exponential back-off; park it after `attempts` failures.

    `error` must be free of content: it is shown to officers and kept in logs. `park` stops at
    once what a retry could only make worse.
    """
    state = WorkState.PARKED if park or claim.attempt >= attempts else WorkState.QUEUED
    wait = min(first_retry * 2 ** min(claim.attempt - 1, 30), LONGEST_WAIT)  # attempts of shifts that died count too
    values = {"state": state, "error": error, "not_before": now + wait, "lease_holder": None, "lease_until": None}
    _rows(session, _held([claim]).values(**values, waiting_since=None))
    return state


def await_server(
    session: Session,
    claims: Sequence[Claim],
    *,
    error: str,
    now: datetime,
    patience: timedelta,
    first_retry: timedelta = FIRST_RETRY,
) -> list[Claim]:
    """Put work off whose server cannot be reached: no fault of its own, so the attempt is not counted.

    It waits twice as long each time, up to `LONGEST_WAIT`. What has waited for `patience` is parked and returned.
    """
    if not claims:
        return []
    numbers = [claim.id for claim in claims]
    rows = session.execute(sa_select(col(Work.id), col(Work.waiting_since)).where(col(Work.id).in_(numbers)))
    since: dict[int, datetime] = {number: began or now for number, began in rows}
    parked = []
    for claim in claims:
        waited = now - since[claim.id]
        state = WorkState.PARKED if waited >= patience else WorkState.QUEUED
        put_off = _held([claim]).values(
            state=state,
            error=error,
            not_before=now + min(max(waited, first_retry), LONGEST_WAIT),
            waiting_since=since[claim.id],
            attempts=Work.attempts - 1,
            lease_holder=None,
            lease_until=None,
        )
        if _rows(session, put_off) and state is WorkState.PARKED:
            parked.append(claim)
    return parked


def server_is_back(session: Session, *, now: datetime) -> int:
    """What waited for it is due at once; how many rows that were. What was parked meanwhile stays parked."""
    waited = update(Work).where(col(Work.waiting_since).is_not(None)).execution_options(synchronize_session=False)
    woken = _rows(session, waited.where(col(Work.state) == WorkState.QUEUED).values(waiting_since=None, not_before=now))
    _rows(session, waited.where(col(Work.state) == WorkState.PARKED).values(waiting_since=None))
    return woken


def release(session: Session, claims: Sequence[Claim]) -> None:
    """Hand untouched work back at once, as when a shift is told to stop."""
    if claims:
        values = {"state": WorkState.QUEUED, "lease_holder": None, "lease_until": None}
        _rows(session, _held(claims).values(**values, attempts=Work.attempts - 1))


def retry(session: Session, work_id: int, *, actor: Actor, now: datetime) -> Work:
    """Put parked work back into the queue, with a fresh count of attempts."""
    demand(actor, Act.MANAGE_WORK, Case(actor.institution_id))
    work = session.get(Work, work_id)
    if work is None:
        raise NotFound(f"There is no work {work_id}.")
    if work.state is not WorkState.PARKED:
        raise Conflict(
            "Work %(work_id)s is %(state)s, not parked: there is nothing to retry.", work_id=work_id, state=work.state
        )
    work.state, work.attempts, work.not_before, work.waiting_since = WorkState.QUEUED, 0, now, None
    session.add(work)
    session.flush()
    return work


def retry_all(session: Session, kind: WorkKind, *, actor: Actor, now: datetime) -> int:
    """The same for everything of a kind; how many rows that were. E-mails in doubt are decided upon one by one."""
    demand(actor, Act.MANAGE_WORK, Case(actor.institution_id))
    statement = (
        update(Work)
        .where(col(Work.kind) == kind, col(Work.state) == WorkState.PARKED, ~in_doubt())
        .values(state=WorkState.QUEUED, attempts=0, not_before=now)
        .execution_options(synchronize_session=False)
    )
    return _rows(session, statement)


def revive(session: Session, kind: WorkKind, subject_id: int, *, now: datetime) -> int:
    """Queue the parked work of a subject again, with a fresh count of attempts; how many rows that were."""
    statement = (
        update(Work)
        .where(col(Work.kind) == kind, col(Work.subject_id) == subject_id, col(Work.state) == WorkState.PARKED)
        .values(state=WorkState.QUEUED, attempts=0, not_before=now, waiting_since=None)
        .execution_options(synchronize_session=False)
    )
    return _rows(session, statement)


def _held(claims: Sequence[Claim]) -> Update:
    return (
        update(Work)
        .where(
            col(Work.id).in_([claim.id for claim in claims]),
            col(Work.state) == WorkState.LEASED,
            col(Work.lease_holder) == claims[0].holder,
        )
        .execution_options(synchronize_session=False)
    )


def _rows(session: Session, statement: Executable) -> int:
    result = session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount
