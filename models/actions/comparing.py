"""Comparing offers again when what is confidential about their technology has changed."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.actions.alarms import end_alarm, open_places, place_of, raise_alarm
from models.actions.offers import check_offer
from models.actions.turns import take_turn, take_turn_of_door
from models.actions.watching import LIVING
from models.queries.technologies import institution_case
from models.rules.permissions import Act, Actor, demand
from models.rules.words import OfferState
from models.tables import Offer


def compare_offers(session: Session, technology_id: int, *, actor: Actor, now: datetime) -> list[Offer]:
    """As work that was asked for. One after another with those who write and approve: whoever comes second sees what
    the first has done."""
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.RUN, institution_case(technology))
    return recheck_offers(session, technology.id, now=now)


def recheck_offers(session: Session, technology_id: int, *, now: datetime) -> list[Offer]:
    """Scan the technology's living offers again; those that are public and found to say what they must not."""
    take_turn_of_door(session, technology_id)
    living = select(Offer).where(Offer.technology_id == technology_id, col(Offer.state).in_(LIVING))
    offers = session.exec(living.order_by(col(Offer.id)).execution_options(populate_existing=True)).all()
    return [offer for offer in offers if _is_found_leaking(session, offer, now)]


def _is_found_leaking(session: Session, offer: Offer, now: datetime) -> bool:
    """Whether this look found places that the one before did not."""
    before = set(map(place_of, open_places(offer)))
    check_offer(session, offer)
    places = set(map(place_of, open_places(offer)))
    if offer.state is not OfferState.PUBLISHED:
        return False
    if not places:
        end_alarm(session, offer, now=now)
    elif places - before:
        raise_alarm(session, offer, now=now)
        return True
    return False
