"""Ownership is recorded with what proves it, and what others hold by contract stands in the way of the moves."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from models.actions.agreements import draft_agreement, sign_agreement
from models.actions.attachments import add_attachment, remove_attachment
from models.actions.clocks import close_clock, suppress_clock
from models.actions.disclosures import confirm_share, revise_disclosure
from models.actions.docket import correct_trigger
from models.actions.docket_forms import CorrectionForm
from models.actions.forms import AgreementForm, FundingForm, InputForm
from models.actions.funding import (
    add_demand,
    add_funding,
    add_known_demands,
    settle_demand,
    strike_demand,
)
from models.actions.ownership import (
    add_co_owner,
    add_input,
    clear_input,
    correct_co_owner,
    correct_input,
    record_legal_basis,
    remove_co_owner,
)
from models.actions.ownership_forms import BasisForm, ClearanceForm, CoOwnerForm, DemandForm, SettlementForm
from models.actions.reviews import record_statutory_offer, review_obligations
from models.actions.stages import advance
from models.actions.trail import verify
from models.errors import GatesUnmet, NotFound, NotPermitted
from models.files import Stored
from models.queries.docket import Filters, docket_clocks, late_acts
from models.queries.ownership import financed
from models.queries.technologies import contributors_of
from models.rules.pipeline import pipeline
from models.rules.refused import ActRecorded, RightsStand, RightsUnfit
from models.rules.words import (
    AgreementKind,
    ClockState,
    ContributorStatus,
    DemandKind,
    DemandState,
    InputState,
    Language,
    LegalBasis,
    SignoffKind,
    Stage,
)
from models.tables import Attachment, Clock, Contributor, FunderDemand, Funding, Signoff, Technology, ThirdPartyInput
from tests import factories as make
from tests.factories import NOW, TODAY


@pytest.fixture
def cast(session: Session) -> make.Cast:
    return make.cast(session)


GRANT = FundingForm(sponsor="Narodowe Centrum Przykładu", number="2024/11")


def file_of(session: Session, cast: make.Cast, technology: Technology) -> Attachment:
    stored = Stored("0" * 64, 10)
    return add_attachment(session, technology.id, stored, "umowa.pdf", actor=cast.officer, now=NOW)


def person_of(session: Session, technology: Technology) -> Contributor:
    return contributors_of(session, technology.id)[0]


def unmet(session: Session, cast: make.Cast, technology: Technology, to: Stage) -> dict[str, tuple[str, ...]]:
    with pytest.raises(GatesUnmet) as refusal:
        advance(session, technology.id, to=to, actor=cast.officer, now=NOW, reason="Because.")
    return {each.code: each.missing for each in refusal.value.unmet}


def funded(session: Session, cast: make.Cast, technology: Technology, *kinds: DemandKind) -> list[FunderDemand]:
    funding = add_funding(session, technology.id, GRANT, actor=cast.officer, now=NOW)
    return [add_demand(session, funding.id, DemandForm(kind=kind), actor=cast.officer, now=NOW) for kind in kinds]


def met(document: str = "Letter of 20 November 2026") -> SettlementForm:
    return SettlementForm(state=DemandState.MET, settled_on=TODAY, document=document)


def waived() -> SettlementForm:
    return SettlementForm(state=DemandState.WAIVED, settled_on=TODAY, document="Letter NCP/7/2026")


# bases


def test_one_form_documents_the_employment_of_all(session, cast):
    shares = [make.contributor(cast.researcher, 6_000), make.contributor(cast.colleague, 4_000, lead=False)]
    technology = make.technology(session, cast.researcher, contributors=shares)
    confirm_share(session, contributors_of(session, technology.id)[1].id, actor=cast.colleague, now=NOW)
    advance(session, technology.id, to=Stage.TRIAGE, actor=cast.officer, now=NOW)
    assert len(unmet(session, cast, technology, Stage.IP_REVIEW)["ownership_documented"]) == 2
    make.document_ownership(session, technology.id, cast.officer)
    assert "ownership_documented" not in unmet(session, cast, technology, Stage.IP_REVIEW)


def test_a_proof_that_was_taken_away_proves_nothing(session, cast):
    technology = make.to_triage(session, cast)
    file = file_of(session, cast, technology)
    person = person_of(session, technology)
    proved = BasisForm(basis=LegalBasis.EMPLOYMENT, document="Contract 4/2019", evidence_id=file.id)
    record_legal_basis(session, technology.id, bases={person.id: proved}, actor=cast.officer, now=NOW)
    assert "ownership_documented" not in unmet(session, cast, technology, Stage.IP_REVIEW)
    remove_attachment(session, file.id, actor=cast.officer, now=NOW)
    assert unmet(session, cast, technology, Stage.IP_REVIEW)["ownership_documented"] == (
        "Łucja Żądło: attach the document, or say why it is not attached",
    )


def test_a_file_of_another_case_is_no_proof_here(session, cast):
    technology, other = make.to_triage(session, cast), make.to_triage(session, cast)
    strange = BasisForm(basis=LegalBasis.EMPLOYMENT, document="x", evidence_id=file_of(session, cast, other).id)
    bases = {person_of(session, technology).id: strange}
    with pytest.raises(RightsUnfit) as refusal:
        record_legal_basis(session, technology.id, bases=bases, actor=cast.officer, now=NOW)
    assert refusal.value.words.pl.startswith("Wybranego pliku nie ma w sprawie")


def test_who_is_employed_elsewhere_is_not_ours_unless_the_office_says_so(session, cast):
    technology = make.to_triage(session, cast, contributors=[make.contributor(cast.researcher, employer="Szpital")])
    person = person_of(session, technology)
    with pytest.raises(RightsUnfit, match="by the disclosure the employer is Szpital"):
        record_legal_basis(session, technology.id, bases={person.id: make.EMPLOYED}, actor=cast.officer, now=NOW)
    ours = make.EMPLOYED.model_copy(update={"employed_here": True})
    record_legal_basis(session, technology.id, bases={person.id: ours}, actor=cast.officer, now=NOW)
    assert person.legal_basis is LegalBasis.EMPLOYMENT


def test_employment_of_a_student_and_a_date_ahead_are_refused_in_both_languages(session, cast):
    student = make.contributor(cast.researcher, status=ContributorStatus.STUDENT, legal_basis=None)
    technology = make.to_triage(session, cast, contributors=[student])
    person = person_of(session, technology)
    with pytest.raises(RightsUnfit) as refusal:
        record_legal_basis(session, technology.id, bases={person.id: make.EMPLOYED}, actor=cast.officer, now=NOW)
    assert "nie figuruje jako pracownik" in refusal.value.words.pl
    ahead = make.TRANSFERRED.model_copy(update={"dated_on": TODAY + timedelta(days=1)})
    with pytest.raises(RightsUnfit) as refusal:
        record_legal_basis(session, technology.id, bases={person.id: ahead}, actor=cast.officer, now=NOW)
    assert refusal.value.words.pl == ("24 listopada 2026 to data przyszła: należy ją odnotować, gdy zdarzenie nastąpi.")
    assert person.legal_basis is None


def test_a_person_of_another_case_and_a_reviewer_are_refused(session, cast):
    technology, other = make.to_triage(session, cast), make.to_triage(session, cast)
    bases = {person_of(session, other).id: make.EMPLOYED}
    with pytest.raises(NotFound, match="has no contributor"):
        record_legal_basis(session, technology.id, bases=bases, actor=cast.officer, now=NOW)
    with pytest.raises(NotPermitted):
        record_legal_basis(session, technology.id, bases={}, actor=cast.reviewer, now=NOW)
    with pytest.raises(NotFound):
        record_legal_basis(session, technology.id, bases={}, actor=cast.stranger, now=NOW)


def test_a_changed_status_asks_for_another_basis(session, cast):
    technology = make.to_review(session, cast)
    for stage in (Stage.TRIAGE, Stage.DISCLOSURE):
        advance(session, technology.id, to=stage, actor=cast.officer, now=NOW, reason="Wrong status.")
    student = make.contributor(cast.researcher, status=ContributorStatus.STUDENT, legal_basis=None)
    form = make.disclosure_form(cast.researcher, contributors=[student])
    revise_disclosure(session, technology.id, form, actor=cast.researcher, now=NOW)
    person = person_of(session, technology)
    assert (person.legal_basis, person.basis_document, person.basis_waiver) == (None, "", "")


# co-owners


def test_co_owners_hold_less_than_the_whole_and_each_change_is_signed(session, cast):
    technology = make.to_triage(session, cast)
    half = CoOwnerForm(name="Szpital", share_bp=5_000, agreement="Umowa 1", agreed_on=TODAY, waiver="W sejfie.")
    owner = add_co_owner(session, technology.id, half, actor=cast.officer, now=NOW)
    with pytest.raises(RightsUnfit) as refusal:
        add_co_owner(session, technology.id, half, actor=cast.officer, now=NOW)
    assert refusal.value.words.en == "With this share the co-owners would hold 100%: something must be left to us."
    remove_co_owner(session, owner.id, actor=cast.officer, now=NOW)
    kinds = session.exec(select(Signoff.subject).where(Signoff.kind == SignoffKind.CO_OWNER).order_by(col(Signoff.id)))
    assert list(kinds) == [f"co_owner:{owner.id}:5000bp:added", f"co_owner:{owner.id}:5000bp:removed"]
    assert verify(session).institutions >= 1


def test_a_co_owner_is_corrected_within_the_whole_and_the_correction_is_signed(session, cast):
    technology = make.to_triage(session, cast)
    half = CoOwnerForm(name="Szpital", share_bp=5_000, agreement="Umowa 1", agreed_on=TODAY, waiver="W sejfie.")
    owner = add_co_owner(session, technology.id, half, actor=cast.officer, now=NOW)
    add_co_owner(session, technology.id, CoOwnerForm(name="A fund", share_bp=1_000), actor=cast.officer, now=NOW)
    most = half.model_copy(update={"share_bp": 8_999, "agreement": "Umowa 2", "waiver": ""})
    assert correct_co_owner(session, owner.id, most, actor=cast.officer, now=NOW).share_bp == 8_999
    assert (owner.agreement, owner.waiver) == ("Umowa 2", "")
    correct_co_owner(session, owner.id, most, actor=cast.officer, now=NOW)
    with pytest.raises(RightsUnfit) as refusal:
        correct_co_owner(session, owner.id, half.model_copy(update={"share_bp": 9_000}), actor=cast.officer, now=NOW)
    assert refusal.value.words.en == "With this share the co-owners would hold 100%: something must be left to us."
    with pytest.raises(NotFound):
        correct_co_owner(session, owner.id, half, actor=cast.stranger, now=NOW)
    said = session.exec(select(Signoff.subject).where(Signoff.kind == SignoffKind.CO_OWNER).order_by(col(Signoff.id)))
    assert [each for each in said if each.startswith(f"co_owner:{owner.id}:")] == [
        f"co_owner:{owner.id}:5000bp:added",
        f"co_owner:{owner.id}:8999bp:corrected",
    ]


# funders


def test_a_dated_duty_stands_on_the_docket_and_reminds_until_it_is_met(session, cast):
    technology = make.to_review(session, cast)
    funding = add_funding(session, technology.id, GRANT, actor=cast.officer, now=NOW)
    duties = [
        add_demand(
            session, funding.id, DemandForm(kind=kind, due_on=TODAY + timedelta(days=7)), actor=cast.officer, now=NOW
        )
        for kind in (DemandKind.REPORT_UTILISATION, DemandKind.OPEN_ACCESS)
    ]
    lines = [line for line in docket_clocks(session, cast.officer, Filters()) if line.clock.demand_id]
    assert [line.clock.due_on for line in lines] == [date(2026, 11, 30)] * 2
    assert lines[0].clock.explanation_pl == (
        "Sprawozdanie z wykorzystania, według umowy: Narodowe Centrum Przykładu (2024/11): 30 listopada 2026. Dzień "
        "wyznacza umowa, a nie ustawa; dni wolne go tu nie przesuwają"
    )
    assert {notice.facts["rule"] for notice in make.sweep_clocks(session, NOW)} == {"funder_duty"}
    close_clock(session, lines[0].clock.id, done_on=TODAY, actor=cast.officer, now=NOW)
    settle_demand(session, duties[1].id, waived(), actor=cast.officer, now=NOW)
    assert [duty.state for duty in duties] == [DemandState.MET, DemandState.WAIVED]
    assert [line.clock.state for line in lines] == [ClockState.DONE, ClockState.SUPPRESSED]
    assert make.sweep_clocks(session, NOW + timedelta(days=6)) == []


def test_a_duty_met_too_late_is_in_the_report_of_late_acts(session, cast):
    technology = make.to_review(session, cast)
    funding = add_funding(session, technology.id, GRANT, actor=cast.officer, now=NOW)
    late = DemandForm(kind=DemandKind.REPORT_INVENTION, due_on=TODAY - timedelta(days=3))
    row = add_demand(session, funding.id, late, actor=cast.officer, now=NOW)
    settle_demand(session, row.id, met(), actor=cast.officer, now=NOW)
    [found] = late_acts(session, cast.officer, since=TODAY - timedelta(days=30), today=TODAY)
    assert (found.line.clock.demand_id, found.days) == (row.id, 3)


def test_the_day_of_a_contract_is_not_corrected_on_the_docket(session, cast):
    technology = make.to_review(session, cast)
    funding = add_funding(session, technology.id, GRANT, actor=cast.officer, now=NOW)
    due = DemandForm(kind=DemandKind.OPEN_ACCESS, due_on=TODAY + timedelta(days=7))
    row = add_demand(session, funding.id, due, actor=cast.officer, now=NOW)
    clock = session.exec(select(Clock).where(Clock.demand_id == row.id)).one()
    form = CorrectionForm(happened_on=TODAY, reason="No.")
    with pytest.raises(ActRecorded) as refusal:
        correct_trigger(session, clock.id, form, actor=cast.officer, now=NOW)
    assert refusal.value.words.pl.startswith("Dzień terminu „Obowiązek wobec finansującego” wynika z umowy")


def test_a_struck_demand_goes_with_its_day_and_a_settled_one_stays(session, cast):
    technology = make.to_review(session, cast)
    funding = add_funding(session, technology.id, GRANT, actor=cast.officer, now=NOW)
    due = DemandForm(kind=DemandKind.OPEN_ACCESS, due_on=TODAY + timedelta(days=7))
    row, kept = (add_demand(session, funding.id, due, actor=cast.officer, now=NOW) for _ in range(2))
    strike_demand(session, row.id, actor=cast.officer, now=NOW)
    settle_demand(session, kept.id, met(), actor=cast.officer, now=NOW)
    for act in (
        lambda: strike_demand(session, kept.id, actor=cast.officer, now=NOW),
        lambda: settle_demand(session, kept.id, waived(), actor=cast.officer, now=NOW),
    ):
        with pytest.raises(RightsStand, match="settled already, on 23 November 2026"):
            act()
    assert session.exec(select(Clock.demand_id).where(col(Clock.demand_id).is_not(None))).all() == [kept.id]


def test_an_invention_that_was_not_reported_waits_before_the_offer(session, cast):
    technology = make.to_review(session, cast)
    [row] = funded(session, cast, technology, DemandKind.REPORT_INVENTION)
    make.review(session, cast, technology)
    assert unmet(session, cast, technology, Stage.OFFER) == {
        "invention_reported": (
            "Narodowe Centrum Przykładu (2024/11): it wants the invention reported; record the report",
        )
    }
    settle_demand(session, row.id, met(), actor=cast.officer, now=NOW)
    assert advance(session, technology.id, to=Stage.OFFER, actor=cast.officer, now=NOW).stage is Stage.OFFER


def test_no_licence_is_signed_and_none_entered_without_the_funders_consent(session, cast):
    technology, lead = make.to_negotiation(session, cast)
    [row] = funded(session, cast, technology, DemandKind.CONSENT_LICENCE)
    form = AgreementForm(kind=AgreementKind.LICENCE, effective_on=TODAY, upfront=100)
    licence = draft_agreement(session, lead.id, form, actor=cast.officer, now=NOW)

    def sign() -> None:
        sign_agreement(
            session, licence.id, signatory="J. Kot", signed_on=TODAY, for_institution=True, actor=cast.officer, now=NOW
        )

    with pytest.raises(RightsStand) as refusal:
        sign()
    assert refusal.value.words.pl == (
        "Umowy nie można jeszcze podpisać. Narodowe Centrum Przykładu (2024/11): wymagana jest zgoda na udzielenie "
        "licencji, a nie została odnotowana. Należy to odnotować w części „Prawa” na stronie sprawy "
        f"{technology.reference}."
    )
    assert "funders_agree" in unmet(session, cast, technology, Stage.LICENSED)
    settle_demand(session, row.id, waived(), actor=cast.officer, now=NOW)
    sign()
    assert "funders_agree" not in unmet(session, cast, technology, Stage.LICENSED)


def test_an_assignment_asks_for_the_consent_to_a_transfer_and_not_to_a_licence(session, cast):
    technology, lead = make.to_negotiation(session, cast)
    funded(session, cast, technology, DemandKind.CONSENT_LICENCE)
    form = AgreementForm(kind=AgreementKind.ASSIGNMENT, effective_on=TODAY, upfront=100)
    draft_agreement(session, lead.id, form, actor=cast.officer, now=NOW)
    assert "funders_agree" not in unmet(session, cast, technology, Stage.LICENSED)
    funded(session, cast, technology, DemandKind.CONSENT_TRANSFER)
    assert "transfer of the rights" in unmet(session, cast, technology, Stage.LICENSED)["funders_agree"][0]


def test_rights_do_not_go_back_to_the_creators_without_a_demanded_consent(session, cast):
    technology = make.to_review(session, cast)
    funded(session, cast, technology, DemandKind.CONSENT_TRANSFER)
    record_statutory_offer(session, technology.id, offered_on=TODAY, actor=cast.officer, now=NOW)
    assert "funders_release" in unmet(session, cast, technology, Stage.RELEASED)


def test_a_known_funders_rules_are_taken_over_once_and_start_the_clock_of_the_law(session, cast):
    technology = make.to_review(session, cast)
    funding = add_funding(session, technology.id, FundingForm(sponsor="NIH"), actor=cast.officer, now=NOW)

    def take() -> int:
        rows = add_known_demands(
            session, funding.id, "us_federal", language=Language.POLISH, actor=cast.officer, now=NOW
        )
        return len(rows)

    assert (take(), take()) == (6, 0)
    [clock] = session.exec(select(Clock).where(Clock.rule == "bayh_dole_disclosure_2m")).all()
    assert (clock.trigger_on, clock.nominal_on) == (TODAY, date(2027, 1, 23))
    [each] = financed(session, technology.id)
    assert {row.source for row in each.demands} >= {"37 CFR 401.14(c)(1) (V)", "35 USC 204; 37 CFR 401.14(i) (BK-h)"}
    with pytest.raises(NotFound, match="there are us_federal, horizon_europe, ncn"):
        add_known_demands(session, funding.id, "moon", language=Language.POLISH, actor=cast.officer, now=NOW)


def test_a_contract_that_says_otherwise_is_reason_enough_not_to_run_the_clock(session, cast):
    technology = make.to_triage(session, cast)
    funding = add_funding(session, technology.id, GRANT, actor=cast.officer, now=NOW)
    clock = suppress_clock(
        session,
        technology.id,
        rule="art154_decision_3m",
        funding_id=funding.id,
        language=Language.POLISH,
        actor=cast.officer,
        now=NOW,
    )
    assert (clock.funding_id, clock.suppressed_reason) == (
        funding.id,
        "Art. 154 ust. 5: umowa z podmiotem finansującym (Narodowe Centrum Przykładu (2024/11)) stanowi inaczej.",
    )
    other = make.to_triage(session, cast)
    with pytest.raises(NotFound, match="has no funding"):
        suppress_clock(session, other.id, rule="art154_decision_3m", funding_id=funding.id, actor=cast.officer, now=NOW)


def test_what_the_office_recorded_of_a_funder_outlives_a_corrected_disclosure(session, cast):
    grants = [FundingForm(sponsor="NCN", number="1", consent=True), FundingForm(sponsor="Fundacja")]
    technology = make.technology(session, cast.researcher, funding=grants)
    first, second = financed(session, technology.id)
    assert [row.kind for row in first.demands] == [DemandKind.CONSENT_LICENCE, DemandKind.CONSENT_TRANSFER]
    review_obligations(session, technology.id, actor=cast.officer, now=NOW)
    due = DemandForm(kind=DemandKind.OPEN_ACCESS, due_on=TODAY + timedelta(days=7))
    add_demand(session, second.funding.id, due, actor=cast.officer, now=NOW)
    suppress_clock(
        session, technology.id, rule="art154_decision_3m", funding_id=second.funding.id, actor=cast.officer, now=NOW
    )
    settle_demand(session, first.demands[0].id, met(), actor=cast.officer, now=NOW)
    form = make.disclosure_form(cast.researcher, funding=[FundingForm(sponsor="ncn", number="1", consent=True)])
    revise_disclosure(session, technology.id, form, actor=cast.researcher, now=NOW)
    [kept] = financed(session, technology.id)
    assert (kept.funding.id, [row.state for row in kept.demands]) == (first.funding.id, ["met", "open"])
    assert session.exec(select(Funding.id)).all() == [kept.funding.id]
    assert session.exec(select(Clock.demand_id, Clock.funding_id)).all() == [(None, None)]
    assert technology.obligations_reviewed_on is None


# inputs


def test_inputs_are_named_before_the_review_and_cleared_before_the_offer(session, cast):
    technology = make.to_triage(session, cast, inputs=[InputForm(name="THP-1 cells", no_commercial_use=True)])
    assert unmet(session, cast, technology, Stage.IP_REVIEW)["inputs_identified"] == (
        "THP-1 cells: say from whom it comes and on which terms (agreement or licence)",
    )
    [row] = session.exec(select(ThirdPartyInput)).all()
    told = InputForm(name="THP-1 cells", provider="a repository", agreement="MTA 4", no_commercial_use=True)
    correct_input(session, row.id, told, actor=cast.officer, now=NOW)
    assert "inputs_identified" not in unmet(session, cast, technology, Stage.IP_REVIEW)
    technology = make.to_review(session, cast)
    add_input(session, technology.id, told, actor=cast.officer, now=NOW)
    make.review(session, cast, technology)
    assert unmet(session, cast, technology, Stage.OFFER)["inputs_cleared"] == (
        "THP-1 cells: decide whether its terms allow what is planned (no commercial use)",
    )


def test_a_cleared_input_whose_terms_change_is_decided_anew(session, cast):
    technology = make.technology(session, cast.researcher, inputs=[InputForm(name="zlib", licence="Zlib")])
    [row] = session.exec(select(ThirdPartyInput)).all()
    clear_input(
        session, row.id, ClearanceForm(state=InputState.CLEARED, note="Permissive."), actor=cast.officer, now=NOW
    )
    same = make.disclosure_form(cast.researcher, inputs=[InputForm(name="ZLIB", licence="Zlib")])
    revise_disclosure(session, technology.id, same, actor=cast.researcher, now=NOW)
    assert (row.id, row.name) == (session.exec(select(ThirdPartyInput.id)).one(), "ZLIB")
    other = make.disclosure_form(cast.researcher, inputs=[InputForm(name="ZLIB", licence="GPL-3.0")])
    revise_disclosure(session, technology.id, other, actor=cast.researcher, now=NOW)
    assert (row.state, row.note) == (InputState.OPEN, "")
    revise_disclosure(session, technology.id, make.disclosure_form(cast.researcher), actor=cast.researcher, now=NOW)
    assert session.exec(select(ThirdPartyInput)).all() == []


# versions of the pipeline


def test_a_case_that_entered_the_first_pipeline_is_asked_for_no_more_than_before(session, cast):
    technology = make.to_triage(session, cast)
    technology.pipeline_version = 1
    session.add(technology)
    session.flush()
    codes = unmet(session, cast, technology, Stage.IP_REVIEW)
    assert set(codes) == {"officer_assigned", "obligations_reviewed", "statutory_clocks_settled"}
    assert pipeline().version == 2
