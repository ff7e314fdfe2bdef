"""When reports are asked for, and who is told of them."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import col, select

from models.actions.portfolio_reports import order_due_reports, order_report, record_report
from models.errors import Incomplete, NotFound, NotPermitted
from models.files import Stored
from models.queries.portfolio_reports import report_file, report_for, report_of, reports_for
from models.rules.days import HOME
from models.rules.periods import Period, read_period
from models.rules.permissions import system
from models.rules.words import Language, NoticeKind, ReportFormat, Stage, WorkKind
from models.tables import InstitutionHead, Notice, PortfolioReport, Work
from tests import factories as make
from tests.portfolios import history

FILES = {(Language.ENGLISH, ReportFormat.PDF): Stored("a" * 64, 10)}


@pytest.fixture
def cast(session):
    cast = make.cast(session)
    history(session, cast.institution, (Stage.DISCLOSURE, date(2026, 3, 5)))
    return cast


def month(code: str) -> Period:
    found = read_period(code)
    assert found is not None
    return found


def at(year, month, day, hour=9):
    return datetime(year, month, day, hour, tzinfo=HOME)


def due(session, now):
    made = order_due_reports(session, actor=system(), now=now)
    return sorted((each.institution_id is None, each.unique_key.split(":")[1]) for each in made)


def test_the_first_day_of_a_month_asks_for_the_one_before_once(session, cast):
    assert due(session, at(2026, 3, 31, 23)) == []  # nothing is over since the first case came
    assert due(session, at(2026, 4, 1, 0)) == [(False, "2026-03"), (True, "2026-Q1")]
    assert due(session, at(2026, 4, 1, 0)) == []
    assert due(session, at(2026, 5, 1)) == [(False, "2026-04")]
    work = session.exec(select(Work).where(Work.kind == WorkKind.REPORT_PORTFOLIO)).all()
    assert len(work) == 3


def test_after_an_outage_all_that_it_left_out_is_asked_for(session, cast):
    due(session, at(2026, 4, 2))
    assert due(session, at(2026, 8, 20)) == [
        (False, "2026-04"),
        (False, "2026-05"),
        (False, "2026-06"),
        (False, "2026-07"),
        (True, "2026-Q2"),
    ]


def test_an_institution_without_cases_is_not_reported_on(session, cast):
    made = order_due_reports(session, actor=system(), now=at(2026, 5, 1))
    assert {each.institution_id for each in made} == {None, cast.institution.id}


def test_what_a_person_had_made_is_not_made_again(session, cast):
    march = month("2026-03")
    first = order_report(session, cast.institution.id, march, actor=cast.officer, now=at(2026, 4, 1))
    assert (
        order_report(session, cast.institution.id, march, actor=cast.administrator, now=at(2026, 4, 2)).id == first.id
    )
    assert due(session, at(2026, 4, 3)) == [(True, "2026-Q1")]


def test_a_made_report_is_made_anew_beside_the_one_that_was(session, cast):
    march, home = month("2026-03"), cast.institution.id
    order_due_reports(session, actor=system(), now=at(2026, 4, 1))
    first = report_of(session, home, march)
    assert first is not None
    anew = order_report(session, home, march, actor=cast.officer, now=at(2026, 4, 2), anew=True)
    assert anew.id == first.id  # it is not made yet, so what it will show is as new
    record_report(session, first.id, FILES, actor=system(), now=at(2026, 4, 3))
    second = order_report(session, home, march, actor=cast.officer, now=at(2026, 5, 2), anew=True)
    assert order_report(session, home, march, actor=cast.officer, now=at(2026, 5, 2), anew=True).id == second.id
    assert order_report(session, home, march, actor=cast.officer, now=at(2026, 5, 2)).id == second.id
    listed = reports_for(session, cast.officer, institution_id=home)
    assert [(each.report.version, each.report.made_at) for each in listed] == [(2, None), (1, at(2026, 4, 3))]
    assert report_file(session, first.id, Language.ENGLISH, ReportFormat.PDF, cast.officer)[0].sha256 == "a" * 64
    assert report_of(session, home, march, made=True) is first
    assert due(session, at(2026, 4, 30)) == []
    record_report(session, second.id, FILES, actor=system(), now=at(2026, 5, 2))
    assert report_of(session, home, march, made=True) is second
    _, name = report_file(session, second.id, Language.ENGLISH, ReportFormat.PDF, cast.officer)
    assert name == f"portfolio-{cast.institution.code}-2026-03-2-en.pdf"


@pytest.mark.parametrize("code", ["2026-04", "2026-02", "1999-01"])
def test_what_is_not_over_or_lies_before_the_first_case_is_refused(session, cast, code):
    with pytest.raises(Incomplete):
        order_report(session, cast.institution.id, month(code), actor=cast.officer, now=at(2026, 4, 30))


def test_a_report_is_its_institutions_alone(session, cast):
    report = order_report(session, cast.institution.id, month("2026-03"), actor=cast.officer, now=at(2026, 5, 1))
    record_report(session, report.id, FILES, actor=system(), now=at(2026, 5, 1))
    for who in (cast.stranger, cast.coordinator, cast.researcher, cast.reviewer):
        with pytest.raises(NotFound):
            report_for(session, report.id, who)
    file, name = report_file(session, report.id, Language.ENGLISH, ReportFormat.PDF, cast.officer)
    assert (file.sha256, name) == ("a" * 64, f"portfolio-{cast.institution.code}-2026-03-en.pdf")
    with pytest.raises(NotPermitted):
        order_report(session, None, month("2026-Q1"), actor=cast.officer, now=at(2026, 5, 1))
    with pytest.raises(NotPermitted):
        reports_for(session, cast.officer, institution_id=None)


def test_head_and_coordinator_hear_of_what_the_calendar_asked_for_without_a_figure(session, cast):
    session.add(InstitutionHead(institution_id=cast.institution.id, person_id=cast.administrator.person_id))
    session.flush()
    for report in order_due_reports(session, actor=system(), now=at(2026, 4, 1)):
        for _ in range(2):
            record_report(session, report.id, FILES, actor=system(), now=at(2026, 4, 1))
    told = session.exec(
        select(Notice).where(Notice.kind == NoticeKind.PORTFOLIO_REPORT).order_by(col(Notice.person_id))
    ).all()
    assert {each.person_id for each in told} == {cast.administrator.person_id, cast.coordinator.person_id}
    assert [sorted(each.facts) for each in told] == [["path", "period"]] * 2


def test_who_asked_for_a_report_is_not_written_to(session, cast):
    session.add(InstitutionHead(institution_id=cast.institution.id, person_id=cast.administrator.person_id))
    report = order_report(session, cast.institution.id, month("2026-03"), actor=cast.officer, now=at(2026, 5, 1))
    record_report(session, report.id, FILES, actor=system(), now=datetime(2026, 5, 1, tzinfo=UTC))
    assert session.exec(select(Notice).where(Notice.kind == NoticeKind.PORTFOLIO_REPORT)).all() == []
    assert session.get_one(PortfolioReport, report.id).made_at == datetime(2026, 5, 1, tzinfo=UTC)
