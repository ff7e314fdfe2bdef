"""Disclosures that are still being written."""

from datetime import datetime
from typing import Any, ClassVar

from sqlmodel import Field

from models.tables.columns import Table, key_column, list_column, moment_column


class Draft(Table, table=True):
    """One person's unfinished disclosure, saved as typed; nobody else sees it.

    `technology_id` is set where it corrects a disclosure that was submitted before.
    """

    confidential: ClassVar[frozenset[str]] = frozenset({"answers"})

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(sa_column=key_column("person.id"))
    technology_id: int | None = Field(default=None, sa_column=key_column("technology.id", nullable=True))
    answers: dict[str, Any] = Field(default_factory=dict, sa_column=list_column())
    """As typed, by the names of `DisclosureForm`: not yet valid, nothing is refused."""
    step: str = Field(default="", max_length=40)
    """Where the person left it."""
    version: int = 1
    """Raised by every save: of two windows the older one is told."""
    base_version: int | None = None
    """The version of the disclosure that it corrects."""
    submitted_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    """Then `technology_id` is what it became and nothing is kept of the answers: a second submit finds the first."""
    created_at: datetime = Field(sa_column=moment_column())
    updated_at: datetime = Field(sa_column=moment_column())
