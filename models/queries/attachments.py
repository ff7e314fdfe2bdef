"""Files of a technology or a draft, read through the actor."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from models.errors import NotFound
from models.queries.technologies import technology_for
from models.rules.permissions import Actor
from models.tables import Attachment, Draft, Technology


def attachments_of(session: Session, technology: Technology) -> Sequence[Attachment]:
    """Newest first; the technology was read through the actor."""
    query = select(Attachment).where(Attachment.technology_id == technology.id, col(Attachment.removed_at).is_(None))
    return session.exec(query.order_by(col(Attachment.id).desc())).all()


def draft_attachments(session: Session, draft: Draft) -> Sequence[Attachment]:
    query = select(Attachment).where(Attachment.draft_id == draft.id, col(Attachment.removed_at).is_(None))
    return session.exec(query.order_by(col(Attachment.id))).all()


def attachment_for(session: Session, attachment_id: int, actor: Actor) -> Attachment:
    """Raises `NotFound` alike for what is not there, was taken away, and is not the actor's to see."""
    found = session.get(Attachment, attachment_id)
    asked = f"file {attachment_id}"
    if found is None or found.removed_at is not None:
        raise NotFound(f"There is no {asked} among those you may see.")
    if found.technology_id is not None:
        technology_for(session, found.technology_id, actor, asked=asked)
    elif actor.person_id is None or session.get_one(Draft, found.draft_id).person_id != actor.person_id:
        raise NotFound(f"There is no {asked} among those you may see.")
    return found
