"""The institution's technologies by stage, a page of a column at a time: no page reads more than it shows.

Columns are ordered by how long their cases have stood in the stage, ends by the latest: the index on institution,
stage and moment gives the first rows, whatever stands behind them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, and_, false, func, tuple_
from sqlmodel import Session, col, select

from models.errors import NotFound
from models.queries.cases import with_words
from models.queries.technologies import visible_to
from models.rules.days import HOME, local_date
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.pipeline import Move, Pipeline, StageRule, pipeline
from models.rules.words import ClockState, Field, Stage, ValueChain
from models.tables import Clock, Person, Technology, Transition
from models.tables.columns import Moment

PER_COLUMN = 15
MOST_COUNTED = 1_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sieve:
    """Filters; `None`, `False` and the empty text filter nothing."""

    officer_id: int | None = None
    value_chain: ValueChain | None = None
    field: Field | None = None
    late: bool = False
    """Longer in the stage than its target days."""
    on_hold: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of a column ended: the next one goes on behind it, whatever has moved meanwhile."""

    since: datetime
    technology_id: int

    def __str__(self) -> str:
        return f"{(self.since - _EPOCH) // timedelta(microseconds=1)}-{self.technology_id}"

    @classmethod
    def read(cls, text: str) -> "Place":
        """The opposite of `str`; of digits and a hyphen, as the door has checked."""
        moment, _, number = text.partition("-")
        return cls(_EPOCH + timedelta(microseconds=int(moment)), int(number))


@dataclass(frozen=True, slots=True)
class NextClock:
    rule: str
    nominal_on: date
    days: int
    """From today; negative when it is past."""


@dataclass(frozen=True, slots=True)
class Card:
    id: int
    reference: str
    title: str
    stage: Stage
    version: int
    stage_since: datetime
    value_chain: ValueChain | None
    hold_reason: str | None
    resume_on: date | None
    officer_id: int | None
    officer: str | None
    rules: Pipeline
    age: int
    """Days in the stage."""
    clock: NextClock | None = None

    @property
    def target(self) -> int | None:
        return self.rules.stages[self.stage].target_days

    @property
    def late(self) -> bool:
        return self.target is not None and self.age > self.target

    @property
    def moves(self) -> list[Move]:
        return list(self.rules.moves_from(self.stage))

    @property
    def place(self) -> Place:
        return Place(self.stage_since, self.id)


@dataclass(frozen=True, slots=True)
class Column:
    stage: StageRule
    cards: Sequence[Card]
    count: int
    """Of all its cards; at most `MOST_COUNTED`."""
    next: Place | None
    """Where the next page begins, if there is one."""

    @property
    def capped(self) -> bool:
        return self.count >= MOST_COUNTED


def board(session: Session, actor: Actor, sieve: Sieve, *, today: date, shown: int = PER_COLUMN) -> list[Column]:
    """The first page of every column; ends only count what they hold."""
    columns = [
        column(session, actor, rule.code, sieve, today=today, limit=0 if rule.end else shown, clocks=False)
        for rule in pipeline().stages.values()
    ]
    found = next_clocks(session, [card.id for each in columns for card in each.cards], today)
    return [replace(each, cards=_with_clocks(each.cards, found)) for each in columns]


def column(
    session: Session,
    actor: Actor,
    stage: Stage,
    sieve: Sieve,
    *,
    today: date,
    after: Place | None = None,
    limit: int = PER_COLUMN,
    clocks: bool = True,
) -> Column:
    demand(actor, Act.TRIAGE, Case(actor.institution_id))
    rule = pipeline().stages[stage]
    among = and_(visible_to(actor), col(Technology.stage) == stage, *_through(sieve, rule, today))
    rows = cards(session, among, today=today, after=after, limit=limit + 1, latest=rule.end) if limit else []
    shown = rows[:limit]
    if clocks:
        shown = _with_clocks(shown, next_clocks(session, [card.id for card in shown], today))
    return Column(
        rule,
        shown,
        count_up_to(session, among, MOST_COUNTED),
        shown[-1].place if len(rows) > limit and shown else None,
    )


def card(session: Session, actor: Actor, reference: str, *, today: date) -> Card:
    """Raises `NotFound` for what the actor may not see."""
    demand(actor, Act.TRIAGE, Case(actor.institution_id))
    found = cards(session, and_(visible_to(actor), col(Technology.reference) == reference), today=today, limit=1)
    if not found:
        raise NotFound(f"There is no technology {reference} among those you may see.")
    return _with_clocks(found, next_clocks(session, [found[0].id], today))[0]


def moves_since(session: Session, actor: Actor, reference: str, version: int) -> Sequence[Transition]:
    """What happened to a case after somebody saw it at `version`, oldest first."""
    demand(actor, Act.TRIAGE, Case(actor.institution_id))
    query = (
        select(Transition)
        .join(Technology, col(Technology.id) == col(Transition.technology_id))
        .where(visible_to(actor), Technology.reference == reference, Transition.technology_version > version)
    )
    return session.exec(query.order_by(col(Transition.sequence))).all()


def cards(
    session: Session,
    among: ColumnElement[bool],
    *,
    today: date,
    limit: int,
    after: Place | None = None,
    latest: bool = False,
) -> list[Card]:
    """The longest in their stage first, or the latest. Without their clocks."""
    order = (col(Technology.stage_since), col(Technology.id))
    query = _columns().where(among)
    if after:
        reached = tuple_(sa.literal(after.since, Moment()), sa.literal(after.technology_id))
        query = query.where(tuple_(*order) < reached if latest else tuple_(*order) > reached)
    query = query.order_by(*(each.desc() for each in order) if latest else order)
    rows = session.execute(query.limit(limit))
    return [_card(row, today) for row in rows]


def _card(row: sa.Row[Any], today: date) -> Card:
    values = dict(row._mapping)
    rules = pipeline(values.pop("pipeline"), values.pop("pipeline_version"))
    return Card(**values, rules=rules, age=(today - local_date(row.stage_since)).days)


def count_up_to(session: Session, among: ColumnElement[bool], most: int) -> int:
    found = select(Technology.id).where(among).limit(most).subquery()
    return session.exec(select(func.count()).select_from(found)).one()


def late_since(rule: StageRule, today: date) -> datetime | None:
    """Who has been in the stage since before this moment is over its target."""
    if rule.target_days is None:
        return None
    return datetime.combine(today - timedelta(days=rule.target_days), time.min, HOME)


def is_late(rule: StageRule, today: date) -> ColumnElement[bool]:
    since = late_since(rule, today)
    return col(Technology.stage_since) < since if since else false()


def next_clocks(session: Session, technology_ids: Sequence[int], today: date) -> dict[int, NextClock]:
    """The running clock that ends first, of each technology that has one."""
    if not technology_ids:
        return {}
    running = and_(col(Clock.technology_id).in_(technology_ids), col(Clock.state) == ClockState.RUNNING)
    first = (
        sa.select(col(Clock.technology_id), func.min(Clock.nominal_on).label("nominal_on"))
        .where(running)
        .group_by(col(Clock.technology_id))
        .subquery()
    )
    rows = session.execute(
        sa.select(col(Clock.technology_id), col(Clock.rule), col(Clock.nominal_on))
        .join(
            first, (col(Clock.technology_id) == first.c.technology_id) & (col(Clock.nominal_on) == first.c.nominal_on)
        )
        .where(running)
        .order_by(col(Clock.id).desc())
    )
    return {number: NextClock(rule, nominal, (nominal - today).days) for number, rule, nominal in rows}


def _with_clocks(rows: Iterable[Card], clocks: dict[int, NextClock]) -> list[Card]:
    return [replace(each, clock=clocks.get(each.id)) for each in rows]


def _columns() -> sa.Select[Any]:
    """Named as in `Card`, and the pipeline's name and version. Texts that no card shows stay unread."""
    own = (
        Technology.id,
        Technology.reference,
        Technology.title,
        Technology.stage,
        Technology.version,
        Technology.stage_since,
        Technology.value_chain,
        Technology.hold_reason,
        Technology.resume_on,
        Technology.officer_id,
    )
    of_pipeline = (Technology.pipeline, Technology.pipeline_version)
    query = sa.select(
        *(col(each) for each in own), col(Person.name).label("officer"), *(col(each) for each in of_pipeline)
    )
    return query.join_from(Technology, Person, col(Person.id) == col(Technology.officer_id), isouter=True)


def _through(sieve: Sieve, rule: StageRule, today: date) -> list[ColumnElement[bool]]:
    asked = [
        col(column) == value
        for column, value in (
            (Technology.officer_id, sieve.officer_id),
            (Technology.value_chain, sieve.value_chain),
            (Technology.field, sieve.field),
        )
        if value is not None
    ]
    if sieve.late:
        asked.append(is_late(rule, today))
    if sieve.on_hold:
        asked.append(col(Technology.hold_reason).is_not(None))
    return [*asked, *with_words(sieve.text)]
