"""The docket: families of applications, what happens to them, who stands in for whom, and feeds of calendars."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from models.rules.words import PatentEventKind
from models.tables.columns import Table, enum_column, key_column, moment_column


class PatentFamily(Table, table=True):
    """Applications that go back to one first filing."""

    __tablename__ = "patent_family"
    confidential: ClassVar[frozenset[str]] = frozenset({"title"})

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id"))
    title: str = ""
    priority_on: date | None = None
    """The day of the first filing."""
    created_at: datetime = Field(sa_column=moment_column())


class PatentEvent(Table, table=True):
    """What happened to an application, on which day, and who recorded it."""

    __tablename__ = "patent_event"
    __table_args__ = (CheckConstraint("year IS NULL OR year BETWEEN 1 AND 40", name="year_of_protection"),)
    confidential: ClassVar[frozenset[str]] = frozenset({"note"})

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(sa_column=key_column("patent_case.id"))
    kind: PatentEventKind = Field(sa_column=enum_column(PatentEventKind))
    happened_on: date
    year: int | None = None
    """Of a renewal fee: the year that it pays for."""
    note: str = ""
    recorded_by_id: int = Field(sa_column=key_column("person.id"))
    recorded_at: datetime = Field(sa_column=moment_column())


class Deputy(Table, table=True):
    """Who stands in for a person."""

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    deputy_id: int = Field(sa_column=key_column("person.id"))


class InstitutionHead(Table, table=True):
    """Who is told when a date comes close and nobody has acted."""

    __tablename__ = "institution_head"

    institution_id: int = Field(primary_key=True, foreign_key="institution.id")
    person_id: int = Field(sa_column=key_column("person.id"))


class CalendarFeed(Table, table=True):
    """A signed address at which a person's calendar program reads their dates, until it is revoked."""

    __tablename__ = "calendar_feed"

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(sa_column=key_column("person.id"))
    created_at: datetime = Field(sa_column=moment_column())
    revoked_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
