"""Conversion of true cohorts: what became of all that was disclosed in one quarter, counted from each one's own day."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, case, func
from sqlmodel import Session, col

from models.queries.portfolio.counts import HORIZONS, Cohort, Pooled
from models.queries.portfolio.stages import Scope, is_disclosure
from models.rules.periods import Period, back_from, period_of
from models.rules.pipeline import pipeline
from models.rules.words import MoveKind, ReportSpan, Stage
from models.tables import Transition

QUARTERS = 12
"""Cohorts shown: three years of them."""


def goals() -> list[Stage]:
    """The stages that a technology can reach, in their order: all but the entry and the ways out."""
    rules = pipeline()
    forward = {move.target for move in rules.moves.values() if move.kind is MoveKind.FORWARD}
    return [code for code in rules.stages if code in forward]


def cohorts(session: Session, scope: Scope, period: Period) -> list[Cohort]:
    """The oldest first. Of a quarter that is not over, those who came before the period's end."""
    quarters = list(islice(back_from(period_of(period.last, ReportSpan.QUARTER)), QUARTERS))[::-1]
    born = (
        sa.select(col(Transition.technology_id).label("technology_id"), col(Transition.at).label("at"))
        .where(
            scope.of(Transition.institution_id),
            is_disclosure(),
            col(Transition.at) >= quarters[0].starts_at,
            col(Transition.at) < period.ends_at,
        )
        .subquery()
    )
    number = case(
        *((born.c.at >= quarter.starts_at, place) for place, quarter in reversed(list(enumerate(quarters)))), else_=-1
    )
    sizes = _sizes(session, born, number)
    reached = _reached(session, scope, period, born, number)
    return [
        Cohort(
            quarter,
            sizes.get(place, 0),
            {months: {stage: reached.get((place, stage, months), 0) for stage in goals()} for months in HORIZONS},
            frozenset(
                months for months, days in HORIZONS.items() if quarter.until + timedelta(days=days) <= period.until
            ),
        )
        for place, quarter in enumerate(quarters)
    ]


def pooled(found: Sequence[Cohort]) -> dict[int, Pooled]:
    together = {}
    for months in HORIZONS:
        over = [each for each in found if months in each.over]
        reached = {stage: sum(each.reached[months][stage] or 0 for each in over) for stage in goals()}
        together[months] = Pooled(sum(each.size or 0 for each in over), dict(reached))
    return together


def _sizes(session: Session, born: sa.Subquery, number: Any) -> dict[int, int]:
    rows = session.execute(sa.select(number, func.count()).select_from(born).group_by(number))
    return dict(rows.tuples().all())


def _reached(
    session: Session, scope: Scope, period: Period, born: sa.Subquery, number: Any
) -> dict[tuple[int, Stage, int], int]:
    """By cohort, stage and horizon. Who was sent back has been there all the same."""
    first = (
        sa.select(
            col(Transition.technology_id).label("technology_id"),
            col(Transition.to_stage).label("stage"),
            func.min(col(Transition.at)).label("at"),
        )
        .where(
            scope.of(Transition.institution_id),
            col(Transition.at) < period.ends_at,
            col(Transition.to_stage).in_(goals()),
            col(Transition.technology_id).in_(sa.select(born.c.technology_id)),
        )
        .group_by(col(Transition.technology_id), col(Transition.to_stage))
        .subquery()
    )
    days = _days_between(session, born.c.at, first.c.at)
    within = [func.sum(case((days < limit, 1), else_=0)) for limit in HORIZONS.values()]
    query = (
        sa.select(number, first.c.stage, *within)
        .join_from(first, born, born.c.technology_id == first.c.technology_id)
        .group_by(number, first.c.stage)
    )
    return {
        (place, Stage(stage), months): count
        for place, stage, *counts in session.execute(query)
        for months, count in zip(HORIZONS, counts, strict=True)
    }


def _days_between(session: Session, start: Any, end: Any) -> ColumnElement[float]:
    if session.get_bind().dialect.name == "sqlite":
        return func.julianday(end) - func.julianday(start)
    return sa.type_coerce(func.date_part("epoch", end.op("-")(start)) / 86_400, sa.Float())
