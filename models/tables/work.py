"""The outbox: work that a transaction asked for, taken by the flows under a lease."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from models.rules.words import WorkKind, WorkState
from models.tables.columns import Table, enum_column, moment_column


class Work(Table, table=True):
    __table_args__ = (Index("ix_work_due", "state", "not_before", "id"),)

    id: int = Field(default=None, primary_key=True)
    kind: WorkKind = Field(sa_column=enum_column(WorkKind))
    subject_id: int
    unique_key: str = Field(unique=True, max_length=120)
    state: WorkState = Field(default=WorkState.QUEUED, sa_column=enum_column(WorkState))
    not_before: datetime = Field(sa_column=moment_column())
    attempts: int = 0
    lease_holder: str | None = Field(default=None, max_length=40)
    lease_until: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    error: str = ""
    """Why the last attempt failed, in words free of content: class of error and ids."""
    waiting_since: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    """Since when what it needs (the mail server) cannot be reached; such attempts are not counted."""
    created_at: datetime = Field(sa_column=moment_column())
    done_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
