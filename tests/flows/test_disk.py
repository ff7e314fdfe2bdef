"""The disk of HELIX_HOME is full while a shift works, and then has room again."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from models.rules.words import WorkKind, WorkState
from models.settings import settings
from tests.flows import queued
from tests.flows.processes import until


@dataclass
class Disk:
    """A file system of its own, with HELIX_HOME on it."""

    root: Path

    def fill(self) -> None:
        with (self.root / "ballast").open("wb", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(bytes(4096))
            except OSError:
                return

    def make_room(self) -> None:
        (self.root / "ballast").unlink()


@pytest.fixture
def disk(tmp_path) -> Iterator[Disk]:
    home = settings().home
    home.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "helix-test", home], capture_output=True)
    if mounted.returncode:
        pytest.skip("only root may mount a small disk; test_rendering fills one by a limit on files")
    yield Disk(home)
    subprocess.run(["umount", home], check=True)


def errors(world, kind: WorkKind) -> set[str]:
    return {error for _, _, error in world.work(kind)}


def kept(folder: str) -> list[Path]:
    """Files with anything in them."""
    return [path for path in (settings().home / folder).rglob("*") if path.is_file() and path.stat().st_size]


def test_a_full_disk_is_told_clearly_and_leaves_nothing_half_written_and_nothing_undone(
    disk, one_world, shift, monkeypatch
):
    monkeypatch.setenv("HELIX_FIRST_RETRY_SECONDS", "0.2")
    monkeypatch.setenv("HELIX_ATTEMPTS", "1000")
    approved = queued.offers(one_world, 2)
    queued.only(WorkKind.RENDER_BRIEF, WorkKind.SEND_NOTICE)
    settings().secret()
    disk.fill()
    running = shift("--until-empty")
    until(lambda: all(errors(one_world, WorkKind.RENDER_BRIEF)), "the briefs fail")
    until(lambda: any(errors(one_world, WorkKind.SEND_NOTICE)), "the acknowledgements fail")
    for error in errors(one_world, WorkKind.RENDER_BRIEF):
        assert error.startswith("There is no room")
        assert "Free some space there: the work waits and is tried again by itself." in error
    assert {state for _, state, _ in one_world.work(WorkKind.RENDER_BRIEF)} <= {WorkState.QUEUED, WorkState.LEASED}
    assert (queued.rendered(), kept("files"), kept("mail")) == ([], [], [])

    disk.make_room()
    running.finish()
    assert queued.rendered() == approved
    status = queued.status()
    assert (status.waiting, status.parked) == (0, [])
    assert len(kept("mail")) == status.notices_sent == len(queued.addressed())
    assert all(not path.name.startswith(".") for path in kept("files"))
