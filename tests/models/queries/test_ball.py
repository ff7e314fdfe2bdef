"""Who holds the ball, as the database has it at each turn of the way."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from models.actions.agreements import draft_agreement
from models.actions.disclosures import revise_disclosure
from models.actions.forms import AgreementForm
from models.actions.offers import approve_offer, save_offer
from models.actions.remarks import add_remark, return_disclosure
from models.actions.stages import hold
from models.queries.ball import ball_of
from models.rules.ball import Holder, Wait
from models.rules.words import AgreementKind, WorkState
from models.tables import Technology, Work
from tests import factories as make
from tests.factories import NOW, TODAY, Cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return make.cast(session)


def settle(session: Session, state: WorkState = WorkState.DONE) -> None:
    """The flows have done what was asked, or failed at it."""
    for work in session.exec(select(Work).where(col(Work.state) == WorkState.QUEUED)):
        work.state = state
        session.add(work)
    session.flush()


def held_by(session: Session, technology: Technology) -> tuple[Holder, Wait]:
    ball = ball_of(session, technology, TODAY)
    return ball.holder, ball.wait


def test_a_new_disclosure_is_helixs_until_its_work_is_done(session, cast):
    made = make.technology(session, cast.researcher)
    assert held_by(session, made) == (Holder.HELIX, Wait.WORK)
    settle(session)
    assert held_by(session, made) == (Holder.OFFICER, Wait.DECISION)


def test_work_that_failed_waits_for_the_officer(session, cast):
    made = make.technology(session, cast.researcher)
    settle(session, WorkState.PARKED)
    assert held_by(session, made) == (Holder.OFFICER, Wait.WORK_PARKED)


def test_a_remark_in_disclosure_is_the_creators_to_answer_until_they_have_corrected(session, cast):
    made = make.technology(session, cast.researcher)
    settle(session)
    add_remark(session, made.id, "novelty", "Compare with the strip of 2019.", actor=cast.officer, now=NOW)
    assert held_by(session, made) == (Holder.CREATORS, Wait.REMARKED)
    form = make.disclosure_form(cast.researcher, novelty="A peptide, and no antibody as in 2019.")
    revise_disclosure(session, made.id, form, actor=cast.researcher, now=NOW)
    settle(session)
    assert held_by(session, made) == (Holder.OFFICER, Wait.DECISION)


def test_an_unconfirmed_share_waits_for_its_contributor_by_name(session, cast):
    shares = [make.contributor(cast.researcher, 5_000), make.contributor(cast.colleague, 5_000, lead=False)]
    made = make.technology(session, cast.researcher, contributors=shares)
    settle(session)
    ball = ball_of(session, made, TODAY)
    assert (ball.holder, ball.wait, ball.names) == (Holder.CREATORS, Wait.CONFIRMATION, (cast.colleague.name,))


def test_a_disclosure_sent_back_waits_for_the_creators_until_they_correct_it(session, cast):
    made = make.to_triage(session, cast)
    settle(session)
    return_disclosure(session, made.id, reason="See.", remarks={}, actor=cast.officer, now=NOW)
    settle(session)
    assert held_by(session, made) == (Holder.CREATORS, Wait.RETURNED)
    later = NOW + timedelta(days=2)
    form = make.disclosure_form(cast.researcher)
    revise_disclosure(session, made.id, form, actor=cast.researcher, now=later)
    settle(session)
    assert held_by(session, made) == (Holder.OFFICER, Wait.DECISION)


def test_a_review_waits_for_scores_and_then_for_the_officer(session, cast):
    made = make.to_review(session, cast)
    settle(session)
    assert held_by(session, made) == (Holder.REVIEWERS, Wait.SCORES)
    make.review(session, cast, made)
    assert held_by(session, made) == (Holder.OFFICER, Wait.DECISION)


def test_an_approved_offer_waits_for_consent_and_then_for_its_brief(session, cast):
    made = make.to_offer(session, cast)
    settle(session)
    assert held_by(session, made) == (Holder.OFFICER, Wait.DECISION)
    offer = save_offer(session, made.id, make.offer_form(), actor=cast.officer, now=NOW)
    approve_offer(session, offer.id, digest=offer.digest, actor=cast.officer, now=NOW)
    assert held_by(session, made) == (Holder.CREATORS, Wait.CONSENT)


def test_an_nda_that_the_partner_has_not_signed_waits_for_the_partner(session, cast):
    made = make.to_partnering(session, cast)
    settle(session)
    interested = make.lead(session, cast, made)
    assert held_by(session, made) == (Holder.OFFICER, Wait.DECISION)
    draft_agreement(session, interested.id, AgreementForm(kind=AgreementKind.NDA), actor=cast.officer, now=NOW)
    assert held_by(session, made) == (Holder.PARTNER, Wait.NDA)


def test_a_hold_is_the_officers_and_an_end_is_nobodys(session, cast):
    made = make.to_triage(session, cast)
    hold(session, made.id, actor=cast.officer, now=NOW, reason="Data.", resume_on=TODAY + timedelta(days=9))
    assert held_by(session, made) == (Holder.OFFICER, Wait.HELD)
    licensed, _ = make.to_licensed(session, cast)
    assert held_by(session, licensed) == (Holder.NOBODY, Wait.ENDED)
