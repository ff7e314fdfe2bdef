"""IP review: assessments, the decision; and protection: patent cases and clocks."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field

from models.rules.words import (
    CaseStatus,
    Certainty,
    ClockState,
    Criterion,
    FilingRoute,
    ProtectionStrategy,
    ReviewOutcome,
)
from models.tables.columns import Table, enum_column, key_column, moment_column


class Assessment(Table, table=True):
    """One reviewer's score of one criterion, 1 (poor) to 5 (strong)."""

    __table_args__ = (
        UniqueConstraint("technology_id", "reviewer_id", "criterion"),
        CheckConstraint("score BETWEEN 1 AND 5", name="score_in_range"),
    )
    confidential: ClassVar[frozenset[str]] = frozenset({"comment"})

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id"))
    reviewer_id: int = Field(sa_column=key_column("person.id"))
    criterion: Criterion = Field(sa_column=enum_column(Criterion))
    score: int
    first_score: int | None = None
    """What was given independently, where it was changed after the reviewer had seen the others' scores."""
    comment: str = ""
    recorded_at: datetime = Field(sa_column=moment_column())


class ReviewDecision(Table, table=True):
    """The latest row is in force; earlier ones stay for the record."""

    __tablename__ = "review_decision"
    confidential: ClassVar[frozenset[str]] = frozenset({"reason", "told", "no_duty"})

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id"))
    outcome: ReviewOutcome = Field(sa_column=enum_column(ReviewOutcome))
    strategy: ProtectionStrategy | None = Field(default=None, sa_column=enum_column(ProtectionStrategy, nullable=True))
    reason: str
    told: str = ""
    """What the creators are told, in words meant for them."""
    no_duty: str = ""
    """Why the rights need not be offered to the creators, where it was declined without an offer."""
    decided_by_id: int = Field(sa_column=key_column("person.id"))
    decided_at: datetime = Field(sa_column=moment_column())
    policy_id: int | None = Field(default=None, sa_column=key_column("review_policy.id", nullable=True))
    """The weights it was made under; empty for those that come with Helix, and for decisions before there were any."""
    weights: dict[str, int] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    score: int | None = None
    """In hundredths of a point: the mean of the reviewers' weighted totals when it was decided."""


class PatentCase(Table, table=True):
    """An application or patent. Its number and its title are confidential until the office has published it."""

    __tablename__ = "patent_case"
    __table_args__ = (UniqueConstraint("technology_id", "case_number"),)
    confidential: ClassVar[frozenset[str]] = frozenset({"application_number", "title"})

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id"))
    family_id: int | None = Field(default=None, sa_column=key_column("patent_family.id", nullable=True))
    case_number: str
    title: str = ""
    office: str = ""
    application_number: str = ""
    patent_number: str = ""
    status: CaseStatus = Field(sa_column=enum_column(CaseStatus))
    route: FilingRoute = Field(default=FilingRoute.DIRECT, sa_column=enum_column(FilingRoute))
    priority: bool = False
    """It is the first filing of its family."""
    filed_on: date | None = None
    published_on: date | None = None
    granted_on: date | None = None
    expires_on: date | None = None


class Clock(Table, table=True):
    """A due date with the rule it stands on. `due_on` is empty where no calendar vouches for it."""

    __table_args__ = (
        # once for each application, so that two filed on one day do not share a clock
        Index(
            "uq_clock_of_a_case",
            "case_id",
            "rule",
            "trigger_on",
            unique=True,
            sqlite_where=text("case_id IS NOT NULL"),
            postgresql_where=text("case_id IS NOT NULL"),
        ),
        Index(
            "uq_clock_by_hand",
            "technology_id",
            "rule",
            "trigger_on",
            unique=True,
            sqlite_where=text("case_id IS NULL AND demand_id IS NULL"),
            postgresql_where=text("case_id IS NULL AND demand_id IS NULL"),
        ),
        CheckConstraint("due_on IS NULL OR due_on >= nominal_on", name="rolls_forward"),
        CheckConstraint("state <> 'suppressed' OR suppressed_reason <> ''", name="suppressed_with_reason"),
        CheckConstraint("state <> 'done' OR done_on IS NOT NULL", name="done_with_date"),
        Index("ix_clock_state_nominal", "state", "nominal_on", "technology_id", "rule"),
        Index("ix_clock_technology_state", "technology_id", "state", "nominal_on"),
        Index("ix_clock_state_remind", "state", "remind_on", "id"),
    )
    confidential: ClassVar[frozenset[str]] = frozenset({"suppressed_reason"})

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id"))
    case_id: int | None = Field(default=None, sa_column=key_column("patent_case.id", nullable=True, index=False))
    event_id: int | None = Field(default=None, sa_column=key_column("patent_event.id", nullable=True))
    """What happened to the application and started it; empty when a person started it."""
    demand_id: int | None = Field(default=None, sa_column=key_column("funder_demand.id", nullable=True, unique=True))
    """The duty to a funder whose day it keeps; its rule is `models.rules.duties.DUTY`."""
    rule: str
    trigger_on: date
    other_on: date | None = None
    """The second trigger of a rule that counts from two."""
    nominal_on: date
    due_on: date | None = None
    payable_on: date | None = None
    late_until: date | None = None
    """Of a renewal fee: the first day of payment, and the last day with a surcharge."""
    remind_on: date | None = None
    """When the sweep looks at it next; empty when every reminder was sent."""
    explanation_en: str = ""
    explanation_pl: str = ""
    source: str
    certainty: Certainty = Field(sa_column=enum_column(Certainty))
    state: ClockState = Field(sa_column=enum_column(ClockState))
    suppressed_reason: str = ""
    funding_id: int | None = Field(default=None, sa_column=key_column("funding.id", nullable=True))
    """The contract because of which it does not run (art. 154(5))."""
    done_on: date | None = None
    done_by_id: int | None = Field(default=None, sa_column=key_column("person.id", nullable=True))
