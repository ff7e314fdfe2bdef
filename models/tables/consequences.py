"""What a decision sets going: effects, what is kept secret or licensed, and the rights offered to the creators."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from models.rules.naming import Naming
from models.rules.words import EffectKind, ProtectionStrategy, RightsAnswer, SoftwareLicensing
from models.tables.columns import Table, enum_column, key_column, moment_column


class DecisionEffect(Table, table=True):
    """One thing that a decision set going. A later decision ends it, or lets it go on under its own name."""

    __tablename__ = "decision_effect"

    id: int = Field(default=None, primary_key=True)
    decision_id: int = Field(sa_column=key_column("review_decision.id"))
    kind: EffectKind = Field(sa_column=enum_column(EffectKind))
    clock_id: int | None = Field(default=None, sa_column=key_column("clock.id", nullable=True))
    due_on: date | None = None
    """By when it asks for an act, where a day is known."""
    undone_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    kept_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When a later decision took its place and this went on."""


class ProtectionPlan(Table, table=True):
    """How a technology without a patent is protected. The one that has not ended is in force."""

    __tablename__ = "protection_plan"
    __table_args__ = (
        CheckConstraint("strategy <> 'patent'", name="not_for_patents"),
        CheckConstraint("(strategy = 'copyright') = (licensing IS NOT NULL)", name="licensing_of_software"),
        Index(
            "uq_protection_plan_in_force",
            "technology_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    confidential: ClassVar[frozenset[str]] = frozenset({"subject", "access", "components"})
    naming: ClassVar[Mapping[str, Naming]] = MappingProxyType({"components": Naming.MATERIALS, "subject": Naming.TERM})

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id", index=False))
    strategy: ProtectionStrategy = Field(sa_column=enum_column(ProtectionStrategy))
    subject: str
    """What must be kept secret; of software the work, with its version."""
    access: str
    """Who has access, and under what undertaking; of software where its source is and who holds it."""
    licensing: SoftwareLicensing | None = Field(default=None, sa_column=enum_column(SoftwareLicensing, nullable=True))
    components: str = ""
    """Of software: what others wrote of it, in plans signed before the list of third-party inputs told it."""
    recorded_by_id: int = Field(sa_column=key_column("person.id"))
    recorded_at: datetime = Field(sa_column=moment_column())
    ended_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))


class RightsOffer(Table, table=True):
    """The rights as offered in writing to one creator (Polish act of 2018-07-20, art. 154(3)), and the answer."""

    __tablename__ = "rights_offer"
    __table_args__ = (
        CheckConstraint("fee >= 0", name="fee_not_negative"),
        CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name="answered_with_day"),
        CheckConstraint("answered_on IS NULL OR answered_on >= offered_on", name="answered_after"),
    )
    confidential: ClassVar[frozenset[str]] = frozenset({"note", "fee_source"})

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id"))
    name: str
    email: str
    """Folded. Not by contributor: to whom it was offered stays when a disclosure is corrected."""
    offered_on: date
    fee: int
    """In grosz: what the creator is asked to pay for the transfer."""
    cap: int | None = None
    """In grosz: the most that could be asked; empty where the wage was not known to Helix."""
    fee_source: str = ""
    """Where the wage was looked up by hand."""
    answer: RightsAnswer | None = Field(default=None, sa_column=enum_column(RightsAnswer, nullable=True))
    answered_on: date | None = None
    note: str = ""
    recorded_by_id: int = Field(sa_column=key_column("person.id"))
    recorded_at: datetime = Field(sa_column=moment_column())
    superseded_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When a later decision to proceed made it history."""
