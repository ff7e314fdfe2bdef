"""How many technologies there are, where they stand and for how long: counts, and nothing of any single case.

For whoever does not see the cases themselves, counts of one or two are withheld as in the portfolio reports.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, func, true
from sqlmodel import Session, col, select

from models.queries.board import is_late
from models.rules.days import HOME, local_date
from models.rules.permissions import Act, Actor, Case, demand, may
from models.rules.pipeline import StageRule, pipeline
from models.rules.small_counts import Count, parts_shown, shown
from models.rules.words import MoveKind, OfferState, Stage
from models.tables import Institution, Offer, Technology, Transition

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class StageFigures:
    rule: StageRule
    entered: Count
    """Technologies that came to the stage in the last twelve months, and not by being sent back."""
    standing: Count
    median_age: int | None
    """Days in the stage, of those that stand there; of ends there is none."""
    late: Count
    """Of those, how many are over the stage's target."""

    @property
    def late_share(self) -> float:
        return (self.late or 0) / self.standing if self.standing else 0.0


@dataclass(frozen=True, slots=True)
class House:
    """One institution's counts."""

    institution: Institution
    under_way: Count
    entered: Count
    """Disclosures of the last twelve months."""
    published: int
    """Technologies with an offer that everybody may read."""
    licensed: Count
    """Of all years."""


@dataclass(frozen=True, slots=True)
class Network:
    """Without counts that would give a single case away."""

    stages: Sequence[StageFigures]
    houses: Sequence[House]
    totals: Mapping[str, Count]
    """Of the houses' counts, by their names."""

    @property
    def withholds(self) -> bool:
        by_stage = [count for each in self.stages for count in (each.entered, each.standing)]
        by_house = [getattr(each, name) for each in self.houses for name in _SUMS]
        return None in (*by_stage, *by_house, *self.totals.values())


def institution_figures(session: Session, actor: Actor, *, today: date) -> list[StageFigures]:
    """Of the actor's own institution; in full for its officers, who see the cases themselves."""
    demand(actor, Act.VIEW_FIGURES, Case(actor.institution_id))
    home = actor.institution_id
    found = _stages(session, col(Technology.institution_id) == home, col(Transition.institution_id) == home, today)
    return found if may(actor, Act.TRIAGE, Case(home)) else _stages_shown(found)


def network_figures(session: Session, actor: Actor, *, today: date) -> Network:
    demand(actor, Act.VIEW_PORTFOLIO, Case(actor.institution_id))
    houses = _houses(session, today)
    totals = {name: shown(sum(getattr(each, name) for each in houses)) for name in _SUMS}
    totals["published"] = sum(each.published for each in houses)
    return Network(_stages_shown(_stages(session, true(), true(), today)), _houses_shown(houses), totals)


_SUMS = ("under_way", "entered", "licensed")
"""What of a house's counts is confidential."""


def standing_shown(counts: Mapping[Stage, int]) -> dict[Stage, Count]:
    """By stage: those under way are parts of what stands under way in all."""
    under_way = [code for code, rule in pipeline().stages.items() if not rule.end]
    parts = dict(zip(under_way, parts_shown([counts.get(code, 0) for code in under_way]), strict=True))
    return {code: parts[code] if code in parts else shown(counts.get(code, 0)) for code in pipeline().stages}


def _stages_shown(stages: Sequence[StageFigures]) -> list[StageFigures]:
    standing = standing_shown({each.rule.code: each.standing or 0 for each in stages})
    return [
        replace(
            each,
            entered=shown(each.entered or 0),
            standing=standing[each.rule.code],
            median_age=None if standing[each.rule.code] is None else each.median_age,
            late=None if standing[each.rule.code] is None else shown(each.late or 0),
        )
        for each in stages
    ]


def _houses_shown(houses: Sequence[House]) -> list[House]:
    """Column by column, of the sum below it."""
    under_way, entered, licensed = (parts_shown([getattr(each, name) for each in houses]) for name in _SUMS)
    return [
        replace(each, under_way=under_way[place], entered=entered[place], licensed=licensed[place])
        for place, each in enumerate(houses)
    ]


def _stages(
    session: Session, cases: ColumnElement[bool], moves: ColumnElement[bool], today: date
) -> list[StageFigures]:
    stage = col(Technology.stage)
    standing = _numbers(session, sa.select(stage, func.count()).where(cases).group_by(stage))
    target = col(Transition.to_stage)
    entered = _numbers(
        session,
        sa.select(target, func.count(sa.distinct(col(Transition.technology_id))))
        .where(moves, col(Transition.at) >= _a_year_ago(today), col(Transition.kind) != MoveKind.BACK)
        .group_by(target),
    )
    return [
        StageFigures(
            rule,
            entered.get(code, 0),
            standing.get(code, 0),
            None if rule.end else _median_age(session, cases, code, standing.get(code, 0), today),
            0 if rule.end else _late(session, cases, rule, today),
        )
        for code, rule in pipeline().stages.items()
    ]


def _median_age(session: Session, cases: ColumnElement[bool], stage: Stage, standing: int, today: date) -> int | None:
    """Of an even number, the younger of the two in the middle."""
    query = select(Technology.stage_since).where(cases, Technology.stage == stage)
    middle = session.exec(query.order_by(col(Technology.stage_since)).offset(standing // 2).limit(1)).first()
    return (today - local_date(middle)).days if middle else None


def _late(session: Session, cases: ColumnElement[bool], rule: StageRule, today: date) -> int:
    query = select(func.count()).select_from(Technology)
    return session.exec(query.where(cases, Technology.stage == rule.code, is_late(rule, today))).one()


def _houses(session: Session, today: date) -> list[House]:
    home, stage = col(Technology.institution_id), col(Technology.stage)
    standing: dict[int, dict[Stage, int]] = defaultdict(dict)
    for number, code, count in session.execute(sa.select(home, stage, func.count()).group_by(home, stage)):
        standing[number][code] = count
    entered = _numbers(
        session,
        sa.select(col(Transition.institution_id), func.count(sa.distinct(col(Transition.technology_id))))
        .where(col(Transition.at) >= _a_year_ago(today), col(Transition.kind) == MoveKind.ENTER)
        .group_by(col(Transition.institution_id)),
    )
    published = _numbers(
        session,
        sa.select(home, func.count(sa.distinct(col(Offer.technology_id))))
        .join_from(Offer, Technology, col(Technology.id) == col(Offer.technology_id))
        .where(col(Offer.state) == OfferState.PUBLISHED)
        .group_by(home),
    )
    ends = {code for code, rule in pipeline().stages.items() if rule.end}
    return [
        House(
            each,
            _sum_of(standing[each.id], set(Stage) - ends),
            entered.get(each.id, 0),
            published.get(each.id, 0),
            _sum_of(standing[each.id], {Stage.LICENSED}),
        )
        for each in session.exec(select(Institution).order_by(Institution.name_en)).all()
        if standing[each.id]
    ]


def _numbers(session: Session, query: sa.Select[Any]) -> dict[Any, int]:
    return dict(session.execute(query).tuples().all())


def _sum_of(counts: Mapping[Stage, int], stages: Iterable[Stage]) -> int:
    return sum(counts.get(stage, 0) for stage in stages)


def _a_year_ago(today: date) -> datetime:
    return datetime.combine(today - YEAR, time.min, HOME)
