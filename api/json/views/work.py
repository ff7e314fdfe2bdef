"""The outbox and the state of the whole. Errors kept with work are free of content."""

from datetime import datetime

from pydantic import Field

from api.json.views import View
from models.rules.words import DispatchState, WorkKind, WorkState


class WorkView(View):
    id: int
    kind: WorkKind
    subject_id: int
    state: WorkState
    attempts: int
    not_before: datetime
    error: str
    created_at: datetime


class ParkedView(View):
    work_id: int
    kind: WorkKind
    subject_id: int
    error: str


class StatusView(View):
    technologies: dict[str, int | None] = Field(
        description="How many stand in each stage; null where a count would give single cases away."
    )
    briefs: int
    deliveries_sent: int
    notices_sent: int
    waiting: int = Field(description="Work not done and not parked, whenever it is due.")
    due: int = Field(description="Of that, what could be taken now.")
    parked: list[ParkedView] = Field(description="For administrators; empty for others.")
    doubtful_deliveries: int = Field(description="E-mails that may or may not have left.")
    mail_away_since: datetime | None = Field(description="Since when the mail server cannot be reached.")
    mail_waiting: int = Field(description="E-mails that wait for it, not parked.")


class Health(View):
    database: str = Field(description="`ok` when it answers.")


class DoubtfulView(View):
    id: int
    offer_id: int
    state: DispatchState
    error: str
    queued_at: datetime
