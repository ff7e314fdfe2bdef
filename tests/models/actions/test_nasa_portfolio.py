"""NASA's portfolio by the mapping that ships: rows of our own with each of its messes, and the published file."""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func
from sqlmodel import select

from models.actions.imports import import_registry
from models.actions.trail import verify
from models.db import engine_for, reading
from models.intake.mapping import load_mapping
from models.intake.reading import open_registry
from models.intake.report import ImportReport
from models.rules.permissions import system
from models.rules.words import Stage, Via
from models.tables import ImportedRow, Institution, PatentCase, Technology

OUR_ROWS = Path(__file__).parents[2] / "data" / "portfolio.csv"
PUBLISHED = Path(__file__).parents[4] / "shared" / "data" / "nasa_patents.csv"


@pytest.fixture
def engine(database_url: str) -> Engine:
    return engine_for(database_url)


def take(engine: Engine, path: Path) -> ImportReport:
    mapping = load_mapping("nasa_patents")
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    return import_registry(engine, open_registry(path, mapping), mapping, actor=system(Via.IMPORT), now=now)


def counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    return report.read, report.created, report.updated, report.unchanged, report.refused


def test_every_row_with_a_known_mess_is_taken_or_told(engine):
    report = take(engine, OUR_ROWS)
    assert (counts(report), report.blank) == ((13, 10, 0, 0, 3), 1)
    assert [(finding.row, finding.outcome.value, finding.code) for finding in report.findings] == [
        (2, "warning", "day_and_month_turned"),
        (5, "warning", "expiry_unknown"),
        (6, "warning", "zeros_restored"),
        (6, "warning", "day_and_month_turned"),
        (6, "warning", "century_corrected"),
        (7, "warning", "left_out"),
        (8, "refused", "unknown_word"),
        (8, "warning", "day_and_month_turned"),
        (9, "warning", "encoding_repaired"),
        (9, "warning", "number_corrected"),
        (11, "refused", "duplicate_key"),
        (12, "refused", "empty"),
        (12, "refused", "unknown_word"),
        (14, "warning", "number_shared"),
        (15, "warning", "number_of_parent"),
    ]
    assert {finding.line - finding.row for finding in report.findings if finding.row > 10} == {1}


def test_every_row_that_was_taken_is_a_technology_at_its_stage_with_its_case(engine):
    take(engine, OUR_ROWS)
    with reading(engine) as session:
        taken = {
            case.case_number: (technology.stage.value, case.title, case.application_number, case.expires_on)
            for technology, case in session.exec(
                select(Technology, PatentCase).where(PatentCase.technology_id == Technology.id)
            )
        }
    assert taken == {
        "ARC-90001-1": ("offer", "Folding Heat Shield For Small Capsules", "12/910,001", date(2030, 10, 3)),
        "GSC-90008-1": ("offer", "Dust – Surface Charge Model", "12/910,008", date(2031, 12, 24)),
        "KSC-90004": ("offer", "Leak Finder For Hydrogen Lines", "09/910,004", None),
        "KSC-90006-2-PCT": ("ip_review", "Self Healing Wire Coating", "", None),
        "LAR-90005-1": ("ip_review", "Woven Sensor For Bent Surfaces", "12/010,005", date(2031, 7, 1)),
        "LEW-90003-1": ("ip_review", "Quiet Bearing For Cryogenic Pumps", "13/910,003", None),
        "LEW-90003-2": ("ip_review", "Quiet Bearing For Fans", "13/910,003", None),
        "MSC-90002-1": ("closed", "Hand Pump With A Ceramic Valve", "10/910,002", date(2024, 6, 16)),
        "MSC-90009-1": ("offer", "Task Planner For Crews", "13/910,009", date(2033, 3, 14)),
        "MSC-90009-DE": ("ip_review", "Task Planner For Crews", "", None),
    }


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published file lies outside of the repository: ../shared/data")
def test_the_published_nasa_portfolio_is_taken_whole(engine):
    report = take(engine, PUBLISHED)
    assert (counts(report), report.blank) == ((1393, 1392, 0, 0, 1), 0)
    assert [(each.row, each.key, each.value) for each in report.refusals()] == [(1301, "MSC-24745-1", "GM")]
    assert report.stages == Counter({Stage.OFFER: 472, Stage.IP_REVIEW: 466, Stage.CLOSED: 454})
    assert report.warnings() == Counter(
        day_and_month_turned=374,
        expiry_unknown=73,
        zeros_restored=41,
        century_corrected=38,
        number_shared=4,
        left_out=4,
        number_of_parent=2,
        encoding_repaired=1,
        number_corrected=1,
    )
    with reading(engine) as session:
        tables = (Technology, PatentCase, ImportedRow, Institution)
        rows = [session.exec(select(func.count()).select_from(table)).one() for table in tables]
        assert rows == [1392, 1392, 1392, 11]
        assert verify(session).entries == 1392
    assert counts(take(engine, PUBLISHED)) == (1393, 0, 0, 1392, 1)
