"""Only what was agreed to last is made public, and nothing comes back by itself."""

import pytest
from sqlmodel import col, select

from models.actions.offers import accept_leak, approve_offer, consent_to_offer, save_offer
from models.actions.publishing import publish_offers, withdraw_offer
from models.actions.stages import advance
from models.errors import Conflict
from models.rules.words import Language, OfferState, Stage
from models.tables import Offer
from tests import factories as make
from tests.factories import NOW

POLISH = {"language": Language.POLISH, "title": "Szybki test paskowy na oporne bakterie w moczu"}
DRAFT, APPROVED, PUBLISHED = OfferState.DRAFT, OfferState.APPROVED, OfferState.PUBLISHED
SUPERSEDED, WITHDRAWN = OfferState.SUPERSEDED, OfferState.WITHDRAWN


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def technology(session, cast):
    return make.to_offer(session, cast)


def changed(session, cast, technology, **values):
    """The English text, written anew."""
    form = make.offer_form(**{"title": "Strip test for resistant bacteria, second thoughts", **values})
    return save_offer(session, technology.id, form, actor=cast.officer, now=NOW)


def agree(session, cast, offer):
    approve_offer(session, offer.id, digest=offer.digest, actor=cast.officer, now=NOW)
    return consent_to_offer(session, offer.id, digest=offer.digest, actor=cast.researcher, now=NOW)


def states(session, technology) -> list[tuple[str, int, OfferState]]:
    rows = session.exec(
        select(Offer).where(Offer.technology_id == technology.id).order_by(col(Offer.language), col(Offer.version))
    )
    return [(offer.language.value, offer.version, offer.state) for offer in rows]


def test_a_version_that_a_later_one_follows_is_not_published_with_the_other_language(session, cast, technology):
    make.briefed_offer(session, cast, technology)
    make.briefed_offer(session, cast, technology, **POLISH)
    changed(session, cast, technology)
    advance(session, technology.id, to=Stage.PARTNERING, actor=cast.officer, now=NOW)
    assert states(session, technology) == [("en", 1, SUPERSEDED), ("en", 2, DRAFT), ("pl", 1, PUBLISHED)]


def test_a_consent_to_a_draft_ends_with_the_next_version(session, cast, technology):
    first = save_offer(session, technology.id, make.offer_form(), actor=cast.officer, now=NOW)
    consent_to_offer(session, first.id, digest=first.digest, actor=cast.researcher, now=NOW)
    changed(session, cast, technology)
    with pytest.raises(Conflict):
        approve_offer(session, first.id, digest=first.digest, actor=cast.officer, now=NOW)
    assert states(session, technology) == [("en", 1, SUPERSEDED), ("en", 2, DRAFT)]


def test_what_was_kept_as_approved_beside_a_newer_version_is_not_published(session, cast, technology):
    first = make.briefed_offer(session, cast, technology)
    changed(session, cast, technology)
    first.state = APPROVED  # as versions before this rule were kept
    session.add(first)
    session.flush()
    assert publish_offers(session, technology, now=NOW) == []
    assert first.published_at is None


def test_sent_back_and_changed_the_earlier_version_stays_out_of_the_public_eye(session, cast, technology):
    make.briefed_offer(session, cast, technology)
    make.briefed_offer(session, cast, technology, **POLISH)
    advance(session, technology.id, to=Stage.PARTNERING, actor=cast.officer, now=NOW)
    advance(session, technology.id, to=Stage.OFFER, actor=cast.officer, now=NOW, reason="A slip in the English text")
    changed(session, cast, technology)
    advance(session, technology.id, to=Stage.PARTNERING, actor=cast.officer, now=NOW)
    assert states(session, technology) == [("en", 1, SUPERSEDED), ("en", 2, DRAFT), ("pl", 1, PUBLISHED)]


def test_what_is_public_stays_so_while_its_next_version_is_written(session, cast, technology):
    make.briefed_offer(session, cast, technology)
    advance(session, technology.id, to=Stage.PARTNERING, actor=cast.officer, now=NOW)
    agree(session, cast, changed(session, cast, technology))
    changed(session, cast, technology, title="Strip test for resistant bacteria, third thoughts")
    assert states(session, technology) == [("en", 1, PUBLISHED), ("en", 2, SUPERSEDED), ("en", 3, DRAFT)]


def test_after_a_withdrawal_the_version_that_waited_must_be_agreed_to_anew(session, cast, technology):
    public = make.briefed_offer(session, cast, technology)
    advance(session, technology.id, to=Stage.PARTNERING, actor=cast.officer, now=NOW)
    waiting = agree(session, cast, changed(session, cast, technology))
    withdraw_offer(session, public.id, actor=cast.officer, now=NOW, reason="It said too much")
    assert states(session, technology) == [("en", 1, WITHDRAWN), ("en", 2, DRAFT)]
    assert (waiting.approved_at, waiting.consented_at) == (None, None)
    assert publish_offers(session, technology, now=NOW) == []


def test_a_passage_that_grows_behind_the_end_of_its_excerpt_is_accepted_anew(session, cast):
    secret = " ".join(
        f"The {word} layer is annealed at {place + 300} degrees." for place, word in enumerate("abcdefghij")
    )
    technology = make.to_offer(session, cast, abstract_confidential=secret)
    opening = secret[:300].rpartition(" ")[0]
    offer = save_offer(session, technology.id, make.offer_form(description=opening), actor=cast.officer, now=NOW)
    (place,) = offer.leaks
    accept_leak(
        session,
        offer.id,
        place=0,
        digest=offer.checked_digest or "",
        actor=cast.officer,
        now=NOW,
        reason="The poster of May shows it",
    )
    longer = save_offer(session, technology.id, make.offer_form(description=secret), actor=cast.officer, now=NOW)
    assert [(leak["excerpt"], leak["accepted"]) for leak in longer.leaks] == [(place["excerpt"], "")]
    same = save_offer(session, technology.id, make.offer_form(description=opening), actor=cast.officer, now=NOW)
    assert [leak["excerpt"] for leak in same.leaks] == [place["excerpt"]]


@pytest.mark.parametrize("written", ["Łuc\u00adja Żądło", "Łucja Z\u0307a\u0328dło", "Łucja Żąd\u200bło"])
def test_a_name_is_found_in_an_anonymous_offer_however_it_came_out_of_a_word_processor(
    session, cast, technology, written
):
    form = make.offer_form(anonymous=True, description=f"It was grown by {written} and others.")
    offer = save_offer(session, technology.id, form, actor=cast.officer, now=NOW)
    assert "Łucja Żądło" in offer.description
    assert [leak["excerpt"] for leak in offer.leaks if leak["field"] == "description"] == ["Żądło"]
