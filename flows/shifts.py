"""`python -m flows.shifts`: one shift after the other, for as long as this process lives.

Render processes import this module as their main one: what is heavy is imported where it is used.
"""

import argparse
import asyncio
import logging
import os
import signal
import threading
import urllib.error
import urllib.request
from datetime import date
from types import FrameType

from flows.stopping import stopping

log = logging.getLogger("helix.flows")

LONGEST_WAIT = 15.0
"""Seconds between two attempts to begin a shift, at most."""
GRACE = 4.0
"""Seconds for what is under way when told to stop; an e-mail cut off then is parked, never repeated."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m flows.shifts", description=__doc__)
    parser.add_argument("--name", default="", help="stands in the leases of these shifts")
    parser.add_argument("--patience", type=float, default=60.0, help="seconds without work after which a shift ends")
    parser.add_argument("--until-empty", action="store_true", help="end when nothing is left to do")
    parser.add_argument(
        "--reports-from", type=date.fromisoformat, metavar="DAY", help="ask for portfolio reports from this day on"
    )
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("httpx", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    # Prefect would take SIGTERM over in the main thread, and end flows in the middle of an e-mail
    ended_well = threading.Event()

    def work() -> None:
        asyncio.run(_shift_after_shift(chosen.name, chosen.patience, chosen.until_empty, chosen.reports_from))
        ended_well.set()

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    while worker.is_alive() and not stopping.is_set():
        worker.join(0.2)
    worker.join(GRACE)
    logging.shutdown()
    os._exit(
        0 if stopping.is_set() or ended_well.is_set() else 1
    )  # threads that still wait for a server must not keep the process; leases guard their work


def _stop(_number: int, _frame: FrameType | None) -> None:
    stopping.set()


async def _shift_after_shift(name: str, patience: float, until_empty: bool, reports_from: date | None) -> None:
    from flows.leases import said
    from flows.pipeline import pipeline
    from flows.rendering import pool

    pool().warm()
    wait = 0.5
    while not stopping.is_set():
        await asyncio.to_thread(_await_server)
        if stopping.is_set():
            return
        try:
            await pipeline(patience=patience, until_empty=until_empty, name=name, reports_from=reports_from)
            wait = 0.5
            if until_empty:
                return
        except Exception as error:
            log.warning("the shift ended early: %s", said(error))
            await asyncio.to_thread(stopping.wait, wait)
            wait = min(2 * wait, LONGEST_WAIT)


def _await_server() -> None:
    """Prefect's server takes seconds to start, and may be away for a while: the work waits in our tables."""
    address = os.environ.get("PREFECT_API_URL", "")
    told = False
    while address and not stopping.is_set():
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5) as answer:  # noqa: S310  our own setting
                answer.read()
            return
        except (urllib.error.URLError, OSError):
            if not told:
                log.info("waiting for Prefect's server")
                told = True
            stopping.wait(0.3)


if __name__ == "__main__":
    main()
