"""The daily sweep of what is due or overdue. It asks the database what was not sent, not the calendar."""

import asyncio

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from sqlmodel import Session

from flows.chunks import guarded, in_chunks
from flows.leases import claims_of, moment, settle
from models.actions.clocks import sweep_clocks
from models.actions.work import Claim, enqueue
from models.db import transaction
from models.rules.days import local_date
from models.rules.words import WorkKind


@flow(name="clocks")
@guarded
async def clocks(work_ids: list[int], holder: str) -> int:
    return await in_chunks(sweep, work_ids, holder, size=1)


@task(name="sweep", cache_policy=NO_CACHE)
@guarded
async def sweep(work_ids: list[int], holder: str) -> int:
    claims = await asyncio.to_thread(claims_of, work_ids, holder)
    return await asyncio.to_thread(settle, claims, _sweep)


def _sweep(session: Session, _claim: Claim) -> None:
    sweep_clocks(session, now=moment())


@flow(name="clocks_daily")
@guarded
async def daily() -> bool:
    """Ask for today's sweep, for a shift to do; False when somebody has asked already."""
    return await asyncio.to_thread(ask_for_sweep)


def ask_for_sweep() -> bool:
    now = moment()
    day = local_date(now)
    with transaction() as session:
        return enqueue(session, WorkKind.SWEEP_CLOCKS, day.toordinal(), key=day.isoformat(), now=now)
