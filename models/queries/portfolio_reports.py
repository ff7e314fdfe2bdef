"""Portfolio reports: which there are, who may read them, and which are due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from models.errors import NotFound
from models.queries.portfolio.stages import Scope
from models.rules.days import local_date
from models.rules.periods import Period, last_complete, period_of, read_period
from models.rules.permissions import Act, Actor, Case, demand, may
from models.rules.words import Language, ReportFormat, ReportSpan, Role, WorkKind, WorkState
from models.tables import Institution, InstitutionHead, Person, PortfolioFile, PortfolioReport, Transition, Work

MOST_CAUGHT_UP = 12
"""Periods that an outage may have left out and that are still made by themselves."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A report as its page shows it."""

    report: PortfolioReport
    files: Sequence[PortfolioFile]
    parked: bool

    @property
    def period(self) -> Period:
        return Period(self.report.first_on, self.report.span)

    def file(self, language: Language, form: ReportFormat) -> PortfolioFile | None:
        return next((each for each in self.files if (each.language, each.format) == (language, form)), None)


def desk_of(session: Session, actor: Actor) -> int | None:
    """Whose reports the actor reads: their institution's; None for the network's. Raises `NotPermitted`."""
    home = None if actor.role is Role.COORDINATOR else actor.institution_id
    demand_reports(session, home, actor)
    return home


def demand_reports(session: Session, institution_id: int | None, actor: Actor) -> None:
    demand(actor, Act.REPORT_PORTFOLIO, _case(session, institution_id))


def _case(session: Session, institution_id: int | None) -> Case:
    head = session.get(InstitutionHead, institution_id) if institution_id is not None else None
    return Case(institution_id, head_id=head.person_id if head else None)


def span_of(institution_id: int | None) -> ReportSpan:
    """An institution is reported on by month, the network by quarter."""
    return ReportSpan.QUARTER if institution_id is None else ReportSpan.MONTH


def reports_for(session: Session, actor: Actor, *, institution_id: int | None, limit: int = 120) -> list[Listed]:
    """The newest period first, and of each its newest version. Raises `NotPermitted` for whose they are not."""
    demand_reports(session, institution_id, actor)
    reports = session.exec(
        select(PortfolioReport)
        .where(col(PortfolioReport.institution_id).is_not_distinct_from(institution_id))
        .order_by(col(PortfolioReport.first_on).desc(), col(PortfolioReport.version).desc())
        .limit(limit)
    ).all()
    return [_listed(session, each) for each in reports]


def _listed(session: Session, report: PortfolioReport) -> Listed:
    files = session.exec(
        select(PortfolioFile).where(PortfolioFile.report_id == report.id).order_by(col(PortfolioFile.id))
    ).all()
    parked = select(Work.id).where(
        Work.kind == WorkKind.REPORT_PORTFOLIO, Work.subject_id == report.id, Work.state == WorkState.PARKED
    )
    waits = report.made_at is None
    return Listed(report, files, waits and session.exec(parked).first() is not None)


def report_for(session: Session, report_id: int, actor: Actor) -> Listed:
    """Raises `NotFound` alike for one that is not there and for one that the actor may not read."""
    found = session.get(PortfolioReport, report_id)
    if found is None or not may(actor, Act.REPORT_PORTFOLIO, _case(session, found.institution_id)):
        raise NotFound(f"There is no portfolio report {report_id} among those you may see.")
    return _listed(session, found)


def report_file(
    session: Session, report_id: int, language: Language, form: ReportFormat, actor: Actor
) -> tuple[PortfolioFile, str]:
    """A finished one, and what to call it. Raises `NotFound` for one that is not made yet."""
    listed = report_for(session, report_id, actor)
    found = listed.file(language, form)
    if found is None:
        raise NotFound("This report is not made yet.")
    home = session.get(Institution, listed.report.institution_id) if listed.report.institution_id else None
    return found, file_name(listed, home, language, form)


def file_name(listed: Listed, home: Institution | None, language: Language, form: ReportFormat) -> str:
    """With its version from the second on: the ones kept beside each other differ."""
    who = {Language.ENGLISH: "network", Language.POLISH: "siec"}[language] if home is None else home.code
    what = {Language.ENGLISH: "portfolio", Language.POLISH: "portfel"}[language]
    number = "" if listed.report.version == 1 else f"-{listed.report.version}"
    return f"{what}-{who}-{listed.period.code}{number}-{language}.{form}"


def report_of(
    session: Session, institution_id: int | None, period: Period, *, made: bool = False
) -> PortfolioReport | None:
    """Its newest version; with `made` the newest of those that can be read."""
    query = (
        select(PortfolioReport)
        .where(
            col(PortfolioReport.institution_id).is_not_distinct_from(institution_id),
            PortfolioReport.span == period.span,
            PortfolioReport.first_on == period.first,
        )
        .order_by(col(PortfolioReport.version).desc())
    )
    if made:
        query = query.where(col(PortfolioReport.made_at).is_not(None))
    return session.exec(query.limit(1)).first()


def key_of(institution_id: int | None, period: Period, version: int) -> str:
    return f"{'network' if institution_id is None else institution_id}:{period.code}:{version}"


def due_reports(session: Session, today: date) -> Iterator[tuple[int | None, Period]]:
    """What the calendar asks for: of each institution that has cases, and of the network, what is over and not ordered.

    Where the calendar has ordered before, all that an outage left out since; else the last period alone.
    """
    homes: list[int | None] = [None, *session.exec(select(Institution.id).order_by(col(Institution.id)))]
    for home in homes:
        yield from sorted(_due(session, home, last_complete(today, span_of(home))), key=lambda due: due[1].first)


def _due(session: Session, home: int | None, latest: Period) -> Iterator[tuple[int | None, Period]]:
    ordered: date | None = session.exec(
        select(func.max(PortfolioReport.first_on)).where(
            col(PortfolioReport.institution_id).is_not_distinct_from(home), col(PortfolioReport.asked_by_id).is_(None)
        )
    ).one()
    begun = first_period(session, home)
    period = latest
    for _ in range(MOST_CAUGHT_UP):
        if begun is None or period < begun or (ordered is not None and period.first <= ordered):
            return
        yield home, period
        if ordered is None:
            return
        period = period.before()


def first_period(session: Session, institution_id: int | None) -> Period | None:
    """The one in which the first case came; None where there is none."""
    query = sa.select(func.min(col(Transition.at))).where(Scope(institution_id).of(Transition.institution_id))
    first = session.execute(query).scalar_one()
    return None if first is None else period_of(local_date(first), span_of(institution_id))


def choosable(session: Session, institution_id: int | None, today: date, *, limit: int = 60) -> list[Period]:
    """Periods that are over and in which there was something, the newest first."""
    begun, period = first_period(session, institution_id), last_complete(today, span_of(institution_id))
    found: list[Period] = []
    while begun is not None and period >= begun and len(found) < limit:
        found.append(period)
        period = period.before()
    return found


def named_period(code: str, institution_id: int | None) -> Period | None:
    """None unless it is a period by which this one is reported on."""
    period = read_period(code)
    return period if period is not None and period.span is span_of(institution_id) else None


def readers_of(session: Session, institution_id: int | None) -> Sequence[Person]:
    """Who is told by e-mail: the head, or of the network its coordinators."""
    if institution_id is None:
        query = select(Person).where(Person.role == Role.COORDINATOR)
    else:
        query = select(Person).join(InstitutionHead, col(InstitutionHead.person_id) == col(Person.id))
        query = query.where(InstitutionHead.institution_id == institution_id)
    return session.exec(query.where(col(Person.active)).order_by(col(Person.id))).all()
