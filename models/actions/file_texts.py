"""Keeping the words of attached files, so that offers are compared with them."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from models.file_texts import READER
from models.rules.words import TextGap, TextState
from models.tables import FileText


def record_text(
    session: Session, sha256: str, state: TextState, text: str, *, gaps: Sequence[TextGap] = (), now: datetime
) -> FileText:
    """Once for each version of our reader: the same content has the same words."""
    known = session.get(FileText, sha256)
    if known is not None and known.reader >= READER:
        return known
    row = known or FileText(sha256=sha256, state=state, reader=READER, read_at=now)
    row.state, row.text, row.gaps, row.reader, row.read_at = state, text, list(gaps), READER, now
    session.add(row)
    session.flush()
    return row
