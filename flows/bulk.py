"""`python -m flows.bulk`: every brief that is not as its offer and design would have it now, in the render pool.

It goes through the outbox like all work, so a run that is stopped goes on where it was, a shift beside it takes its
part, and nothing is made twice. What it says goes to standard output, a JSON object a line: counts as they grow, and
at the end what failed. Prefect's server plays no part; with a shift at work, its runs show the same progress.
"""

import argparse
import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import Any

from flows.stopping import stopping

CHUNK = 10
"""Briefs claimed at once by each of two workers: recorded together, and few to lose when the process is killed."""
WORKERS = 2
PAUSE = 0.3
"""Seconds between two looks for what another process still holds."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="python -m flows.bulk", description=__doc__)
    options.add_argument("--published", action="store_true", help="only what is public")
    options.add_argument("--institution", default="", help="the code of the institution whose briefs alone are made")
    chosen = options.parse_args(arguments)
    logging.basicConfig(level=logging.ERROR)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    return asyncio.run(_Bulk().run(published=chosen.published, institution=chosen.institution or None))


def _stop(_number: int, _frame: FrameType | None) -> None:
    stopping.set()


def say(**values: Any) -> None:
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


class _Bulk:
    def __init__(self) -> None:
        self._name = f"bulk-{os.getpid()}"
        self._numbers: list[int] = []
        self._under_way: set[str] = set()

    async def run(self, *, published: bool, institution: str | None) -> int:
        from flows.leases import leases_kept
        from flows.rendering import pool

        pool().warm()
        selected, self._numbers = await asyncio.to_thread(self._order, published, institution)
        say(selected=selected, total=len(self._numbers))
        async with leases_kept(lambda: frozenset(self._under_way)):
            await asyncio.gather(*(self._work(f"{self._name}.{worker}") for worker in range(1, WORKERS + 1)))
        pool().stop()
        failed = await asyncio.to_thread(self._failed)
        say(failed=failed, stopped=stopping.is_set())
        return 1 if failed or stopping.is_set() else 0

    def _order(self, published: bool, institution: str | None) -> tuple[int, list[int]]:
        from flows.leases import moment
        from models.actions.rendering import offers_to_brief, order_briefs
        from models.db import reading, transaction
        from models.rules.days import local_date
        from models.rules.permissions import system

        now = moment()
        with reading() as session:
            selected = offers_to_brief(
                session, published=published, institution=institution, actor=system(), today=local_date(now)
            )
        changed = [number for part in _parts(selected, 200) for number in _changed(part)]
        with transaction() as session:
            return len(selected), order_briefs(session, changed, actor=system(), now=now)

    async def _work(self, holder: str) -> None:
        """Until all that was ordered is done or has failed, here or elsewhere."""
        from flows.offering import render

        while not stopping.is_set():
            claims = await asyncio.to_thread(self._claim, holder)
            if claims:
                self._under_way.add(holder)
                try:
                    await render.fn(claims, holder)
                finally:
                    self._under_way.discard(holder)
                    await asyncio.to_thread(_put_down, claims, holder)
            counts = await asyncio.to_thread(self._counts)
            say(done=counts["done"], failed=counts["failed"])
            if not counts["open"]:
                return
            if not claims:
                await asyncio.sleep(PAUSE)

    def _claim(self, holder: str) -> list[int]:
        from flows.leases import lease, moment
        from models.actions.work import claim
        from models.db import transaction
        from models.rules.words import WorkKind

        with transaction() as session:
            taken = claim(
                session, holder=holder, now=moment(), lease=lease(), limit=CHUNK, kinds=[WorkKind.RENDER_BRIEF]
            )
            return [each.id for each in taken]

    def _counts(self) -> dict[str, int]:
        from models.db import reading
        from models.queries.outbox import counted

        with reading() as session:
            return counted(session, self._numbers)

    def _failed(self) -> list[dict[str, Any]]:
        from models.db import reading
        from models.queries.outbox import failed_briefs

        with reading() as session:
            return [
                {"reference": reference, "language": str(language), "error": error}
                for reference, language, error in failed_briefs(session, self._numbers)
            ]


def _changed(offer_ids: Sequence[int]) -> list[int]:
    """Those whose brief is missing, or was made of other words or in another design."""
    from flows.offering import look_up
    from models.actions.work import Claim
    from models.rules.words import WorkKind

    asked = [Claim(0, WorkKind.RENDER_BRIEF, number, 1, "") for number in offer_ids]
    _, needless = look_up(asked)
    there = {claim.subject_id for claim in needless}
    return [number for number in offer_ids if number not in there]


def _put_down(claims: Sequence[int], holder: str) -> None:
    from flows.leases import claims_of, put_down

    put_down(claims_of(claims, holder))


def _parts(numbers: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (numbers[start : start + size] for start in range(0, len(numbers), size))


if __name__ == "__main__":
    sys.exit(main())
