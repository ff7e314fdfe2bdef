"""The supervisor: one run a home, a free port, children that are started again, and none that outlives it."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from api.supervisor import CannotRun, Child, Supervisor, demand_free_port, free_port, only_one, prefect_environment
from tests.sources import ROOT

FOR_EVER = ("-c", "import time; time.sleep(600)")
DEAF = (
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(600)",
)


def until(happened, seconds=20.0):
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def supervise(tmp_path):
    """Children under a supervisor that says what happens into `told`."""
    made = []
    with only_one(tmp_path / "home") as lock:

        def start(*children):
            told: list[str] = []
            made.append(Supervisor(children, lock, told.append))
            return made[-1], told

        yield start
        for each in made:
            each.stop()


def child(tmp_path, *command, **values):
    return Child("test", command, {}, tmp_path / "child.log", **values)


def test_a_second_run_on_the_same_home_is_refused_and_told_what_to_do(tmp_path):
    told = rf"already running on .* \(process {os.getpid()}\).*HELIX_HOME="
    with only_one(tmp_path), pytest.raises(CannotRun, match=told), only_one(tmp_path):
        pass
    with only_one(tmp_path):
        pass  # the first has ended


def test_a_port_that_is_taken_is_named_with_the_remedy():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotRun, match=rf"127\.0\.0\.1:{port} \(Address already in use\).*--port {port + 1}"):
            demand_free_port("127.0.0.1", port)
    demand_free_port("127.0.0.1", free_port())


def test_a_child_that_dies_is_started_again_after_its_leases_are_freed(supervise, tmp_path):
    freed = []
    one = child(tmp_path, *FOR_EVER, ready=lambda: True, before=lambda: freed.append(1))
    supervisor, told = supervise(one)
    supervisor.look()
    first = one.process
    first.kill()
    first.wait()
    until(lambda: supervisor.look() or one.process is not first)
    assert freed == [1, 1]
    assert told == [f"the test process ended (exit code -9, see {one.log}); it starts again in 0.5 s"]


def test_a_child_that_never_comes_up_is_given_up(supervise, tmp_path, monkeypatch):
    monkeypatch.setattr("api.supervisor.MOST_EARLY_DEATHS", 2)
    supervisor, _ = supervise(child(tmp_path, "-c", "raise SystemExit('it is broken')", ready=lambda: False))
    with pytest.raises(CannotRun, match=r"does not start \(exit code 1\): see the end of .*child.log"):
        until(supervisor.look)
    assert "it is broken" in (tmp_path / "child.log").read_text()


def test_a_child_waits_for_the_one_before_it(supervise, tmp_path):
    answers: list[int] = []
    first = child(tmp_path, *FOR_EVER, ready=lambda: bool(answers))
    second = child(tmp_path, *FOR_EVER, after=first)
    supervisor, _ = supervise(first, second)
    for _ in range(3):
        supervisor.look()
    assert second.process is None
    answers.append(1)
    until(lambda: supervisor.look() or second.process is not None)


def test_a_child_that_does_not_listen_is_killed(supervise, tmp_path, monkeypatch):
    monkeypatch.setattr("api.supervisor.GRACE", 0.3)
    one = child(tmp_path, *DEAF)
    supervisor, _ = supervise(one)
    supervisor.look()
    until(lambda: one.log.read_text())
    supervisor.stop()
    assert one.process.returncode == -signal.SIGKILL


RUN = """
import sys, time
from pathlib import Path
from api.supervisor import Child, Supervisor, only_one

with only_one(Path(sys.argv[1])) as lock:
    command = ("-c", "import time; time.sleep(600)")
    children = [Child(str(number), command, {}, Path(sys.argv[1]) / "log") for number in range(2)]
    Supervisor(children, lock, print).look()
    print(*(child.process.pid for child in children), flush=True)
    time.sleep(600)
"""


def test_nothing_outlives_a_killed_supervisor_and_its_home_is_free_again(tmp_path):
    run = subprocess.Popen(
        [sys.executable, "-c", RUN, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert run.stdout is not None
    children = [int(word) for word in run.stdout.readline().split()]
    assert all(map(alive, children))
    assert len(children) == 2
    run.kill()
    run.wait()
    run.stdout.close()
    until(lambda: not any(map(alive, children)))
    with only_one(tmp_path):
        pass


def test_prefect_talks_to_this_machine_alone(tmp_path):
    environment = prefect_environment(tmp_path, 4711)
    assert environment["PREFECT_API_URL"] == "http://127.0.0.1:4711/api"
    assert environment["PREFECT_HOME"] == str(tmp_path / "prefect")
    off = ("ANALYTICS_ENABLED", "EPHEMERAL_ENABLED", "UI_ENABLED")
    assert {environment[f"PREFECT_SERVER_{name}"] for name in off} == {"false"}
