"""Files that people add to a technology, and those that a partner may read in the data room."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from models.tables.columns import Table, digest_column, key_column, moment_column


class Attachment(Table, table=True):
    """A file of any kind in the store; its name is what it was called, never where it lies."""

    __table_args__ = (
        CheckConstraint("(technology_id IS NULL) <> (draft_id IS NULL)", name="of_a_technology_or_a_draft"),
        CheckConstraint("size >= 0", name="size_not_negative"),
    )
    confidential: ClassVar[frozenset[str]] = frozenset({"name", "note"})

    id: int = Field(default=None, primary_key=True)
    technology_id: int | None = Field(default=None, sa_column=key_column("technology.id", nullable=True))
    draft_id: int | None = Field(default=None, sa_column=key_column("draft.id", nullable=True))
    name: str = Field(max_length=255)
    note: str = ""
    sha256: str = Field(sa_column=digest_column())
    size: int
    """Bytes."""
    added_by: str = Field(max_length=40)
    """The key of the actor, such as `person:12`."""
    added_by_name: str
    added_at: datetime = Field(sa_column=moment_column())
    removed_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    removed_by_name: str = ""


class RoomFile(Table, table=True):
    """A file that an officer has put into the data room of one lead."""

    __tablename__ = "room_file"
    __table_args__ = (UniqueConstraint("lead_id", "attachment_id"),)

    id: int = Field(default=None, primary_key=True)
    lead_id: int = Field(sa_column=key_column("lead.id"))
    attachment_id: int = Field(sa_column=key_column("attachment.id"))
    shared_by_id: int = Field(sa_column=key_column("person.id"))
    shared_at: datetime = Field(sa_column=moment_column())
    withdrawn_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))


class RoomVisit(Table, table=True):
    """A contact took a file from the data room."""

    __tablename__ = "room_visit"

    id: int = Field(default=None, primary_key=True)
    room_file_id: int = Field(sa_column=key_column("room_file.id"))
    contact_id: int = Field(sa_column=key_column("contact.id"))
    at: datetime = Field(sa_column=moment_column())
