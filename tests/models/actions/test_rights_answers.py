"""A creator answers the offer of the rights in the browser: once, and only their own."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models.actions.forms import DecisionForm
from models.actions.review_forms import RightsAnswerForm, RightsOfferForm
from models.actions.reviews import record_decision
from models.actions.rights import answer_own_rights, answer_rights_offer, offer_rights
from models.errors import Conflict, NotFound, NotPermitted
from models.queries.disclosures import duties_of
from models.queries.docket import late_acts
from models.rules.consequences import OFFER_RULE
from models.rules.words import (
    ClockState,
    NoticeKind,
    ProtectionStrategy,
    ReviewOutcome,
    RightsAnswer,
    SignoffKind,
    Stage,
)
from models.tables import Clock, Notice, RightsOffer, Signoff, Technology
from tests import factories as make
from tests.factories import NOW, TODAY


@pytest.fixture
def cast(session: Session) -> make.Cast:
    return make.cast(session)


@pytest.fixture
def case(session: Session, cast: make.Cast) -> Technology:
    """Released, and the rights offered to one of its two creators."""
    shares = [make.contributor(cast.researcher, 5_000), make.contributor(cast.colleague, 5_000, lead=False)]
    case = make.technology(session, cast.researcher, contributors=shares)
    case.stage, case.officer_id = Stage.IP_REVIEW, cast.officer.person_id
    make.no_conflict(session, case, cast.officer)
    form = DecisionForm(outcome=ReviewOutcome.RELEASE, reason="No market.", told="We found no partner.")
    record_decision(session, case.id, form, actor=cast.officer, now=NOW)
    offered = RightsOfferForm(offered_on=TODAY, fee=10_000, emails=[cast.researcher.email])
    offer_rights(session, case.id, offered, actor=cast.officer, now=NOW)
    return case


def answer(session, case, actor, said=RightsAnswer.ACCEPTED):
    return answer_own_rights(session, case.id, said, actor=actor, now=NOW)


def test_the_creator_takes_them_and_the_officer_is_told_without_a_word_of_the_case(session, cast, case):
    assert duties_of(session, case, cast.researcher).rights is not None
    row = answer(session, case, cast.researcher)
    assert (row.answer, row.answered_on) == (RightsAnswer.ACCEPTED, TODAY)
    assert duties_of(session, case, cast.researcher).rights is None
    signed = session.exec(select(Signoff).where(Signoff.kind == SignoffKind.RIGHTS_ANSWER)).one()
    assert (signed.subject, signed.actor) == (f"rights:{row.id}:accepted", cast.researcher.key)
    told = session.exec(select(Notice).where(Notice.kind == NoticeKind.REVIEW_ANSWER)).one()
    assert told.person_id == cast.officer.person_id
    assert told.facts == {"reference": case.reference, "reviewer": row.name, "answer": "rights_accepted"}


def test_a_second_answer_of_either_side_is_refused_and_the_first_stays(session, cast, case):
    row = answer(session, case, cast.researcher, RightsAnswer.REFUSED)
    with pytest.raises(Conflict, match="answered already"):
        answer(session, case, cast.researcher)
    late = RightsAnswerForm(answer=RightsAnswer.ACCEPTED, answered_on=TODAY)
    with pytest.raises(Conflict, match="answered already"):
        answer_rights_offer(session, row.id, late, actor=cast.officer, now=NOW)
    assert row.answer is RightsAnswer.REFUSED


def test_nobody_answers_for_another(session, cast, case):
    with pytest.raises(Conflict, match="No offer of the rights"):
        answer(session, case, cast.colleague)
    with pytest.raises(NotPermitted):
        answer(session, case, cast.officer)
    with pytest.raises(NotFound):
        answer(session, case, cast.stranger)
    assert session.exec(select(RightsOffer.answer)).all() == [None]


def test_a_refused_offer_that_a_later_decision_overtook_is_shown_as_history(session, cast, case):
    answer(session, case, cast.researcher, RightsAnswer.REFUSED)
    going_on = DecisionForm(outcome=ReviewOutcome.PROCEED, strategy=ProtectionStrategy.KNOW_HOW, reason="A partner.")
    record_decision(session, case.id, going_on, actor=cast.officer, now=NOW)
    assert duties_of(session, case, cast.researcher).rights is None
    with pytest.raises(Conflict, match="No offer of the rights"):
        answer(session, case, cast.researcher)


def test_an_answer_after_the_thirty_days_counts_and_leaves_the_offices_own_duty_as_it_is(session, cast, case):
    """The 30 days bind the office, which has not offered to the second creator; a creator has no last day."""
    clock = session.exec(select(Clock).where(Clock.technology_id == case.id, Clock.rule == OFFER_RULE)).one()
    late = NOW + timedelta(days=75)
    assert clock.nominal_on < late.date()
    row = answer_own_rights(session, case.id, RightsAnswer.ACCEPTED, actor=cast.researcher, now=late)
    assert (row.answer, row.answered_on) == (RightsAnswer.ACCEPTED, TODAY + timedelta(days=75))
    assert (clock.state, clock.done_on, case.statutory_offer_on) == (ClockState.RUNNING, None, None)


def test_an_offer_after_the_thirty_days_is_recorded_late_and_can_still_be_answered(session, cast, case):
    late = NOW + timedelta(days=40)
    form = RightsOfferForm(offered_on=late.date(), emails=[cast.colleague.email])
    [row] = offer_rights(session, case.id, form, actor=cast.officer, now=late)
    clock = session.exec(select(Clock).where(Clock.technology_id == case.id, Clock.rule == OFFER_RULE)).one()
    assert (clock.state, clock.done_on) == (ClockState.DONE, late.date())
    told = late_acts(session, cast.officer, since=TODAY, today=late.date())
    assert [(each.line.clock.id, each.days > 0) for each in told] == [(clock.id, True)]
    given = RightsAnswerForm(answer=RightsAnswer.REFUSED, answered_on=late.date() + timedelta(days=400))
    after = late + timedelta(days=401)
    assert answer_rights_offer(session, row.id, given, actor=cast.officer, now=after).answer is RightsAnswer.REFUSED
