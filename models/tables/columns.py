"""Column helpers: how enums, moments, lists and keys are stored on both databases."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar

from sqlalchemy import JSON, Column, DateTime, Dialect, Enum, ForeignKey, Integer, String
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

from models.rules.naming import Naming

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """The root of all tables. A table names its confidential columns here and nowhere else."""

    confidential: ClassVar[frozenset[str]] = frozenset()
    naming: ClassVar[Mapping[str, Naming]] = MappingProxyType({})
    """Which of them hold names that an offer must not tell even alone, and of what kind (decision 27)."""


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC; SQLite, which has no zones, gets it naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone: use datetime.now(UTC)")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect  # SQLAlchemy's signature
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum_column(
    enum: type[StrEnum], *, nullable: bool = False, index: bool = False, check: str | None = None
) -> Column[Any]:
    """Stored by value, with a CHECK, so that a renamed member cannot silently orphan rows.

    `check` names the constraint where a table has two columns of the same enum.
    """
    kind = Enum(
        enum,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        values_callable=lambda members: [member.value for member in members],
        name=check or enum.__name__.lower(),
        length=40,
    )
    return Column(kind, nullable=nullable, index=index)


def moment_column(*, nullable: bool = False, index: bool = False) -> Column[Any]:
    return Column(Moment(), nullable=nullable, index=index)


def list_column() -> Column[Any]:
    return Column(JSON, nullable=False)


def key_column(target: str, *, nullable: bool = False, index: bool = True, unique: bool = False) -> Column[Any]:
    return Column(Integer, ForeignKey(target), nullable=nullable, index=index, unique=unique)


def digest_column(
    *, nullable: bool = False, unique: bool = False, index: bool = False, primary_key: bool = False
) -> Column[Any]:
    """A sha256 in hexadecimal."""
    return Column(String(64), nullable=nullable, unique=unique, index=index, primary_key=primary_key)
