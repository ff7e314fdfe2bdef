"""Ownership is recorded with what proves it, and what others hold by contract stands in the way of the moves."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from models.actions.attachments import add_attachment, remove_attachment
from models.actions.disclosures import confirm_share, revise_disclosure
from models.actions.forms import FundingForm, InputForm
from models.actions.ownership import (
    add_co_owner,
    add_input,
    clear_input,
    correct_co_owner,
    correct_input,
    record_legal_basis,
    remove_co_owner,
)
from models.actions.ownership_forms import BasisForm, ClearanceForm, CoOwnerForm
from models.actions.stages import advance
from models.actions.trail import verify
from models.errors import GatesUnmet, NotFound, NotPermitted
from models.files import Stored
from models.queries.technologies import contributors_of
from models.rules.pipeline import pipeline
from models.rules.refused import RightsUnfit
from models.rules.words import (
    ContributorStatus,
    InputState,
    LegalBasis,
    SignoffKind,
    Stage,
)
from models.tables import Attachment, Contributor, Signoff, Technology, ThirdPartyInput
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
