"""The officer's pages at 1,000 and 100,000 technologies: Today, the board, one technology.

Two web processes serve two databases that differ in size alone; an officer with cases asks both in turn, and so does
an officer of an institution without any, whose pages are the same frame without data. The memory of each process is
looked at when all is done.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from sqlmodel import col, select

from api.supervisor import free_port
from benchmarks.archive import fill
from benchmarks.databases import scratch, sqlite
from benchmarks.measuring import Claim, Report, in_turn, parser, ratio, show, spread
from benchmarks.portfolio import INSTITUTIONS, houses
from models.actions.accounts import Browser, begin_session
from models.db import engine_for, reading, transaction
from models.rules.permissions import Actor
from models.rules.words import Stage
from models.tables import Technology

LIMIT = 3.0
MEMORY_LIMIT = 1.25
WARM_UP = 5
LONGEST_WAIT = 60.0
FRAMES = ("/today", "/today?whose=all", "/board")
"""Pages that an office without cases has too."""


@dataclass(frozen=True)
class Site:
    """One web process, and what is asked of it."""

    port: int
    process: "subprocess.Popen[bytes]"
    technologies: int
    busy: str
    """The cookie of an officer with cases."""
    idle: str
    """Of one whose institution has none."""
    reference: str

    @property
    def paths(self) -> tuple[str, ...]:
        return (*FRAMES, f"/technologies/{self.reference}")

    def get(self, connection: HTTPConnection, path: str, secret: str) -> int:
        connection.request("GET", path, headers={"Cookie": f"helix={secret}", "Accept-Language": "en"})
        answer = connection.getresponse()
        answer.read()
        return answer.status

    @property
    def memory(self) -> float:
        """MiB that the process holds."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def measure(sizes: tuple[int, int], rounds: int) -> Report:
    report = Report("desks", {"technologies": " and ".join(f"{size:,}" for size in sizes), "rounds": rounds})
    with ExitStack() as stack:
        folder = stack.enter_context(scratch())
        small, large = (stack.enter_context(_site(folder, size)) for size in sizes)
        asked = _asked(stack, small, large)
        seconds = {name: taken[WARM_UP:] for name, taken in in_turn(asked, rounds + WARM_UP).items()}
        _compare(report, seconds, small, large)
        memory = {site.technologies: site.memory for site in (small, large)}
    report.settings |= {f"MiB of the web process at {size:,}": round(held, 1) for size, held in memory.items()}
    text = f"memory of the web process at {large.technologies:,} technologies over {small.technologies:,}"
    report.claims.append(Claim(text, memory[large.technologies] / memory[small.technologies], MEMORY_LIMIT))
    return report


def _compare(report: Report, seconds: dict[str, list[float]], small: Site, large: Site) -> None:
    for few, many in zip(small.paths, large.paths, strict=True):
        shown = few.replace(small.reference, "{reference}")
        grown = ratio(seconds[f"{large.technologies} {many}"], seconds[f"{small.technologies} {few}"])
        text = f"{shown} at {large.technologies:,} technologies over {small.technologies:,}"
        report.claims.append(Claim(text, grown, LIMIT))
    for name, taken in seconds.items():
        whose, _, path = name.rpartition(" ")
        site = small if whose == str(small.technologies) else large
        frame = seconds.get(f"no data {path}")
        report.rows.append(
            {
                "page": path.replace(site.reference, "{reference}"),
                "technologies": f"{site.technologies:,}" if whose.isdigit() else whose,
                **spread(taken),
                "pages a second": 1 / median(taken),
                "over the same without data": ratio(taken, frame) if frame else 0.0,
            }
        )


def _asked(stack: ExitStack, small: Site, large: Site) -> dict[str, Callable[[int], object]]:
    """By size and path, a function that asks for the page; also of the frames without data."""
    connections = {site.port: HTTPConnection("127.0.0.1", site.port, timeout=LONGEST_WAIT) for site in (small, large)}
    for connection in connections.values():
        stack.callback(connection.close)

    def asking(site: Site, path: str, secret: str) -> Callable[[int], object]:
        status = site.get(connections[site.port], path, secret)
        if status != 200:
            print(f"{path} answers {status}: what is measured is that answer", file=sys.stderr)
        return lambda _number: site.get(connections[site.port], path, secret)

    asked = {
        f"{site.technologies} {path}": asking(site, path, site.busy) for site in (small, large) for path in site.paths
    }
    return asked | {f"no data {path}": asking(large, path, large.idle) for path in FRAMES}


@contextmanager
def _site(folder: Path, size: int) -> Iterator[Site]:
    with sqlite(folder, f"desks-{size}") as url:
        now = datetime.now(UTC)
        with transaction(engine_for(url)) as session:
            *homes, empty = houses(session, INSTITUTIONS + 1)
            fill(session, homes, size, now=now)
            officer = homes[0].officers[0]
            busy, idle = (
                begin_session(session, _number(who), Browser(), now=now) for who in (officer, empty.officers[0])
            )
        with reading(engine_for(url)) as session:
            reference = session.exec(
                select(Technology.reference)
                .where(Technology.officer_id == officer.person_id)
                .order_by((col(Technology.stage) == Stage.PARTNERING).desc(), col(Technology.id))
            ).first()
        assert reference is not None
        port = free_port()
        process = _serve(url, port)
        try:
            _wait(port)
            yield Site(port, process, size, busy, idle, reference)
        finally:
            process.terminate()
            process.wait(20)


def _number(who: Actor) -> int:
    assert who.person_id is not None
    return who.person_id


def _serve(url: str, port: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "uvicorn", "api.app:create_app", "--factory", "--host", "127.0.0.1"]
    return subprocess.Popen(
        [*command, "--port", str(port), "--log-level", "warning", "--no-access-log", "--timeout-keep-alive", "600"],
        env=os.environ | {"HELIX_DATABASE_URL": url, "HELIX_BASE_URL": f"http://127.0.0.1:{port}"},
    )


def _wait(port: int) -> None:
    ends = time.monotonic() + LONGEST_WAIT
    while True:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/sign-in")
            connection.getresponse().read()
        except ConnectionRefusedError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()


def main(arguments: list[str] | None = None) -> int:
    options = parser((__doc__ or "").partition("\n")[0])
    options.add_argument("--small", type=int, default=1_000, help="technologies of the smaller network")
    options.add_argument("--large", type=int, default=100_000, help="technologies of the larger one")
    options.add_argument("--rounds", type=int, default=60, help="times that each page is asked for")
    chosen = options.parse_args(arguments)
    report = measure((chosen.small, chosen.large), chosen.rounds)
    show(report, as_json=chosen.json)
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())
