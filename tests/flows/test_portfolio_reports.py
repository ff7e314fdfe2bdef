"""From the calendar to finished files, and to an e-mail without figures."""

import asyncio
from datetime import date

import pikepdf
from sqlmodel import select

from flows.letters import message, notices
from flows.portfolios import ask_for_reports, report
from models.db import reading
from models.files import path_of
from models.rules.words import Language, NoticeKind, ReportFormat, Stage, WorkKind
from models.settings import settings
from models.tables import Notice, Person, PortfolioFile, PortfolioReport
from tests.factories import NOW
from tests.portfolios import history, noon

APRIL = noon(date(2026, 4, 1))


def test_a_month_and_a_quarter_that_are_over_become_files_in_both_languages(one_world):
    def begin(session, cast):
        history(session, cast.institution, (Stage.DISCLOSURE, date(2026, 3, 5)))
        session.get_one(Person, cast.coordinator.person_id).language = Language.POLISH

    one_world.make(begin)
    assert [ask_for_reports(APRIL), ask_for_reports(APRIL)] == [2, 0]
    claims = one_world.take(WorkKind.REPORT_PORTFOLIO)
    assert asyncio.run(report.fn([claim.id for claim in claims], "test.1")) == 2
    with reading() as session:
        files = session.exec(select(PortfolioFile)).all()
        made = session.exec(select(PortfolioReport)).all()
        told = session.exec(select(Notice).where(Notice.kind == NoticeKind.PORTFOLIO_REPORT)).all()
        (mail,) = notices(session, [each.id for each in told]).values()
    assert len(made) == 2
    assert all(each.made_at for each in made)
    assert {(each.language, each.format) for each in files} == {
        (language, form) for language in Language for form in ReportFormat
    }
    for each in files:
        path = path_of(each.sha256, settings().files)
        assert path.stat().st_size == each.size
        if each.format is ReportFormat.PDF:
            with pikepdf.open(path) as pdf:
                assert str(pdf.Root.Lang) == each.language
    assert mail.values["period"] == "I kw. 2026"
    text = message(mail, now=NOW).get_body(("plain",))
    assert text is not None
    assert "raport o portfelu za I kw. 2026 jest gotowy" in text.get_content()
    assert "/reports" in text.get_content()
