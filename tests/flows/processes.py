"""Real processes for tests: Prefect's server, and shifts that can be killed."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from api.supervisor import Child, Supervisor, prefect_environment, prefect_server
from tests.sources import ROOT

ENOUGH = 240.0
"""Seconds after which a process is taken to hang. Nothing is judged by how fast it is."""


def until(happened: Callable[[], object], what: str) -> None:
    """Wait for it; the test fails when it does not come at all."""
    deadline = time.monotonic() + ENOUGH
    while not happened():
        if time.monotonic() > deadline:
            pytest.fail(f"waited {ENOUGH:g} s in vain: {what}")
        time.sleep(0.02)


@contextmanager
def running_prefect_server(folder: Path, port: int) -> Iterator[dict[str, str]]:
    """As `helix run` starts it; the environment of those who talk to it."""
    environment = prefect_environment(folder, port)
    at_once = Child("nothing", (), {}, folder / "none.log", was_ready=True)
    server = prefect_server(port, environment, folder, after=at_once)
    with (folder / "lock").open("w") as lock:
        supervisor = Supervisor([server], lock.fileno(), pytest.fail)
        try:
            until(lambda: _looked(supervisor).was_ready, f"Prefect's server, see {server.log}")
            yield environment
        finally:
            supervisor.stop()


def _looked(supervisor: Supervisor) -> Child:
    supervisor.look()
    return supervisor.children[0]


class Shift:
    """`python -m flows.shifts` under the test's own settings, in a process group of its own."""

    def __init__(self, environment: Mapping[str, str], log: Path, *arguments: str) -> None:
        self.log = log
        own = {**environment, "PYTHONPATH": str(ROOT)}
        child = Child("shift", ("-m", "flows.shifts", *arguments), own, log)
        with Path(os.devnull).open() as nothing:
            child.start(nothing.fileno())
        assert child.process is not None
        self._process = child.process
        self.pid = self._process.pid

    def finish(self) -> None:
        """It ends by itself, and well."""
        try:
            code = self._process.wait(ENOUGH)
        except subprocess.TimeoutExpired:
            pytest.fail(f"the shift did not end within {ENOUGH:g} s:\n{self.said()[-3000:]}")
        assert code == 0, self.said()[-3000:]

    def kill(self) -> None:
        """All of its group at once, as when the machine loses power."""
        os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()

    def kill_alone(self) -> None:
        """Only the shift, as when memory runs out: its render processes must notice by themselves."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()

    def is_gone(self) -> bool:
        """With all its children."""
        return all(group != self.pid or state == "Z" for state, group in _processes())

    def said(self) -> str:
        return self.log.read_text(errors="replace")


def _processes() -> Iterator[tuple[str, int]]:
    """State and group of each."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, group = stat.read_text().rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
            continue
        yield state, int(group)
