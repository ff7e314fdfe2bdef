"""Who writes what an offer is compared with has it compared again, and nobody else."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models.actions.agreements import draft_agreement
from models.actions.attachments import add_attachment, add_draft_attachment
from models.actions.clocks import suppress_clock
from models.actions.disclosures import revise_disclosure
from models.actions.docket import correct_event
from models.actions.docket_forms import CorrectionForm
from models.actions.drafts import correct_disclosure, save_draft, submit_draft
from models.actions.forms import AgreementForm, AssessmentForm, FundingForm, InputForm, PriorArtForm, PriorArtSearchForm
from models.actions.funding import add_demand, add_funding, strike_demand
from models.actions.messages import mark_contacts_read, mark_read, write_message
from models.actions.offers import save_offer
from models.actions.ownership import add_co_owner, add_input, record_legal_basis
from models.actions.ownership_forms import BasisForm, CoOwnerForm, DemandForm
from models.actions.people import InstitutionForm, edit_institution
from models.actions.prior_art import record_search, remove_prior_art
from models.actions.publishing import withdraw_offer
from models.actions.review_forms import ReviewerForm
from models.actions.reviewers import ask_reviewer
from models.actions.reviews import assign_officer, record_assessment, record_prior_art
from models.actions.stages import advance, hold
from models.files import Stored
from models.rules.drafts import Step
from models.rules.words import AgreementKind, Criterion, DemandKind, LegalBasis, Role, Stage
from models.tables import Contributor, Institution, Offer, PatentCase, PatentEvent
from tests import factories as make
from tests.comparisons import asked
from tests.factories import NOW, TODAY


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def technology(session, cast):
    made = make.to_partnering(session, cast)
    asked(session, made)
    return made


def send_back(session, cast, technology) -> None:
    """So that its creators may correct it; its offer stays approved."""
    for stage in (Stage.OFFER, Stage.IP_REVIEW, Stage.TRIAGE, Stage.DISCLOSURE):
        advance(session, technology.id, to=stage, actor=cast.officer, now=NOW, reason="Look at it again.")
    assert asked(session, technology)


def add_prior_art(session, cast, technology):
    form = PriorArtForm(title="An older strip", relevance="It has the same linker.")
    return record_prior_art(session, technology.id, form, actor=cast.officer, now=NOW)


def rename_contributor(session, cast, technology):
    send_back(session, cast, technology)
    person = make.contributor(cast.researcher).model_copy(update={"name": "Józef Żądło"})
    form = make.disclosure_form(cast.researcher, contributors=[person])
    revise_disclosure(session, technology.id, form, actor=cast.researcher, now=NOW)


def type_a_correction(session, cast, technology):
    send_back(session, cast, technology)
    draft = correct_disclosure(session, technology.id, actor=cast.researcher, now=NOW)
    typed = {"novelty": "The linker is a boronic ester."}
    return save_draft(session, draft.id, Step.WHAT, typed, version=1, actor=cast.researcher, now=NOW)


def add_grant(session, cast, technology):
    form = FundingForm(sponsor="A foundation", obligations="To report each use of the linker.")
    return add_funding(session, technology.id, form, actor=cast.officer, now=NOW)


def add_duty(session, cast, technology):
    form = DemandForm(kind=DemandKind.REPORT_UTILISATION, text="Each use of the linker.")
    return add_demand(session, add_grant(session, cast, technology).id, form, actor=cast.officer, now=NOW)


def add_material(session, cast, technology):
    form = InputForm(name="A cell line with the enzyme", provider="A bank")
    return add_input(session, technology.id, form, actor=cast.officer, now=NOW)


def document_basis(session, cast, technology):
    (person,) = session.exec(select(Contributor).where(Contributor.technology_id == technology.id))
    form = BasisForm(basis=LegalBasis.EMPLOYMENT, document="Contract 7 of the laboratory", waiver="Shown on paper.")
    record_legal_basis(session, technology.id, bases={person.id: form}, actor=cast.officer, now=NOW)


def draw_licence(session, cast, technology):
    form = AgreementForm(kind=AgreementKind.NDA, territory="Where the linker is made")
    return draft_agreement(session, make.lead(session, cast, technology).id, form, actor=cast.officer, now=NOW)


def ask_for_review(session, cast, technology):
    another = make.actor(session, Role.REVIEWER, cast.institution)
    assert another.person_id is not None
    form = ReviewerForm(reviewer_id=another.person_id, due_on=TODAY, note="Mind the linker.")
    return ask_reviewer(session, technology.id, form, actor=cast.officer, now=NOW)


def score_again(session, cast, technology):
    form = AssessmentForm(scores={Criterion.MARKET: 1}, comment="The linker is too dear.")
    record_assessment(session, technology.id, form, actor=cast.reviewer, now=NOW)


def correct_filing(session, cast, technology):
    case = session.exec(select(PatentCase).where(PatentCase.technology_id == technology.id)).one()
    event = session.exec(select(PatentEvent).where(PatentEvent.case_id == case.id)).one()
    form = CorrectionForm(happened_on=TODAY - timedelta(days=1), reason="The office counts the linker's first page.")
    correct_event(session, event.id, form, actor=cast.officer, now=NOW)


def act(action, *given, by="officer", **values):
    """An action upon the technology, that takes no row of it first."""
    return lambda session, cast, made: action(session, made.id, *given, actor=getattr(cast, by), now=NOW, **values)


FROM_NOW_ON = {"reason": "Until the linker is ordered.", "resume_on": TODAY + timedelta(days=9)}
WRITE = {
    "a message of a creator": act(write_message, "The linker is a boronic ester.", by="researcher"),
    "a file": act(add_attachment, Stored("c" * 64, 10), "protocol.txt"),
    "prior art": add_prior_art,
    "a search": act(
        record_search, PriorArtSearchForm(place="Espacenet", query="linker", searched_on=TODAY, found=1, note="One.")
    ),
    "a contributor's name": rename_contributor,
    "a correction that is being typed": type_a_correction,
    "funding": add_grant,
    "a funder's demand": add_duty,
    "a material": add_material,
    "a co-owner": act(add_co_owner, CoOwnerForm(name="A hospital", share_bp=1_000, waiver="Shown.")),
    "a legal basis": document_basis,
    "an agreement": draw_licence,
    "a request for a review": ask_for_review,
    "a score's comment": score_again,
    "a suppressed clock": act(suppress_clock, rule="art154_decision_3m", reason="Nobody declared the linker."),
    "a hold": act(hold, **FROM_NOW_ON),
    "a corrected filing": correct_filing,
}
"""Some of the actions, by what they write."""


@pytest.mark.parametrize("write", WRITE.values(), ids=WRITE)
def test_an_action_that_writes_what_is_confidential_asks(session, cast, technology, write):
    write(session, cast, technology)
    assert asked(session, technology)


def test_what_is_taken_back_asks_too(session, cast, technology):
    duty, paper = add_duty(session, cast, technology), add_prior_art(session, cast, technology)
    asked(session, technology)
    strike_demand(session, duty.id, actor=cast.officer, now=NOW)
    assert asked(session, technology)
    remove_prior_art(session, paper.id, reason="Of another linker.", actor=cast.officer, now=NOW)
    assert asked(session, technology)


def test_what_changes_nothing_confidential_asks_for_nothing(session, cast, technology):
    mark_read(session, technology, actor=cast.officer, now=NOW, contact_id=None)
    mark_contacts_read(session, technology, now=NOW)
    assign_officer(session, technology.id, officer_id=cast.officer.person_id, actor=cast.officer, now=NOW)
    assert not asked(session, technology)


def test_a_text_that_is_written_again_as_it_was_asks_for_nothing(session, cast, technology):
    technology.title = str(technology.title)
    session.add(technology)
    assert not asked(session, technology)


def test_files_of_a_draft_are_compared_from_the_moment_they_are_handed_in(session, cast, technology):
    send_back(session, cast, technology)
    draft = correct_disclosure(session, technology.id, actor=cast.researcher, now=NOW)
    asked(session, technology)
    add_draft_attachment(session, draft, Stored("d" * 64, 10), "p.txt", actor=cast.researcher, now=NOW)
    assert not asked(session, technology)
    submit_draft(session, draft.id, actor=cast.researcher, now=NOW)
    assert asked(session, technology)


def test_a_technology_without_a_living_offer_is_not_compared(session, cast, technology):
    offer = session.exec(select(Offer).where(Offer.technology_id == technology.id)).one()
    withdraw_offer(session, offer.id, actor=cast.officer, now=NOW, reason="It said too much.")
    add_prior_art(session, cast, technology)
    assert not asked(session, technology)


def test_the_name_of_an_institution_matters_to_its_anonymous_offers(session, cast, technology):
    home = session.get_one(Institution, technology.institution_id)
    form = InstitutionForm.model_validate(home.model_dump(include=set(InstitutionForm.model_fields)))
    administrator = {"actor": cast.administrator}
    edit_institution(session, home.id, form.model_copy(update={"name_en": "The Linker Institute"}), **administrator)
    assert not asked(session, technology)
    save_offer(session, technology.id, make.offer_form(anonymous=True), actor=cast.officer, now=NOW)
    edit_institution(session, home.id, form.model_copy(update={"name_en": "The Linker Academy"}), **administrator)
    assert asked(session, technology)


def test_what_was_rolled_back_is_not_asked_for(session, cast, technology):
    add_prior_art(session, cast, technology)
    session.rollback()
    assert not asked(session, technology)
