"""`helix import` as a person and a script meet it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from sqlalchemy import func
from sqlmodel import select
from typer.testing import CliRunner, Result

from api.commands.imports import import_file
from models.actions.imports import CHUNK
from models.actions.trail import verify
from models.db import engine_for, reading
from models.tables import ImportedRow, PatentCase, ReferenceCounter, Technology, Transition

ROOT = Path(__file__).parents[3]
PORTFOLIO = ROOT / "tests" / "data" / "portfolio.csv"
MAPPING = """
source = "office"
label = "The office's list"
create_institutions = true
[columns.key]
header = "No"
[columns.title]
header = "Title"
[columns.status]
header = "Status"
[columns.institution]
header = "Unit"
[institutions.U]
code = "UJ"
[status.open]
stage = "triage"
case = "planned"
"""


def call(*arguments: object) -> Result:
    app = typer.Typer()
    app.command()(import_file)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def own_mapping(tmp_path: Path) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


@pytest.fixture
def one_row(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text("No;Title;Status;Unit\n1;A;open;U\n", encoding="utf-8")
    return path


def test_a_file_taken_whole_exits_with_0_and_says_what_was_done(own_mapping, one_row):
    result = call(one_row, "--mapping", own_mapping)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "list.csv: 1 rows read, 0 blank",
        "  created          1  (1 in triage)",
        "  updated          0",
        "  unchanged        0",
        "  refused          0",
        "Institutions that were created: UJ",
    ]
    assert result.stderr == "1 of 1 rows\n"


def test_refused_rows_are_shown_and_exit_with_3(tmp_path):
    result = call(PORTFOLIO, "--mapping", "nasa_patents", "--report", tmp_path / "report.csv")
    assert result.exit_code == 3
    assert "Refused: row 8 (MSC-90007-1), Status 'GM': is not in the mapping's [status]" in result.stdout
    assert "Refused: row 12 (NMB-90011-1), Title: is empty: fill it in" in result.stdout
    lines = (tmp_path / "report.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + 15
    assert lines[1] == (
        "2;2;ARC-90001-1;warning;day_and_month_turned;Patent Expiration Date;10 March 2030;"
        "read as 2030-10-03: this form has day and month swapped"
    )


def test_a_dry_run_says_so_and_writes_nothing(own_mapping, one_row):
    result = call(one_row, "--mapping", own_mapping, "--dry-run")
    assert result.exit_code == 0
    assert "Institutions that would be created: UJ" in result.stdout
    assert result.stdout.endswith("This was a dry run: nothing was written.\n")
    assert json.loads(call(one_row, "--mapping", own_mapping, "--json").stdout)["created"] == 1


def test_the_report_as_json_adds_up():
    result = call(PORTFOLIO, "--mapping", "nasa_patents", "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (3, "")
    assert {name: report[name] for name in ("read", "blank", "created", "updated", "unchanged", "refused")} == {
        "read": 13,
        "blank": 1,
        "created": 10,
        "updated": 0,
        "unchanged": 0,
        "refused": 3,
    }
    assert report["stages"] == {"closed": 1, "ip_review": 5, "offer": 4}
    assert len(report["findings"]) == 15


def test_a_refused_file_exits_with_1_and_takes_nothing(tmp_path):
    wrong = tmp_path / "wrong.csv"
    wrong.write_bytes(PORTFOLIO.read_bytes().replace(b";", b","))
    result = call(wrong, "--mapping", "nasa_patents")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Nothing was taken. wrong.csv seems to part its cells with commas (,)")


def test_a_refused_file_is_told_in_json_too(tmp_path):
    result = call(tmp_path / "none.csv", "--mapping", "nasa_patents", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "error": "import_refused",
        "message": "none.csv is not there, or is no file: give the path of a CSV or XLSX file.",
    }


def test_the_limit_is_an_option(own_mapping, one_row):
    one_row.write_text("No;Title;Status;Unit\n" + f"1;{'a' * 1000};open;U\n" * 1200, encoding="utf-8")
    assert "--max-mb 2" in call(one_row, "--mapping", own_mapping, "--max-mb", 1).stderr
    assert call(one_row, "--mapping", own_mapping, "--max-mb", 2, "--dry-run").exit_code == 3


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [("--report", "none/report.csv", "cannot be written"), ("--source", "A b", "small letters"), ("--max-mb", "0", "")],
)
def test_wrong_usage_exits_with_2(one_row, own_mapping, option, value, said):
    result = call(one_row, "--mapping", own_mapping, option, value)
    assert result.exit_code == 2
    assert said in result.stderr


def test_another_source_is_another_registry(own_mapping, one_row):
    assert "created          1" in call(one_row, "--mapping", own_mapping).stdout
    assert "unchanged        1" in call(one_row, "--mapping", own_mapping).stdout
    assert "created          1" in call(one_row, "--mapping", own_mapping, "--source", "second_office").stdout


def test_an_import_killed_half_way_is_made_whole_by_running_it_again(database_url, tmp_path, own_mapping):
    total = 5 * CHUNK
    path = tmp_path / "long.csv"
    path.write_text(
        "No;Title;Status;Unit\n" + "".join(f"{n};Pump {n};open;U\n" for n in range(total)), encoding="utf-8"
    )
    program = "import typer; from api.commands.imports import import_file; typer.run(import_file)"
    command = [sys.executable, "-c", program, str(path), "--mapping", str(own_mapping)]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ}, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == f"{CHUNK} of {total} rows\n"
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    with reading(engine_for(database_url)) as session:
        taken = session.exec(select(func.count()).select_from(ImportedRow)).one()
    assert 0 < taken < total
    assert taken % CHUNK == 0

    report = json.loads(call(path, "--mapping", own_mapping, "--json").stdout)
    assert (report["unchanged"], report["created"], report["refused"]) == (taken, total - taken, 0)
    with reading(engine_for(database_url)) as session:
        for table in (Technology, PatentCase, ImportedRow, Transition):
            assert session.exec(select(func.count()).select_from(table)).one() == total
        assert session.exec(select(ReferenceCounter.last)).one() == total
        assert verify(session).entries == total
