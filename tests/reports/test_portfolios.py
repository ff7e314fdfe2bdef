"""The report as it is read: in both languages, full, empty and with a single case; and its tables for programs."""

import csv
import io
from datetime import date

import pytest
from sqlmodel import Session

from models.queries.portfolio import institution_portfolio, network_portfolio
from models.rules.periods import Period
from models.rules.permissions import system
from models.rules.words import Language, ReportSpan, Stage
from reports import portfolios
from reports.charts import BarRow, bar_chart
from reports.portfolio_tables import Cell, Row, Sheet, as_csv
from reports.portfolios import PortfolioContent
from reports.wording import wording
from tests import factories as make
from tests.portfolios import history
from tests.reports.reading import faults_of, heading_levels, text_of

OCTOBER = Period(date(2026, 10, 1), ReportSpan.MONTH)
QUARTER = Period(date(2026, 10, 1), ReportSpan.QUARTER)
TODAY = date(2026, 11, 3)


@pytest.fixture
def cast(one_session: Session) -> make.Cast:
    return make.cast(one_session)


@pytest.fixture
def one_session(session: Session, database_kind: str) -> Session:
    if database_kind != "sqlite":
        pytest.skip("what is drawn depends on the figures, not on where they came from")
    return session


def content(session: Session, cast: make.Cast, language: Language, *, network: bool = False) -> PortfolioContent:
    if network:
        figures = network_portfolio(session, QUARTER, system(), today=TODAY)
    else:
        figures = institution_portfolio(session, cast.institution.id, OCTOBER, system(), today=TODAY)
    return PortfolioContent(language=language, owner="Łąkowy Instytut", is_network=network, figures=figures)


@pytest.mark.parametrize("language", list(Language))
def test_a_portfolio_of_one_case_is_accessible_and_the_same_each_time(one_session, cast, language):
    history(one_session, cast.institution, (Stage.DISCLOSURE, date(2026, 10, 2)), (Stage.TRIAGE, date(2026, 10, 9)))
    made = content(one_session, cast, language)
    pdf = portfolios.render(made)
    assert portfolios.render(made) == pdf
    assert faults_of(pdf) == []
    assert set(heading_levels(pdf)) == {1, 2, 3}
    said = text_of(pdf)
    assert "None" not in said
    assert "Secret working title" not in said
    expected = {
        Language.ENGLISH: ("Monthly portfolio report, October 2026", "Triage 1 22 21 1 100%", "Q4 2026 … 1 1 (100%)"),
        Language.POLISH: (
            "Miesięczny raport o portfelu, październik 2026",
            "Wstępna ocena 1 22 21 1 100%",
            "IV kw. 2026 … 1 1 (100%)",
        ),
    }
    for each in expected[language]:
        assert each in said


def test_an_empty_portfolio_says_so_and_draws_nothing(one_session, cast):
    pdf = portfolios.render(content(one_session, cast, Language.ENGLISH))
    assert faults_of(pdf) == []
    assert [part.heading for part in portfolios.parts(content(one_session, cast, Language.ENGLISH)) if part.chart] == [
        "How long they stand in a stage"  # its targets are there without a case
    ]
    assert "Nothing in this period." in text_of(pdf)


@pytest.mark.parametrize("language", list(Language))
def test_a_single_case_of_an_institution_is_not_in_the_networks_report(one_session, cast, language):
    history(one_session, cast.institution, (Stage.DISCLOSURE, date(2026, 10, 2)))
    for _ in range(4):
        history(one_session, cast.elsewhere, (Stage.DISCLOSURE, date(2026, 10, 5)))
    made = content(one_session, cast, language, network=True)
    pdf = portfolios.render(made)
    assert faults_of(pdf) == []
    said = text_of(pdf)
    home = cast.institution.name(language)
    assert f"{home} # # 0 0" in said
    assert f"{cast.elsewhere.name(language)} # # 0 0" in said
    assert wording(language).labels["portfolio"]["mark"] in said


def test_every_number_of_the_tables_is_in_the_file_for_programs(one_session, cast):
    history(one_session, cast.institution, (Stage.DISCLOSURE, date(2026, 10, 2)))
    made = content(one_session, cast, Language.POLISH)
    raw = portfolios.tables(made)
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[0] == ["tabela", "wiersz", "kolumna", "wartość"]
    cells = sum(len(row.cells) for part in portfolios.parts(made) for sheet in part.sheets for row in sheet.rows)
    assert len(rows) == 1 + cells
    assert ["funnel", "Zgłoszenie", "Weszło w okresie", "1"] in rows
    assert ["ages", "Zgłoszenie", "Mediana, dni", "29"] in rows
    assert ["ages", "Zgłoszenie", "Udział", "1.00"] in rows
    assert ["ages", "Oferta", "Mediana, dni", ""] in rows


def test_a_title_is_never_run_as_a_formula():
    sheet = Sheet(
        "published", "", "", ("Title",), (Row("=HYPERLINK(1)", (Cell.text("@x"),)), Row("-", (Cell("-1", -1),)))
    )
    raw = as_csv([sheet], wording(Language.ENGLISH).labels["portfolio"]).decode("utf-8-sig")
    assert raw.splitlines()[1:] == ["published,'=HYPERLINK(1),Title,'@x", "published,'-,Title,-1"]


def test_where_no_quarters_time_is_over_no_share_is_given(one_session, cast):
    history(one_session, cast.institution, (Stage.DISCLOSURE, date(2026, 2, 2)), (Stage.TRIAGE, date(2026, 2, 9)))
    charts = {part.heading: part.chart for part in portfolios.parts(content(one_session, cast, Language.ENGLISH))}
    drawn = charts["What becomes of disclosures"]
    assert drawn is not None
    assert "Triage: 100% / – / –; IP review: 0% / – / –;" in drawn.spoken


def test_a_chart_has_one_scale_and_withheld_values_no_bar():
    chart = bar_chart(
        [BarRow("one", (4, None), mark=8), BarRow("two", (2, 0))],
        title="T",
        series=("a", "b"),
        number=str,
        withheld="#",
    )
    assert chart is not None
    assert [[bar.width for bar in group.bars] for group in chart.groups] == [[50.0, 0.0], [25.0, 0.0]]
    assert [group.mark for group in chart.groups] == [100.0, None]
    assert chart.spoken == "a / b. one: 4 / # / 8; two: 2 / 0."
    assert bar_chart([BarRow("one", (0, None))], title="T", series=(), number=str, withheld="#") is None
