"""Work under a lease: looked up, kept while it is under way, closed with its result, or given back."""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from flows.stopping import Plain, stopping
from models.actions.work import Claim, await_server, fail, finish, held, release, renew
from models.db import reading, transaction
from models.errors import LeaseLost, StorageFull
from models.rules.words import WorkState
from models.settings import settings

log = logging.getLogger("helix.flows")

Record = Callable[[Session, Claim], None]


def moment() -> datetime:
    return datetime.now(UTC)


def claims_of(work_ids: Sequence[int], holder: str) -> list[Claim]:
    with reading() as session:
        return held(session, work_ids, holder=holder)


def settle(claims: Sequence[Claim], record: Record) -> int:
    """Record the results of `claims` and mark them done, all in one transaction; how many were done.

    When that fails each is recorded by itself: one that cannot be holds up no other.
    """
    if not claims:
        return 0
    try:
        with transaction() as session:
            for claim in claims:
                record(session, claim)
            finish(session, claims, now=moment())
    except Exception as error:
        if len(claims) > 1:
            return sum(settle([claim], record) for claim in claims)
        give_back(claims, error)
        return 0
    return len(claims)


def give_back(claims: Sequence[Claim], error: Exception) -> list[Claim]:
    """Have failed work tried again later; those that are parked now, after their last attempt."""
    if not claims or isinstance(error, LeaseLost):
        return []  # who holds it now records its result
    if stopping.is_set():
        put_down(claims)
        return []
    words, now = said(error), moment()
    with transaction() as session:
        states = [
            fail(session, claim, error=words, now=now, attempts=settings().attempts, first_retry=first_retry())
            for claim in claims
        ]
    numbers = ", ".join(f"{claim.kind}:{claim.subject_id}" for claim in claims[:5])
    log.warning("%d failed (%s): %s", len(claims), numbers, words)
    return [claim for claim, state in zip(claims, states, strict=True) if state is WorkState.PARKED]


def await_mail_server(claims: Sequence[Claim], error: Exception) -> list[Claim]:
    """Have e-mails wait for their server, which is away; those that are parked now, after a day or so."""
    if stopping.is_set():
        put_down(claims)
        return []
    patience = timedelta(hours=settings().mail_patience_hours)
    with transaction() as session:
        parked = await_server(
            session, claims, error=said(error), now=moment(), patience=patience, first_retry=first_retry()
        )
    log.warning("%d e-mails wait: %s", len(claims) - len(parked), said(error))
    return parked


def put_down(claims: Sequence[Claim]) -> None:
    """Hand back what was not begun, to be taken by another at once."""
    if claims:
        with transaction() as session:
            release(session, claims)


def said(error: BaseException) -> str:
    """What may be said of an error: our own words, else its class and place, since messages quote content."""
    if isinstance(error, Plain | StorageFull):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"


def lease() -> timedelta:
    return timedelta(seconds=settings().lease_seconds)


def first_retry() -> timedelta:
    return timedelta(seconds=settings().first_retry_seconds)


@asynccontextmanager
async def leases_kept(holders: Callable[[], Collection[str]]) -> AsyncIterator[None]:
    """Renew the leases of all that `holders` have under way, until the block ends."""
    beat = asyncio.create_task(_keep(holders))
    try:
        yield
    finally:
        beat.cancel()


async def _keep(holders: Callable[[], Collection[str]]) -> None:
    while True:
        await asyncio.sleep(settings().lease_seconds / 3)
        try:
            await asyncio.to_thread(_renew_all, tuple(holders()))
        except Exception as error:  # the next beat comes before the lease ends
            log.warning("leases could not be renewed: %s", said(error))


def _renew_all(holders: Sequence[str]) -> None:
    if holders:
        with transaction() as session:
            for holder in holders:
                renew(session, holder, now=moment(), lease=lease())
