"""What ARCHITECTURE.md promises and no linter knows; each checker is also shown to find what it looks for."""

import ast
import re
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.sources import PACKAGES, ROOT, Sources, imports_of, nodes_of, sources_of

COMMITTERS = {
    "models/db.py",  # transaction() is the one place where a use case commits
    "models/migrations/env.py",  # Alembic's side of models.db.migrate()
}
STAGE_KEEPER = "models/actions/stages.py"


def commits(sources: Sources) -> list[str]:
    """Calls that end a transaction well: `commit()`, and the `begin()` whose block commits at its end."""
    return [
        place
        for place, node in nodes_of(sources)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"commit", "begin"}
    ]


def stage_assignments(sources: Sources) -> list[str]:
    return assignments(sources, "stage")


def assignments(sources: Sources, column: str) -> list[str]:
    return [place for place, node in nodes_of(sources) if _assigns(node, column)]


def _assigns(node: ast.AST, column: str) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr == column and isinstance(node.ctx, ast.Store)
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute) and node.func.attr == "values":
        return any(keyword.arg == column for keyword in node.keywords)
    return (
        isinstance(node.func, ast.Name)
        and node.func.id == "setattr"
        and any(isinstance(argument, ast.Constant) and argument.value == column for argument in node.args)
    )


def without_turn(sources: Sources) -> list[str]:
    return [
        place
        for place, node in nodes_of(sources)
        if isinstance(node, ast.ImportFrom) and "technology_for" in {alias.name for alias in node.names}
    ]


def impurities(sources: Sources) -> list[str]:
    """Imports beyond the standard library, and readings of the clock, in rules."""
    pure = {"models.rules", "models.errors"}
    found = [
        f"{place} imports {name}"
        for place, name in imports_of(sources)
        if name.split(".")[0] not in sys.stdlib_module_names and ".".join(name.split(".")[:2]) not in pure
    ]
    return found + [
        f"{place} reads the clock"
        for place, node in nodes_of(sources)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"today", "now", "utcnow"}
    ]


def shadowing(names: list[str]) -> list[str]:
    """Modules that would hide another one when their folder stands first on the import path."""
    installed = set(packages_distributions()) - {"flows"}
    return [name for name in names if name in sys.stdlib_module_names or name in {*installed, *PACKAGES, "tests"}]


def unexplained(sources: Sources) -> list[str]:
    """Silenced linters without a code, or without a reason behind it."""
    silenced = re.compile(
        r"#\s*(?:noqa|type:\s*ignore)(?P<codes>:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|\[[\w, -]+\])?(?P<reason>.*)"
    )
    return [
        f"{path}:{number}"
        for path, text in sources.items()
        for number, line in enumerate(text.splitlines(), 1)
        for match in silenced.finditer(line)
        if not match["codes"] or len(match["reason"].strip(" #-")) < 8
    ]


def test_only_the_transaction_commits() -> None:
    ours = sources_of(*PACKAGES)
    assert commits({path: text for path, text in ours.items() if path not in COMMITTERS}) == []


@pytest.mark.parametrize("line", ["session.commit()", "with session.begin(): pass", "s.connection().commit()"])
def test_a_stray_commit_is_found(line: str) -> None:
    assert commits({"api/x.py": f"import y\n{line}"}) == ["api/x.py:2"]


def test_a_savepoint_is_no_commit() -> None:
    assert commits({"models/x.py": "with session.begin_nested(): pass"}) == []


def test_only_one_module_assigns_a_stage() -> None:
    ours = sources_of(*PACKAGES)
    assert STAGE_KEEPER in ours
    assert stage_assignments({path: text for path, text in ours.items() if path != STAGE_KEEPER}) == []


@pytest.mark.parametrize(
    "line",
    [
        "technology.stage = Stage.OFFER",
        "technology.stage: Stage = Stage.OFFER",
        "a, technology.stage = 1, Stage.OFFER",
        "setattr(technology, 'stage', Stage.OFFER)",
        "update(Technology).values(stage=Stage.OFFER)",
    ],
)
def test_a_stray_stage_assignment_is_found(line: str) -> None:
    assert stage_assignments({"flows/x.py": line}) == ["flows/x.py:1"]


def test_nobody_changes_an_alias() -> None:
    assert assignments({"flows/x.py": "technology.alias = 'A'"}, "alias") == ["flows/x.py:1"]
    assert assignments(sources_of(*PACKAGES), "alias") == []


def test_reading_a_stage_is_no_assignment() -> None:
    assert stage_assignments({"flows/x.py": "stage = technology.stage\nif technology.stage == stage: pass"}) == []


def test_who_changes_a_technology_takes_a_turn() -> None:
    """An action that read it without could check what a rival is just changing."""
    assert without_turn(sources_of("models/actions")) == []


def test_a_change_without_a_turn_is_found() -> None:
    assert without_turn({"models/actions/x.py": "from models.queries.technologies import technology_for"}) == [
        "models/actions/x.py:1"
    ]


def test_rules_are_pure() -> None:
    assert impurities(sources_of("models/rules")) == []


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        ("import sqlalchemy.orm", "imports sqlalchemy.orm"),
        ("def f():\n from models.tables import Offer", "imports models.tables"),
        ("from models import settings", "imports models"),
        ("x = date.today()", "reads the clock"),
        ("x = datetime.now(UTC)", "reads the clock"),
    ],
)
def test_an_impure_rule_is_found(line: str, finding: str) -> None:
    (found,) = impurities({"models/rules/x.py": line})
    assert found.endswith(finding)


def test_no_flow_hides_another_module() -> None:
    """Prefect may put flows/ first on the import path."""
    names = [path.stem for path in (ROOT / "flows").iterdir() if path.name not in {"__init__.py", "__pycache__"}]
    assert shadowing(names) == []


def test_a_hiding_flow_is_found() -> None:
    assert shadowing(["clocks", "email", "models", "prefect"]) == ["email", "models", "prefect"]


def test_silenced_linters_carry_their_reason() -> None:
    assert unexplained(sources_of(*PACKAGES, "tests", "benchmarks")) == []


@pytest.mark.parametrize(
    "comment", ["noqa", "noqa: ARG002", "type: ignore", "type: ignore[arg-type]", "noqa: S101  why"]
)
def test_an_unexplained_silence_is_found(comment: str) -> None:
    assert unexplained({"api/x.py": f"x = 1  #{' '}{comment}"}) == ["api/x.py:1"]


@pytest.mark.parametrize(
    "comment", ["noqa: ARG002  SQLAlchemy's signature", "type: ignore[arg-type]  # its stub is wrong"]
)
def test_an_explained_silence_is_accepted(comment: str) -> None:
    assert unexplained({"api/x.py": f"x = 1  #{' '}{comment}"}) == []


IMPORT_EVERYTHING = """
import importlib, pathlib, sys
import sqlalchemy, pydantic_settings

def refuse(*args, **kwargs):
    raise SystemExit("something connects or reads settings at import")

sqlalchemy.create_engine = refuse
pydantic_settings.BaseSettings.__init__ = refuse
for package in sys.argv[1:]:
    for path in sorted(pathlib.Path(package).rglob("*.py")):
        module = path.with_suffix("")
        # Alembic runs the migrations; running a package is not importing it
        if "migrations" not in module.parts and module.name != "__main__":
            importlib.import_module(".".join(module.parts).removesuffix(".__init__"))
print(sorted({"prefect", "weasyprint", "sklearn"} & set(sys.modules)))
"""


REFUSAL = "something connects or reads settings at import\n"


def import_everything(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", IMPORT_EVERYTHING, "api", "models"]
    environment = {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_importing_the_web_process_connects_to_nothing_and_loads_nothing_heavy() -> None:
    done = import_everything(ROOT)
    assert (done.stdout, done.stderr) == ("[]\n", "")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("import sklearn", "['sklearn']\n"),
        ("import sqlalchemy; sqlalchemy.create_engine('sqlite://')", REFUSAL),
        ("from pydantic_settings import BaseSettings; BaseSettings()", REFUSAL),
    ],
)
def test_a_heavy_or_connecting_import_is_found(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "__init__.py").write_text(line)
    done = import_everything(tmp_path)
    assert done.stdout + done.stderr == said


BREACHES = {
    "api/x_imports_prefect.py": "import prefect",
    "api/x_imports_weasyprint.py": "import weasyprint",
    "flows/x_imports_api.py": "import api",
    "models/rules/x_imports_pydantic.py": "import pydantic",
    "models/tables/x_imports_actions.py": "import models.actions.stages",
}


def test_each_contract_breaks_when_its_layer_is_breached(tmp_path: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    for path, text in BREACHES.items():
        (tmp_path / path).write_text(text)
    lint = [shutil.which("lint-imports", path=str(Path(sys.executable).parent)) or "lint-imports", "--no-cache"]
    done = subprocess.run(
        [*lint, "--config", str(ROOT / "pyproject.toml")],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Contracts: 0 kept, 5 broken." in done.stdout
