"""Keeping the words of attached files, so that offers are compared with them."""

from datetime import datetime

from sqlmodel import Session

from models.rules.words import TextState
from models.tables import FileText


def record_text(session: Session, sha256: str, state: TextState, text: str, *, now: datetime) -> FileText:
    """Once: the same content has the same words."""
    known = session.get(FileText, sha256)
    if known is None:
        known = FileText(sha256=sha256, state=state, text=text, read_at=now)
        session.add(known)
        session.flush()
    return known
