"""Many published offers in one file: what was asked for, and what was made of it last."""

from datetime import datetime

from sqlmodel import Field

from models.rules.words import (
    CompilationKind,
    EntrySize,
    Field as Subject,
    Grouping,
    Language,
    ValueChain,
)
from models.tables.columns import Table, digest_column, enum_column, key_column, list_column, moment_column


class Compilation(Table, table=True):
    """A standing order: made anew it keeps its number, and who downloads it gets the newest file."""

    id: int = Field(default=None, primary_key=True)
    kind: CompilationKind = Field(sa_column=enum_column(CompilationKind))
    language: Language = Field(sa_column=enum_column(Language))
    grouping: Grouping = Field(sa_column=enum_column(Grouping))
    entry_size: EntrySize = Field(sa_column=enum_column(EntrySize))
    value_chain: ValueChain | None = Field(default=None, sa_column=enum_column(ValueChain, nullable=True))
    field: Subject | None = Field(default=None, sa_column=enum_column(Subject, nullable=True))
    institution_id: int | None = Field(default=None, sa_column=key_column("institution.id", nullable=True))
    """Whose offers alone; anonymous ones are left out then, since the file says whose all are."""
    chosen: list[int] = Field(default_factory=list, sa_column=list_column())
    """Technologies chosen one by one; empty where the choice is by the columns above."""
    public: bool = False
    """Whether it is offered on the public page while every offer in it is public."""
    asked_by_id: int = Field(sa_column=key_column("person.id"))
    asked_at: datetime = Field(sa_column=moment_column())
    revision: int = 1
    """Raised whenever it is asked for again; the flow records its result for the one that it was made for."""

    made_revision: int = 0
    made_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    input_checksum: str | None = Field(default=None, sa_column=digest_column(nullable=True))
    sha256: str | None = Field(default=None, sa_column=digest_column(nullable=True))
    size: int = 0
    """Bytes."""
    pages: int = 0


class CompilationOffer(Table, table=True):
    """An offer version that stands in the file."""

    __tablename__ = "compilation_offer"

    compilation_id: int = Field(primary_key=True, foreign_key="compilation.id")
    offer_id: int = Field(primary_key=True, foreign_key="offer.id", index=True)
