"""What was read in the attached files of a technology, and what was not."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from models.file_texts import READER
from models.rules.words import TextGap, TextState
from models.tables import Attachment, FileText


def unread_files(session: Session, technology_id: int) -> Sequence[str]:
    """The sha256 of each attached file of which nobody has read the words yet, or only an older reader of ours."""
    query = (
        select(Attachment.sha256)
        .join(FileText, col(FileText.sha256) == col(Attachment.sha256), isouter=True)
        .where(
            Attachment.technology_id == technology_id,
            col(Attachment.removed_at).is_(None),
            or_(col(FileText.sha256).is_(None), col(FileText.reader) < READER),
        )
        .order_by(col(Attachment.id))
    )
    return list(dict.fromkeys(session.exec(query)))


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
        select(Attachment, FileText)
        .join(FileText, col(FileText.sha256) == col(Attachment.sha256), isouter=True)
        .where(Attachment.technology_id == technology_id, col(Attachment.removed_at).is_(None))
        .order_by(col(Attachment.id))
    )
    return [found for file, read in session.execute(query).tuples() if (found := _not_compared(file, read))]


def _not_compared(file: Attachment, read: FileText | None) -> NotCompared | None:
    if read is None or read.reader < READER:
        return NotCompared(file.name, file.sha256, is_waiting=True)
    if read.state is TextState.READ:
        return None
    gaps = map(TextGap, read.gaps) if read.state is TextState.PART else ()
    return NotCompared(file.name, file.sha256, tuple(gaps))
