"""Documents that go to somebody: letters about decisions, and stamped copies with who has read them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from models.rules.words import CopyKind, Language
from models.tables.columns import Table, digest_column, enum_column, key_column, moment_column


class DecisionLetter(Table, table=True):
    """What the creators are told of one decision, in one language. A later decision has letters of its own."""

    __tablename__ = "decision_letter"
    __table_args__ = (UniqueConstraint("decision_id", "language"),)

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id"))
    decision_id: int = Field(sa_column=key_column("review_decision.id", index=False))
    language: Language = Field(sa_column=enum_column(Language))
    asked_at: datetime = Field(sa_column=moment_column())
    sha256: str | None = Field(default=None, sa_column=digest_column(nullable=True))
    """Of the PDF, once it is drawn."""
    drawn_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))


class DocumentCopy(Table, table=True):
    """A document as it was handed to one reader on one day, stamped with their name, the day and `tracking`."""

    __tablename__ = "document_copy"
    __table_args__ = (
        CheckConstraint("(contact_id IS NULL) <> (person_id IS NULL)", name="of_one_reader"),
        CheckConstraint("(kind = 'brief') = (delivery_id IS NOT NULL)", name="brief_by_delivery"),
        Index("ix_document_copy_technology_kind", "technology_id", "kind", "handed_on"),
    )

    id: int = Field(default=None, primary_key=True)
    tracking: str = Field(unique=True, max_length=16)
    unique_key: str = Field(unique=True, max_length=160)
    """Of document, reader and day."""
    kind: CopyKind = Field(sa_column=enum_column(CopyKind))
    technology_id: int = Field(sa_column=key_column("technology.id", index=False))
    delivery_id: int | None = Field(default=None, sa_column=key_column("delivery.id", nullable=True))
    contact_id: int | None = Field(default=None, sa_column=key_column("contact.id", nullable=True))
    person_id: int | None = Field(default=None, sa_column=key_column("person.id", nullable=True))
    reader_name: str
    sha256: str = Field(sa_column=digest_column())
    """Of the document before the stamp."""
    handed_on: date


class DocumentReading(Table, table=True):
    """One download of a copy."""

    __tablename__ = "document_reading"

    id: int = Field(default=None, primary_key=True)
    copy_id: int = Field(sa_column=key_column("document_copy.id"))
    at: datetime = Field(sa_column=moment_column())
