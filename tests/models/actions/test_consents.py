"""Asking for consent, and writing over what somebody else wrote."""

import pytest
from sqlmodel import select

from models.actions.consents import ask_for_consent
from models.actions.offers import consent_to_offer, save_offer
from models.errors import Conflict, Incomplete, NotFound, NotPermitted
from models.queries.messages import creators_thread
from models.rules.words import NoticeKind
from models.tables import Notice
from tests import factories as make
from tests.factories import NOW


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def technology(session, cast):
    return make.to_offer(session, cast)


@pytest.fixture
def offer(session, cast, technology):
    return save_offer(session, technology.id, make.offer_form(), actor=cast.officer, now=NOW)


def told(session) -> set[int | None]:
    return {each.person_id for each in session.exec(select(Notice).where(Notice.kind == NoticeKind.MESSAGE))}


def test_the_question_stands_in_the_creators_thread_and_its_moment_with_the_offer(session, cast, technology, offer):
    ask_for_consent(session, offer.id, "Please read it.", actor=cast.officer, now=NOW)
    assert [each.text for each in creators_thread(session, technology, cast.researcher)] == ["Please read it."]
    assert (offer.consent_asked_at, told(session)) == (NOW, {cast.researcher.person_id})


def test_a_lead_contributor_who_did_not_submit_is_told_too(session, cast):
    shares = [make.contributor(cast.researcher, 5_000, lead=False), make.contributor(cast.colleague, 5_000)]
    technology = make.technology(session, cast.researcher, contributors=shares)
    offer = save_offer(session, technology.id, make.offer_form(), actor=cast.officer, now=NOW)
    ask_for_consent(session, offer.id, "Please read it.", actor=cast.officer, now=NOW)
    assert told(session) == {cast.researcher.person_id, cast.colleague.person_id}


def test_another_text_was_not_asked_about(session, cast, technology, offer):
    ask_for_consent(session, offer.id, "Please read it.", actor=cast.officer, now=NOW)
    changed = make.offer_form(problem="Something else.")
    assert save_offer(session, technology.id, changed, actor=cast.officer, now=NOW).consent_asked_at is None


def test_there_is_no_asking_about_what_is_unfinished_or_agreed(session, cast, technology, offer):
    consent_to_offer(session, offer.id, digest=offer.digest, actor=cast.researcher, now=NOW)
    with pytest.raises(Conflict):
        ask_for_consent(session, offer.id, "Please.", actor=cast.officer, now=NOW)
    unfinished = make.offer_form(expected_role="")
    changed = save_offer(session, technology.id, unfinished, actor=cast.officer, now=NOW)
    with pytest.raises(Incomplete):
        ask_for_consent(session, changed.id, "Please.", actor=cast.officer, now=NOW)


def test_strangers_and_creators_do_not_ask(session, cast, offer):
    with pytest.raises(NotFound):
        ask_for_consent(session, offer.id, "Please.", actor=cast.stranger, now=NOW)
    with pytest.raises(NotPermitted):
        ask_for_consent(session, offer.id, "Please.", actor=cast.researcher, now=NOW)


def test_who_writes_over_an_unseen_text_is_told(session, cast, technology, offer):
    seen, theirs = offer.digest, make.offer_form(problem="Theirs.")
    save_offer(session, technology.id, theirs, actor=cast.second_officer, now=NOW, seen_digest=seen)
    with pytest.raises(Conflict):
        save_offer(session, technology.id, make.offer_form(), actor=cast.officer, now=NOW, seen_digest="")
    mine = make.offer_form(problem="Mine.")
    with pytest.raises(Conflict):
        save_offer(session, technology.id, mine, actor=cast.officer, now=NOW, seen_digest=seen)
    save_offer(session, technology.id, mine, actor=cast.officer, now=NOW, seen_digest=offer.digest)


def test_saving_the_same_twice_is_no_conflict(session, cast, technology, offer):
    changed = make.offer_form(problem="Mine.")
    seen = offer.digest
    for _ in range(2):
        assert (
            save_offer(session, technology.id, changed, actor=cast.officer, now=NOW, seen_digest=seen).problem
            == "Mine."
        )
