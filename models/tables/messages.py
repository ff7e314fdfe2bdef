"""What people write to each other about a technology, and remarks beside the fields of a disclosure."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from models.tables.columns import Table, key_column, moment_column


class Message(Table, table=True):
    """Between officer and creators; with `contact_id`, between officer and that contact of a partner."""

    __table_args__ = (Index("ix_message_unread", "read_at", "id", "technology_id", "author"),)
    confidential: ClassVar[frozenset[str]] = frozenset({"text"})

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id"))
    contact_id: int | None = Field(default=None, sa_column=key_column("contact.id", nullable=True))
    """The other side of a thread with a business; without it the thread is the creators'."""
    author: str = Field(max_length=40)
    """The key of the actor, such as `person:12` or `contact:3`."""
    author_name: str
    text: str
    at: datetime = Field(sa_column=moment_column())
    read_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When the other side first saw it."""


class Remark(Table, table=True):
    """An officer's remark beside one field of a disclosure that is to be corrected."""

    confidential: ClassVar[frozenset[str]] = frozenset({"text"})

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id"))
    field: str = Field(max_length=60)
    """A name of `DisclosureForm`."""
    text: str
    author_id: int = Field(sa_column=key_column("person.id"))
    at: datetime = Field(sa_column=moment_column())
    resolved_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When a corrected disclosure was submitted after it."""
