"""The daily sweep of what is due or overdue. It asks the database what was not sent, not the calendar."""

import asyncio
from collections.abc import Sequence

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from sqlmodel import Session

from flows.chunks import guarded, in_chunks
from flows.leases import claims_of, give_back, log, moment, said, settle
from models.actions.clocks import sweep_clocks
from models.actions.expiry import nearing_their_end, sweep_offers
from models.actions.work import Claim, enqueue
from models.db import reading, transaction
from models.rules.days import local_date
from models.rules.permissions import system
from models.rules.words import WorkKind


@flow(name="clocks")
@guarded
async def clocks(work_ids: list[int], holder: str) -> int:
    return await in_chunks(sweep, work_ids, holder, size=1)


@task(name="sweep", cache_policy=NO_CACHE)
@guarded
async def sweep(work_ids: list[int], holder: str) -> int:
    return await asyncio.to_thread(sweep_all, await asyncio.to_thread(claims_of, work_ids, holder))


def sweep_all(claims: Sequence[Claim]) -> int:
    """Clocks, then offers; both ask for what was not done yet, so a sweep that failed is simply made again."""
    if not claims:
        return 0
    with transaction() as session:
        sweep_clocks(session, now=moment())
    failure = _sweep_offers()
    if failure is not None:
        give_back(claims, failure)
        return 0
    return settle(claims, _nothing_more)


def _sweep_offers() -> Exception | None:
    """Each technology by itself: its officer is not kept waiting for the others, and one failure stops no other."""
    failure = None
    with reading() as session:
        near = nearing_their_end(session, local_date(moment()))
    for technology_id in near:
        try:
            with transaction() as session:
                sweep_offers(session, technology_id, actor=system(), now=moment())
        except Exception as error:
            log.warning("the offers of technology %d could not be swept: %s", technology_id, said(error))
            failure = error
    return failure


def _nothing_more(_session: Session, _claim: Claim) -> None:
    """The sweep has recorded its results."""


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
