"""`helix report`: ordered, seen in the list, written to a file."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.commands.reports import report
from models.actions.portfolio_reports import record_report
from models.db import transaction
from models.errors import NotFound
from models.files import keep
from models.queries.portfolio_reports import report_of
from models.rules.periods import Period
from models.rules.permissions import system
from models.rules.words import Language, ReportFormat, ReportSpan, Stage
from models.settings import settings
from tests import factories as make
from tests.portfolios import history

MARCH = Period(date(2026, 3, 1), ReportSpan.MONTH)


def test_a_past_month_is_ordered_and_written_as_it_was_made(database_url: str, tmp_path: Path) -> None:
    del database_url
    with transaction() as session:
        home = make.cast(session).institution
        history(session, home, (Stage.DISCLOSURE, date(2026, 3, 5)))
    runner, whose = CliRunner(), ["--institution", home.code]
    assert runner.invoke(report, ["list", *whose]).output == "No report was made yet.\n"
    assert runner.invoke(report, ["order", "2026-03", *whose]).output == "The report on 2026-03 is being made.\n"
    assert runner.invoke(report, ["list", *whose]).output == "2026-03\tbeing made\n"
    assert runner.invoke(report, ["order", "2026-03"]).exit_code == 2  # the network's are quarters
    with transaction() as session:
        found = report_of(session, home.id, MARCH)
        assert found is not None
        files = {(Language.POLISH, ReportFormat.CSV): keep(b"tabela", settings().files)}
        record_report(session, found.id, files, actor=system(), now=datetime(2026, 4, 1, 12, tzinfo=UTC))
    target = tmp_path / "out.csv"
    asked = ["write", "2026-03", *whose, "--lang", "pl", "--format", "csv", "-o", str(target)]
    assert runner.invoke(report, asked).output == f"{target}: 6 bytes\n"
    assert target.read_bytes() == b"tabela"
    assert runner.invoke(report, ["list", *whose]).output == "2026-03\tmade 2026-04-01\n"
    assert runner.invoke(report, ["order", "2026-03", *whose]).output == "The report on 2026-03 is there.\n"
    again = runner.invoke(report, ["order", "2026-03", *whose, "--anew"])
    assert again.output == "The report on 2026-03 is being made.\n"
    listed = "2026-03\tbeing made\tversion 2\n2026-03\tmade 2026-04-01\n"
    assert runner.invoke(report, ["list", *whose]).output == listed
    target.unlink()
    assert runner.invoke(report, asked).output == f"{target}: 6 bytes\n"
    missing = runner.invoke(report, ["write", "2026-02", *whose])
    with pytest.raises(NotFound, match="helix report order 2026-02"):
        raise missing.exception or AssertionError
