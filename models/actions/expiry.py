"""The end of an offer's time: a warning two weeks before, one extension, and then it is public no longer."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from models.actions.deliveries import tell_office
from models.actions.offers import offer_to_act_on
from models.actions.publishing import VALID_FOR, draw_with_its_days, take_back
from models.actions.trail import sign
from models.actions.turns import take_turn
from models.errors import Conflict, Incomplete
from models.queries.technologies import institution_case
from models.rules.days import local_date
from models.rules.offers import WARN_BEFORE
from models.rules.permissions import Act, Actor, demand
from models.rules.words import NoticeKind, OfferState, SignoffKind
from models.tables import Notice, Offer


def nearing_their_end(session: Session, today: date) -> Sequence[int]:
    """Technologies with an offer whose day has come or comes within two weeks."""
    return session.exec(
        select(Offer.technology_id)
        .where(Offer.state == OfferState.PUBLISHED, col(Offer.expires_on) <= today + WARN_BEFORE)
        .distinct()
        .order_by(col(Offer.technology_id))
    ).all()


def sweep_offers(session: Session, technology_id: int, *, actor: Actor, now: datetime) -> list[Notice]:
    """Withdraw the technology's offers whose day has come, warn of those whose day is near; each is told once.

    The notices say whether any offer is public afterwards: a technology may be left in its stage without one.
    """
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.RUN, institution_case(technology))
    today = local_date(now)
    by_day: dict[date, list[Offer]] = {}
    for offer in _published(session, technology_id):
        if offer.expires_on is not None and offer.expires_on <= today + WARN_BEFORE:
            by_day.setdefault(offer.expires_on, []).append(offer)
    notices = []
    for day, offers in sorted(by_day.items()):
        over = day <= today
        if over:
            for offer in offers:
                take_back(session, technology, offer, actor=actor, now=now, reason=f"Its time ended on {day}.")
        left = [offer for offer in _published(session, technology_id) if offer.expires_on != day]
        notices += tell_office(
            session,
            technology,
            NoticeKind.OFFER_EXPIRED if over else NoticeKind.OFFER_EXPIRING,
            key=f"{technology.id}:{day}",
            facts={
                "reference": technology.reference,
                "until": day.isoformat(),
                "languages": sorted(str(offer.language) for offer in offers),
                "left": len(left),
                "extendable": any(offer.extended_at is None for offer in offers),
            },
            now=now,
        )
    return notices


def extend_offer(session: Session, offer_id: int, *, until: date, actor: Actor, now: datetime) -> Offer:
    """Keep a published offer public for up to a year more, once; then it is to be written anew."""
    offer, technology = offer_to_act_on(session, offer_id, actor)
    demand(actor, Act.APPROVE, institution_case(technology))
    if offer.state is not OfferState.PUBLISHED or offer.expires_on is None:
        raise Conflict("The offer is %(state)s, not published: there is nothing to extend.", state=offer.state)
    if offer.extended_at is not None:
        raise Conflict("The offer was extended once already: write its next version.")
    latest = offer.expires_on + VALID_FOR
    if not offer.expires_on < until <= latest:
        raise Incomplete("Choose a day after %(day)s and not after %(latest)s.", day=offer.expires_on, latest=latest)
    offer.expires_on, offer.extended_at = until, now
    session.add(offer)
    draw_with_its_days(session, offer, now=now)
    sign(
        session,
        technology,
        kind=SignoffKind.EXTENSION,
        subject=f"offer:{offer.id}:until:{until}",
        digest=offer.digest,
        actor=actor,
        now=now,
    )
    return offer


def latest_extension(offer: Offer) -> date | None:
    """Until when it may be extended; `None` where it may not, or no more."""
    may_be = offer.state is OfferState.PUBLISHED and offer.extended_at is None
    return offer.expires_on + VALID_FOR if may_be and offer.expires_on else None


def _published(session: Session, technology_id: int) -> Sequence[Offer]:
    return session.exec(
        select(Offer)
        .where(Offer.technology_id == technology_id, Offer.state == OfferState.PUBLISHED)
        .order_by(col(Offer.id))
    ).all()
