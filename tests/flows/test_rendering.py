"""The render pool: killed processes, poison, a full disk, a parent that dies."""

import asyncio
import os
import resource
import signal
import subprocess
import sys
import time
from multiprocessing import active_children
from pathlib import Path

import pytest
from sqlmodel import select

from flows.offering import render
from flows.rendering import RenderPool, WorkerDied, pool
from models.db import reading
from models.files import Stored, path_of
from models.queries.status import status_of
from models.rules.words import WorkKind, WorkState
from models.settings import settings
from models.tables import Brief
from tests import factories as make
from tests.factories import NOW


def shout(text: str) -> bytes:
    return text.upper().encode()


def slow(text: str) -> bytes:
    time.sleep(0.3)
    return shout(text)


def die_if_poison(text: str) -> bytes:
    if text == "poison":
        os.kill(os.getpid(), signal.SIGKILL)
    return slow(text)


def never_end_over_poison(text: str) -> bytes:
    while text == "poison":
        pass
    return shout(text)


def temporary_folder(_text: str) -> bytes:
    import tempfile

    return tempfile.gettempdir().encode()


@pytest.fixture
def two(tmp_path):
    made = RenderPool(2, tmp_path)
    yield made
    made.stop()


def draw_all(two, function, texts):
    async def draw():
        return await asyncio.gather(*(two.draw(function, text) for text in texts), return_exceptions=True)

    return asyncio.run(draw())


def test_a_process_writes_the_file_store(two, tmp_path):
    (stored,) = draw_all(two, shout, ["hej"])
    assert path_of(stored.sha256, tmp_path / "files").read_bytes() == b"HEJ"


def test_one_document_that_kills_its_process_fails_alone(two):
    texts = ["a", "b", "poison", "c", "d"]
    results = draw_all(two, die_if_poison, texts)
    assert [isinstance(result, Stored) for result in results] == [True, True, False, True, True]
    assert isinstance(results[2], WorkerDied)


def test_a_document_without_an_end_fails_alone(tmp_path):
    hasty = RenderPool(2, tmp_path, longest=1)
    results = draw_all(hasty, never_end_over_poison, ["a", "poison", "b", "c"])
    hasty.stop()
    assert [isinstance(result, Stored) for result in results] == [True, False, True, True]
    assert isinstance(results[1], WorkerDied)
    assert "more than 1 seconds" in str(results[1])


def test_a_killed_process_loses_nothing(two):
    async def draw():
        drawing = asyncio.gather(*(two.draw(slow, str(number)) for number in range(4)))
        await asyncio.sleep(0.1)
        while not active_children():
            await asyncio.sleep(0.05)
        active_children()[0].kill()
        return await drawing

    assert len({stored.sha256 for stored in asyncio.run(draw())}) == 4


def test_each_process_has_a_temporary_folder_of_its_own_and_dead_ones_are_swept(two, tmp_path):
    left_behind = tmp_path / "rendering" / "999999999"
    left_behind.mkdir(parents=True)
    (stored,) = draw_all(two, temporary_folder, ["x"])
    folder = path_of(stored.sha256, tmp_path / "files").read_text()
    assert folder.startswith(str(tmp_path / "rendering"))
    assert not left_behind.exists()


ORPHANS = """
import asyncio, os, sys
from pathlib import Path
from flows.rendering import RenderPool
from tests.flows.test_rendering import shout

if __name__ == "__main__":
    pool = RenderPool(2, Path(sys.argv[1]))
    pool.warm()
    asyncio.run(pool.draw(shout, "x"))
    print(*(folder.name for folder in (Path(sys.argv[1]) / "rendering").iterdir()), flush=True)
    asyncio.run(asyncio.sleep(60))
"""


def test_the_processes_end_with_their_killed_parent(tmp_path):
    script = tmp_path / "orphans.py"
    script.write_text(ORPHANS)
    parent = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    assert parent.stdout is not None
    children = [int(word) for word in parent.stdout.readline().split()]
    assert children
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 10
    while any(alive(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [child for child in children if alive(child)] == []


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.fixture
def full_disk():
    """No file of this process, or of those it starts, may grow beyond 20,000 bytes: a brief is larger."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def restrict(pid: int, limit: int) -> None:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (limit, before[1]))

    return restrict


def test_a_full_disk_leaves_nothing_half_written_and_the_brief_is_made_when_there_is_room(one_world, full_disk):
    technology = one_world.make(make.to_offer)
    number = one_world.make(lambda session, cast: make.approved_offer(session, cast, technology).id)
    draw_all(pool(), shout, ["warm", "both"])
    workers = [child.pid for child in active_children()]

    def attempt():
        claims = one_world.take(WorkKind.RENDER_BRIEF)
        return asyncio.run(render.fn([claim.id for claim in claims], "test.1"))

    def files():
        return [path for path in settings().files.rglob("*") if path.is_file() and path.stat().st_size > 10]

    for pid in workers:
        full_disk(pid, 10_000)
    assert attempt() == 0
    ((subject, state, error),) = one_world.work(WorkKind.RENDER_BRIEF)
    assert (subject, state) == (number, WorkState.QUEUED)
    assert "There is no room to write under" in error
    assert "Free some space there" in error
    assert files() == []

    for pid in workers:
        full_disk(pid, resource.RLIM_INFINITY)
    assert attempt() == 1
    with reading() as session:
        (brief,) = session.exec(select(Brief)).all()
        status = status_of(session, now=NOW)
    assert files() == [path_of(brief.sha256, settings().files)]
    assert (status.briefs, status.parked) == (1, [])
