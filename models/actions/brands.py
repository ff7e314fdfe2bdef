"""What briefs look like: logos, a colour, one page or two. Each change asks for the briefs concerned anew."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from models.actions.turns import take_turn
from models.actions.work import enqueue
from models.errors import Incomplete
from models.files import keep
from models.logos import fit_for_paper
from models.queries.brands import brand_for, network_brand
from models.queries.people import institution_for
from models.queries.technologies import institution_case
from models.rules.colours import Brand as Colours, brand_of, colour_of
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.words import BriefLength, OfferState, WorkKind
from models.tables import Brand, Network, Offer, Technology


@dataclass(frozen=True, slots=True)
class Logo:
    """A PNG in the file store, as `models.logos` made it."""

    sha256: str
    width: int
    height: int


def kept_logo(content: bytes, name: str, root: Path) -> Logo:
    """Drawn anew before it is kept: nothing of what was uploaded reaches the store."""
    drawn, width, height = fit_for_paper(content, name)
    return Logo(keep(drawn, root).sha256, width, height)


def set_brand(
    session: Session, institution_id: int, *, colour: str, length: BriefLength, actor: Actor, now: datetime
) -> Colours | None:
    """The institution's colour, empty for none, and the length of its briefs.

    Answers with what text will be set in. Raises `Incomplete` for what is not a colour.
    """
    brand = _brand(session, institution_id, actor)
    found = colour_of(colour) if colour.strip() else ""
    if found is None:
        raise Incomplete("Give the colour as six digits and letters from 0 to f, such as #1a4a7a.")
    brand.colour, brand.brief_length = found, length
    session.add(brand)
    session.flush()
    _draw_again(session, now, col(Technology.institution_id) == institution_id)
    return brand_of(found) if found else None


def set_logo(session: Session, institution_id: int, logo: Logo | None, *, actor: Actor, now: datetime) -> Brand:
    """`None` takes the logo away: the name stands in its place."""
    brand = _brand(session, institution_id, actor)
    _put(brand, logo)
    session.add(brand)
    session.flush()
    _draw_again(session, now, col(Technology.institution_id) == institution_id)
    return brand


def set_network_logo(session: Session, logo: Logo | None, *, actor: Actor, now: datetime) -> Network:
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    network = network_brand(session)
    _put(network, logo)
    session.add(network)
    session.flush()
    _draw_again(session, now)
    return network


def choose_brief_length(
    session: Session, technology_id: int, length: BriefLength | None, *, actor: Actor, now: datetime
) -> Technology:
    """For the offers of one technology in every language; `None` for what its institution chose."""
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.WRITE_OFFER, institution_case(technology))
    if technology.brief_length is not length:
        technology.brief_length = length
        session.add(technology)
        session.flush()
        _draw_again(session, now, col(Technology.id) == technology_id)
    return technology


def _brand(session: Session, institution_id: int, actor: Actor) -> Brand:
    institution_for(session, institution_id, actor)
    return brand_for(session, institution_id)


def _put(row: Brand | Network, logo: Logo | None) -> None:
    row.logo_sha256 = logo.sha256 if logo else None
    row.logo_width, row.logo_height = (logo.width, logo.height) if logo else (0, 0)


def _draw_again(session: Session, now: datetime, *concerned: ColumnElement[bool]) -> None:
    """Ask for the briefs of approved and published offers; one whose inputs are what they were stays as it is."""
    offers = session.exec(
        select(Offer.id, Offer.digest)
        .join(Technology, col(Technology.id) == col(Offer.technology_id))
        .where(
            col(Offer.state).in_((OfferState.APPROVED, OfferState.PUBLISHED)),
            col(Offer.approved_at).is_not(None),
            col(Offer.consented_at).is_not(None),
            *concerned,
        )
    )
    for offer_id, digest in offers:
        enqueue(session, WorkKind.RENDER_BRIEF, offer_id, key=f"{offer_id}:{digest}:{now.isoformat()}", now=now)
