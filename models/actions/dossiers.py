"""The review dossier says what is so: whoever changes what stands in it asks for it anew."""

from datetime import datetime
from uuid import uuid4

from sqlmodel import Session, col, select

from models.actions.work import enqueue
from models.rules.words import WorkKind, WorkState
from models.tables import Technology, Work


def redraw_dossier(session: Session, technology: Technology, *, now: datetime) -> None:
    """Once for all changes until a shift takes it up. Nothing where there is none yet: the move to IP review asks for
    the first one.

    What waits is locked: a shift can take it up only when this change is there to be read.
    """
    if technology.dossier_sha256 is None:
        return
    waits = select(Work.id).where(
        col(Work.kind) == WorkKind.PREPARE_REVIEW,
        col(Work.subject_id) == technology.id,
        col(Work.state) == WorkState.QUEUED,
    )
    if session.exec(waits.with_for_update()).first() is None:
        # what waits was looked for: two in one moment are two
        enqueue(session, WorkKind.PREPARE_REVIEW, technology.id, key=f"{technology.id}:again:{uuid4()}", now=now)
