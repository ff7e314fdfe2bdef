"""What can be searched for: an entry for each thing that people look for, in folded words.

The index over it is the database's own and no table of ours: FTS5 on SQLite, a tsvector with GIN on PostgreSQL.
"""

from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.rules.words import Searched
from models.tables.columns import Table, enum_column, key_column


class SearchEntry(Table, table=True):
    """Written by `models.indexing` alone. Never shown: what a hit says is read from its subject, through the actor."""

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("kind", "subject_id"),)
    confidential: ClassVar[frozenset[str]] = frozenset({"heading", "text"})

    id: int = Field(default=None, primary_key=True)
    kind: Searched = Field(sa_column=enum_column(Searched))
    subject_id: int
    """The id in the table of the kind."""
    technology_id: int | None = Field(default=None, sa_column=key_column("technology.id", nullable=True))
    heading: str = ""
    """Title, reference, name: what weighs more."""
    text: str = ""
