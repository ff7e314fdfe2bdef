"""The sweep of 100,000 open clocks in one flow run, against a bare query that reads the same rows.

Three sweeps: after an outage, when every clock is due at once and officer, deputy and head are each written to; the
same for a tenth of them, to compare memory; and day after day, when few are due. The bare query is SQLAlchemy Core
with the same columns and join, all rows fetched, nothing written.
"""

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from benchmarks.databases import scratch
from benchmarks.measuring import Claim, Report, in_turn, parser, show, spread
from benchmarks.portfolio import cases, houses
from flows.clocks import clocks, remind
from models.actions.disclosures import submit_disclosure
from models.actions.reviews import assign_officer
from models.actions.standing_in import set_deputy, set_head
from models.actions.work import claim, enqueue
from models.db import migrate, reading, transaction
from models.queries.technologies import institution_by_code
from models.rules.days import local_date
from models.rules.permissions import system
from models.rules.reminders import first_look
from models.rules.words import Certainty, ClockState, Via, WorkKind
from models.tables import Clock, Notice, Person, Technology

DAY = "a day's sweep over one bare query of all open clocks"
AT_ONCE = "all due at once, three e-mails each queued with their work, over one bare query of the same rows"
MEMORY = "peak memory of the sweep of all over that of a tenth"
LIMITS = {DAY: 1.0, AT_ONCE: 40.0, MEMORY: 1.25}
TECHNOLOGIES, YEARS = 50, 3
SAID = [
    *(col(each) for each in (Clock.id, Clock.rule, Clock.nominal_on, Clock.due_on, Clock.certainty, Clock.remind_on)),
    *(col(each) for each in (Technology.id, Technology.reference, Technology.stage)),
    *(col(each) for each in (Technology.officer_id, Technology.institution_id)),
]


@dataclass
class Office:
    technologies: list[int]

    def add(self, session: Session, count: int, ends: Callable[[int], date], *, due_on: date | None = None) -> None:
        rows = [self._clock(number, ends(number), due_on) for number in range(count)]
        session.connection().execute(sa.insert(Clock), rows)

    def _clock(self, number: int, nominal: date, due_on: date | None) -> dict[str, object]:
        return {
            "technology_id": self.technologies[number % len(self.technologies)],
            "rule": "dk_answer_2m",
            "trigger_on": date(2000, 1, 1) + timedelta(days=number),
            "nominal_on": nominal,
            "due_on": nominal,
            "remind_on": due_on or first_look(nominal),
            "explanation_en": "2 months from the report (LBK 210/2009 §11)",
            "explanation_pl": "2 miesiące od zgłoszenia (LBK 210/2009 §11)",
            "source": "LBK 210/2009 §11",
            "certainty": Certainty.VERIFIED,
            "state": ClockState.RUNNING,
            "suppressed_reason": "",
        }


def office(session: Session) -> Office:
    """One institution with officers, deputies and a head."""
    helix, now = system(Via.CLI), datetime.now(UTC)
    (home,) = houses(session, 1)
    people = [session.get_one(Person, each.person_id) for each in home.officers]
    for person, deputy in zip(people, [*people[1:], people[0]], strict=True):
        set_deputy(session, person, deputy, actor=helix)
    head = session.get_one(Person, home.reviewer.person_id)
    set_head(session, institution_by_code(session, home.code), head, actor=helix)
    made = []
    for case in cases([home], TECHNOLOGIES):
        technology = submit_disclosure(session, case.disclosure(now), actor=home.researcher, now=now)
        officer = home.officers[case.number % len(home.officers)]
        assign_officer(session, technology.id, officer_id=officer.person_id or 0, actor=officer, now=now)
        made.append(technology.id)
    return Office(made)


def measure(count: int, days: int, *, with_prefect: bool) -> Report:
    report = Report("docket", {"clocks": count, "days": days, "in one flow run": with_prefect})
    with ExitStack() as stack:
        if with_prefect:
            stack.enter_context(_prefect())
        peaks, all_at_once = [], 0.0
        for name, part in (("a tenth due at once", count // 10), ("all due at once", count)):
            with _world() as desk:
                all_at_once, peak = _at_once(report, desk, name, part, with_prefect=with_prefect)
                peaks.append(peak)
                bare = median(in_turn({"bare": lambda _: bare_query()}, 5)["bare"])
        report.claims.append(_claim(AT_ONCE, all_at_once / bare))
        with _world() as desk:
            report.claims.insert(0, _claim(DAY, _day_by_day(report, desk, count, days)))
        report.claims.append(_claim(MEMORY, peaks[1] / peaks[0]))
    return report


def _claim(text: str, ratio: float) -> Claim:
    return Claim(text, ratio, LIMITS[text])


def _at_once(report: Report, desk: Office, name: str, count: int, *, with_prefect: bool) -> tuple[float, float]:
    """Seconds and peak memory of the sweep."""
    today = local_date(datetime.now(UTC))
    with transaction() as session:
        desk.add(session, count, lambda _: today + timedelta(days=3), due_on=today)
    before = _notices()
    with _peak() as peak:
        started = perf_counter()
        _sweep_in_flow() if with_prefect else remind()
        seconds = perf_counter() - started
    report.rows.append(_row(name, count, _notices() - before, [seconds], peak[0]))
    return seconds, peak[0]


def _day_by_day(report: Report, desk: Office, count: int, days: int) -> float:
    now = datetime.now(UTC)
    today = local_date(now)
    with transaction() as session:
        desk.add(session, count, lambda number: today + timedelta(days=1 + number % (365 * YEARS)))
    remind(now)  # those within 90 days already
    before = _notices()
    contestants = {
        "day": lambda number: remind(now + timedelta(days=1 + number)),
        "bare": lambda _: bare_query(),
    }
    seconds = in_turn(contestants, days)
    told = (_notices() - before) // days
    report.rows.append(_row("a day's sweep", count, told, seconds["day"], _resident()))
    report.rows.append(_row("bare query of all", count, 0, seconds["bare"], _resident()))
    return median(seconds["day"]) / median(seconds["bare"])


def bare_query() -> int:
    """Every open clock with what a reminder says of it."""
    with reading() as session:
        rows = session.connection().execute(
            sa.select(*SAID)
            .join(Technology, col(Technology.id) == col(Clock.technology_id))
            .where(col(Clock.state) == ClockState.RUNNING)
        )
        return len(rows.all())


def _sweep_in_flow() -> None:
    """As a shift does it: one piece of work, one flow run."""
    now = datetime.now(UTC)
    with transaction() as session:
        enqueue(session, WorkKind.SWEEP_CLOCKS, now.toordinal(), key=now.isoformat(), now=now)
        lease = timedelta(hours=1)
        (ours,) = claim(session, holder="bench.1", now=now, lease=lease, limit=1, kinds=[WorkKind.SWEEP_CLOCKS])
    if asyncio.run(clocks([ours.id], "bench.1")) != 1:
        raise RuntimeError("The sweep was not done.")


@contextmanager
def _prefect() -> Iterator[None]:
    """A server of this run's own, which tells nobody of it."""
    os.environ |= {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


@contextmanager
def _world() -> Iterator[Office]:
    with scratch():
        migrate()
        with transaction() as session:
            made = office(session)
        yield made


@contextmanager
def _peak() -> Iterator[list[float]]:
    """The most resident memory in MiB while the block runs."""
    found, over = [_resident()], threading.Event()

    def watch() -> None:
        while not over.wait(0.02):
            found[0] = max(found[0], _resident())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield found
    finally:
        over.set()
        watcher.join()


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _notices() -> int:
    with reading() as session:
        return int(session.exec(select(func.count()).select_from(Notice)).one())


def _row(name: str, count: int, reminders: int, seconds: list[float], peak: float) -> dict[str, object]:
    return {"sweep": name, "clocks": count, "reminders": reminders, **spread(seconds), "memory_mib": peak}


def main(arguments: list[str] | None = None) -> int:
    options = parser((__doc__ or "").partition("\n")[0])
    options.add_argument("--clocks", type=int, default=100_000, help="open clocks")
    options.add_argument("--days", type=int, default=10, help="days swept in turn with the bare query")
    options.add_argument("--without-prefect", action="store_true", help="the same batches outside of a flow run")
    chosen = options.parse_args(arguments)
    report = measure(chosen.clocks, chosen.days, with_prefect=not chosen.without_prefect)
    show(report, as_json=chosen.json)
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())
