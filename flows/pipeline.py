"""The shift: takes the due work, hands each batch to its stage's flow, waits a little for more, and ends."""

import asyncio
import math
import secrets
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from itertools import count, groupby
from operator import attrgetter

from prefect import flow

from flows.chunks import StageFailed, guarded
from flows.clocks import ask_for_sweep, clocks
from flows.comparing import ask_for_comparison, comparing
from flows.compiling import compiling
from flows.digests import ask_for_digests, digests
from flows.disclosure import disclosure
from flows.ip_review import ip_review
from flows.leases import claims_of, give_back, lease, leases_kept, log, moment, put_down
from flows.licensing import licensing
from flows.offering import offering
from flows.partnering import partnering
from flows.portfolios import ask_for_reports, portfolio_reports
from flows.rendering import pool
from flows.sending import sending
from flows.stopping import stopping
from models.actions.work import Claim, claim
from models.db import reading, transaction
from models.queries.work import has_due, unfinished
from models.rules.days import local_date
from models.rules.words import WorkKind

StageFlow = Callable[[list[int], str], Awaitable[int]]

FLOW_OF: Mapping[WorkKind, StageFlow] = {
    WorkKind.RECEIVE_DISCLOSURE: disclosure,
    WorkKind.PREPARE_REVIEW: ip_review,
    WorkKind.RENDER_BRIEF: offering,
    WorkKind.MATCH_PARTNERS: partnering,
    WorkKind.SEND_DELIVERY: sending,
    WorkKind.SEND_NOTICE: sending,
    WorkKind.DRAW_AGREEMENT: licensing,
    WorkKind.DRAW_LETTER: ip_review,
    WorkKind.SCHEDULE_OBLIGATIONS: licensing,
    WorkKind.DISTRIBUTE_PAYMENT: licensing,
    WorkKind.COMPILE_OFFERS: compiling,
    WorkKind.SWEEP_CLOCKS: clocks,
    WorkKind.WRITE_DIGESTS: digests,
    WorkKind.REPORT_PORTFOLIO: portfolio_reports,
    WorkKind.COMPARE_OFFERS: comparing,
}
DRAWN = (WorkKind.RENDER_BRIEF, WorkKind.PREPARE_REVIEW)
ABREAST = {kind: 2 if kind in DRAWN else 1 for kind in WorkKind}
"""Batches of a kind under way at once: while one is recorded the next keeps the render pool busy."""
BATCH = 200
POLL = 0.25
"""Seconds between two looks at the outbox."""


@flow(name="pipeline")
@guarded
async def pipeline(
    patience: float = 20.0,
    until_empty: bool = False,
    longest: float | None = None,
    name: str = "",
    reports_from: date | None = None,
) -> int:
    """One shift; how much work was done.

    It ends after `patience` seconds without work, or with `until_empty` as soon as nothing is left but what
    is parked or waits for a mail server that is away, however long that takes. After `longest` seconds it
    takes nothing more, so that shifts on a schedule do not pile up. `name` stands in its leases. More shifts
    at once do no harm. Portfolio reports are left to somebody else before `reports_from`.
    """
    shift = _Shift(
        name or f"shift-{secrets.token_hex(6)}", patience, longest, until_empty=until_empty, reports_from=reports_from
    )
    return await shift.work()


class _Shift:
    def __init__(
        self, name: str, patience: float, longest: float | None, *, until_empty: bool, reports_from: date | None
    ) -> None:
        self._name, self._patience, self._until_empty = name, patience, until_empty
        self._reports_from = reports_from
        self._ends_at = math.inf if longest is None else time.monotonic() + longest
        self._numbers = count(1)
        self._under_way: dict[asyncio.Task[int], tuple[WorkKind, str]] = {}
        """Batches with the kind and the holder of each."""
        self._asked_on: date | None = None
        self._done = 0

    async def work(self) -> int:
        pool().warm()
        async with leases_kept(lambda: {holder for _, holder in self._under_way.values()}):
            try:
                await self._drain()
            finally:
                await self._put_down()
        log.info("shift %s: %d done", self._name, self._done)
        return self._done

    async def _drain(self) -> None:
        idle_since = time.monotonic()
        while not stopping.is_set():
            await self._ask_for_periodic()
            over = time.monotonic() >= self._ends_at
            if (not over and await self._take()) or self._under_way:
                idle_since = time.monotonic()
            elif over:
                return
            elif self._until_empty:
                if await asyncio.to_thread(_nothing_left):
                    return
            elif time.monotonic() - idle_since >= self._patience:
                return
            await self._pause()

    async def _take(self) -> int:
        """Begin what is due and has a place free; how many items that were."""
        running = Counter(kind for kind, _ in self._under_way.values())
        kinds = [kind for kind in WorkKind if running[kind] < ABREAST[kind]]
        holder = f"{self._name}.{next(self._numbers)}"
        claims = await asyncio.to_thread(_claim, holder, kinds)
        for kind, group in groupby(sorted(claims, key=attrgetter("kind", "id")), key=attrgetter("kind")):
            batch = asyncio.create_task(self._run(kind, list(group), holder))
            self._under_way[batch] = kind, holder
        return len(claims)

    async def _run(self, kind: WorkKind, claims: Sequence[Claim], holder: str) -> int:
        """A batch. What its flow leaves behind is given back: as failed when it says so itself."""
        ids = [claim.id for claim in claims]
        try:
            return await FLOW_OF[kind](ids, holder)
        except StageFailed as error:
            await asyncio.to_thread(_give_back, ids, holder, error)
            return 0
        finally:
            await asyncio.shield(asyncio.to_thread(_put_down, ids, holder))

    async def _pause(self) -> None:
        """Until a batch ends or it is time to look again. A failure of Prefect itself ends the shift."""
        if not self._under_way:
            await asyncio.sleep(POLL)
            return
        ended, _ = await asyncio.wait(self._under_way, timeout=POLL, return_when=asyncio.FIRST_COMPLETED)
        for batch in ended:
            del self._under_way[batch]
            self._done += batch.result()

    async def _put_down(self) -> None:
        """When the shift ends before its work: batches end or are cancelled, and their leases freed."""
        if stopping.is_set():
            pool().stop()
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=3)
        for batch in self._under_way:
            batch.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _ask_for_periodic(self) -> None:
        """Whatever is periodic happens also where nobody has deployed schedules, and never twice; a stronger scan
        looks at what is public."""
        today = local_date(moment())
        if self._asked_on != today:
            await asyncio.to_thread(ask_for_sweep)
            await asyncio.to_thread(ask_for_digests)
            await asyncio.to_thread(ask_for_comparison)
            if self._reports_from is None or today >= self._reports_from:
                await asyncio.to_thread(ask_for_reports)
            self._asked_on = today


def _claim(holder: str, kinds: Sequence[WorkKind]) -> list[Claim]:
    """A look first: it costs no write lock."""
    with reading() as session:
        if not has_due(session, now=moment(), kinds=kinds):
            return []
    with transaction() as session:
        return claim(session, holder=holder, now=moment(), lease=lease(), limit=BATCH, kinds=kinds)


def _give_back(ids: list[int], holder: str, error: Exception) -> None:
    give_back(claims_of(ids, holder), error)


def _put_down(ids: list[int], holder: str) -> None:
    put_down(claims_of(ids, holder))


def _nothing_left() -> bool:
    with reading() as session:
        return unfinished(session) == 0
