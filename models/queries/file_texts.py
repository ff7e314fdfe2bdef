"""What was read in the attached files of a technology, and what was not."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from models.rules.words import TextState
from models.tables import Attachment, FileText


def unread_files(session: Session, technology_id: int) -> Sequence[str]:
    """The sha256 of each attached file of which nobody has read the words yet."""
    query = (
        select(Attachment.sha256)
        .join(FileText, col(FileText.sha256) == col(Attachment.sha256), isouter=True)
        .where(
            Attachment.technology_id == technology_id,
            col(Attachment.removed_at).is_(None),
            col(FileText.sha256).is_(None),
        )
        .order_by(col(Attachment.id))
    )
    return list(dict.fromkeys(session.exec(query)))


def files_not_compared(session: Session, technology_id: int) -> Sequence[str]:
    """Names of attached files in which there was nothing to compare: pictures, locked and broken files."""
    query = (
        select(Attachment.name)
        .join(FileText, col(FileText.sha256) == col(Attachment.sha256))
        .where(
            Attachment.technology_id == technology_id,
            col(Attachment.removed_at).is_(None),
            col(FileText.state).in_((TextState.NO_TEXT, TextState.UNREADABLE)),
        )
        .order_by(col(Attachment.id))
    )
    return session.exec(query).all()
