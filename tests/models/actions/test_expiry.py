"""An offer's year: the warning before its end, one extension, and what is told when it is over."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models.actions.deliveries import begin_sending, queue_delivery
from models.actions.expiry import extend_offer, nearing_their_end, sweep_offers
from models.actions.partners import answer_offer
from models.actions.publishing import publish_offers, withdraw_offer
from models.actions.trail import verify
from models.errors import Conflict, Incomplete, NotFound, NotPermitted
from models.queries.offers import brief_of
from models.rules.permissions import Actor
from models.rules.words import Answer, DispatchState, Language, NoticeKind, OfferState, Role, SignoffKind, Via
from models.tables import Contact, Offer, Signoff
from tests import factories as make
from tests.factories import HELIX, NOW, TODAY

YEAR = timedelta(days=365)
END = TODAY + YEAR


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def technology(session, cast):
    return make.to_partnering(session, cast)


@pytest.fixture
def offer(session, technology):
    return session.exec(select(Offer).where(Offer.technology_id == technology.id)).one()


def sweep(session, technology, after):
    return sweep_offers(session, technology.id, actor=HELIX, now=NOW + timedelta(days=after))


def in_polish(session, cast, technology):
    """The same offer in another language, public since a day later."""
    offer = make.briefed_offer(session, cast, technology, language=Language.POLISH, title="Szybki test paskowy")
    publish_offers(session, technology, now=NOW + timedelta(days=1))
    assert offer.state is OfferState.PUBLISHED
    return offer


def test_two_weeks_before_its_end_the_officer_is_warned_once(session, cast, technology, offer):
    assert sweep(session, technology, 365 - 15) == []
    (warning,) = sweep(session, technology, 365 - 14)
    assert (warning.kind, warning.person_id) == (NoticeKind.OFFER_EXPIRING, cast.officer.person_id)
    assert warning.facts == {
        "reference": technology.reference,
        "until": END.isoformat(),
        "languages": ["en"],
        "left": 0,
        "extendable": True,
    }
    assert sweep(session, technology, 365 - 1) == []
    assert offer.state is OfferState.PUBLISHED


def test_on_its_day_it_is_withdrawn_by_the_system_and_the_officer_told_that_nothing_is_public(
    session, cast, technology, offer
):
    (notice,) = sweep(session, technology, 365)
    assert offer.state is OfferState.WITHDRAWN
    assert (notice.kind, notice.facts["left"]) == (NoticeKind.OFFER_EXPIRED, 0)
    row = session.exec(select(Signoff).where(Signoff.kind == SignoffKind.WITHDRAWAL)).one()
    assert (row.actor, row.subject, row.subject_digest) == ("system", f"offer:{offer.id}", offer.digest)
    assert (row.via, row.reason) == (Via.FLOW, f"Its time ended on {END}.")
    assert sweep(session, technology, 366) == []
    verify(session)


def test_its_links_and_queued_e_mails_stop_with_it(session, cast, technology, offer):
    contact = session.exec(select(Contact).where(Contact.partner_id == make.partner(session, cast).id)).one()
    brief = brief_of(session, offer)
    assert brief is not None
    delivery = queue_delivery(session, offer, brief, contact, now=NOW)
    assert delivery is not None
    sweep(session, technology, 365)
    assert begin_sending(session, delivery, now=NOW) is not None
    assert delivery.state is DispatchState.CANCELLED
    by_link = Actor(f"contact:{contact.id}", contact.name, Role.PARTNER_CONTACT, None, Via.LINK)
    with pytest.raises(Conflict, match="no longer open"):
        answer_offer(session, delivery.id, answer=Answer.INTERESTED, actor=by_link, now=NOW)


def test_the_other_language_stays_public_until_its_own_day(session, cast, technology, offer):
    polish = in_polish(session, cast, technology)
    told, warned = sweep(session, technology, 365)
    assert (told.kind, told.facts["languages"], told.facts["left"]) == (NoticeKind.OFFER_EXPIRED, ["en"], 1)
    assert (warned.kind, warned.facts["languages"]) == (NoticeKind.OFFER_EXPIRING, ["pl"])
    assert (offer.state, polish.state) == (OfferState.WITHDRAWN, OfferState.PUBLISHED)
    (last,) = sweep(session, technology, 366)
    assert last.facts["left"] == 0


def test_only_what_is_near_its_end_is_looked_at(session, technology):
    assert technology.id not in nearing_their_end(session, END - timedelta(days=15))
    assert technology.id in nearing_their_end(session, END - timedelta(days=14))


def test_a_published_offer_is_extended_once_and_signed(session, cast, technology, offer):
    extend_offer(session, offer.id, until=END + YEAR, actor=cast.officer, now=NOW)
    assert (offer.expires_on, offer.extended_at) == (END + YEAR, NOW)
    row = session.exec(select(Signoff).where(Signoff.kind == SignoffKind.EXTENSION)).one()
    assert (row.subject, row.subject_digest) == (f"offer:{offer.id}:until:{END + YEAR}", offer.digest)
    assert sweep(session, technology, 365) == []
    with pytest.raises(Conflict, match="once already"):
        extend_offer(session, offer.id, until=END + 2 * YEAR, actor=cast.officer, now=NOW)
    (warning,) = sweep(session, technology, 2 * 365 - 3)
    assert warning.facts["extendable"] is False


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_an_extension_is_onwards_and_at_most_a_year(session, cast, offer, days):
    with pytest.raises(Incomplete, match=f"after {END} and not after {END + YEAR}"):
        extend_offer(session, offer.id, until=END + timedelta(days=days), actor=cast.officer, now=NOW)


def test_what_is_not_public_is_not_extended(session, cast, offer):
    withdraw_offer(session, offer.id, actor=cast.officer, now=NOW, reason="Taken back.")
    with pytest.raises(Conflict, match="withdrawn, not published"):
        extend_offer(session, offer.id, until=END + YEAR, actor=cast.officer, now=NOW)


def test_extending_is_the_officers_and_sweeping_the_systems(session, cast, technology, offer):
    with pytest.raises(NotPermitted):
        extend_offer(session, offer.id, until=END + YEAR, actor=cast.researcher, now=NOW)
    with pytest.raises(NotFound):
        extend_offer(session, offer.id, until=END + YEAR, actor=cast.stranger, now=NOW)
    with pytest.raises(NotPermitted):
        sweep_offers(session, technology.id, actor=cast.officer, now=NOW)
