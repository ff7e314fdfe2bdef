"""A Prefect server of a test's own that can be killed and started again, and what talks to it."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from api.supervisor import Child, free_port, prefect_environment, prefect_server
from tests.sources import ROOT

ENOUGH = 180.0
"""Seconds after which a process is taken to hang. Nothing is judged by how fast it is."""


def until(happened: Callable[[], object], what: str, every: float = 0.1) -> None:
    """Wait for it; the test fails when it does not come at all."""
    deadline = time.monotonic() + ENOUGH
    while not happened():
        if time.monotonic() > deadline:
            pytest.fail(f"waited {ENOUGH:g} s in vain: {what}")
        time.sleep(every)


class PrefectServer:
    """As `helix run` starts it, in a folder of its own; the same port and database after each start."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._port = free_port()
        self.environment = prefect_environment(folder, self._port)
        self._child: Child | None = None

    def start(self) -> None:
        self.begin()
        until(self._serves, "Prefect's server")

    def begin(self) -> None:
        """It serves some seconds later; shifts wait for that by themselves."""
        at_once = Child("nothing", (), {}, self.folder / "none.log", was_ready=True)
        self._child = prefect_server(self._port, self.environment, self.folder, after=at_once)
        with Path(os.devnull).open() as nothing:
            self._child.start(nothing.fileno())

    def _serves(self) -> bool:
        child = self._child
        assert child is not None
        assert child.process is not None
        assert child.process.poll() is None, self.said()
        return child.ready is not None and child.ready()

    def kill(self) -> None:
        if self._child is not None:
            self._child.wait_or_kill(0)

    def said(self) -> str:
        return (self.folder / "prefect.log").read_text(errors="replace")

    def database(self) -> bytes:
        """All of its files, what is not yet folded into the main one too."""
        return b"".join(path.read_bytes() for path in sorted((self.folder / "prefect").glob("prefect.db*")))

    def ask(self, path: str, **body: object) -> Any:
        """Its JSON API; `None` when it is too busy to answer."""
        try:
            token = self._open("csrf-token?client=tests")["token"]  # it refuses posts without one
            return self._open(path, body, {"Prefect-Csrf-Token": token, "Prefect-Csrf-Client": "tests"})
        except TimeoutError:
            return None

    def _open(self, path: str, body: object = None, headers: Mapping[str, str] | None = None) -> Any:
        request = urllib.request.Request(
            f"{self.environment['PREFECT_API_URL']}/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", **(headers or {})},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)


@contextmanager
def serving(folder: Path) -> Iterator[PrefectServer]:
    server = PrefectServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()


class Program:
    """A Python module run as a process, in a group of its own that ends with the test."""

    def __init__(self, *command: str, environment: Mapping[str, str], folder: Path, log: Path) -> None:
        self.log = log
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=folder,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                process_group=0,
            )

    def runs(self) -> bool:
        return self._process.poll() is None

    def ended_with(self) -> int:
        return self._process.wait(ENOUGH)

    def stop(self) -> None:
        """With all that it has started: a worker's runs have sessions of their own."""
        for pid in (*_descendants(self._process.pid), self._process.pid):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self._process.wait()

    def said(self) -> str:
        return self.log.read_text(errors="replace")


@contextmanager
def shift(server: PrefectServer, folder: Path, *arguments: str) -> Iterator[Program]:
    """`python -m flows.shifts` under the settings of the moment, started in `folder`."""
    environment = {**server.environment, "PYTHONPATH": str(ROOT)}
    log = folder / f"shift-{len(list(folder.glob('shift-*.log')))}.log"
    program = Program("flows.shifts", *arguments, environment=environment, folder=folder, log=log)
    try:
        yield program
    finally:
        program.stop()


def prefect(server: PrefectServer, *arguments: str, folder: Path) -> str:
    """Prefect's own command line, called as a person would; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
        cwd=folder,
        env=os.environ | server.environment,
        capture_output=True,
        text=True,
        timeout=ENOUGH,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _descendants(pid: int) -> list[int]:
    """The processes that it has started, and theirs, as far as they live."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
            continue
        children.setdefault(parent, []).append(int(folder.name))
    found: list[int] = []
    waiting = [pid]
    while waiting:
        begun = children.get(waiting.pop(), [])
        found += begun
        waiting += begun
    return found
