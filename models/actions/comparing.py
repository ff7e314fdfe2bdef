"""Comparing offers again when what is confidential about their technology has changed."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.actions.alarms import end_alarm, open_places, place_of, raise_alarm
from models.actions.offers import check_offer
from models.actions.turns import take_turn, take_turn_of_door
from models.actions.watching import AT_ONCE, LIVING
from models.actions.work import enqueue
from models.queries.technologies import institution_case
from models.rules.confidentiality import SCAN_VERSION
from models.rules.permissions import Act, Actor, demand
from models.rules.words import OfferState, WorkKind
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


def ask_after_stronger_scan(session: Session, *, now: datetime) -> int:
    """Have what is public compared once more where a weaker scan than the present one was the last to see it; of how
    many technologies that is asked. Once for each version of the scan, whether or not it can be done."""
    overdue = select(Offer.technology_id).where(
        Offer.state == OfferState.PUBLISHED, col(Offer.scanned_by) < SCAN_VERSION
    )
    return sum(
        enqueue(
            session, WorkKind.COMPARE_OFFERS, number, key=f"{number}:scan:{SCAN_VERSION}", now=now, not_before=AT_ONCE
        )
        for number in session.exec(overdue.distinct().order_by(col(Offer.technology_id))).all()
    )


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
