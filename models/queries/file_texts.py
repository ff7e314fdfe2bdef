"""What was read in the attached files of a technology, and what was not."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlmodel import Session, col

from models.file_texts import READER
from models.rules.words import TextGap, TextState
from models.tables import Attachment, FileText


def unread_files(session: Session, technology_id: int) -> Sequence[str]:
    """The sha256 of each attached file of which nobody has read the words yet, or only an older reader of ours."""
    query = (
        select(col(Attachment.sha256))
        .join(FileText, col(FileText.sha256) == col(Attachment.sha256), isouter=True)
        .where(
            col(Attachment.technology_id) == technology_id,
            col(Attachment.removed_at).is_(None),
            or_(col(FileText.sha256).is_(None), col(FileText.reader) < READER),
        )
        .order_by(col(Attachment.id))
    )
    return list(dict.fromkeys(session.execute(query).scalars()))


@dataclass(frozen=True, slots=True)
class NotCompared:
    """An attached file, and what of it offers were not compared with; no gaps where that is all of it."""

    name: str
    sha256: str
    gaps: tuple[TextGap, ...] = ()
    is_waiting: bool = False
    """Whether it is still to be read, as it is before an approval."""


def files_not_compared(session: Session, technology_id: int) -> Sequence[NotCompared]:
    """Attached files that hold more than what was read in them: pictures, locked and broken files, parts of others."""
    query = (
        select(
            col(Attachment.name), col(Attachment.sha256), col(FileText.state), col(FileText.reader), col(FileText.gaps)
        )
        .join(FileText, col(FileText.sha256) == col(Attachment.sha256), isouter=True)
        .where(col(Attachment.technology_id) == technology_id, col(Attachment.removed_at).is_(None))
        .order_by(col(Attachment.id))
    )
    found = []
    for name, sha256, state, reader, gaps in session.execute(query).tuples():
        if state is None or reader < READER:
            found.append(NotCompared(name, sha256, is_waiting=True))
        elif state is not TextState.READ:
            found.append(NotCompared(name, sha256, tuple(map(TextGap, gaps)) if state is TextState.PART else ()))
    return found
