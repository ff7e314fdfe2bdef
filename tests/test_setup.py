"""What `.ci/setup` says on a machine that lacks something. It runs on a copy, with stand-ins first on the path."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.sources import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout without .venv, where apt-get and sudo refuse, and no Debian package is found missing."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "setup", tmp_path / ".ci" / "setup")
    for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    stand_in(tmp_path, "apt-get", "echo 'E: no network'; exit 100")
    stand_in(tmp_path, "sudo", "exit 1")
    stand_in(tmp_path, "ldconfig", "echo libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0")
    return tmp_path


def stand_in(checkout: Path, name: str, script: str) -> Path:
    program = checkout / "bin" / name
    program.parent.mkdir(exist_ok=True)
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


def set_up(checkout: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    path = f"{checkout / 'bin'}:{os.environ['PATH']}"
    return subprocess.run(
        [checkout / ".ci" / "setup", *arguments],
        env={"PATH": path, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_missing_debian_packages_are_named_with_the_line_to_run(checkout: Path) -> None:
    stand_in(checkout, "ldconfig", "echo libpangoft2-1.0.so.0")
    done = set_up(checkout)
    assert done.returncode == 1
    (line,) = [line for line in done.stderr.splitlines() if "Please run" in line]
    assert line.startswith("setup: Please run")
    assert line.endswith("libpango-1.0-0 libharfbuzz-subset0")
    assert not (checkout / ".venv").exists()


def test_a_python_that_is_too_old_is_told(checkout: Path) -> None:
    old = stand_in(checkout, "python3.9", '[ "$1" = -c ] && exit 1; echo Python 3.9.2')
    done = set_up(checkout, PYTHON=str(old))
    assert done.returncode == 1
    assert done.stderr == f"setup: PYTHON={old} is not a working Python 3.11 to 3.14.\n"
    assert not (checkout / ".venv").exists()


def test_a_python_without_venv_asks_for_its_debian_package(checkout: Path) -> None:
    bare = stand_in(
        checkout,
        "python3.12",
        'case "$2" in *ensurepip*) exit 1;; *print*) echo python3.12-venv;; esac',
    )
    done = set_up(checkout, PYTHON=str(bare))
    assert done.returncode == 1
    (line,) = [line for line in done.stderr.splitlines() if "Please run" in line]
    assert line.endswith("python3.12-venv")
    assert not (checkout / ".venv").exists()


def test_an_unknown_set_up_is_refused(checkout: Path) -> None:
    done = set_up(checkout, "everything")
    assert (done.returncode, done.stderr) == (1, "setup: unknown set-up 'everything': choose run, dev or bench\n")


def test_a_virtual_environment_without_its_stamp_is_made_anew(checkout: Path) -> None:
    """Half-finished: whatever was there is gone before anything is installed."""
    leftover = checkout / ".venv" / "lib" / "half.py"
    leftover.parent.mkdir(parents=True)
    leftover.touch()
    python = stand_in(checkout, "python3.12", '[ "$2" = venv ] && { echo no disk >&2; exit 1; }; exit 0')
    done = set_up(checkout, PYTHON=str(python))
    assert done.returncode == 1
    assert done.stderr.startswith("no disk\nsetup: ")
    assert not (checkout / ".venv").exists()
