"""Whose cases are looked at, and lists that are cut after their first rows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy import ColumnElement, SQLColumnExpression, and_
from sqlmodel import Session, col

from models.queries.technologies import visible_to
from models.rules.permissions import Actor
from models.rules.words import Stage
from models.tables import Technology

SHOWN = 8
MOST_COUNTED = 100

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Scope:
    actor: Actor
    mine: bool
    today: date

    @property
    def cases(self) -> ColumnElement[bool]:
        """The technologies that this is about."""
        visible = visible_to(self.actor)
        return and_(visible, col(Technology.officer_id) == self.actor.person_id) if self.mine else visible

    def owns(self, technology_id: SQLColumnExpression[int], *, over: Collection[Stage]) -> ColumnElement[bool]:
        """Whether the id is one of these technologies and not in one of the stages that are `over`.

        For rows that are read along an index of their own, such as dates that come near. The ids are gathered once,
        from an index alone; `+ 0` keeps SQLite from turning the search around, and from reading every technology.
        """
        wanted = [stage for stage in Stage if stage not in over]
        ids = sa.select(col(Technology.id)).where(self.cases, col(Technology.stage).in_(wanted))
        return (technology_id + 0).in_(ids)


@dataclass(frozen=True, slots=True)
class Few(Generic[Row]):
    rows: Sequence[Row]
    count: int
    """Of all there are; at most `MOST_COUNTED`."""

    @property
    def capped(self) -> bool:
        return self.count >= MOST_COUNTED

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


def counted(session: Session, query: sa.Select[Any]) -> int:
    """The rows of a query, counted no further than `MOST_COUNTED`."""
    found = query.order_by(None).limit(MOST_COUNTED).subquery()
    return session.scalars(sa.select(sa.func.count()).select_from(found)).one()


def few(session: Session, query: sa.Select[Any]) -> tuple[Sequence[sa.Row[Any]], int]:
    """The first rows, and how many there are: counted only where there are more than are shown."""
    rows = session.execute(query.limit(SHOWN + 1)).all()
    return rows[:SHOWN], len(rows) if len(rows) <= SHOWN else counted(session, query)
