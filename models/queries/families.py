"""Families with their applications, events and clocks; and the alarms of publications before a filing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, exists, func
from sqlmodel import Session, col, select

from models.errors import NotFound
from models.queries.docket import ENDS, demand_docket
from models.queries.facts import latest_disclosure
from models.queries.technologies import visible_to
from models.rules.docket import chosen_regimes
from models.rules.permissions import Actor
from models.rules.what_if import Alarm, alarm_of
from models.rules.words import ClockState, SignoffKind
from models.tables import (
    Clock,
    Disclosure,
    Institution,
    PatentCase,
    PatentEvent,
    PatentFamily,
    Person,
    Signoff,
    Technology,
)


@dataclass(frozen=True, slots=True)
class FamilyLine:
    family: PatentFamily
    reference: str
    technology: str
    cases: Sequence[PatentCase]
    next_on: date | None


def families_for(
    session: Session, actor: Actor, *, after: int | None = None, limit: int = 50, technology_id: int | None = None
) -> Sequence[FamilyLine]:
    """The latest first; go on from the id of the last."""
    demand_docket(actor)
    statement = (
        select(PatentFamily, Technology.reference, Technology.title)
        .join(Technology, col(Technology.id) == col(PatentFamily.technology_id))
        .where(visible_to(actor))
        .order_by(col(PatentFamily.id).desc())
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(col(PatentFamily.id) < after)
    if technology_id is not None:
        statement = statement.where(PatentFamily.technology_id == technology_id)
    rows = session.exec(statement).all()
    cases, nearest = _cases(session, [family.id for family, *_ in rows])
    return [
        FamilyLine(family, reference, title, cases[family.id], nearest.get(family.id))
        for family, reference, title in rows
    ]


def _cases(session: Session, family_ids: Sequence[int]) -> tuple[Mapping[int, list[PatentCase]], Mapping[int, date]]:
    cases: dict[int, list[PatentCase]] = defaultdict(list)
    for case in session.exec(
        select(PatentCase).where(col(PatentCase.family_id).in_(family_ids)).order_by(col(PatentCase.id))
    ):
        cases[case.family_id or 0].append(case)
    nearest = session.execute(
        select(col(PatentCase.family_id), func.min(Clock.nominal_on))
        .join(Clock, col(Clock.case_id) == col(PatentCase.id))
        .where(col(PatentCase.family_id).in_(family_ids), Clock.state == ClockState.RUNNING)
        .group_by(col(PatentCase.family_id))
    ).all()
    return cases, {family_id: day for family_id, day in nearest if family_id is not None}


@dataclass(frozen=True)
class CaseFile:
    case: PatentCase
    events: Sequence[PatentEvent]
    clocks: Sequence[Clock]
    """Renewals aside."""
    renewals: Sequence[Clock]


@dataclass(frozen=True)
class FamilyFile:
    family: PatentFamily
    technology: Technology
    cases: Sequence[CaseFile]
    names: Mapping[int, str]
    """Of those who recorded events, by person."""


def family_file(session: Session, family_id: int, actor: Actor) -> FamilyFile:
    demand_docket(actor)
    found = session.exec(
        select(PatentFamily, Technology)
        .join(Technology, col(Technology.id) == col(PatentFamily.technology_id))
        .where(PatentFamily.id == family_id, visible_to(actor))
    ).one_or_none()
    if found is None:
        raise NotFound(f"There is no family {family_id} among those you may see.")
    cases = session.exec(select(PatentCase).where(PatentCase.family_id == family_id).order_by(col(PatentCase.id))).all()
    ids = [case.id for case in cases]
    events = session.exec(
        select(PatentEvent)
        .where(col(PatentEvent.case_id).in_(ids))
        .order_by(col(PatentEvent.happened_on), col(PatentEvent.id))
    ).all()
    clocks = session.exec(
        select(Clock).where(col(Clock.case_id).in_(ids)).order_by(col(Clock.nominal_on), col(Clock.id))
    ).all()
    people = {event.recorded_by_id for event in events}
    names = dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(people))).all())
    return FamilyFile(*found, [_file(case, events, clocks) for case in cases], names)


def _file(case: PatentCase, events: Sequence[PatentEvent], clocks: Sequence[Clock]) -> CaseFile:
    ours = [clock for clock in clocks if clock.case_id == case.id]
    return CaseFile(
        case,
        [event for event in events if event.case_id == case.id],
        [clock for clock in ours if "_renewal_" not in clock.rule],
        [clock for clock in ours if "_renewal_" in clock.rule],
    )


def trail_of_clock(session: Session, clock: Clock) -> Sequence[Signoff]:
    """What was signed of a clock, the oldest first."""
    kinds = (SignoffKind.CLOCK_MOVED, SignoffKind.SUPPRESSION)
    return session.exec(
        select(Signoff)
        .where(
            Signoff.technology_id == clock.technology_id,
            col(Signoff.kind).in_(kinds),
            col(Signoff.subject).startswith(f"clock:{clock.id}:"),
        )
        .order_by(col(Signoff.id))
    ).all()


def alarms_of(session: Session, technology: Technology, *, today: date) -> Sequence[Alarm]:
    """Of one technology: at most one, for the publication that comes first."""
    home = session.get_one(Institution, technology.institution_id)
    disclosure = latest_disclosure(session, technology.id)
    if disclosure is None or technology.stage in ENDS:
        return []
    found = _alarm(technology, disclosure, _first_filing(session, [technology.id]), chosen_regimes(home.regimes), today)
    return [found] if found else []


@dataclass(frozen=True, slots=True)
class AlarmLine:
    technology: Technology
    alarm: Alarm


def alarms_for(session: Session, actor: Actor, *, mine: bool, today: date, limit: int = 50) -> Sequence[AlarmLine]:
    """Of every technology that the actor sees, the nearest publication first."""
    demand_docket(actor)
    home = session.get_one(Institution, actor.institution_id)
    later = select(Disclosure.technology_id, func.max(Disclosure.version).label("version"))
    latest = later.group_by(col(Disclosure.technology_id)).subquery()
    public_on = func.coalesce(col(Disclosure.public_disclosure_on), col(Disclosure.planned_publication_on))
    filed = exists().where(
        col(PatentCase.technology_id) == col(Technology.id),
        col(PatentCase.priority),
        col(PatentCase.filed_on) <= public_on,
    )
    elsewhere = exists().where(
        col(PatentFamily.technology_id) == col(Technology.id), col(PatentFamily.priority_on) <= public_on
    )
    statement = (
        select(Technology, Disclosure)
        .join(latest, latest.c.technology_id == col(Technology.id))
        .join(
            Disclosure,
            and_(col(Disclosure.technology_id) == latest.c.technology_id, col(Disclosure.version) == latest.c.version),
        )
        .where(
            visible_to(actor),
            col(Technology.stage).not_in(ENDS),
            public_on.is_not(None),
            ~filed,
            ~elsewhere,
        )
        .order_by(public_on, col(Technology.id))
        .limit(limit)
    )
    if mine:
        statement = statement.where(Technology.officer_id == actor.person_id)
    rows = session.exec(statement).all()
    first = _first_filing(session, [technology.id for technology, _ in rows])
    regimes = chosen_regimes(home.regimes)
    found = [(technology, _alarm(technology, disclosure, first, regimes, today)) for technology, disclosure in rows]
    return [AlarmLine(technology, alarm) for technology, alarm in found if alarm is not None]


def _alarm(
    technology: Technology,
    disclosure: Disclosure,
    first: Mapping[int, date],
    regimes: frozenset[str],
    today: date,
) -> Alarm | None:
    return alarm_of(
        planned_on=disclosure.planned_publication_on,
        published_on=disclosure.public_disclosure_on,
        priority_on=first.get(technology.id),
        strategy=technology.strategy,
        regimes=regimes,
        today=today,
    )


def _first_filing(session: Session, technology_ids: Sequence[int]) -> Mapping[int, date]:
    """By technology, the first of its first filings, those that are not in Helix among them."""
    filed = (
        select(col(PatentCase.technology_id), col(PatentCase.filed_on).label("day"))
        .where(col(PatentCase.technology_id).in_(technology_ids), col(PatentCase.priority))
        .union_all(
            select(col(PatentFamily.technology_id), col(PatentFamily.priority_on)).where(
                col(PatentFamily.technology_id).in_(technology_ids)
            )
        )
        .subquery()
    )
    days = select(filed.c.technology_id, func.min(filed.c.day).label("day")).where(filed.c.day.is_not(None))
    rows = session.execute(days.group_by(filed.c.technology_id)).all()
    return {row.technology_id: row.day for row in rows}
