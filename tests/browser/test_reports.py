"""The portfolio reports of an office and of the network, on wide and narrow screens."""

from collections.abc import Callable
from datetime import date

import pytest

from models.db import transaction
from models.files import keep
from models.rules.periods import Period, back_from
from models.rules.words import Language, ReportFormat, ReportSpan, Stage
from models.settings import settings
from models.tables import InstitutionHead, PortfolioFile, PortfolioReport
from tests import factories as make
from tests.browser.conftest import Desk
from tests.documents import make_pdf
from tests.portfolios import history, noon

Open = Callable[..., Desk]


@pytest.fixture
def cast(site_url: str) -> make.Cast:
    """Two finished months, the later one made anew since, one that is being made, and a quarter."""
    del site_url
    with transaction() as session:
        cast = make.cast(session)
        history(session, cast.institution, (Stage.DISCLOSURE, date(2025, 11, 5)))
        assert cast.administrator.person_id is not None
        session.add(InstitutionHead(institution_id=cast.institution.id, person_id=cast.administrator.person_id))
        latest = Period(date(2026, 3, 1), ReportSpan.MONTH)
        for number, period in zip(range(3), back_from(latest), strict=False):
            _report(session, cast.institution.id, period, made=number > 0)
        _report(session, cast.institution.id, latest.before(), made=True, version=2)
        _report(session, None, Period(date(2026, 1, 1), ReportSpan.QUARTER), made=True)
        return cast


def _report(session, institution_id, period, *, made, version=1):
    when = noon(period.until)
    report = PortfolioReport(
        unique_key=f"{institution_id}:{period.code}:{version}",
        institution_id=institution_id,
        span=period.span,
        first_on=period.first,
        until=period.until,
        version=version,
        asked_at=when,
        made_at=when if made else None,
    )
    session.add(report)
    session.flush()
    stored = keep(make_pdf(period.code), settings().files)
    for language in Language if made else ():
        for form in ReportFormat:
            session.add(
                PortfolioFile(
                    report_id=report.id, language=language, format=form, sha256=stored.sha256, size=stored.size
                )
            )


@pytest.mark.parametrize("language", list(Language))
def test_the_reports_of_an_office_are_read_and_ordered(desk: Open, cast: make.Cast, language: Language) -> None:
    page = desk(cast.officer)
    page.open("/reports", language).locator(".before summary").click()
    page.look(f"reports-{language}")
    assert page.faults() == []
    assert not page.overflows()
    if language is Language.ENGLISH:
        page.page.get_by_role("button", name="Make it anew").first.click()
        page.page.get_by_text("The report is being made anew. The one there was stays below it.").wait_for()
        page.page.get_by_text("2 earlier versions").wait_for()
        page.page.get_by_role("button", name="Have it made").click()
        page.page.get_by_text("The report is being made. It stands in the list in a minute.").wait_for()


def test_the_coordinator_sees_the_networks(desk: Open, cast: make.Cast) -> None:
    page = desk(cast.coordinator)
    page.open("/reports", Language.ENGLISH)
    page.look("reports-network")
    assert page.faults() == []
    assert page.page.get_by_text("Q1 2026").count() >= 1
