"""`helix run`: everything on this machine, in one command."""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from api.example.logins import example_business, example_logins, told as told_logins
from api.exits import Exit, ending
from api.rehearsal import Rehearsed, rehearse
from api.supervisor import (
    CannotRun,
    Child,
    Supervisor,
    demand_free_port,
    free_port,
    only_one,
    prefect_environment,
    prefect_server,
    shifts,
    web_server,
)
from models.actions.search import complete_index
from models.actions.work import take_back
from models.db import migrate, reading, transaction
from models.errors import HelixError
from models.links import mark
from models.queries.status import Status, status_of
from models.queries.work import asked_for, unfinished
from models.rules.days import local_date
from models.rules.words import WorkKind
from models.settings import settings

LOOK = 0.1
"""Seconds between two looks at the processes."""


def run(
    host: Annotated[str, typer.Option(help="Address that the web server listens on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port that the web server listens on.")] = 8000,
    example: Annotated[
        bool, typer.Option("--example", help="Load the example portfolio and play its decisions.")
    ] = False,
    exit_when_done: Annotated[bool, typer.Option("--exit", help="End when the queue is empty.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON, with --exit.")] = False,
) -> None:
    """Migrate the database, then run the web server, Prefect's server and the shifts until Ctrl-C.

    Exit codes: 0 all done or stopped, 2 wrong usage, 3 with --exit: something is parked, 4 it cannot run here.
    """
    if as_json and not exit_when_done:
        raise typer.BadParameter("--json prints the result at the end: use it with --exit.")
    started = _Run(host, port, example=example, exit_when_done=exit_when_done, as_json=as_json)
    try:
        code = started.run()
    except HelixError as error:
        if as_json:
            typer.echo(json.dumps({"error": error.code, "message": str(error)}, ensure_ascii=False))
        typer.echo(str(error), err=True)
        code, _ = ending(error) or (Exit.ENVIRONMENT, "")
        raise typer.Exit(Exit.ENVIRONMENT if isinstance(error, CannotRun) else code) from None
    raise typer.Exit(code)


class _Run:
    def __init__(self, host: str, port: int, *, example: bool, exit_when_done: bool, as_json: bool) -> None:
        self.host, self.port = host, port
        self.example, self.exit_when_done, self.as_json = example, exit_when_done, as_json
        self.seconds: dict[str, float] = {}
        self.stopping = threading.Event()
        self.rehearsed: Rehearsed | None = None
        self.failure: Exception | None = None

    def run(self) -> int:
        began = time.monotonic()
        self._point_links_here()
        home = settings().home.resolve()
        with only_one(home) as lock, self._signals():
            demand_free_port(self.host, self.port)
            settings().remember_address()
            with self._timed("migrate"):
                migrate()
                complete_index()
            with _board(quiet=self.as_json) as board:
                supervisor = Supervisor(self._children(), lock, board.say)
                try:
                    self._watch(supervisor, board)
                finally:
                    self.stopping.set()
                    board.say("stopping")
                    supervisor.stop()
                    self._free_leases()
        self.seconds["total"] = round(time.monotonic() - began, 1)
        return self._report()

    def _point_links_here(self) -> None:
        """Links in e-mails and briefs lead to this web server, unless the settings name another address."""
        if not settings().names_address:
            os.environ["HELIX_BASE_URL"] = f"http://{'127.0.0.1' if self.host == '0.0.0.0' else self.host}:{self.port}"  # noqa: S104  compared, not bound
            settings.cache_clear()

    def _children(self) -> list[Child]:
        """The web server first: pages answer while Prefect migrates."""
        home = settings().home.resolve()
        environment = {"HELIX_HOME": str(home)}
        port = free_port()
        prefect = environment | prefect_environment(home, port)
        logs = home / "log"
        tomorrow = local_date(datetime.now(UTC)) + timedelta(days=1)
        web = web_server(self.host, self.port, environment, logs)
        return [
            web,
            prefect_server(port, prefect, logs, after=web),
            shifts(
                _shift_name(),
                prefect,
                logs,
                before=self._free_leases,
                after=web,
                reports_from=tomorrow if self.example else None,  # today the example asks, after its stories
            ),
        ]

    def _free_leases(self) -> None:
        """Of shifts of this home that were killed: none is left, or we would not hold the lock."""
        with transaction() as session:
            take_back(session, _shift_name())

    def _watch(self, supervisor: Supervisor, board: "_Board") -> None:
        began = time.monotonic()
        web, prefect, _ = supervisor.children
        rehearsal = threading.Thread(target=self._rehearse, args=(board,), daemon=True)
        told = begun = False
        while not self.stopping.is_set():
            supervisor.look()
            if self.example and web.was_ready and not begun:
                rehearsal.start()
                begun = True
            for child, part in ((web, "web"), (prefect, "prefect")):
                if child.was_ready and part not in self.seconds:
                    self.seconds[part] = round(time.monotonic() - began, 1)
                    board.say(f"{_READY[part]} after {self.seconds[part]:g} s".replace("{address}", self._address()))
            if self.failure is not None:
                raise self.failure
            if begun is self.example and not rehearsal.is_alive() and self._all_done(began, board):
                if self.exit_when_done:
                    break
                if not told:
                    self._tell(board)
                    told = True
            self.stopping.wait(LOOK)
        self.stopping.set()
        if begun:
            rehearsal.join(2)

    def _tell(self, board: "_Board") -> None:
        if self.example:
            now = datetime.now(UTC)
            logins = example_logins(now=now)
            for line in told_logins(logins, example_business(now=now) if logins else None):
                board.say(line)
        board.say(f"Helix runs on {self._address()}; Ctrl-C stops it")

    def _all_done(self, began: float, board: "_Board") -> bool:
        """Nothing is left but what is parked; today's periodic work has been asked for by a shift."""
        if "queue" in self.seconds:
            return True
        with reading() as session:
            today = local_date(datetime.now(UTC)).isoformat()
            left = unfinished(session)
            done = left == 0 and asked_for(session, WorkKind.SWEEP_CLOCKS, today)
        board.waiting(left)
        if done:
            self.seconds["queue"] = round(time.monotonic() - began - self.seconds.get("example", 0.0), 1)
        return done

    def _rehearse(self, board: "_Board") -> None:
        began = time.monotonic()
        try:
            self.rehearsed = rehearse(board.told, stop=self.stopping.is_set)
        except Exception as error:
            self.failure = error
        self.seconds["example"] = round(time.monotonic() - began, 1)

    @contextmanager
    def _timed(self, part: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.seconds[part] = round(time.monotonic() - began, 1)

    @contextmanager
    def _signals(self) -> Iterator[None]:
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        for number in before:
            signal.signal(number, lambda *_: self.stopping.set())
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _address(self) -> str:
        return settings().base_url

    def _report(self) -> int:
        """What stands where at the end. With `--exit` an incomplete end has an exit code of its own."""
        with reading() as session:
            status = status_of(session, now=datetime.now(UTC))
        stuck = self.rehearsed.stuck if self.rehearsed else []
        if self.as_json:
            typer.echo(json.dumps(result(status, self.seconds)))
        elif self.exit_when_done or self.example:
            typer.echo(summary(status, stuck))
        incomplete = self.exit_when_done and (
            status.parked or status.mail_waiting or stuck or "queue" not in self.seconds
        )
        return Exit.PARTLY if incomplete else Exit.OK


def result(status: Status, seconds: dict[str, float]) -> dict[str, object]:
    return {
        "technologies": status.technologies,
        "briefs": status.briefs,
        "deliveries_sent": status.deliveries_sent,
        "parked": len(status.parked),
        "seconds": seconds,
    }


def summary(status: Status, stuck: list[str]) -> str:
    lines = [f"{stage.replace('_', ' '):<12} {count:>6}" for stage, count in status.technologies.items()]
    lines.append(f"{status.briefs} briefs, {status.deliveries_sent} sent to partners, {status.notices_sent} notices")
    lines += [f"parked: work {work.work_id}, {work.kind} {work.subject_id}: {work.error}" for work in status.parked]
    if status.mail_waiting:
        lines.append(f"e-mails that wait for the mail server, which is away: {status.mail_waiting}")
    lines += [f"waits for parked work: {key}" for key in stuck]
    return "\n".join(lines)


_READY = {"web": "the web server answers on {address}", "prefect": "Prefect's server is up"}


def _shift_name() -> str:
    """The same in every run on this home, so that a later one can free what a killed one held."""
    return f"run-{mark('shift')}"


class _Board:
    """What a person sees meanwhile: one line an event, and on a terminal bars below them. All on stderr."""

    def __init__(self, say: Callable[[str], None], bars: Progress | None) -> None:
        self.say, self._bars = say, bars
        self._last_told = -1
        if bars is not None:
            self._example = bars.add_task("example technologies", total=None, visible=False)
            self._queue = bars.add_task("waiting work", total=None, visible=False)

    def told(self, done: int, total: int) -> None:
        if self._bars is not None:
            self._bars.update(self._example, completed=done, total=total, visible=True)
        elif done != self._last_told:
            self.say(f"example: {done} of {total} technologies")
        self._last_told = done

    def waiting(self, left: int) -> None:
        if self._bars is not None:
            self._bars.update(self._queue, description=f"waiting work: {left}", visible=left > 0)


@contextmanager
def _board(*, quiet: bool) -> Iterator[_Board]:
    if quiet or not sys.stderr.isatty():
        yield _Board(lambda line: typer.echo(f"helix: {line}", err=True), None)
        return
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        yield _Board(lambda line: console.print(f"helix: {line}", highlight=False), bars)
