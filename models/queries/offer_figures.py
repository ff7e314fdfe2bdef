"""A technology's pictures. What a version of an offer shows of them is in `Offer.figures`."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from models.errors import NotFound
from models.queries.technologies import technology_for
from models.rules.permissions import Actor
from models.rules.words import Language
from models.tables import Figure


def figures_of(session: Session, technology_id: int) -> Sequence[Figure]:
    """In their order, as they stand today. Outward goes only what an offer's version shows: `Offer.figures`."""
    query = select(Figure).where(Figure.technology_id == technology_id, col(Figure.removed_at).is_(None))
    return session.exec(query.order_by(col(Figure.position), col(Figure.id))).all()


def figures_shown(session: Session, technology_id: int, language: Language) -> list[dict[str, Any]]:
    """What an offer written now would show."""
    return [figure.shown_in(language) for figure in figures_of(session, technology_id)]


def figure_for(session: Session, figure_id: int, actor: Actor, *, even_removed: bool = False) -> Figure:
    """Raises `NotFound` alike for what is not there, was taken away, and is not the actor's to see."""
    found = session.get(Figure, figure_id)
    asked = f"figure {figure_id}"
    if found is None or (found.removed_at is not None and not even_removed):
        raise NotFound(f"There is no {asked} among those you may see.")
    technology_for(session, found.technology_id, actor, asked=asked)
    return found
