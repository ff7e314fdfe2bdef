"""The review dossier says what is so: whoever changes what stands in it asks for it anew."""

from datetime import datetime

from sqlmodel import Session

from models.actions.work import enqueue_again
from models.rules.words import WorkKind
from models.tables import Technology


def redraw_dossier(session: Session, technology: Technology, *, now: datetime) -> None:
    """Nothing where there is none yet: the move to IP review asks for the first one."""
    if technology.dossier_sha256 is None:
        return
    enqueue_again(session, WorkKind.PREPARE_REVIEW, technology.id, now=now)
