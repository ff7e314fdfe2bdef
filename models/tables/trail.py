"""The trail: transitions and sign-offs, one hash chain per institution, append-only by trigger."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from models.rules.words import MoveKind, SignoffKind, Stage, Via
from models.tables.columns import Table, digest_column, enum_column, key_column, moment_column


class Transition(Table, table=True):
    __table_args__ = (
        UniqueConstraint("institution_id", "sequence"),
        Index("ix_transition_institution_at", "institution_id", "at"),
    )
    confidential: ClassVar[frozenset[str]] = frozenset({"reason"})

    id: int = Field(default=None, primary_key=True)
    institution_id: int = Field(sa_column=key_column("institution.id", index=False))
    sequence: int
    previous_hash: str = Field(sa_column=digest_column())
    hash: str = Field(sa_column=digest_column())
    technology_id: int = Field(sa_column=key_column("technology.id"))
    technology_version: int
    kind: MoveKind = Field(sa_column=enum_column(MoveKind))
    from_stage: Stage | None = Field(default=None, sa_column=enum_column(Stage, nullable=True, check="from_stage"))
    to_stage: Stage = Field(sa_column=enum_column(Stage, check="to_stage"))
    actor: str
    """Who acted, e.g. `person:12`; the name stands beside it since people leave."""
    actor_name: str
    on_behalf_of: str = ""
    via: Via = Field(sa_column=enum_column(Via))
    reason: str = ""
    at: datetime = Field(sa_column=moment_column())


class Signoff(Table, table=True):
    __table_args__ = (UniqueConstraint("institution_id", "sequence"),)
    confidential: ClassVar[frozenset[str]] = frozenset({"reason"})

    id: int = Field(default=None, primary_key=True)
    institution_id: int = Field(sa_column=key_column("institution.id", index=False))
    sequence: int
    previous_hash: str = Field(sa_column=digest_column())
    hash: str = Field(sa_column=digest_column())
    technology_id: int = Field(sa_column=key_column("technology.id"))
    technology_version: int
    kind: SignoffKind = Field(sa_column=enum_column(SignoffKind))
    subject: str
    """What was signed, e.g. `offer:7`, `contributor:3`, `gate:contributors_confirmed`."""
    subject_digest: str = Field(default="", max_length=64)
    actor: str
    actor_name: str
    on_behalf_of: str = ""
    via: Via = Field(sa_column=enum_column(Via))
    reason: str = ""
    at: datetime = Field(sa_column=moment_column())


class TrailHead(Table, table=True):
    """The chain's end; comparing it with the last rows shows a trail cut short."""

    __tablename__ = "trail_head"

    institution_id: int = Field(primary_key=True, foreign_key="institution.id")
    sequence: int = 0
    hash: str = Field(default="0" * 64, sa_column=digest_column())
