"""Pictures of a technology's offers. Whoever changes them changes the offers, and voids consent and approval."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import Field
from sqlmodel import Session, col, select

from models.actions.forms import OutwardForm
from models.actions.offers import check_offer
from models.actions.turns import take_turn
from models.errors import Conflict, Incomplete
from models.files import keep
from models.pictures import draw
from models.queries.offer_figures import figure_for, figures_of, figures_shown
from models.queries.offers import CONTENT, content_of, offer_digest
from models.queries.technologies import institution_case
from models.rules.offers import MOST_FIGURES, OFFER_LIMITS
from models.rules.permissions import Act, Actor, demand
from models.rules.words import Language, OfferState
from models.tables import Figure, Offer, Technology


class FigureForm(OutwardForm):
    """What is said beside a picture. Who cannot see it reads the alternative text: demanded in both languages."""

    alt_en: str = Field(min_length=1, max_length=OFFER_LIMITS["figure_alt"])
    alt_pl: str = Field(min_length=1, max_length=OFFER_LIMITS["figure_alt"])
    caption_en: str = Field(default="", max_length=OFFER_LIMITS["figure_caption"])
    caption_pl: str = Field(default="", max_length=OFFER_LIMITS["figure_caption"])


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture drawn anew and kept in the store, and what its original told beside its pixels."""

    sha256: str
    media_type: str
    width: int
    height: int
    size: int
    told: dict[str, str]


def kept_picture(content: bytes, name: str, root: Path) -> Picture:
    """Drawn anew, and only that in the store. Raises `PictureRefused`."""
    drawn = draw(content, name)
    stored = keep(drawn.content, root)
    return Picture(stored.sha256, drawn.media_type, drawn.width, drawn.height, stored.size, drawn.told)


def add_figure(
    session: Session, technology_id: int, picture: Picture, form: FigureForm, *, actor: Actor, now: datetime
) -> Figure:
    """As the last. Raises `Conflict` for one more than an offer shows, and for a picture that it shows already."""
    technology = _to_illustrate(session, technology_id, actor)
    there = figures_of(session, technology.id)
    if len(there) >= MOST_FIGURES:
        raise Conflict("An offer shows at most %(most)s figures: remove one first.", most=MOST_FIGURES)
    if picture.sha256 in {figure.sha256 for figure in there}:
        raise Conflict("The offer shows this picture already.")
    figure = Figure(
        technology_id=technology.id,
        position=len(there) + 1,
        sha256=picture.sha256,
        media_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        size=picture.size,
        told=picture.told,
        added_by=actor.key,
        added_by_name=actor.name,
        added_at=now,
        **form.model_dump(),
    )
    session.add(figure)
    _show(session, technology, now)
    return figure


def describe_figure(session: Session, figure_id: int, form: FigureForm, *, actor: Actor, now: datetime) -> Figure:
    figure = figure_for(session, figure_id, actor)
    technology = _to_illustrate(session, figure.technology_id, actor)
    for name, value in form.model_dump().items():
        setattr(figure, name, value)
    session.add(figure)
    _show(session, technology, now)
    return figure


def order_figures(
    session: Session, technology_id: int, figure_ids: Sequence[int], *, actor: Actor, now: datetime
) -> Sequence[Figure]:
    """All of them, in the order in which they are to be shown."""
    technology = _to_illustrate(session, technology_id, actor)
    there = {figure.id: figure for figure in figures_of(session, technology.id)}
    if sorted(figure_ids) != sorted(there):
        raise Incomplete("Name every figure of the offer once, in the order in which they are to be shown.")
    for position, figure_id in enumerate(figure_ids, 1):
        there[figure_id].position = position
        session.add(there[figure_id])
    _show(session, technology, now)
    return figures_of(session, technology.id)


def remove_figure(session: Session, figure_id: int, *, actor: Actor, now: datetime) -> Figure:
    """Versions that showed it still do; the next ones do not. What was removed before stays as it is."""
    figure = figure_for(session, figure_id, actor, even_removed=True)
    technology = _to_illustrate(session, figure.technology_id, actor)
    if figure.removed_at is not None:
        return figure
    figure.removed_at, figure.removed_by_name = now, actor.name
    session.add(figure)
    session.flush()
    for position, other in enumerate(figures_of(session, technology.id), 1):
        other.position = position
        session.add(other)
    _show(session, technology, now)
    return figure


def _to_illustrate(session: Session, technology_id: int, actor: Actor) -> Technology:
    technology = take_turn(session, technology_id, actor)
    may_illustrate(technology, actor)
    return technology


def may_illustrate(technology: Technology, actor: Actor) -> None:
    """Raises `NotPermitted` for who may not write the technology's offer."""
    demand(actor, Act.WRITE_OFFER, institution_case(technology))


def _show(session: Session, technology: Technology, now: datetime) -> None:
    """In each language's newest version: a draft changes in place, any other has a next version.

    What was withdrawn takes the figures when it is written again.
    """
    session.flush()
    for language in Language:
        offer = _newest(session, technology.id, language)
        if offer is None or offer.state is OfferState.WITHDRAWN:
            continue
        shown = figures_shown(session, technology.id, language)
        if offer.figures != shown:
            offer = offer if offer.state is OfferState.DRAFT else _next_version(offer, now)
            offer.figures = shown
            offer.digest = offer_digest(content_of(offer))
            offer.consent_asked_at = offer.consented_at = offer.approved_at = offer.approved_by_id = None
            session.add(offer)
            session.flush()
        check_offer(session, offer)


def _newest(session: Session, technology_id: int, language: Language) -> Offer | None:
    query = select(Offer).where(Offer.technology_id == technology_id, Offer.language == language)
    return session.exec(query.order_by(col(Offer.version).desc()).limit(1)).one_or_none()


def _next_version(offer: Offer, now: datetime) -> Offer:
    same = {name: getattr(offer, name) for name in (*CONTENT, "technology_id", "search_text", "digest")}
    return Offer(**same, version=offer.version + 1, created_at=now, leaks=list(offer.leaks))
