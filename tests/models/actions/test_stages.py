"""The way from disclosure to licence, and every way off it."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from models.actions.forms import DecisionForm
from models.actions.partners import lose_lead
from models.actions.review_forms import RightsAnswerForm
from models.actions.reviews import record_decision, record_statutory_offer
from models.actions.rights import answer_rights_offer
from models.actions.stages import advance, hold, next_moves, override_gate, resume
from models.actions.trail import verify
from models.errors import Conflict, GatesUnmet, Incomplete, NoSuchMove, NotFound, NotPermitted, OnHold, StaleTechnology
from models.rules.words import (
    AgreementKind,
    MoveKind,
    OfferState,
    ReviewOutcome,
    RightsAnswer,
    SignoffKind,
    Stage,
    WorkKind,
)
from models.tables import Offer, RightsOffer, Signoff, Technology, Transition, Work
from tests import factories as make
from tests.factories import NOW, TODAY, Cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return make.cast(session)


def codes(refusal: pytest.ExceptionInfo[GatesUnmet]) -> list[str]:
    return [gate.code for gate in refusal.value.unmet]


def stages_walked(session: Session, technology: Technology) -> list[tuple[str | None, str]]:
    rows = session.exec(
        select(Transition).where(Transition.technology_id == technology.id).order_by(col(Transition.sequence))
    )
    return [(row.from_stage, row.to_stage) for row in rows]


def test_the_whole_way_is_in_the_trail(session, cast):
    technology, _ = make.to_licensed(session, cast)
    assert technology.stage is Stage.LICENSED
    assert stages_walked(session, technology) == [
        (None, "disclosure"),
        ("disclosure", "triage"),
        ("triage", "ip_review"),
        ("ip_review", "offer"),
        ("offer", "partnering"),
        ("partnering", "negotiation"),
        ("negotiation", "licensed"),
    ]
    assert verify(session).institutions >= 1


def test_advance_names_every_unmet_gate_at_once(session, cast):
    technology = make.to_triage(session, cast, contributors=[make.contributor(cast.researcher, legal_basis=None)])
    with pytest.raises(GatesUnmet) as refusal:
        advance(session, technology.id, to=Stage.IP_REVIEW, actor=cast.officer, now=NOW)
    assert codes(refusal) == [
        "officer_assigned",
        "ownership_documented",
        "obligations_reviewed",
        "statutory_clocks_settled",
    ]
    assert "Łucja Żądło" in str(refusal.value)


def test_an_incomplete_disclosure_stays_and_says_what_is_missing(session, cast):
    half = make.contributor(cast.researcher, 6_000)
    technology = make.technology(session, cast.researcher, novelty="", public_disclosure=None, contributors=[half])
    with pytest.raises(GatesUnmet) as refusal:
        advance(session, technology.id, to=Stage.TRIAGE, actor=cast.officer, now=NOW)
    assert codes(refusal) == ["required_fields_complete", "shares_sum_to_hundred", "public_disclosure_answered"]
    assert refusal.value.unmet[0].missing == ("novelty", "public_disclosure")
    assert refusal.value.unmet[1].missing == ("60 %",)
    assert session.get_one(Technology, technology.id).stage is Stage.DISCLOSURE


def test_a_share_not_confirmed_can_be_passed_by_an_officers_reasoned_override(session, cast):
    shares = [make.contributor(cast.researcher, 5_000), make.contributor(cast.colleague, 5_000, lead=False)]
    technology = make.technology(session, cast.researcher, contributors=shares)
    with pytest.raises(GatesUnmet) as refusal:
        advance(session, technology.id, to=Stage.TRIAGE, actor=cast.officer, now=NOW)
    assert refusal.value.unmet[0].missing == (cast.colleague.name,)
    assert refusal.value.unmet[0].may_override
    gate = {"to": Stage.TRIAGE, "gate": "contributors_confirmed", "actor": cast.officer, "now": NOW}
    with pytest.raises(Incomplete):
        override_gate(session, technology.id, reason=" ", **gate)
    override_gate(session, technology.id, reason="On sabbatical; confirmed by letter.", **gate)
    assert advance(session, technology.id, to=Stage.TRIAGE, actor=cast.officer, now=NOW).stage is Stage.TRIAGE
    signed = session.exec(select(Signoff).where(Signoff.kind == SignoffKind.OVERRIDE)).one()
    assert (signed.subject, signed.reason) == ("gate:contributors_confirmed", "On sabbatical; confirmed by letter.")


def test_an_override_does_not_outlive_the_visit_to_the_stage(session, cast):
    shares = [make.contributor(cast.researcher, 5_000), make.contributor(cast.colleague, 5_000, lead=False)]
    technology = make.technology(session, cast.researcher, contributors=shares)
    gate = {"to": Stage.TRIAGE, "gate": "contributors_confirmed", "actor": cast.officer, "now": NOW}
    override_gate(session, technology.id, reason="Confirmed by letter.", **gate)
    advance(session, technology.id, to=Stage.TRIAGE, actor=cast.officer, now=NOW)
    advance(session, technology.id, to=Stage.DISCLOSURE, actor=cast.officer, now=NOW, reason="Shares are disputed.")
    with pytest.raises(GatesUnmet) as refusal:
        advance(session, technology.id, to=Stage.TRIAGE, actor=cast.officer, now=NOW)
    assert codes(refusal) == ["contributors_confirmed"]


def test_a_gate_without_override_cannot_be_overridden(session, cast):
    technology = make.technology(session, cast.researcher, novelty="")
    with pytest.raises(Conflict):
        override_gate(
            session,
            technology.id,
            to=Stage.TRIAGE,
            gate="required_fields_complete",
            actor=cast.officer,
            now=NOW,
            reason="In a hurry.",
        )


def test_a_publication_planned_before_the_filing_stops_the_offer(session, cast):
    technology = make.to_review(
        session, cast, public_disclosure="planned", planned_publication_on=TODAY - timedelta(days=1)
    )
    make.review(session, cast, technology)
    with pytest.raises(GatesUnmet) as refusal:
        advance(session, technology.id, to=Stage.OFFER, actor=cast.officer, now=NOW)
    assert codes(refusal) == ["no_publication_before_filing"]
    assert refusal.value.unmet[0].missing == ("2026-11-22",)


def test_the_offer_must_be_approved_consented_and_briefed(session, cast):
    technology = make.to_offer(session, cast)
    with pytest.raises(GatesUnmet) as refusal:
        advance(session, technology.id, to=Stage.PARTNERING, actor=cast.officer, now=NOW)
    assert codes(refusal) == [
        "offer_complete",
        "lint_without_errors",
        "confidentiality_scan_passed",
        "offer_approved",
        "lead_contributor_consented",
        "brief_rendered",
    ]
    make.approved_offer(session, cast, technology)
    with pytest.raises(GatesUnmet) as refusal:
        advance(session, technology.id, to=Stage.PARTNERING, actor=cast.officer, now=NOW)
    assert codes(refusal) == ["brief_rendered"]


def test_entering_partnering_publishes_and_asks_for_matching(session, cast):
    technology = make.to_partnering(session, cast)
    offer = session.exec(select(Offer).where(Offer.technology_id == technology.id)).one()
    assert (offer.state, offer.published_at) == (OfferState.PUBLISHED, NOW)
    assert offer.expires_on == TODAY + timedelta(days=365)
    asked = session.exec(
        select(Work.unique_key).where(Work.kind == WorkKind.MATCH_PARTNERS, Work.subject_id == technology.id)
    ).all()
    assert asked == [f"match_partners:{technology.id}:{technology.version}"]


def test_sending_back_needs_a_reason_and_takes_the_offer_back_without_losing_its_approval(session, cast):
    technology = make.to_partnering(session, cast)
    with pytest.raises(Incomplete):
        advance(session, technology.id, to=Stage.OFFER, actor=cast.officer, now=NOW)
    advance(session, technology.id, to=Stage.OFFER, actor=cast.officer, now=NOW, reason="New data.")
    offer = session.exec(select(Offer).where(Offer.technology_id == technology.id)).one()
    assert offer.state is OfferState.APPROVED
    assert advance(session, technology.id, to=Stage.PARTNERING, actor=cast.officer, now=NOW).stage is Stage.PARTNERING
    assert session.get_one(Offer, offer.id).state is OfferState.PUBLISHED


def test_coming_back_to_a_stage_asks_for_its_work_again(session, cast):
    technology = make.to_review(session, cast)
    advance(session, technology.id, to=Stage.TRIAGE, actor=cast.officer, now=NOW, reason="A contributor is missing.")
    advance(session, technology.id, to=Stage.IP_REVIEW, actor=cast.officer, now=NOW)
    asked = select(Work).where(Work.kind == WorkKind.PREPARE_REVIEW, Work.subject_id == technology.id)
    assert len(session.exec(asked).all()) == 2


def test_closing_withdraws_the_published_offer_for_good(session, cast):
    technology = make.to_partnering(session, cast)
    advance(session, technology.id, to=Stage.CLOSED, actor=cast.officer, now=NOW, reason="Nobody came.")
    offer = session.exec(select(Offer).where(Offer.technology_id == technology.id)).one()
    assert offer.state is OfferState.WITHDRAWN
    with pytest.raises(NoSuchMove):
        advance(session, technology.id, to=Stage.OFFER, actor=cast.officer, now=NOW, reason="Try again.")


def test_rights_are_released_only_after_a_negative_decision_and_the_statutory_offer(session, cast):
    technology = make.to_review(session, cast)
    with pytest.raises(GatesUnmet) as refusal:
        advance(session, technology.id, to=Stage.RELEASED, actor=cast.officer, now=NOW, reason="No market.")
    assert codes(refusal) == ["decision_is_negative", "statutory_offer_recorded"]
    make.no_conflict(session, technology, cast.officer)
    decision = DecisionForm(outcome=ReviewOutcome.RELEASE, reason="No market.")
    record_decision(session, technology.id, decision, actor=cast.officer, now=NOW)
    record_statutory_offer(session, technology.id, offered_on=TODAY, actor=cast.officer, now=NOW)
    with pytest.raises(GatesUnmet) as refusal:
        advance(session, technology.id, to=Stage.RELEASED, actor=cast.officer, now=NOW, reason="No market.")
    assert codes(refusal) == ["rights_answered"]
    offer = session.exec(select(RightsOffer)).one()
    taken = RightsAnswerForm(answer=RightsAnswer.ACCEPTED, answered_on=TODAY)
    answer_rights_offer(session, offer.id, taken, actor=cast.officer, now=NOW)
    moved = advance(session, technology.id, to=Stage.RELEASED, actor=cast.officer, now=NOW, reason="No market.")
    assert moved.stage is Stage.RELEASED
    last = session.exec(select(Transition).order_by(col(Transition.id).desc()).limit(1)).one()
    assert (last.kind, last.reason) == (MoveKind.RELEASE, "No market.")


def test_on_hold_it_does_not_move_on_but_may_be_closed(session, cast):
    technology = make.technology(session, cast.researcher)
    later = TODAY + timedelta(days=30)
    hold(session, technology.id, actor=cast.officer, now=NOW, reason="Waiting for data.", resume_on=later)
    with pytest.raises(OnHold):
        advance(session, technology.id, to=Stage.TRIAGE, actor=cast.officer, now=NOW)
    resume(session, technology.id, actor=cast.officer, now=NOW)
    assert advance(session, technology.id, to=Stage.TRIAGE, actor=cast.officer, now=NOW).stage is Stage.TRIAGE
    hold(session, technology.id, actor=cast.officer, now=NOW, reason="Waiting again.", resume_on=later)
    closed = advance(session, technology.id, to=Stage.CLOSED, actor=cast.officer, now=NOW, reason="Withdrawn.")
    assert (closed.stage, closed.hold_reason) == (Stage.CLOSED, None)


def test_a_hold_needs_a_day_in_the_future(session, cast):
    technology = make.technology(session, cast.researcher)
    with pytest.raises(Incomplete):
        hold(session, technology.id, actor=cast.officer, now=NOW, reason="Waiting.", resume_on=TODAY)


def test_who_decided_on_an_older_version_is_told(session, cast):
    technology = make.technology(session, cast.researcher)
    seen = technology.version
    advance(session, technology.id, to=Stage.TRIAGE, actor=cast.second_officer, now=NOW)
    with pytest.raises(StaleTechnology):
        advance(
            session,
            technology.id,
            to=Stage.CLOSED,
            actor=cast.officer,
            now=NOW,
            reason="Withdrawn.",
            seen_version=seen,
        )


def test_a_stranger_learns_nothing_and_a_researcher_may_not_advance(session, cast):
    technology = make.technology(session, cast.researcher)
    with pytest.raises(NotFound):
        advance(session, technology.id, to=Stage.TRIAGE, actor=cast.stranger, now=NOW)
    with pytest.raises(NotPermitted):
        advance(session, technology.id, to=Stage.TRIAGE, actor=cast.researcher, now=NOW)


def test_next_moves_tell_what_stands_in_the_way_of_each(session, cast):
    technology = make.technology(session, cast.researcher, novelty="")
    moves = {move.target: [gate.code for gate in unmet] for move, unmet in next_moves(session, technology, TODAY)}
    assert moves == {Stage.TRIAGE: ["required_fields_complete"], Stage.CLOSED: []}


@pytest.mark.parametrize(
    "terms", [{"expires_on": TODAY - timedelta(days=1)}, {"effective_on": TODAY + timedelta(days=1)}]
)
def test_a_non_disclosure_agreement_counts_only_while_it_holds(session, cast, terms):
    technology = make.to_partnering(session, cast)
    make.agreement(session, cast, make.lead(session, cast, technology), AgreementKind.NDA, **terms)
    with pytest.raises(GatesUnmet) as refusal:
        advance(session, technology.id, to=Stage.NEGOTIATION, actor=cast.officer, now=NOW)
    assert codes(refusal) == ["nda_in_force"]


def test_a_non_disclosure_agreement_of_a_lost_lead_does_not_serve_another(session, cast):
    technology = make.to_partnering(session, cast)
    lost = make.lead(session, cast, technology)
    make.agreement(session, cast, lost, AgreementKind.NDA)
    lose_lead(session, lost.id, reason="No budget.", actor=cast.officer, now=NOW)
    make.lead(session, cast, technology)
    with pytest.raises(GatesUnmet) as refusal:
        advance(session, technology.id, to=Stage.NEGOTIATION, actor=cast.officer, now=NOW)
    assert codes(refusal) == ["nda_in_force"]
