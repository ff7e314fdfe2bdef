"""The processes of `helix run`: the web server, Prefect's server and the shifts, started, watched and stopped.

Prefect is never imported here: its server and the shifts are processes of their own.
"""

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, ClassVar

from models.errors import HelixError

GRACE = 6.0
"""Seconds that a process gets to end by itself."""
LONGEST_WAIT = 30.0
MOST_EARLY_DEATHS = 5
"""Deaths before a process was ever ready, after which it is given up."""
SETTLED = 5.0
LOG_LIMIT = 5_000_000
"""Bytes from which a log is put aside at the next start."""

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class CannotRun(HelixError):
    """`helix run` cannot start or go on here; the message says what to do."""

    code: ClassVar[str] = "cannot_run"


@contextmanager
def only_one(home: Path) -> Iterator[int]:
    """Hold `home` for this run; the open file is the lock. Raises `CannotRun` when another run holds it.

    Its processes inherit the file, so that a run that was killed counts as there until its last one is gone.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / "run.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            raise CannotRun(
                f"Helix is already running on {home} (process {file.read().strip() or 'unknown'}). "
                "Stop it first, or give this one a home of its own: HELIX_HOME=another/folder helix run --port 8001"
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield file.fileno()


def demand_free_port(host: str, port: int) -> None:
    """Raise `CannotRun` unless the web server could listen there."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise CannotRun(
            f"Helix cannot listen on {host}:{port} ({error.strerror}). Stop the program that does, "
            f"or choose another port: helix run --port {port + 1}"
        ) from None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def prefect_environment(home: Path, port: int) -> dict[str, str]:
    """Prefect for this machine alone: nothing sent out, nothing kept long, no results, no page of its own."""
    return {
        "DO_NOT_TRACK": "1",
        "PREFECT__SERVER_FINAL": "1",
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_HOME": str(home / "prefect"),
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        "PREFECT_RUNNER_POLL_FREQUENCY": "2",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": f"http://127.0.0.1:{port}",
        "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P1D",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": "P7D",
        "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
        "PREFECT_SERVER_UI_ENABLED": "false",
    }


@dataclass
class Child:
    """One process. `ready` says whether it serves already (unset: when it has lived for some seconds);
    `before` is done each time before it starts."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    ready: Callable[[], bool] | None = None
    before: Callable[[], object] = lambda: None
    after: "Child | None" = None
    """Starts only when that one is ready: two cores start one program faster than three."""
    was_ready: bool = False
    early_deaths: int = 0
    start_again_at: float | None = None
    process: subprocess.Popen[bytes] | None = None
    _started_at: float = 0.0
    _wait: float = field(default=0.5, repr=False)

    def start(self, inherited: int) -> None:
        """In a process group of its own, which a Ctrl-C at the terminal does not reach, and bound to end with us."""
        self.before()
        self.start_again_at, self.was_ready, self._started_at = None, False, time.monotonic()
        with _opened(self.log) as output:
            self.process = subprocess.Popen(  # noqa: S603  our own modules
                [sys.executable, *self.command],
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=(inherited,),
                process_group=0,
                preexec_fn=_end_with_parent,
            )

    def must_start(self) -> bool:
        if self.start_again_at is not None:
            return time.monotonic() >= self.start_again_at
        return self.process is None and (self.after is None or self.after.was_ready)

    def look(self) -> str | None:
        """What has happened since the last look, in words; a dead process gets a time to start again."""
        if self.process is None or self.start_again_at is not None:
            return None
        code = self.process.poll()
        if code is None:
            self._notice_ready()
            return None
        self.early_deaths += not self.was_ready
        if self.early_deaths >= MOST_EARLY_DEATHS:
            raise CannotRun(f"The {self.name} process does not start (exit code {code}): see the end of {self.log}.")
        self.start_again_at = time.monotonic() + self._wait
        said = f"the {self.name} process ended (exit code {code}, see {self.log}); it starts again in {self._wait:g} s"
        self._wait = min(2 * self._wait, LONGEST_WAIT)
        return said

    def _notice_ready(self) -> None:
        if self.was_ready:
            return
        if self.ready() if self.ready else time.monotonic() - self._started_at >= SETTLED:
            self.was_ready, self.early_deaths, self._wait = True, 0, 0.5

    def tell_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait_or_kill(self, deadline: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
        _kill_group(self.process.pid)  # also what it may have left behind
        self.process.wait()


class Supervisor:
    """Starts children, starts them again when they die, and stops them in order."""

    def __init__(self, children: Sequence[Child], inherited: int, tell: Callable[[str], None]) -> None:
        self.children, self._inherited, self._tell = children, inherited, tell

    def look(self) -> None:
        """Call it often. Raises `CannotRun` when a child cannot be started at all."""
        for child in self.children:
            said = child.look()
            if said:
                self._tell(said)
            if child.must_start():
                child.start(self._inherited)

    def stop(self) -> None:
        """The last started first; each has its time, then it is killed with all its own."""
        deadline = time.monotonic() + GRACE
        for child in reversed(self.children):
            child.tell_to_stop()
            child.wait_or_kill(deadline)


def web_server(host: str, port: int, environment: Mapping[str, str], logs: Path) -> Child:
    reached = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104  compared, not bound
    return Child(
        name="web",
        command=("-m", "uvicorn", "api.app:create_app", "--factory", "--host", host, "--port", str(port), *_UVICORN),
        environment=environment,
        log=logs / "web.log",
        ready=lambda: _listens(reached, port),
    )


def prefect_server(port: int, environment: Mapping[str, str], logs: Path, *, after: Child) -> Child:
    """What `prefect server start` would run, without the process that it puts between us and its server."""
    app = "flows.server:create_app"
    return Child(
        name="Prefect",
        command=("-m", "uvicorn", app, "--factory", "--host", "127.0.0.1", "--port", str(port), *_UVICORN),
        environment=environment,
        log=logs / "prefect.log",
        ready=lambda: _healthy(f"http://127.0.0.1:{port}/api/health"),
        after=after,
    )


def shifts(
    name: str,
    environment: Mapping[str, str],
    logs: Path,
    *,
    before: Callable[[], object],
    after: Child,
    reports_from: date | None = None,
) -> Child:
    """`before` frees the leases of the shift that died: nobody else can be `name`. Before `reports_from` somebody else
    asks for portfolio reports."""
    later = ("--reports-from", reports_from.isoformat()) if reports_from else ()
    return Child(
        name="shift",
        command=("-m", "flows.shifts", "--name", name, *later),
        environment=environment,
        log=logs / "shift.log",
        before=before,
        after=after,
    )


_UVICORN = ("--log-level", "warning", "--no-access-log", "--no-server-header", "--timeout-graceful-shutdown", "2")


def _end_with_parent() -> None:
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _opened(log: Path) -> IO[bytes]:
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
    return log.open("ab")


def _listens(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def _healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310  our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
