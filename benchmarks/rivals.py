"""The same small job, three durable steps for each item, by Helix's outbox and by three workflow engines.

Each step writes one row into the same kind of SQLite file (WAL, NORMAL) in a transaction that is durable before
the next step begins, so that a killed process goes on where it was. Helix claims work under leases in batches,
runs them in real Prefect flow runs and asks for the next step in the transaction of the last one's result, as its
flows do; Prefect alone has a flow run an item with three tasks; DBOS a workflow of three steps an item, its own
state in SQLite; SpiffWorkflow a process of three tasks an item, serialised into the database after each.
"""

import asyncio
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import Engine, text

from api.supervisor import free_port, prefect_environment
from benchmarks.databases import scratch
from benchmarks.measuring import Claim as Ratio, Report, in_turn, parser, show
from models.actions.work import Claim, claim, enqueue, finish
from models.db import engine_for, migrate, transaction
from models.rules.words import WorkKind

STEPS = (WorkKind.RECEIVE_DISCLOSURE, WorkKind.PREPARE_REVIEW, WorkKind.RENDER_BRIEF)
"""Kinds of work that stand for the three steps: what they do here is the benchmark's."""
CHUNK = 100
AT_ONCE = 4
"""Flow runs of Prefect's own, and workflows of DBOS, under way at a time."""


class Job:
    """Where the steps' rows go, and the proof that every step of every item was done once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self.connection() as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS done (item INTEGER, step INTEGER, UNIQUE (item, step))")
            connection.execute("CREATE TABLE IF NOT EXISTS kept (item INTEGER PRIMARY KEY, state TEXT)")

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path, timeout=30)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            with connection:
                yield connection
        finally:
            connection.close()

    def step(self, item: int, step: int) -> None:
        with self.connection() as connection:
            connection.execute("INSERT INTO done VALUES (?, ?)", (item, step))

    def prove(self, items: int) -> None:
        with self.connection() as connection:
            (count,) = connection.execute("SELECT count(*) FROM done").fetchone()
        if count != 3 * items:
            raise AssertionError(f"{count} steps were done instead of {3 * items}")


def helix(home: Path, items: int, number: int) -> None:
    """Asked for in one transaction, then a shift: batches are flow runs, chunks are tasks."""
    path = home / f"helix-{number}.db"
    shutil.copy(_template(home), path)
    engine = engine_for(f"sqlite:///{path}")
    now = datetime.now(UTC)
    with transaction(engine) as session:
        for item in range(items):
            enqueue(session, STEPS[0], item, key=str(item), now=now)
    asyncio.run(_shift(engine))
    engine.dispose()
    Job(path).prove(items)


async def _shift(engine: Engine) -> None:
    from prefect import flow, task

    held: dict[int, list[Claim]] = {}

    @task
    async def part(key: int) -> None:
        await asyncio.to_thread(_settle, engine, held.pop(key))

    @flow
    async def stage(keys: list[int]) -> None:
        for key in keys:
            await part(key)

    @flow
    async def shift() -> None:
        while claims := _claim(engine):
            parts = [claims[start : start + CHUNK] for start in range(0, len(claims), CHUNK)]
            held.update(enumerate(parts))
            await stage(list(held))

    await shift()


def _claim(engine: Engine) -> list[Claim]:
    with transaction(engine) as session:
        lease = timedelta(seconds=60)
        return claim(session, holder="benchmark", now=datetime.now(UTC), lease=lease, limit=2 * CHUNK)


def _settle(engine: Engine, claims: list[Claim]) -> None:
    """The chunk's rows, what is to be done next, and the end of this: one transaction."""
    now = datetime.now(UTC)
    with transaction(engine) as session:
        for each in claims:
            step = STEPS.index(each.kind)
            session.execute(_DONE, {"item": each.subject_id, "step": step})
            if step + 1 < len(STEPS):
                enqueue(session, STEPS[step + 1], each.subject_id, key=str(each.subject_id), now=now)
        finish(session, claims, now=now)


_DONE = text("INSERT INTO done VALUES (:item, :step)")


def _template(home: Path) -> Path:
    """A migrated file: the schema is there before any engine starts, as the others' is."""
    path = home / "template.db"
    if not path.exists():
        migrate(f"sqlite:///{path}")
        engine_for(f"sqlite:///{path}").dispose()
        Job(path)
    return path


def prefect_alone(home: Path, items: int, number: int) -> None:
    from prefect import flow, task

    job = Job(home / f"prefect-{number}.db")

    @task
    async def step(item: int, which: int) -> None:
        await asyncio.to_thread(job.step, item, which)

    @flow
    async def process(item: int) -> None:
        for which in range(3):
            await step(item, which)

    async def everything() -> None:
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(item: int) -> None:
            async with gate:
                await process(item)

        await asyncio.gather(*(one(item) for item in range(items)))

    asyncio.run(everything())
    job.prove(items)


def dbos(home: Path, items: int, number: int) -> None:
    """Started beforehand by `_dbos`: only its workflows are on the clock."""
    from concurrent.futures import ThreadPoolExecutor

    job = Job(home / f"dbos-{number}.db")
    _dbos_job.clear()
    _dbos_job.append(job)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(_dbos_process(), range(items)))
    job.prove(items)


_dbos_job: list[Job] = []
_dbos_made: list[Callable[[int], None]] = []


def _dbos_process() -> Callable[[int], None]:
    return _dbos_made[0]


@contextmanager
def _dbos(home: Path) -> Iterator[None]:
    from dbos import DBOS

    DBOS(config={"name": "rivals", "system_database_url": f"sqlite:///{home / 'dbos-system.db'}", "log_level": "ERROR"})

    @DBOS.step()
    def step(item: int, which: int) -> None:
        _dbos_job[0].step(item, which)

    @DBOS.workflow()
    def process(item: int) -> None:
        for which in range(3):
            step(item, which)

    _dbos_made[:] = [process]
    DBOS.launch()
    try:
        yield
    finally:
        DBOS.destroy()


def spiff(home: Path, items: int, number: int) -> None:
    from SpiffWorkflow.serializer.json import JSONSerializer
    from SpiffWorkflow.specs.Simple import Simple
    from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
    from SpiffWorkflow.task import TaskState
    from SpiffWorkflow.workflow import Workflow

    job, serializer = Job(home / f"spiff-{number}.db"), JSONSerializer()
    for item in range(items):
        spec = WorkflowSpec(name="job", addstart=True)
        steps = [Simple(spec, f"step{which}", manual=True) for which in range(3)]
        spec.start.connect(steps[0])
        steps[0].connect(steps[1])
        steps[1].connect(steps[2])
        workflow = Workflow(spec)
        workflow.run_all()
        for which in range(3):
            task = workflow.get_next_task(state=TaskState.READY, spec_name=f"step{which}")
            with job.connection() as connection:  # the step's row and the engine's state in one transaction
                connection.execute("INSERT INTO done VALUES (?, ?)", (item, which))
                task.run()
                state = workflow.serialize(serializer)
                kept = state if isinstance(state, str) else json.dumps(state)
                connection.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (item, kept))
    job.prove(items)


def run(items: int, rounds: int) -> Report:
    contestants = {"Helix": helix, "Prefect, a flow run an item": prefect_alone, "DBOS": dbos, "SpiffWorkflow": spiff}
    with scratch() as home, _prefect_server(home), _dbos(home):
        for contestant in contestants.values():
            contestant(home, 2, -1)  # what is loaded once is not on the clock
        calls = {name: (lambda number, each=each: each(home, items, number)) for name, each in contestants.items()}
        seconds = in_turn(calls, rounds)
    mine = median(seconds["Helix"])
    return Report(
        "rivals",
        {"items": items, "steps": 3, "rounds": rounds},
        claims=[
            Ratio(f"Helix over {name}", mine / median(theirs), 1.0)
            for name, theirs in seconds.items()
            if name != "Helix"
        ],
        rows=[
            {"contestant": name, "median_seconds": median(each), "times_helix": median(each) / mine}
            for name, each in seconds.items()
        ],
    )


@contextmanager
def _prefect_server(home: Path) -> Iterator[None]:
    """Real and warm; this process is told of it before it first imports Prefect."""
    port = free_port()
    environment = prefect_environment(home, port)
    os.environ |= environment | {"PREFECT_LOGGING_LEVEL": "ERROR"}
    command = ("-m", "uvicorn", "prefect.server.api.server:create_app", "--factory", "--port", str(port))
    with (home / "prefect.log").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *command, "--log-level", "warning"], env=os.environ, stdout=output, stderr=output
        )
        try:
            _await(f"{environment['PREFECT_API_URL']}/health")
            yield
        finally:
            process.terminate()
            process.wait()
            for name in environment:
                os.environ.pop(name, None)


def _await(address: str) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    raise TimeoutError("Prefect's server does not start")


def main() -> int:
    chosen = parser(__doc__ or "")
    chosen.add_argument("--items", type=int, default=200)
    chosen.add_argument("--rounds", type=int, default=3)
    arguments = chosen.parse_args()
    report = run(arguments.items, arguments.rounds)
    show(report, as_json=arguments.json)
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())
