"""The page of portfolio reports."""

from datetime import UTC, date, datetime

import pytest

from models.actions.portfolio_reports import order_report, record_report
from models.db import transaction
from models.files import keep
from models.queries.portfolio_reports import report_of
from models.rules.days import local_date
from models.rules.periods import last_complete, period_of
from models.rules.permissions import system
from models.rules.words import Language, ReportFormat, ReportSpan, Stage
from models.settings import settings
from tests import factories as make
from tests.api.pages.officer.conftest import Clients
from tests.documents import make_pdf
from tests.portfolios import history


@pytest.fixture
def cast(database_url: str) -> make.Cast:
    with transaction() as session:
        cast = make.cast(session)
        history(session, cast.institution, (Stage.DISCLOSURE, date(2026, 1, 5)))
        return cast


def today() -> date:
    return local_date(datetime.now(UTC))


def test_a_past_month_is_chosen_made_and_downloaded(cast: make.Cast, client: Clients) -> None:
    officer, period = client(cast.officer), last_complete(today(), ReportSpan.MONTH).before()
    assert f'<option value="{period.code}">' in officer.get("/reports").text
    answer = officer.post("/reports", data={"period": period.code})
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/reports")
    assert "being made" in officer.get("/reports").text
    with transaction() as session:
        report = report_of(session, cast.institution.id, period)
        assert report is not None
        files = {
            (Language.ENGLISH, ReportFormat.PDF): keep(make_pdf(), settings().files),
            (Language.ENGLISH, ReportFormat.CSV): keep("\ufefftable\r\n".encode(), settings().files),
        }
        record_report(session, report.id, files, actor=system(), now=datetime.now(UTC))
    page = officer.get("/reports").text
    assert f'<option value="{period.code}">' not in page
    assert f'href="/reports/{report.id}/en.pdf"' in page
    assert officer.get(f"/reports/{report.id}/en.pdf").content == make_pdf()
    table = officer.get(f"/reports/{report.id}/en.csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.headers["content-disposition"].startswith("attachment;")
    assert table.content == b"\xef\xbb\xbftable\r\n"
    for who in (cast.stranger, cast.coordinator):
        assert client(who).get(f"/reports/{report.id}/en.csv").status_code == 404


def test_a_made_report_is_made_anew_and_the_earlier_one_stays_readable(cast: make.Cast, client: Clients) -> None:
    officer, period = client(cast.officer), last_complete(today(), ReportSpan.MONTH)
    officer.post("/reports", data={"period": period.code})
    assert "Make it anew" not in officer.get("/reports").text
    with transaction() as session:
        first = report_of(session, cast.institution.id, period)
        assert first is not None
        files = {(Language.ENGLISH, ReportFormat.PDF): keep(make_pdf(), settings().files)}
        record_report(session, first.id, files, actor=system(), now=datetime(2026, 11, 2, 8, 15, tzinfo=UTC))
    assert "Make it anew" in officer.get("/reports").text
    answer = officer.post("/reports", data={"period": period.code, "anew": "1"})
    page = officer.get(answer.headers["location"]).text
    assert "The report is being made anew. The one there was stays below it." in page
    assert "being made anew</span>" in page
    assert "1 earlier version" in page
    assert "Made 2 Nov 2026, 09:15." in page
    assert f'href="/reports/{first.id}/en.pdf"' in page
    assert officer.get(f"/reports/{first.id}/en.pdf").content == make_pdf()


@pytest.mark.parametrize("period", ["", "2025-13", "2026-Q1", "1999-01", "<b>"])
def test_what_is_no_period_of_the_institution_is_refused_in_words(
    cast: make.Cast, client: Clients, period: str
) -> None:
    answer = client(cast.officer).post("/reports", data={"period": period})
    assert answer.status_code in (409, 422)
    assert "<h1>Portfolio reports</h1>" in answer.text


def test_the_month_under_way_is_refused(cast: make.Cast, client: Clients) -> None:
    code = period_of(today(), ReportSpan.MONTH).code
    answer = client(cast.officer).post("/reports", data={"period": code})
    assert answer.status_code in (409, 422)
    with transaction() as session:
        assert report_of(session, cast.institution.id, period_of(today(), ReportSpan.MONTH)) is None


def test_the_coordinator_chooses_quarters_and_sees_no_institutions_report(cast: make.Cast, client: Clients) -> None:
    with transaction() as session:
        month = last_complete(today(), ReportSpan.MONTH)
        order_report(session, cast.institution.id, month, actor=cast.officer, now=datetime.now(UTC))
    page = client(cast.coordinator).get("/reports").text
    assert f'<option value="{last_complete(today(), ReportSpan.QUARTER).code}"' in page
    assert "No report was made yet." in page


def test_the_page_speaks_polish(cast: make.Cast, client: Clients) -> None:
    page = client(cast.coordinator).get("/reports", params={"lang": "pl"}, headers={"accept-language": "pl"}).text
    assert "Raporty o portfelu" in page
    assert " kw. 20" in page
