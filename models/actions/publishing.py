"""Making offers public and taking them from the public eye."""

from datetime import datetime, timedelta

from sqlalchemy import ScalarSelect
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from models.actions.alarms import end_alarm, open_places
from models.actions.offers import check_offer, offer_to_act_on, void_sign_offs
from models.actions.trail import sign
from models.actions.work import enqueue_again
from models.errors import Conflict, Incomplete
from models.queries.technologies import institution_case
from models.rules.days import local_date
from models.rules.permissions import Act, Actor, demand
from models.rules.words import OfferState, SignoffKind, WorkKind
from models.tables import Brief, Offer, Technology

VALID_FOR = timedelta(days=365)
"""A profile of the European network lives a year before it must be extended."""


def publish_offers(session: Session, technology: Technology, *, now: datetime) -> list[Offer]:
    """Entering partnering makes every approved, consented language public; older versions step back.

    One that a newer version follows is not what was agreed to any more, whatever it looked like when it was. One stays
    where it is in which the scan, made once more, finds what was written since its approval.
    """
    ready = session.exec(
        select(Offer)
        .where(
            Offer.technology_id == technology.id,
            Offer.state == OfferState.APPROVED,
            col(Offer.version) == _newest_version(),
            col(Offer.consented_at).is_not(None),
            col(Offer.id).in_(select(Brief.offer_id).where(col(Brief.offer_digest) == col(Offer.digest))),
        )
        .order_by(col(Offer.id))
    ).all()
    sound = [offer for offer in ready if not open_places(check_offer(session, offer))]
    for offer in sound:
        for older in session.exec(
            select(Offer).where(
                Offer.technology_id == technology.id,
                Offer.language == offer.language,
                Offer.id != offer.id,
                col(Offer.state).in_((OfferState.APPROVED, OfferState.PUBLISHED)),
            )
        ):
            older.state = OfferState.SUPERSEDED
            session.add(older)
            end_alarm(session, older, now=now)
        offer.state, offer.published_at = OfferState.PUBLISHED, now
        offer.expires_on, offer.extended_at = local_date(now) + VALID_FOR, None
        session.add(offer)
        draw_with_its_days(session, offer, now=now)
    session.flush()
    return sound


def draw_with_its_days(session: Session, offer: Offer, *, now: datetime) -> None:
    """A brief says since when and until when its offer is public. Until the new one is there the one before stays."""
    enqueue_again(session, WorkKind.RENDER_BRIEF, offer.id, now=now)


def _newest_version() -> ScalarSelect[int]:
    """Of the technology and the language of the row that is looked at."""
    newer = aliased(Offer)
    return (
        select(func.max(newer.version))
        .where(newer.technology_id == Offer.technology_id, newer.language == Offer.language)
        .correlate(Offer)
        .scalar_subquery()
    )


def unpublish_offers(session: Session, technology: Technology, *, for_good: bool, now: datetime) -> None:
    """Out of the public eye: withdrawn, or, when the technology was only sent back, still approved where no newer
    version follows."""
    published = select(Offer, _newest_version()).where(
        Offer.technology_id == technology.id, Offer.state == OfferState.PUBLISHED
    )
    for offer, newest in session.exec(published).all():
        kept = OfferState.APPROVED if offer.version == newest else OfferState.SUPERSEDED
        offer.state = OfferState.WITHDRAWN if for_good else kept
        session.add(offer)
        if offer.state is OfferState.APPROVED:
            draw_with_its_days(session, offer, now=now)
        end_alarm(session, offer, now=now)
    session.flush()


def withdraw_offer(session: Session, offer_id: int, *, actor: Actor, now: datetime, reason: str) -> Offer:
    """Takes it from the public page at once; signed links to it stop working. A newer version that was agreed to and
    only waited for its brief is a draft again: nobody shall find in the public eye what was just taken from it."""
    offer, technology = offer_to_act_on(session, offer_id, actor)
    demand(actor, Act.APPROVE, institution_case(technology))
    if offer.state is not OfferState.PUBLISHED:
        raise Conflict("The offer is %(state)s, not published.", state=offer.state)
    if not reason.strip():
        raise Incomplete("Say why the offer is withdrawn.")
    _void_agreed(session, offer)
    return take_back(session, technology, offer, actor=actor, now=now, reason=reason)


def take_back(
    session: Session, technology: Technology, offer: Offer, *, actor: Actor, now: datetime, reason: str
) -> Offer:
    """What a withdrawal and the end of its time do to an offer; whoever calls has seen that it is public."""
    offer.state = OfferState.WITHDRAWN
    session.add(offer)
    end_alarm(session, offer, now=now)
    sign(
        session,
        technology,
        kind=SignoffKind.WITHDRAWAL,
        subject=f"offer:{offer.id}",
        digest=offer.digest,
        actor=actor,
        now=now,
        reason=reason,
    )
    return offer


def _void_agreed(session: Session, withdrawn: Offer) -> None:
    agreed = select(Offer).where(
        Offer.technology_id == withdrawn.technology_id,
        Offer.language == withdrawn.language,
        Offer.state == OfferState.APPROVED,
    )
    for offer in session.exec(agreed):
        offer.state = OfferState.DRAFT if offer.version > withdrawn.version else OfferState.SUPERSEDED
        void_sign_offs(offer)
        session.add(offer)
