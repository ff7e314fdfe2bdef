"""NDA, licence, what falls due, and every grosz of what comes in."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from models.actions.agreements import (
    choose_policy,
    distribute_payment,
    draft_agreement,
    meet_obligation,
    record_drawn,
    record_payment,
    schedule_obligations,
    sign_agreement,
)
from models.actions.forms import AgreementForm, MilestoneForm, PaymentForm
from models.actions.partners import lose_lead
from models.errors import Conflict, Incomplete, NotFound, NotPermitted
from models.rules.words import AgreementKind, AgreementState, Beneficiary, LeadState, ObligationState, WorkKind
from models.tables import Agreement, Distribution, DistributionShare, Lead, Obligation, Signoff, Work
from tests import factories as make
from tests.factories import NOW, TODAY


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def licence(session, cast):
    _, agreement = make.to_licensed(session, cast)
    return agreement


def payment(**values):
    return PaymentForm(
        **{"amount": 100_000_000, "currency": "PLN", "received_on": TODAY, "bank_reference": "T1", **values}
    )


def test_an_agreement_is_in_force_only_when_both_sides_have_signed(session, cast):
    technology = make.to_partnering(session, cast)
    lead = make.lead(session, cast, technology)
    nda = draft_agreement(session, lead.id, AgreementForm(kind=AgreementKind.NDA), actor=cast.officer, now=NOW)
    assert session.get_one(Lead, lead.id).state is LeadState.NDA
    signature = {"signatory": "J. Kot", "signed_on": TODAY, "actor": cast.officer, "now": NOW}
    sign_agreement(session, nda.id, for_institution=True, **signature)
    assert session.get_one(Agreement, nda.id).state is AgreementState.DRAFT
    with pytest.raises(Conflict, match="institution has signed already"):
        sign_agreement(session, nda.id, for_institution=True, **signature)
    sign_agreement(session, nda.id, for_institution=False, **signature)
    assert session.get_one(Agreement, nda.id).state is AgreementState.IN_FORCE
    assert session.get_one(Lead, lead.id).state is LeadState.EVALUATION


def test_a_signature_is_not_dated_in_the_future(session, cast):
    lead = make.lead(session, cast, make.to_partnering(session, cast))
    nda = draft_agreement(session, lead.id, AgreementForm(kind=AgreementKind.NDA), actor=cast.officer, now=NOW)
    with pytest.raises(Incomplete, match="lies in the future"):
        sign_agreement(
            session,
            nda.id,
            signatory="J. Kot",
            signed_on=TODAY + timedelta(days=1),
            for_institution=True,
            actor=cast.officer,
            now=NOW,
        )


def test_drafting_asks_for_the_document_and_a_lost_lead_has_nobody_to_sign(session, cast):
    lead = make.lead(session, cast, make.to_partnering(session, cast))
    drawn = draft_agreement(session, lead.id, AgreementForm(kind=AgreementKind.NDA), actor=cast.officer, now=NOW)
    keys = session.exec(select(Work.unique_key).where(Work.kind == WorkKind.DRAW_AGREEMENT)).all()
    assert f"draw_agreement:{drawn.id}" in keys
    lose_lead(session, lead.id, reason="Bankrupt.", actor=cast.officer, now=NOW)
    with pytest.raises(Conflict, match="lead is lost"):
        draft_agreement(session, lead.id, AgreementForm(kind=AgreementKind.LICENCE), actor=cast.officer, now=NOW)


def test_obligations_are_scheduled_from_the_terms_once(session, cast):
    technology, lead = make.to_negotiation(session, cast)
    agreement = make.agreement(
        session,
        cast,
        lead,
        AgreementKind.LICENCE,
        effective_on=date(2026, 2, 28),
        expires_on=date(2028, 6, 30),
        upfront=5_000_000,
        royalty_bp=400,
        minimum_annual=1_000_000,
        milestones=[MilestoneForm(text="First sale", due_on=date(2027, 1, 31), amount=2_000_000)],
    )
    schedule_obligations(session, agreement.id)
    assert schedule_obligations(session, agreement.id) == []
    rows = session.exec(
        select(Obligation)
        .where(Obligation.agreement_id == agreement.id)
        .order_by(col(Obligation.due_on), col(Obligation.id))
    ).all()
    assert [(row.due_on.isoformat(), row.label, row.amount) for row in rows] == [
        ("2026-02-28", "Upfront fee", 5_000_000),
        ("2027-01-31", "First sale", 2_000_000),
        ("2027-02-28", "Minimum royalty, year 1", 1_000_000),
        ("2027-02-28", "Royalty report, year 1", 0),
        ("2028-02-28", "Minimum royalty, year 2", 1_000_000),
        ("2028-02-28", "Royalty report, year 2", 0),
    ]
    assert technology.id == agreement.technology_id


def test_a_payment_is_split_to_the_last_grosz(session, cast, licence):
    received = record_payment(session, licence.id, payment(direct_costs=20_000_000), actor=cast.officer, now=NOW)
    split = distribute_payment(session, received.id, now=NOW)
    assert distribute_payment(session, received.id, now=NOW).id == split.id
    shares = session.exec(select(DistributionShare).where(DistributionShare.distribution_id == split.id)).all()
    amounts = {share.beneficiary: share.amount for share in shares}
    assert amounts == {  # 1,000,000.00 received, 200,000.00 of costs: half of 950,000.00 (art. 155(1))
        Beneficiary.CREATOR: 47_500_000,
        Beneficiary.UNIT: 0,
        Beneficiary.INSTITUTION: 52_500_000,
    }
    assert (split.amount, split.deducted) == (100_000_000, 5_000_000)


def test_the_same_transfer_entered_twice_is_refused(session, cast, licence):
    record_payment(session, licence.id, payment(), actor=cast.officer, now=NOW)
    with pytest.raises(Conflict, match="T1 is recorded already"):
        record_payment(session, licence.id, payment(amount=5), actor=cast.officer, now=NOW)
    assert session.exec(select(Distribution).where(Distribution.payment_id == -1)).all() == []


def test_a_payment_meets_its_obligation_and_no_other_agreements(session, cast, licence):
    upfront = schedule_obligations(session, licence.id)[0]
    _, other = make.to_licensed(session, cast)
    with pytest.raises(NotFound):
        record_payment(session, other.id, payment(obligation_id=upfront.id), actor=cast.officer, now=NOW)
    record_payment(session, licence.id, payment(obligation_id=upfront.id), actor=cast.officer, now=NOW)
    assert (upfront.state, upfront.met_on) == (ObligationState.MET, TODAY)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"currency": "EUR"}, Conflict),
        ({"received_on": TODAY + timedelta(days=1)}, Incomplete),
        ({"obligation_id": 987_654}, NotFound),
    ],
)
def test_a_payment_that_does_not_fit_is_refused(session, cast, licence, values, error):
    with pytest.raises(error):
        record_payment(session, licence.id, payment(**values), actor=cast.officer, now=NOW)


def test_no_payment_before_the_agreement_is_in_force(session, cast):
    _, lead = make.to_negotiation(session, cast)
    draft = draft_agreement(session, lead.id, AgreementForm(kind=AgreementKind.LICENCE), actor=cast.officer, now=NOW)
    with pytest.raises(Conflict, match="not in force"):
        record_payment(session, draft.id, payment(), actor=cast.officer, now=NOW)


def test_an_unknown_policy_is_refused_with_the_known_ones(session, cast, licence):
    with pytest.raises(NotFound, match="art155_floor, art155_with_unit, employee_led"):
        choose_policy(session, licence.id, policy="generous", actor=cast.officer, now=NOW)


def test_agreements_are_the_officers_business_alone(session, cast, licence):
    with pytest.raises(NotPermitted):
        record_payment(session, licence.id, payment(), actor=cast.researcher, now=NOW)
    with pytest.raises(NotFound):
        record_payment(session, licence.id, payment(), actor=cast.stranger, now=NOW)


def test_an_agreement_cannot_end_before_it_begins(session, cast):
    lead = make.lead(session, cast, make.to_partnering(session, cast))
    form = AgreementForm(kind=AgreementKind.LICENCE, effective_on=TODAY, expires_on=TODAY)
    with pytest.raises(Incomplete, match="before it takes effect"):
        draft_agreement(session, lead.id, form, actor=cast.officer, now=NOW)


def test_a_part_payment_leaves_its_obligation_open_until_the_rest_is_there(session, cast, licence):
    upfront = schedule_obligations(session, licence.id)[0]
    for reference, amount, state in (
        ("T1", 4_999_999, ObligationState.OPEN),
        ("T2", 1, ObligationState.MET),
        ("T3", 1, ObligationState.MET),
    ):
        part = payment(amount=amount, bank_reference=reference, obligation_id=upfront.id)
        record_payment(session, licence.id, part, actor=cast.officer, now=NOW)
        assert upfront.state is state
    assert upfront.met_on == TODAY


def test_another_paper_does_not_throw_a_lead_back(session, cast, licence):
    for kind in (AgreementKind.MTA, AgreementKind.NDA):
        make.agreement(session, cast, session.get_one(Lead, licence.lead_id), kind)
        assert session.get_one(Lead, licence.lead_id).state is LeadState.SIGNED


def test_a_signature_is_bound_to_the_document_that_was_drawn_up(session, cast):
    lead = make.lead(session, cast, make.to_partnering(session, cast))
    nda = draft_agreement(session, lead.id, AgreementForm(kind=AgreementKind.NDA), actor=cast.officer, now=NOW)
    record_drawn(session, nda.id, sha256="ab" * 32)
    sign_agreement(
        session, nda.id, signatory="J. Kot", signed_on=TODAY, for_institution=True, actor=cast.officer, now=NOW
    )
    signed = session.exec(select(Signoff).where(Signoff.subject == f"agreement:{nda.id}:institution")).one()
    assert signed.subject_digest == "ab" * 32


def test_a_report_is_met_on_its_day_and_money_by_its_payment_alone(session, cast):
    licence = with_royalty(session, cast)
    upfront, report = schedule_obligations(session, licence.id)[:2]

    def meet(obligation: Obligation, **values) -> Obligation:
        given = {"met_on": TODAY, "actor": cast.officer, "now": NOW} | values
        return meet_obligation(session, licence.id, obligation.id, **given)

    with pytest.raises(Conflict):
        meet(upfront)
    with pytest.raises(Incomplete):
        meet(report, met_on=TODAY + timedelta(days=1))
    with pytest.raises(NotFound):
        meet(report, actor=cast.stranger)
    with pytest.raises(NotPermitted):
        meet(report, actor=cast.reviewer)
    assert (meet(report).state, report.met_on) == (ObligationState.MET, TODAY)
    with pytest.raises(Conflict):
        meet(report)
    other = with_royalty(session, cast)
    with pytest.raises(NotFound):
        meet_obligation(session, other.id, report.id, met_on=TODAY, actor=cast.officer, now=NOW)


def with_royalty(session, cast) -> Agreement:
    _, lead = make.to_negotiation(session, cast)
    terms = {"effective_on": TODAY, "upfront": 5_000_000, "royalty_bp": 400}
    return make.agreement(session, cast, lead, AgreementKind.LICENCE, **terms)
