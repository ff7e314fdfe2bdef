"""Having portfolio reports made: by the calendar, once for each period, and for any past period, and anew, by a
person."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from models.actions.deliveries import queue_notice
from models.actions.work import enqueue, revive
from models.errors import Incomplete
from models.files import Stored
from models.queries.portfolio_reports import demand_reports, due_reports, first_period, key_of, readers_of, report_of
from models.rules.days import local_date
from models.rules.periods import Period
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.words import Language, NoticeKind, ReportFormat, WorkKind
from models.tables import PortfolioFile, PortfolioReport

Files = Mapping[tuple[Language, ReportFormat], Stored]


def order_report(
    session: Session, institution_id: int | None, period: Period, *, actor: Actor, now: datetime, anew: bool = False
) -> PortfolioReport:
    """Of a period that is over. What was reported on already stays; what could not be made is tried again.

    `anew` asks for a next version where the newest is made, from what is recorded of the period by now.
    """
    demand_reports(session, institution_id, actor)
    if period.until > local_date(now):
        raise Incomplete(
            "The period %(period)s is not over yet: its report can be made from %(day)s on.",
            period=period.code,
            day=period.until,
        )
    begun = first_period(session, institution_id)
    if begun is None or period < begun:
        raise Incomplete(
            "Nothing was disclosed before or in %(period)s: there is nothing to report on.", period=period.code
        )
    known = report_of(session, institution_id, period)
    if known is None:
        return _order(session, institution_id, period, asked_by_id=actor.person_id, now=now)
    if anew and known.made_at is not None:
        return _order(session, institution_id, period, version=known.version + 1, asked_by_id=actor.person_id, now=now)
    revive(session, WorkKind.REPORT_PORTFOLIO, known.id, now=now)
    return known


def order_due_reports(session: Session, *, actor: Actor, now: datetime) -> list[PortfolioReport]:
    """Those of the months and quarters that are over. A period that a person has had reported on is not done again."""
    demand(actor, Act.RUN, Case(None))
    return [
        _order(session, home, period, asked_by_id=None, now=now)
        for home, period in list(due_reports(session, local_date(now)))
        if report_of(session, home, period) is None
    ]


def _order(
    session: Session,
    institution_id: int | None,
    period: Period,
    *,
    version: int = 1,
    asked_by_id: int | None,
    now: datetime,
) -> PortfolioReport:
    report = PortfolioReport(
        unique_key=key_of(institution_id, period, version),
        institution_id=institution_id,
        span=period.span,
        first_on=period.first,
        until=period.until,
        version=version,
        asked_at=now,
        asked_by_id=asked_by_id,
    )
    try:
        with session.begin_nested():
            session.add(report)
    except IntegrityError:  # another shift, or another reader, has ordered it at the same moment
        known = report_of(session, institution_id, period)
        assert known is not None
        return known
    enqueue(session, WorkKind.REPORT_PORTFOLIO, report.id, key=str(report.id), now=now)
    return report


def record_report(session: Session, report_id: int, files: Files, *, actor: Actor, now: datetime) -> None:
    """The flow has made it. Who is to be told hears that it is there, and no figure of it."""
    demand(actor, Act.RUN, Case(None))
    report = session.get_one(PortfolioReport, report_id)
    if report.made_at is not None:
        return
    report.made_at = now
    session.add(report)
    session.add_all(
        PortfolioFile(report_id=report_id, language=language, format=form, sha256=stored.sha256, size=stored.size)
        for (language, form), stored in files.items()
    )
    session.flush()
    if report.asked_by_id is None:
        _tell(session, report, now)


def _tell(session: Session, report: PortfolioReport, now: datetime) -> None:
    for person in readers_of(session, report.institution_id):
        queue_notice(
            session,
            NoticeKind.PORTFOLIO_REPORT,
            key=f"{report.id}:{person.id}",
            person_id=person.id,
            facts={"period": Period(report.first_on, report.span).code, "path": "/reports"},
            now=now,
        )
