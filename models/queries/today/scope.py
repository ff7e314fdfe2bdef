"""Whose cases are looked at, and lists that are cut after their first rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col

from models.queries.technologies import visible_to
from models.rules.permissions import Actor
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
