"""Where imported rows went, so that a second import of the same registry changes nothing."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.tables.columns import Table, digest_column, key_column, list_column, moment_column


class ImportedRow(Table, table=True):
    __tablename__ = "imported_row"
    __table_args__ = (UniqueConstraint("source", "source_key"),)

    confidential: ClassVar[frozenset[str]] = frozenset({"taken"})

    id: int = Field(default=None, primary_key=True)
    source: str
    """Name of the mapping, e.g. `nasa_patents`."""
    source_key: str
    """The registry's own case number."""
    content: str = Field(sa_column=digest_column())
    """Digest of the mapped row: an unchanged row is not touched again."""
    taken: dict[str, Any] = Field(sa_column=list_column())
    """The mapped row as last taken. What differs from it in the database was changed by a person, and stays."""
    technology_id: int = Field(sa_column=key_column("technology.id"))
    imported_at: datetime = Field(sa_column=moment_column())
