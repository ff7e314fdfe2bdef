"""The lock files: complete, hashed, nested in each other, and without the address of any index."""

import re
import tomllib
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.sources import ROOT

LOCKS = {
    "requirements.lock": ["setup"],
    "requirements-dev.lock": ["setup", "dev"],
    "requirements-bench.lock": ["setup", "dev", "bench"],
}
"""Each lock with the extras it holds besides the dependencies."""


def entries(text: str) -> list[str]:
    """One string a requirement, its hashes behind it."""
    joined = text.replace("\\\n", " ")
    return [line for line in joined.splitlines() if line and not line.startswith("#")]


def unhashed(text: str) -> list[str]:
    return [line for line in entries(text) if not re.search(r"--hash=sha256:[0-9a-f]{64}", line)]


def addresses(text: str) -> list[str]:
    return re.findall(r"(?:\w+://|file:|--(?:extra-)?index-url|--find-links|--trusted-host).*", text)


def pins(text: str) -> dict[str, list[Requirement]]:
    """A package stands more than once where its version depends on Python's."""
    found: dict[str, list[Requirement]] = {}
    for line in entries(text):
        requirement = Requirement(line.split("--hash")[0].strip())
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def unmet(wanted: list[str], text: str) -> list[str]:
    """Requirements that no pin in the lock fulfils."""
    locked = pins(text)
    return [line for line in wanted if not _fulfilled(Requirement(line), locked)]


def _fulfilled(wanted: Requirement, locked: dict[str, list[Requirement]]) -> bool:
    candidates = locked.get(canonicalize_name(wanted.name), [])
    versions = [specifier.version for pin in candidates for specifier in pin.specifier]
    return bool(versions) and all(wanted.specifier.contains(version, prereleases=True) for version in versions)


def lock(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def project() -> dict[str, Any]:
    loaded: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_requirement_is_pinned_and_hashed(name: str) -> None:
    text = lock(name)
    assert unhashed(text) == []
    assert [line for line in entries(text) if "==" not in line.split(";")[0]] == []
    assert len(entries(text)) > 100


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_index(name: str) -> None:
    assert addresses(lock(name)) == []


@pytest.mark.parametrize(("name", "extras"), LOCKS.items())
def test_a_lock_holds_what_the_project_asks_for(name: str, extras: list[str]) -> None:
    metadata = project()["project"]
    wanted = metadata["dependencies"] + [line for extra in extras for line in metadata["optional-dependencies"][extra]]
    assert unmet(wanted, lock(name)) == []


@pytest.mark.parametrize(
    ("smaller", "larger"),
    [("requirements.lock", "requirements-dev.lock"), ("requirements-dev.lock", "requirements-bench.lock")],
)
def test_a_larger_lock_holds_the_smaller_one(smaller: str, larger: str) -> None:
    assert set(entries(lock(smaller))) - set(entries(lock(larger))) == set()


def test_the_build_is_locked_too() -> None:
    """Set-up builds without isolation: what builds must be among what is installed."""
    assert unmet(project()["build-system"]["requires"], lock("requirements.lock")) == []


def test_a_faulty_lock_is_found() -> None:
    faulty = (
        "--index-url https://somewhere.example/simple\nalembic==1.0 \\\n    --hash=sha256:"
        + "0" * 64
        + "\nrich==13.0\n"
    )
    assert unhashed(faulty) == ["--index-url https://somewhere.example/simple", "rich==13.0"]
    assert addresses(faulty) == ["--index-url https://somewhere.example/simple"]
    assert unmet(["alembic>=1.14", "typer", "rich>=12"], faulty.split("\n", 1)[1]) == ["alembic>=1.14", "typer"]
