"""Where technologies stood at a moment, and who came to which stage: from the transitions alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, case, func
from sqlmodel import Session, col

from models.rules.days import local_date
from models.rules.periods import Period, midnight
from models.rules.pipeline import pipeline
from models.rules.words import Field, MoveKind, Stage, ValueChain, Via
from models.tables import Technology, Transition
from models.tables.columns import Moment


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose cases are counted: one institution's, or all."""

    institution_id: int | None

    def of(self, column: Any) -> ColumnElement[bool]:
        return sa.true() if self.institution_id is None else col(column) == self.institution_id


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a case belongs and stands: what is counted by."""

    institution_id: int
    chain: ValueChain | None
    field: Field | None
    stage: Stage


@dataclass
class Standing:
    counts: dict[Spot, int] = field(default_factory=dict)
    late: dict[Spot, int] = field(default_factory=dict)


def latest(scope: Scope, before: datetime) -> sa.Subquery:
    """By technology, the version that its last move before the moment gave it."""
    return (
        sa.select(
            col(Transition.technology_id).label("technology_id"),
            func.max(col(Transition.technology_version)).label("version"),
        )
        .where(scope.of(Transition.institution_id), col(Transition.at) < before)
        .group_by(col(Transition.technology_id))
        .subquery()
    )


def _standing_rows(scope: Scope, period: Period, *columns: Any) -> sa.Select[Any]:
    last = latest(scope, period.ends_at)
    return (
        sa.select(*columns)
        .select_from(Transition)
        .join(
            last,
            sa.and_(
                col(Transition.technology_id) == last.c.technology_id,
                col(Transition.technology_version) == last.c.version,
            ),
        )
    )


def standing(session: Session, scope: Scope, period: Period) -> Standing:
    """By everything at once: what is asked by stage, subject or institution is a sum of these few rows."""
    spot = (
        col(Transition.institution_id),
        col(Technology.value_chain),
        col(Technology.field),
        col(Transition.to_stage),
    )
    late = func.sum(case((_is_late(period), 1), else_=0))
    query = (
        _standing_rows(scope, period, *spot, func.count(), late)
        .join(Technology, col(Technology.id) == col(Transition.technology_id))
        .group_by(*spot)
    )
    found = Standing()
    for home, chain, subject, stage, count, over in session.execute(query):
        place = Spot(home, chain, subject, stage)
        found.counts[place], found.late[place] = count, over
    return found


def _is_late(period: Period) -> ColumnElement[bool]:
    """More days in the stage, on the period's last day, than its target."""
    over = [
        sa.and_(
            col(Transition.to_stage) == code,
            col(Transition.at) < midnight(period.last - timedelta(days=rule.target_days)),
        )
        for code, rule in pipeline().stages.items()
        if rule.target_days is not None and not rule.end
    ]
    return sa.or_(*over)


def median_ages(session: Session, scope: Scope, period: Period) -> dict[Stage, int]:
    """Days in the stage on the period's last day; of an even number, the younger of the two in the middle."""
    stage, at = col(Transition.to_stage), col(Transition.at)
    ranked = _standing_rows(
        scope,
        period,
        stage.label("stage"),
        at.label("at"),
        func.row_number().over(partition_by=stage, order_by=(at, col(Transition.id))).label("place"),
        func.count().over(partition_by=stage).label("count"),
    ).subquery()
    middle = sa.select(ranked.c.stage, sa.type_coerce(ranked.c.at, Moment())).where(
        ranked.c.place == sa.cast(func.floor(ranked.c.count / 2.0), sa.Integer) + 1
    )
    ends = {code for code, rule in pipeline().stages.items() if rule.end}
    return {
        Stage(code): (period.last - local_date(since)).days
        for code, since in session.execute(middle)
        if code not in ends
    }


def entered(session: Session, scope: Scope, period: Period, since: datetime) -> Mapping[Stage, tuple[int, int]]:
    """Technologies that came to each stage in the period, and since the moment; neither sent back nor imported."""
    technology = col(Transition.technology_id)
    in_period = case((col(Transition.at) >= period.starts_at, technology))
    query = (
        sa.select(col(Transition.to_stage), func.count(sa.distinct(in_period)), func.count(sa.distinct(technology)))
        .where(
            scope.of(Transition.institution_id),
            col(Transition.at) >= min(since, period.starts_at),
            col(Transition.at) < period.ends_at,
            col(Transition.kind) != MoveKind.BACK,
            not_imported(),
        )
        .group_by(col(Transition.to_stage))
    )
    return {Stage(code): (recent, year) for code, recent, year in session.execute(query)}


def not_imported() -> ColumnElement[bool]:
    """What an import brings had come to its stage before that day."""
    return ~sa.and_(col(Transition.kind) == MoveKind.ENTER, col(Transition.via) == Via.IMPORT)


def is_disclosure() -> ColumnElement[bool]:
    return sa.and_(
        col(Transition.kind) == MoveKind.ENTER,
        col(Transition.via) != Via.IMPORT,
        col(Transition.to_stage) == pipeline().entry,
    )


def disclosed(session: Session, scope: Scope, period: Period) -> dict[Spot, int]:
    """In the period; the stage of these spots is the entry."""
    spot = (col(Transition.institution_id), col(Technology.value_chain), col(Technology.field))
    query = (
        sa.select(*spot, func.count())
        .join_from(Transition, Technology, col(Technology.id) == col(Transition.technology_id))
        .where(
            scope.of(Transition.institution_id),
            col(Transition.at) >= period.starts_at,
            col(Transition.at) < period.ends_at,
            is_disclosure(),
        )
        .group_by(*spot)
    )
    entry = pipeline().entry
    return {Spot(home, chain, subject, entry): count for home, chain, subject, count in session.execute(query)}


def imported(session: Session, scope: Scope, period: Period) -> int:
    query = sa.select(func.count()).where(
        scope.of(Transition.institution_id),
        col(Transition.at) < period.ends_at,
        col(Transition.kind) == MoveKind.ENTER,
        col(Transition.via) == Via.IMPORT,
    )
    return int(session.execute(query.select_from(Transition)).scalar_one())


def made_public(session: Session, scope: Scope, period: Period) -> int:
    """Technologies that came from a stage whose offers nobody sees to one whose offers are public."""
    public = [code for code, rule in pipeline().stages.items() if rule.published]
    query = sa.select(func.count(sa.distinct(col(Transition.technology_id)))).where(
        scope.of(Transition.institution_id),
        col(Transition.at) >= period.starts_at,
        col(Transition.at) < period.ends_at,
        col(Transition.to_stage).in_(public),
        sa.or_(col(Transition.from_stage).is_(None), col(Transition.from_stage).not_in(public)),
        not_imported(),
    )
    return int(session.execute(query).scalar_one())
