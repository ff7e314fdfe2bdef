"""The daily sweep of what is due or overdue. It asks the database what was not sent, not the calendar.

It goes batch by batch, a transaction each: killed half-way it has sent what is committed, and the next
one goes on there.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from sqlmodel import Session

from flows.chunks import guarded, in_chunks
from flows.leases import claims_of, give_back, log, moment, put_down, said, settle
from flows.stopping import stopping
from models.actions.clock_reminders import Place, remind_batch
from models.actions.compilations import renew_public_catalogues
from models.actions.expiry import nearing_their_end, sweep_offers
from models.actions.reviewers import remind_reviewers
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
    claims = await asyncio.to_thread(claims_of, work_ids, holder)
    return await asyncio.to_thread(sweep_all, claims) if claims else 0


def sweep_all(claims: Sequence[Claim]) -> int:
    """Clocks, reviewers, offers; each asks for what was not done yet, so a sweep that failed is simply made again."""
    if not claims:
        return 0
    try:
        finished = remind()
    except Exception as error:
        give_back(claims, error)
        return 0
    if not finished:
        put_down(claims)
        return 0
    failure = _remind_reviewers() or _sweep_offers() or _renew_catalogues()
    if failure is not None:
        give_back(claims, failure)
        return 0
    return settle(claims, _nothing_more)


def remind(now: datetime | None = None) -> bool:
    """Whatever is to be said today; False when it was told to stop before the end."""
    now = now or moment()
    place: Place | None = None
    looked_at = queued = 0
    while not stopping.is_set():
        with transaction() as session:
            swept = remind_batch(session, now=now, after=place)
        looked_at, queued, place = looked_at + swept.looked_at, queued + swept.queued, swept.last
        if place is None:
            log.info("clocks: %d looked at, %d reminders queued", looked_at, queued)
            return True
    return False


def _remind_reviewers() -> Exception | None:
    """A notice is known by its request and its threshold: a sweep made again says nothing twice."""
    try:
        with transaction() as session:
            log.info("clocks: %d reviewers reminded", remind_reviewers(session, now=moment()))
    except Exception as error:
        log.warning("the reviewers could not be reminded: %s", said(error))
        return error
    return None


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


def _renew_catalogues() -> Exception | None:
    """What the public page offers as one file is made anew where offers have come or gone."""
    try:
        with transaction() as session:
            renew_public_catalogues(session, actor=system(), now=moment())
    except Exception as error:
        return error
    return None


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
