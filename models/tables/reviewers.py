"""Who reviews: by which weights an institution scores, who is asked, and what each states on conflicts of interest."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field

from models.rules.words import ConflictRuling, RequestState
from models.tables.columns import Table, enum_column, key_column, list_column, moment_column


class ReviewPolicy(Table, table=True):
    """By what an institution reviews. Never changed: a change is the next version, and decisions keep theirs."""

    __tablename__ = "review_policy"
    __table_args__ = (
        UniqueConstraint("institution_id", "version"),
        CheckConstraint("reviewers BETWEEN 1 AND 9", name="reviewers_in_range"),
    )

    id: int = Field(default=None, primary_key=True)
    institution_id: int = Field(sa_column=key_column("institution.id"))
    version: int
    weights: dict[str, int] = Field(sa_column=Column(JSON, nullable=False))
    """Percent by criterion; they sum to 100."""
    reviewers: int
    """How many must have scored every criterion."""
    reason: str = ""
    set_by_id: int | None = Field(default=None, sa_column=key_column("person.id", nullable=True))
    """Empty where the command line set it."""
    set_at: datetime = Field(sa_column=moment_column())


class ReviewRequest(Table, table=True):
    """One person is asked to review one technology by a day."""

    __tablename__ = "review_request"
    __table_args__ = (
        Index(
            "uq_review_request_open",
            "technology_id",
            "reviewer_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_review_request_state_due", "state", "due_on", "id"),
        CheckConstraint("state <> 'declined' OR reason <> ''", name="declined_with_reason"),
    )
    confidential: ClassVar[frozenset[str]] = frozenset({"note", "reason"})

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id"))
    reviewer_id: int = Field(sa_column=key_column("person.id"))
    asked_by_id: int = Field(sa_column=key_column("person.id"))
    asked_at: datetime = Field(sa_column=moment_column())
    due_on: date
    note: str = ""
    """What the office asks the reviewer to look at."""
    state: RequestState = Field(default=RequestState.OPEN, sa_column=enum_column(RequestState))
    reason: str = ""
    """Why it was declined or withdrawn."""
    ended_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))


class ConflictStatement(Table, table=True):
    """What a person states on their own interest in a technology. The latest of a person is in force."""

    __tablename__ = "conflict_statement"
    __table_args__ = (
        CheckConstraint("NOT declared OR text <> ''", name="declared_with_text"),
        CheckConstraint("ruling IS NULL OR declared", name="ruled_when_declared"),
        Index("ix_conflict_statement_technology_person", "technology_id", "person_id", "id"),
    )
    confidential: ClassVar[frozenset[str]] = frozenset({"text", "ruling_reason"})

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id", index=False))
    person_id: int = Field(sa_column=key_column("person.id"))
    declared: bool
    text: str = ""
    ties: list[str] = Field(default_factory=list, sa_column=list_column())
    """What Helix itself found when it was stated: see `Tie`."""
    stated_at: datetime = Field(sa_column=moment_column())
    ruling: ConflictRuling | None = Field(default=None, sa_column=enum_column(ConflictRuling, nullable=True))
    ruling_reason: str = ""
    ruled_by_id: int | None = Field(default=None, sa_column=key_column("person.id", nullable=True))
    ruled_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))

    @property
    def undecided(self) -> bool:
        return self.declared and self.ruling is None

    @property
    def clears(self) -> bool:
        """Whether who stated it may review and decide."""
        return not self.declared or self.ruling is ConflictRuling.ADMITTED
