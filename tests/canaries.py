"""A word of its own in every confidential column, and the search for these words."""

import json
import string
from datetime import UTC, date, datetime
from enum import StrEnum
from itertools import product
from typing import Any

from sqlalchemy import JSON, Column, func, insert, select, update
from sqlalchemy.types import Boolean, Date, Enum, Integer
from sqlmodel import Session

from models.tables import Signoff, Table, Transition
from models.tables.columns import Moment

MARK = "kanarekqzx"
"""No word of any language: where it stands, something confidential stands."""
APPEND_ONLY = (Transition, Signoff)
"""Their triggers refuse changes: what they say comes through the actions."""
ONE_WAY = ("digest", "hash")
"""Columns from which nothing can be read back, and whose form is checked."""

OWNERS: dict[str, dict[str, object]] = {
    "protection_plan": {"strategy": "know_how"},
    "attachment": {"technology_id": 1},
    "browser_session": {"person_id": 1},
    "figure": {"media_type": "image/png"},
}
"""What a made-up row needs so that the table's constraints take it, such as which of two it belongs to."""

Place = tuple[str, str]
"""Table and column."""


def confidential_tables() -> list[type[Table]]:
    return sorted((each for each in _subclasses(Table) if each.confidential), key=lambda each: each.__name__)


def canaries() -> dict[Place, str]:
    """The word of each column that a person fills. A new column has one at once."""
    places = [
        (str(table.__tablename__), column)
        for table in confidential_tables()
        for column in sorted(table.confidential)
        if column not in ONE_WAY
    ]
    codes = product(string.ascii_lowercase, repeat=2)
    return {place: MARK + "".join(code) for place, code in zip(places, codes, strict=False)}


def canary(table: type[Table], column: str) -> str:
    return canaries()[str(table.__tablename__), column]


def plant(session: Session) -> None:
    """Every confidential column of every row gets its word, whatever form or flow filled it."""
    session.flush()
    for table in confidential_tables():
        if table in APPEND_ONLY:
            continue
        for name in sorted(table.confidential - set(ONE_WAY)):
            column = _columns(table)[name]
            value = _shaped(table, name, canary(table, name))
            session.execute(update(table).where(column.is_not(None)).values({name: value}))
    session.expire_all()


def fill_empty_tables(session: Session) -> None:
    """A row in each table that the play did not reach, so that its columns can carry their words."""
    session.flush()
    owners_first = [table.name for table in Table.metadata.sorted_tables]
    for table in sorted(confidential_tables(), key=lambda each: owners_first.index(str(each.__tablename__))):
        if not session.scalar(select(func.count()).select_from(table)):
            values = {
                name: _blank(column)
                for name, column in _columns(table).items()
                if not column.nullable and not (column.primary_key and isinstance(column.type, Integer))
            }
            session.execute(insert(table).values(values | OWNERS.get(str(table.__tablename__), {})))


def unplanted(session: Session) -> list[Place]:
    """Columns of which no row has its word: the play has not reached them."""
    return [place for place, word in canaries().items() if word not in _content(session, *place)]


def found_in(text: str) -> list[Place]:
    """The columns whose words stand in `text`, also when a line's end or a hyphen has broken them."""
    whole = squeezed(text)
    if MARK not in whole:
        return []
    return [place for place, word in canaries().items() if word in whole] or [("unknown", MARK)]


def squeezed(text: str) -> str:
    """Without what lines' ends put into words. Long texts: without a regular expression, which is ten times slower."""
    whole = "".join(text.split())
    for hyphen in ("-", "\u00ad", "\u2010"):
        whole = whole.replace(hyphen, "")
    return whole.casefold()


def _content(session: Session, table: str, column: str) -> str:
    kept = Table.metadata.tables[table].c[column]
    return json.dumps(session.execute(select(kept)).scalars().all())


def _columns(table: type[Table]) -> dict[str, Column[Any]]:
    return dict(Table.metadata.tables[str(table.__tablename__)].columns.items())


def _shaped(table: type[Table], name: str, word: str) -> object:
    """Lists and mappings keep their shape: what reads them goes on reading them."""
    if not isinstance(_columns(table)[name].type, JSON):
        return word
    if name == "milestones":
        return [{"text": word, "due_on": "2030-01-01", "amount": 1}]
    annotation = str(table.model_fields[name].annotation)
    return {word: word} if annotation.startswith("dict") else [word]


def _blank(column: Column[Any]) -> object:
    """Some value that the column takes."""
    kind = column.type
    if column.foreign_keys or isinstance(kind, Integer):
        return 1
    if isinstance(kind, Enum):
        members = kind.enum_class
        assert members is not None
        assert issubclass(members, StrEnum)
        return next(iter(members))
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, JSON):
        return {}
    if isinstance(kind, Date):
        return date(2026, 1, 1)
    if isinstance(kind, Moment):
        return datetime(2026, 1, 1, tzinfo=UTC)
    return "0" * 64 if getattr(kind, "length", None) == 64 else "x"


def _subclasses(of: type[Table]) -> list[type[Table]]:
    return [found for each in of.__subclasses__() for found in (each, *_subclasses(each))]
