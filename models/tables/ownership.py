"""Who else owns a share of the rights, what funders demand, and what of others went into a technology."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import ClassVar

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from models.rules.naming import Naming
from models.rules.words import DemandEvent, DemandKind, DemandState, InputKind, InputState
from models.tables.columns import Table, enum_column, key_column, moment_column


class CoOwner(Table, table=True):
    """Another institution, or a person, that holds a share of the rights by an agreement with us."""

    __tablename__ = "co_owner"
    __table_args__ = (CheckConstraint("share_bp BETWEEN 1 AND 9999", name="share_leaves_some_to_us"),)
    confidential: ClassVar[frozenset[str]] = frozenset({"name", "agreement", "waiver"})
    naming: ClassVar[Mapping[str, Naming]] = MappingProxyType({"name": Naming.PARTIES})

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id"))
    name: str
    share_bp: int
    """Basis points of the rights in the whole technology."""
    agreement: str = ""
    agreed_on: date | None = None
    evidence_id: int | None = Field(default=None, sa_column=key_column("attachment.id", nullable=True))
    waiver: str = ""
    """Why no file proves it."""
    we_manage: bool = True
    """Our office deals with partners for all owners."""


class FunderDemand(Table, table=True):
    """One thing that the contract with a funder asks for, with what became of it."""

    __tablename__ = "funder_demand"
    __table_args__ = (
        CheckConstraint("due_on IS NULL OR due_event IS NULL", name="due_by_day_or_event"),
        CheckConstraint("(state = 'open') = (settled_on IS NULL)", name="settled_on_a_day"),
        CheckConstraint("state <> 'waived' OR document <> ''", name="waived_in_a_document"),
    )
    confidential: ClassVar[frozenset[str]] = frozenset({"text", "document"})

    id: int = Field(default=None, primary_key=True)
    funding_id: int = Field(sa_column=key_column("funding.id"))
    kind: DemandKind = Field(sa_column=enum_column(DemandKind))
    text: str = ""
    due_on: date | None = None
    due_event: DemandEvent | None = Field(default=None, sa_column=enum_column(DemandEvent, nullable=True))
    source: str = ""
    """Of a known funder's rules: where they stand and how surely that is known."""
    state: DemandState = Field(default=DemandState.OPEN, sa_column=enum_column(DemandState))
    settled_on: date | None = None
    document: str = ""
    """What shows that it is met or waived."""
    evidence_id: int | None = Field(default=None, sa_column=key_column("attachment.id", nullable=True))
    recorded_by: str = ""
    """The key of the actor, such as `person:12`."""
    recorded_at: datetime = Field(sa_column=moment_column())


class ThirdPartyInput(Table, table=True):
    """A material, data or software of others that went into a technology, with the terms on which it was received."""

    __tablename__ = "third_party_input"
    __table_args__ = (CheckConstraint("state = 'open' OR note <> ''", name="settled_with_a_note"),)
    confidential: ClassVar[frozenset[str]] = frozenset({"name", "provider", "agreement", "note"})
    naming: ClassVar[Mapping[str, Naming]] = MappingProxyType({"name": Naming.MATERIALS, "provider": Naming.PARTIES})

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id"))
    kind: InputKind = Field(sa_column=enum_column(InputKind))
    name: str
    provider: str = ""
    agreement: str = ""
    """The material transfer agreement or other contract."""
    licence: str = ""
    """Of software: its name or SPDX sign."""
    no_commercial_use: bool = False
    reach_through: bool = False
    """The provider claims rights in what was made with it."""
    publication_limited: bool = False
    state: InputState = Field(default=InputState.OPEN, sa_column=enum_column(InputState))
    note: str = ""
    """Why it is cleared, or what it blocks."""
    evidence_id: int | None = Field(default=None, sa_column=key_column("attachment.id", nullable=True))
