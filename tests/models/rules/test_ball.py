"""Whose act a technology waits for: one table of situations, and what no situation may bring about."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from models.rules.ball import Ball, BallFacts, Holder, Wait, who_holds
from models.rules.gates import GATES
from models.rules.words import Stage

STAGE = datetime(2026, 11, 2, 9, tzinfo=UTC)
LATER = STAGE + timedelta(days=3)


@pytest.mark.parametrize(
    ("facts", "holder", "wait", "since"),
    [
        (BallFacts(Stage.LICENSED, STAGE, ended=True), Holder.NOBODY, Wait.ENDED, STAGE),
        (BallFacts(Stage.TRIAGE, STAGE, held=True, working=True), Holder.OFFICER, Wait.HELD, STAGE),
        (BallFacts(Stage.DISCLOSURE, STAGE, working=True), Holder.HELIX, Wait.WORK, STAGE),
        (BallFacts(Stage.IP_REVIEW, STAGE, parked=True), Holder.OFFICER, Wait.WORK_PARKED, STAGE),
        (BallFacts(Stage.DISCLOSURE, STAGE, submitted_at=STAGE), Holder.OFFICER, Wait.DECISION, STAGE),
        (
            BallFacts(Stage.DISCLOSURE, STAGE, submitted_at=STAGE, returned=True),
            Holder.CREATORS,
            Wait.RETURNED,
            STAGE,
        ),
        (
            BallFacts(Stage.DISCLOSURE, STAGE, submitted_at=LATER, returned=True),
            Holder.OFFICER,
            Wait.DECISION,
            STAGE,
        ),
        (
            BallFacts(Stage.DISCLOSURE, STAGE, submitted_at=STAGE, remarked_at=LATER, working=True),
            Holder.CREATORS,
            Wait.REMARKED,
            LATER,
        ),
        (
            BallFacts(Stage.DISCLOSURE, STAGE, submitted_at=LATER, unmet={"required_fields_complete": ("trl",)}),
            Holder.CREATORS,
            Wait.FIELDS,
            LATER,
        ),
        (
            BallFacts(Stage.TRIAGE, STAGE, unmet={"officer_assigned": ("officer",)}),
            Holder.OFFICER,
            Wait.DECISION,
            STAGE,
        ),
        (
            BallFacts(Stage.IP_REVIEW, STAGE, unmet={"assessment_scored": ("team",)}),
            Holder.REVIEWERS,
            Wait.SCORES,
            STAGE,
        ),
        (BallFacts(Stage.IP_REVIEW, STAGE, unmet={"prior_art_recorded": ()}), Holder.OFFICER, Wait.DECISION, STAGE),
        (
            BallFacts(Stage.OFFER, STAGE, unmet={"offer_approved": (), "lead_contributor_consented": ()}),
            Holder.OFFICER,
            Wait.DECISION,
            STAGE,
        ),
        (
            BallFacts(Stage.OFFER, STAGE, unmet={"lead_contributor_consented": (), "brief_rendered": ()}),
            Holder.CREATORS,
            Wait.CONSENT,
            STAGE,
        ),
        (BallFacts(Stage.OFFER, STAGE, unmet={"brief_rendered": ()}), Holder.HELIX, Wait.BRIEF, STAGE),
        (
            BallFacts(Stage.PARTNERING, STAGE, asked_at=LATER, unmet={"lead_interested": ()}),
            Holder.PARTNER,
            Wait.ANSWER,
            LATER,
        ),
        (
            BallFacts(Stage.PARTNERING, STAGE, asked_at=LATER, unmet={"nda_in_force": ()}),
            Holder.OFFICER,
            Wait.DECISION,
            STAGE,
        ),
        (BallFacts(Stage.PARTNERING, STAGE, nda_at=LATER), Holder.PARTNER, Wait.NDA, LATER),
        (BallFacts(Stage.NEGOTIATION, STAGE), Holder.OFFICER, Wait.DECISION, STAGE),
        (BallFacts(Stage.NEGOTIATION, STAGE, agreement_at=LATER), Holder.PARTNER, Wait.SIGNATURE, LATER),
    ],
)
def test_the_ball_lies_with_whoever_must_act_next(facts, holder, wait, since):
    assert who_holds(facts) == Ball(holder, wait, since)


def test_missing_confirmations_are_told_by_name():
    facts = BallFacts(Stage.DISCLOSURE, STAGE, submitted_at=LATER, unmet={"contributors_confirmed": ["Łucja Żądło"]})
    assert who_holds(facts) == Ball(Holder.CREATORS, Wait.CONFIRMATION, LATER, ("Łucja Żądło",))


@given(
    st.sampled_from(Stage),
    st.sets(st.sampled_from(sorted(GATES))),
    st.booleans(),
    st.booleans(),
    st.one_of(st.none(), st.just(LATER)),
)
def test_somebody_holds_it_in_every_stage_that_is_no_end(stage, unmet, returned, parked, asked):
    facts = BallFacts(
        stage, STAGE, unmet=dict.fromkeys(unmet, ()), returned=returned, parked=parked, asked_at=asked, nda_at=asked
    )
    assert who_holds(facts).holder is not Holder.NOBODY
