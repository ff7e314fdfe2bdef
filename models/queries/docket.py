"""The docket as officers and reviewers read it: clocks by date, families with their applications, what was late."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, tuple_
from sqlmodel import Session, col, select

from models.errors import NotFound
from models.queries.technologies import visible_to
from models.rules.clocks import ClockRule, rules_of
from models.rules.docket import unreminded
from models.rules.duties import every_rule
from models.rules.permissions import Act, Actor, Case, demand, may
from models.rules.words import Certainty, ClockState, Language, Role, Stage
from models.tables import Clock, Deputy, InstitutionHead, PatentCase, Person, Technology

ENDS = (Stage.CLOSED, Stage.RELEASED)
MOST = 100
"""Clocks of one page of the list."""

SHOWN_PAST, MOST_IN_FEED = timedelta(days=90), 2_000
"""Of a person's calendar: how long a missed date stays in it, and how many it holds."""

Place = tuple[date, int]


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty means any."""

    mine: bool = False
    regime: str = ""
    office: str = ""
    certainty: Certainty | None = None


@dataclass(frozen=True, slots=True)
class ClockLine:
    clock: Clock
    reference: str
    title: str
    case_number: str
    office: str

    @property
    def rule(self) -> ClockRule | None:
        return every_rule().get(self.clock.rule)

    @property
    def certainty(self) -> str:
        """As the rule has it, with how far background knowledge is trusted."""
        return str(self.rule.grade) if self.rule else str(self.clock.certainty)

    def label(self, language: Language) -> str:
        return self.rule.label.to(language) if self.rule else self.clock.rule

    def source(self, language: Language) -> str:
        return self.rule.source.to(language) if self.rule else self.clock.source

    def explanation(self, language: Language) -> str:
        return self.clock.explanation_pl if language is Language.POLISH else self.clock.explanation_en

    @property
    def last_day(self) -> date:
        """By which the act must be done, as far as that is known."""
        return self.clock.due_on or self.clock.nominal_on


def has_docket(actor: Actor) -> bool:
    return may(actor, Act.REVIEW, Case(actor.institution_id))


def demand_docket(actor: Actor) -> None:
    """The docket is for the officers and reviewers of an institution."""
    demand(actor, Act.REVIEW, Case(actor.institution_id))


def docket_clocks(
    session: Session,
    actor: Actor,
    filters: Filters,
    *,
    first: date | None = None,
    last: date | None = None,
    after: Place | None = None,
    limit: int = MOST,
) -> Sequence[ClockLine]:
    """Running clocks by whose date somebody of the institution must act, the nearest first, within the bounds."""
    demand_docket(actor)
    statement = _lines().where(
        visible_to(actor), *_kept(actor, filters), col(Clock.rule).not_in(unreminded()), *_between(first, last)
    )
    if after is not None:
        statement = statement.where(tuple_(col(Clock.nominal_on), col(Clock.id)) > after)
    return _read(session, statement.order_by(col(Clock.nominal_on), col(Clock.id)).limit(limit))


def watched_clocks(
    session: Session, actor: Actor, filters: Filters, *, first: date, last: date | None = None, limit: int = MOST
) -> Sequence[ClockLine]:
    """What offices and others will do from `first` on."""
    demand_docket(actor)
    statement = _lines().where(
        visible_to(actor), *_kept(actor, filters), col(Clock.rule).in_(unreminded()), *_between(first, last)
    )
    return _read(session, statement.order_by(col(Clock.nominal_on), col(Clock.id)).limit(limit))


def months_of(
    session: Session, actor: Actor, filters: Filters, *, first: date, last: date
) -> Mapping[tuple[int, int], int]:
    """How many clocks end in each month."""
    demand_docket(actor)
    rows = session.execute(
        select(col(Clock.nominal_on), func.count())
        .select_from(Clock)
        .join(Technology, col(Technology.id) == col(Clock.technology_id))
        .join(PatentCase, col(PatentCase.id) == col(Clock.case_id), isouter=True)
        .where(visible_to(actor), *_kept(actor, filters), col(Clock.rule).not_in(unreminded()), *_between(first, last))
        .group_by(col(Clock.nominal_on))
    )
    counted: Counter[tuple[int, int]] = Counter()
    for day, count in rows:
        counted[day.year, day.month] += count
    return counted


def overdue_count(session: Session, actor: Actor, filters: Filters, *, today: date) -> int:
    demand_docket(actor)
    return int(
        session.execute(
            select(func.count())
            .select_from(Clock)
            .join(Technology, col(Technology.id) == col(Clock.technology_id))
            .join(PatentCase, col(PatentCase.id) == col(Clock.case_id), isouter=True)
            .where(
                visible_to(actor),
                *_kept(actor, filters),
                col(Clock.rule).not_in(unreminded()),
                col(Clock.nominal_on) < today,
            )
        ).scalar_one()
    )


def offices_of(session: Session, actor: Actor) -> Sequence[str]:
    """Those at which the institution has applications."""
    demand_docket(actor)
    return session.exec(
        select(PatentCase.office)
        .join(Technology, col(Technology.id) == col(PatentCase.technology_id))
        .where(visible_to(actor), PatentCase.office != "")
        .distinct()
        .order_by(PatentCase.office)
    ).all()


def clock_line(session: Session, clock_id: int, actor: Actor) -> ClockLine | None:
    """In whatever state. None where there is none that the actor may see."""
    demand_docket(actor)
    found = _read(session, _lines().where(visible_to(actor), Clock.id == clock_id))
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class ToldDate:
    """A date as a reminder tells of it. Of the case only the reference and who is in charge."""

    line: ClockLine
    officer: str


def told_date(session: Session, clock_id: int, actor: Actor) -> ToldDate:
    """For the head and for a deputy who, as administrators, have no docket. Anybody else is refused as at the docket,
    whether or not there is such a clock."""
    found = session.exec(
        select(Technology).join(Clock, col(Clock.technology_id) == col(Technology.id)).where(Clock.id == clock_id)
    ).one_or_none()
    if found is None or not may(actor, Act.READ_DATE, _reminded_case(session, found)):
        demand_docket(actor)
        raise NotFound(f"There is no clock {clock_id} among those you may see.")
    [line] = _read(session, _lines().where(Clock.id == clock_id))
    officer = session.get(Person, found.officer_id) if found.officer_id else None
    return ToldDate(line, officer.name if officer and officer.active else "")


def _reminded_case(session: Session, technology: Technology) -> Case:
    head = session.get(InstitutionHead, technology.institution_id)
    deputy = session.get(Deputy, technology.officer_id) if technology.officer_id else None
    return Case(
        technology.institution_id,
        head_id=head.person_id if head else None,
        deputy_id=deputy.deputy_id if deputy else None,
    )


@dataclass(frozen=True, slots=True)
class Late:
    """An act that was recorded after its day, or is still missing."""

    line: ClockLine
    days: int
    done_by: str
    certain: bool
    """False where nobody knows whether the last day moved."""

    @property
    def with_surcharge(self) -> bool:
        """A renewal that was still paid within its surcharge period."""
        clock = self.line.clock
        return clock.late_until is not None and clock.done_on is not None and clock.done_on <= clock.late_until


def late_acts(session: Session, actor: Actor, *, since: date, today: date, limit: int = 1000) -> Sequence[Late]:
    """Late since a day, the latest first: acts by the day on which they were recorded, missing ones by their date."""
    demand_docket(actor)
    last_day = func.coalesce(col(Clock.due_on), col(Clock.nominal_on))
    done = and_(col(Clock.state) == ClockState.DONE, col(Clock.done_on) > last_day, col(Clock.done_on) >= since)
    missing = and_(
        col(Clock.state) == ClockState.RUNNING,
        last_day < today,
        col(Clock.nominal_on) >= since,
        col(Technology.stage).not_in(ENDS),
    )
    lines = _read(
        session,
        _lines()
        .where(visible_to(actor), or_(done, missing), col(Clock.rule).not_in(unreminded()))
        .order_by(func.coalesce(col(Clock.done_on), col(Clock.nominal_on)).desc(), col(Clock.id).desc())
        .limit(limit),
    )
    people = {line.clock.done_by_id for line in lines if line.clock.done_by_id}
    names = dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(people))).all())
    return [_late(line, names, today) for line in lines]


def _late(line: ClockLine, names: Mapping[int, str], today: date) -> Late:
    clock = line.clock
    acted = clock.done_on or today
    return Late(line, (acted - line.last_day).days, names.get(clock.done_by_id or 0, ""), clock.due_on is not None)


def feed_clocks(session: Session, actor: Actor, *, today: date) -> Sequence[ClockLine]:
    """What a calendar shows: an officer's own and those they stand in for; a reviewer's and a head's: all."""
    heads = session.exec(select(InstitutionHead).where(InstitutionHead.person_id == actor.person_id)).first()
    filters = Filters(mine=actor.role is Role.OFFICER and heads is None)
    return docket_clocks(session, actor, filters, first=today - SHOWN_PAST, limit=MOST_IN_FEED)


def _lines() -> Any:
    return (
        select(Clock, Technology.reference, Technology.title, PatentCase.case_number, PatentCase.office)  # type: ignore[call-overload]  # its overloads end at four
        .join(Technology, col(Technology.id) == col(Clock.technology_id))
        .join(PatentCase, col(PatentCase.id) == col(Clock.case_id), isouter=True)
    )


def _read(session: Session, statement: Any) -> Sequence[ClockLine]:
    return [
        ClockLine(clock, reference, title, case_number or "", office or "")
        for clock, reference, title, case_number, office in session.execute(statement)
    ]


def _between(first: date | None, last: date | None) -> list[ColumnElement[bool]]:
    bounds = []
    if first is not None:
        bounds.append(col(Clock.nominal_on) >= first)
    if last is not None:
        bounds.append(col(Clock.nominal_on) <= last)
    return bounds


def _kept(actor: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    kept: list[ColumnElement[bool]] = [col(Clock.state) == ClockState.RUNNING, col(Technology.stage).not_in(ENDS)]
    if filters.mine:
        deputised = select(Deputy.person_id).where(Deputy.deputy_id == actor.person_id)
        kept.append(or_(col(Technology.officer_id) == actor.person_id, col(Technology.officer_id).in_(deputised)))
    if filters.regime:
        kept.append(col(Clock.rule).in_([rule.code for rule in rules_of(filters.regime)]))
    if filters.office:
        kept.append(col(PatentCase.office) == filters.office)
    if filters.certainty:
        kept.append(col(Clock.certainty) == filters.certainty)
    return kept
