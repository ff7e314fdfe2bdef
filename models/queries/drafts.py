"""Disclosures that are being written: each is its writer's alone."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from models.errors import NotFound
from models.rules.permissions import Actor
from models.tables import Draft


def draft_for(session: Session, draft_id: int, actor: Actor) -> Draft:
    """A submitted one too. Raises `NotFound` alike for what is not there and what is somebody else's."""
    found = session.get(Draft, draft_id)
    if found is None or actor.person_id is None or found.person_id != actor.person_id:
        raise NotFound("There is no such draft among yours.")
    return found


def drafts_of(session: Session, actor: Actor) -> Sequence[Draft]:
    """Those not yet submitted, the last touched first."""
    query = select(Draft).where(Draft.person_id == actor.person_id, col(Draft.submitted_at).is_(None))
    return session.exec(query.order_by(col(Draft.updated_at).desc(), col(Draft.id).desc())).all()


def correction_of(session: Session, technology_id: int, actor: Actor) -> Draft | None:
    """The actor's open draft that corrects the technology's disclosure."""
    query = select(Draft).where(
        Draft.person_id == actor.person_id,
        Draft.technology_id == technology_id,
        col(Draft.submitted_at).is_(None),
    )
    return session.exec(query.order_by(col(Draft.id))).first()
