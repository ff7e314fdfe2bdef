"""The officers' weekly summaries."""

import asyncio

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from sqlmodel import Session

from flows.chunks import guarded, in_chunks
from flows.leases import claims_of, moment, settle
from models.actions.digests import week_of, write_digests
from models.actions.work import Claim, enqueue
from models.db import transaction
from models.rules.days import local_date
from models.rules.words import WorkKind


@flow(name="digests")
@guarded
async def digests(work_ids: list[int], holder: str) -> int:
    return await in_chunks(write, work_ids, holder, size=1)


@task(name="write", cache_policy=NO_CACHE)
@guarded
async def write(work_ids: list[int], holder: str) -> int:
    claims = await asyncio.to_thread(claims_of, work_ids, holder)
    return await asyncio.to_thread(settle, claims, _write)


def _write(session: Session, _claim: Claim) -> None:
    write_digests(session, now=moment())


@flow(name="digests_weekly")
@guarded
async def weekly() -> bool:
    """Ask for this week's summaries, for a shift to write; False when somebody has asked already."""
    return await asyncio.to_thread(ask_for_digests)


def ask_for_digests() -> bool:
    now = moment()
    day = local_date(now)
    year, week, _ = day.isocalendar()
    with transaction() as session:
        return enqueue(session, WorkKind.WRITE_DIGESTS, 100 * year + week, key=week_of(day), now=now)
