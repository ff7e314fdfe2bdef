"""Matches, briefs sent once to those who want them, answers and leads."""

import pytest
from sqlmodel import select

from models.actions.deliveries import begin_sending, queue_notice, record_not_sent, record_sent, resend
from models.actions.forms import ContactForm, ProfileForm
from models.actions.partners import (
    GOOD_MATCH,
    MOST_DELIVERIES,
    FoundMatch,
    answer_offer,
    lose_lead,
    record_matches,
    send_brief,
    stop_emails,
)
from models.actions.publishing import publish_offers, withdraw_offer
from models.errors import Conflict, Incomplete, NotFound
from models.rules.permissions import Actor
from models.rules.words import (
    Answer,
    DeclineReason,
    DispatchState,
    Language,
    LeadState,
    NoticeKind,
    OfferState,
    Role,
    Via,
    WorkKind,
)
from models.tables import Contact, Delivery, Lead, Match, Offer, Work
from tests import factories as make
from tests.factories import HELIX, NOW


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def technology(session, cast):
    return make.to_partnering(session, cast)


@pytest.fixture
def offer(session, technology):
    return session.exec(select(Offer).where(Offer.technology_id == technology.id)).one()


def found(offer, partner, score=90):
    return FoundMatch(offer.id, partner.id, score, [{"code": "field", "points": 35, "of": 35}], ["urine"])


def matched(session, technology, *matches):
    return record_matches(session, technology.id, list(matches), actor=HELIX, now=NOW)


@pytest.fixture
def delivery(session, cast, technology, offer):
    return matched(session, technology, found(offer, make.partner(session, cast)))[0]


def contact_of(session, delivery):
    contact = session.get_one(Contact, delivery.contact_id)
    return Actor(f"contact:{contact.id}", contact.name, Role.PARTNER_CONTACT, None, Via.LINK)


def test_good_matches_are_written_to_and_weak_ones_only_kept(session, cast, technology, offer):
    good, weak = make.partner(session, cast), make.partner(session, cast)
    queued = matched(session, technology, found(offer, good, GOOD_MATCH), found(offer, weak, GOOD_MATCH - 1))
    assert [session.get_one(Contact, each.contact_id).partner_id for each in queued] == [good.id]
    kept = session.exec(select(Match).where(Match.technology_id == technology.id)).all()
    assert {match.partner_id: match.score for match in kept} == {good.id: GOOD_MATCH, weak.id: GOOD_MATCH - 1}


def test_a_round_of_matching_writes_to_no_more_than_the_best(session, cast, technology, offer):
    partners = [make.partner(session, cast) for _ in range(MOST_DELIVERIES + 2)]
    queued = matched(session, technology, *(found(offer, each, 60 + nth) for nth, each in enumerate(partners)))
    assert len(queued) == MOST_DELIVERIES
    assert partners[0].id not in [session.get_one(Contact, each.contact_id).partner_id for each in queued]


def test_matching_again_replaces_the_scores_and_sends_nothing_twice(session, cast, technology, offer):
    partner, gone = make.partner(session, cast), make.partner(session, cast)
    matched(session, technology, found(offer, partner, 70), found(offer, gone, 56))
    assert matched(session, technology, found(offer, partner, 80)) == []
    kept = session.exec(select(Match).where(Match.technology_id == technology.id)).all()
    assert [(match.partner_id, match.score) for match in kept] == [(partner.id, 80)]
    assert send_brief(session, technology.id, [partner.id], actor=cast.officer, now=NOW) == []


def test_a_new_version_or_language_is_not_sent_to_who_had_the_offer(session, cast, technology, offer):
    partner = make.partner(session, cast)
    assert len(matched(session, technology, found(offer, partner))) == 1
    newer = make.briefed_offer(session, cast, technology, title="A strip test for urine, with two more families")
    publish_offers(session, technology, now=NOW)
    assert session.get_one(Offer, newer.id).state is OfferState.PUBLISHED
    assert matched(session, technology, found(newer, partner)) == []


def test_nobody_without_consent_is_written_to(session, cast, technology, offer):
    silent = make.partner(session, cast, contacts=[ContactForm(name="N. N.", email="nn@partner.example.org")])
    stopped = make.partner(session, cast)
    contact = session.exec(select(Contact).where(Contact.partner_id == stopped.id)).one()
    stop_emails(session, contact.id, now=NOW)
    assert matched(session, technology, found(offer, silent), found(offer, stopped)) == []


def test_a_contact_who_reads_polish_gets_english_where_there_is_no_polish_offer(session, cast, technology, offer):
    polish = make.partner(
        session,
        cast,
        contacts=[
            ContactForm(
                name="Ż. Ł.",
                email="zl@partner.example.org",
                language=Language.POLISH,
                consent_on=make.TODAY,
                consent_source="Targi",
            )
        ],
    )
    assert [each.offer_id for each in matched(session, technology, found(offer, polish))] == [offer.id]


def test_each_delivery_is_one_piece_of_work(session, delivery):
    asked = session.exec(select(Work.unique_key).where(Work.kind == WorkKind.SEND_DELIVERY)).all()
    assert f"send_delivery:{delivery.id}" in asked


def test_an_email_found_half_sent_is_parked_and_not_sent_again(session, delivery):
    assert begin_sending(session, delivery, now=NOW) is None
    doubt = begin_sending(session, delivery, now=NOW)
    assert doubt is not None
    assert doubt.final
    assert delivery.state is DispatchState.PARKED
    assert "may or may not have arrived" in delivery.error


def test_an_email_that_certainly_did_not_leave_is_tried_again(session, delivery):
    begin_sending(session, delivery, now=NOW)
    record_not_sent(session, delivery, error="ConnectionRefusedError", state=DispatchState.QUEUED)
    assert begin_sending(session, delivery, now=NOW) is None
    record_sent(session, [delivery], now=NOW)
    again = begin_sending(session, delivery, now=NOW)
    assert again is not None
    assert delivery.state is DispatchState.SENT


def test_an_officer_may_send_a_doubtful_email_again_knowingly(session, cast, delivery):
    with pytest.raises(Conflict):
        resend(session, WorkKind.SEND_DELIVERY, delivery.id, actor=cast.officer, now=NOW)
    begin_sending(session, delivery, now=NOW)
    begin_sending(session, delivery, now=NOW)
    resend(session, WorkKind.SEND_DELIVERY, delivery.id, actor=cast.officer, now=NOW)
    assert begin_sending(session, delivery, now=NOW) is None


def test_who_stopped_after_the_queueing_gets_nothing(session, delivery):
    stop_emails(session, delivery.contact_id, now=NOW)
    doubt = begin_sending(session, delivery, now=NOW)
    assert doubt is not None
    assert delivery.state is DispatchState.CANCELLED


def test_a_withdrawn_offer_is_not_sent(session, cast, offer, delivery):
    withdraw_offer(session, offer.id, actor=cast.officer, now=NOW, reason="Sold.")
    assert begin_sending(session, delivery, now=NOW) is not None
    assert delivery.state is DispatchState.CANCELLED


def test_interest_opens_one_lead_and_a_refusal_closes_it_with_its_reason(session, technology, delivery):
    who = contact_of(session, delivery)
    for _ in range(2):
        answer_offer(session, delivery.id, answer=Answer.INTERESTED, actor=who, now=NOW)
    lead = session.exec(select(Lead).where(Lead.technology_id == technology.id)).one()
    assert lead.state is LeadState.INTERESTED
    with pytest.raises(Incomplete, match="Say why"):
        answer_offer(session, delivery.id, answer=Answer.DECLINED, actor=who, now=NOW)
    answer_offer(session, delivery.id, answer=Answer.DECLINED, reason=DeclineReason.TOO_EARLY, actor=who, now=NOW)
    assert (lead.state, lead.lost_reason) == (LeadState.LOST, "too_early")
    answer_offer(session, delivery.id, answer=Answer.INTERESTED, actor=who, now=NOW)
    assert (lead.state, lead.lost_reason) == (LeadState.INTERESTED, "")


def test_a_question_needs_words_and_opens_no_lead(session, technology, delivery):
    who = contact_of(session, delivery)
    with pytest.raises(Incomplete, match="Write your question"):
        answer_offer(session, delivery.id, answer=Answer.QUESTION, actor=who, now=NOW, message=" ")
    answer_offer(session, delivery.id, answer=Answer.QUESTION, actor=who, now=NOW, message="Which strains?")
    assert session.exec(select(Lead).where(Lead.technology_id == technology.id)).all() == []
    assert session.get_one(Delivery, delivery.id).message == "Which strains?"


def test_nobody_answers_for_another_contact_or_on_a_closed_offer(session, cast, offer, delivery):
    with pytest.raises(NotFound):
        answer_offer(session, delivery.id, answer=Answer.INTERESTED, actor=cast.officer, now=NOW)
    who = contact_of(session, delivery)
    withdraw_offer(session, offer.id, actor=cast.officer, now=NOW, reason="Sold.")
    with pytest.raises(Conflict, match="no longer open"):
        answer_offer(session, delivery.id, answer=Answer.INTERESTED, actor=who, now=NOW)


def test_an_officer_loses_a_lead_with_a_reason(session, cast, technology):
    lead = make.lead(session, cast, technology)
    with pytest.raises(Incomplete):
        lose_lead(session, lead.id, reason="", actor=cast.officer, now=NOW)
    with pytest.raises(NotFound):
        lose_lead(session, lead.id, reason="Silent.", actor=cast.stranger, now=NOW)
    assert lose_lead(session, lead.id, reason="Silent.", actor=cast.officer, now=NOW).state is LeadState.LOST


def test_the_same_partner_is_not_registered_twice_under_another_spelling(session, cast):
    make.partner(session, cast, name="Łąka Żywność Sp. z o.o.")
    with pytest.raises(Conflict):
        make.partner(session, cast, name="LAKA  zywnosc sp. z o.o.")


def test_a_profile_whose_range_runs_backwards_is_refused():
    with pytest.raises(ValueError, match="The lowest TRL must not be above the highest"):
        ProfileForm(trl_min=7, trl_max=3)


def test_a_notice_is_queued_once_for_its_key(session, cast):
    def ask():
        return queue_notice(
            session, NoticeKind.DIGEST, key="one", person_id=cast.officer.person_id or 0, facts={}, now=NOW
        )

    assert ask() is not None
    assert ask() is None
