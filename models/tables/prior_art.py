"""What was searched for prior art, where and how, and what was found."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from models.rules.words import PriorArtCategory, PriorArtKind, SearchMeans
from models.tables.columns import Table, enum_column, key_column, list_column, moment_column


class PriorArtSearch(Table, table=True):
    """One search. That it found nothing is a result too."""

    __tablename__ = "prior_art_search"
    __table_args__ = (CheckConstraint("found >= 0", name="found_not_negative"),)
    confidential: ClassVar[frozenset[str]] = frozenset({"query", "note", "results"})

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id"))
    means: SearchMeans = Field(default=SearchMeans.BY_HAND, sa_column=enum_column(SearchMeans))
    place: str
    """Where: a database, a library, a fair."""
    query: str
    """How: the words and classes searched for; of a search through Helix exactly what was sent."""
    found: int
    """How many documents it gave; 0 when it found nothing."""
    note: str = ""
    results: list[dict[str, Any]] = Field(default_factory=list, sa_column=list_column())
    """Of a search through Helix the first of them: `{"number", "title", "published_on", "applicants"}`."""
    searched_on: date
    recorded_by_id: int = Field(sa_column=key_column("person.id"))
    recorded_at: datetime = Field(sa_column=moment_column())


class PriorArt(Table, table=True):
    """One document. A changed record is a new row that names the one before; nothing is deleted."""

    __tablename__ = "prior_art"
    __table_args__ = (CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name="removed_by_somebody"),)
    confidential: ClassVar[frozenset[str]] = frozenset(
        {"title", "identifier", "relevance", "features", "removed_reason"}
    )

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id"))
    kind: PriorArtKind = Field(default=PriorArtKind.OTHER, sa_column=enum_column(PriorArtKind))
    title: str
    source: str = ""
    identifier: str = ""
    published_on: date | None = None
    link: str = ""
    category: PriorArtCategory | None = Field(default=None, sa_column=enum_column(PriorArtCategory, nullable=True))
    relevance: str = ""
    features: str = ""
    """Which features of the technology it shows."""
    search_id: int | None = Field(default=None, sa_column=key_column("prior_art_search.id", nullable=True))
    """The search through Helix that found it."""
    other_id: int | None = Field(default=None, sa_column=key_column("technology.id", nullable=True))
    """The case of the own portfolio that it is."""
    replaces_id: int | None = Field(
        default=None, sa_column=key_column("prior_art.id", nullable=True, index=False, unique=True)
    )
    """The record as it was before; a record is replaced once, so of two who change it at once one is told."""
    recorded_by_id: int = Field(sa_column=key_column("person.id"))
    recorded_at: datetime = Field(sa_column=moment_column())
    removed_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When it was removed or replaced."""
    removed_by_id: int | None = Field(default=None, sa_column=key_column("person.id", nullable=True))
    removed_reason: str = ""
