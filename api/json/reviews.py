"""Triage and IP review: officer, legal basis, clocks, prior art, scores, decision, filings, statutory offer."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Caller
from api.copies import dossier_copy
from api.deps import LARGEST_KEY, AskedLanguage, Key, Now, Reference
from api.documents import PDF, letter_pdf
from api.json.problems import READS, WRITES
from api.json.views.cases import CaseView
from api.json.views.reviews import (
    ChoiceView,
    ClockView,
    DeclaredView,
    FilingView,
    PolicyView,
    RequestView,
    ReviewView,
    RightsOfferView,
    StatementView,
)
from models.actions.clocks import close_clock, start_clock, suppress_clock
from models.actions.forms import AssessmentForm, DecisionForm, FilingForm, Form, PriorArtForm, PriorArtSearchForm
from models.actions.prior_art import record_search, remove_prior_art, revise_prior_art
from models.actions.protection_plans import record_protection_plan
from models.actions.review_forms import (
    ConflictForm,
    OwnAnswerForm,
    ProtectionPlanForm,
    ReviewerForm,
    ReviewPolicyForm,
    RightsAnswerForm,
    RightsOfferForm,
    RulingForm,
)
from models.actions.review_policy import set_review_policy
from models.actions.reviewers import (
    ask_reviewer,
    decline_review,
    rule_on_conflict,
    state_conflict,
    withdraw_request,
)
from models.actions.reviews import (
    assign_officer,
    record_assessment,
    record_decision,
    record_filing,
    record_prior_art,
    review_obligations,
)
from models.actions.rights import answer_own_rights, answer_rights_offer, offer_rights
from models.db import reading, transaction
from models.queries.assessments import house_case, policy_of
from models.queries.cases import case_row, clocks_of, reads_notes, review_file
from models.queries.conflicts import declared_conflict
from models.queries.decision_letters import letter_of
from models.queries.decisions import choices, situation_of
from models.queries.prior_art import record_of
from models.queries.technologies import case_of, institution_by_code, institution_case, technology_by_reference
from models.rules.days import local_date
from models.rules.permissions import Act, Actor, demand

router = APIRouter(tags=["review"])


Code = Annotated[str, Path(pattern=r"^[A-Z][A-Z0-9]{1,11}$", description="The institution's code.")]


class OfficerForm(Form):
    officer_id: int = Field(ge=1, le=LARGEST_KEY)


class ClockForm(Form):
    rule: str = Field(max_length=80, description="Code of a clock rule, such as `paris_12m`.")
    trigger_on: date


class SuppressionForm(Form):
    rule: str = Field(max_length=80)
    reason: str = Field(default="", max_length=4_000)
    funding_id: int | None = Field(
        default=None, ge=1, le=LARGEST_KEY, description="The contract that says otherwise (art. 154(5)); reason enough."
    )


class ClosingForm(Form):
    done_on: date


class DecliningForm(Form):
    reason: str = Field(min_length=1, max_length=20_000)


class RemovalForm(Form):
    reason: str = Field(max_length=20_000)


@router.put("/technologies/{reference}/officer", responses=WRITES)
def assign(reference: Reference, form: OfficerForm, actor: Caller, now: Now) -> CaseView:
    """Put an officer of the institution in charge."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        assign_officer(session, technology.id, officer_id=form.officer_id, actor=actor, now=now)
        return CaseView.of(case_row(session, reference, actor), actor)


@router.post("/technologies/{reference}/obligations-review", responses=WRITES)
def obligations_reviewed(reference: Reference, actor: Caller, now: Now) -> CaseView:
    """Record that you have read what the funders demand."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        review_obligations(session, technology.id, actor=actor, now=now)
        return CaseView.of(case_row(session, reference, actor), actor)


@router.get("/technologies/{reference}/clocks", responses=READS)
def read_clocks(reference: Reference, actor: Caller) -> list[ClockView]:
    """Due dates with the rules that they stand on, nearest first."""
    with reading() as session:
        technology = technology_by_reference(session, reference, actor)
        notes = reads_notes(technology, actor)
        return [ClockView.shown(each, notes=notes) for each in clocks_of(session, technology)]


@router.post("/technologies/{reference}/clocks", status_code=201, responses=WRITES)
def start(reference: Reference, form: ClockForm, actor: Caller, now: Now) -> ClockView:
    """Start a clock from its trigger. The same trigger again gives the same clock."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        clock = start_clock(session, technology.id, rule=form.rule, trigger=form.trigger_on, actor=actor, now=now)
        return ClockView.model_validate(clock)


@router.post("/technologies/{reference}/clocks/suppression", status_code=201, responses=WRITES)
def suppress(
    reference: Reference, form: SuppressionForm, actor: Caller, now: Now, language: AskedLanguage
) -> ClockView:
    """Record why a statutory clock does not run here."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        clock = suppress_clock(session, technology.id, **form.model_dump(), language=language, actor=actor, now=now)
        return ClockView.model_validate(clock)


@router.post("/clocks/{clock_id}/closing", responses=WRITES)
def close(clock_id: Key, form: ClosingForm, actor: Caller, now: Now) -> ClockView:
    """Record that the act which the clock asked for was done, and when."""
    with transaction() as session:
        return ClockView.model_validate(close_clock(session, clock_id, done_on=form.done_on, actor=actor, now=now))


@router.get("/technologies/{reference}/review", responses=READS)
def read_review(reference: Reference, actor: Caller) -> ReviewView:
    """What officers and reviewers have recorded."""
    with reading() as session:
        return _review(session, reference, actor)


@router.get("/technologies/{reference}/dossier", response_class=Response, responses=READS | PDF)
def read_dossier(request: Request, reference: Reference, actor: Caller, now: Now) -> Response:
    """The confidential PDF for the reviewers, watermarked for its reader; that they read it is recorded."""
    return dossier_copy(request, reference, actor, now=now)


@router.post("/technologies/{reference}/prior-art", status_code=201, responses=WRITES)
def add_prior_art(reference: Reference, form: PriorArtForm, actor: Caller, now: Now) -> ReviewView:
    """Record a find of the prior-art search."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        record_prior_art(session, technology.id, form, actor=actor, now=now)
        return _review(session, reference, actor)


@router.put("/technologies/{reference}/prior-art/{prior_art_id}", responses=WRITES)
def correct_prior_art(
    reference: Reference, prior_art_id: Key, form: PriorArtForm, actor: Caller, now: Now
) -> ReviewView:
    """Correct a record; how it was before stays, with who changed it."""
    with transaction() as session:
        record = record_of(session, technology_by_reference(session, reference, actor), prior_art_id, actor)
        revise_prior_art(session, record.id, form, actor=actor, now=now)
        return _review(session, reference, actor)


@router.post("/technologies/{reference}/prior-art/{prior_art_id}/removal", responses=WRITES)
def drop_prior_art(reference: Reference, prior_art_id: Key, form: RemovalForm, actor: Caller, now: Now) -> ReviewView:
    """Take a record out of the assessment; it stays on record with the reason."""
    with transaction() as session:
        record = record_of(session, technology_by_reference(session, reference, actor), prior_art_id, actor)
        remove_prior_art(session, record.id, reason=form.reason, actor=actor, now=now)
        return _review(session, reference, actor)


@router.post("/technologies/{reference}/prior-art/searches", status_code=201, responses=WRITES)
def add_search(reference: Reference, form: PriorArtSearchForm, actor: Caller, now: Now) -> ReviewView:
    """Record a search for prior art that was made, whatever it found; the case cannot leave the review without one."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        record_search(session, technology.id, form, actor=actor, now=now)
        return _review(session, reference, actor)


@router.get("/technologies/{reference}/letters/{letter_id}", response_class=Response, responses=READS | PDF)
def read_letter(request: Request, reference: Reference, letter_id: Key, actor: Caller) -> Response:
    """The letter to the creators about a decision."""
    with reading() as session:
        technology = technology_by_reference(session, reference, actor)
        demand(actor, Act.VIEW, case_of(session, technology))
        letter = letter_of(session, technology, letter_id)
    return letter_pdf(request, reference, letter)


@router.put("/technologies/{reference}/assessment", responses=WRITES)
def assess(reference: Reference, form: AssessmentForm, actor: Caller, now: Now) -> ReviewView:
    """Your scores; scoring a criterion again replaces your earlier score."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        record_assessment(session, technology.id, form, actor=actor, now=now)
        return _review(session, reference, actor)


@router.post("/technologies/{reference}/decisions", status_code=201, responses=WRITES)
def decide(reference: Reference, form: DecisionForm, actor: Caller, now: Now) -> ReviewView:
    """Decide what becomes of it; the latest decision is in force."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        record_decision(session, technology.id, form, actor=actor, now=now)
        return _review(session, reference, actor)


@router.post("/technologies/{reference}/filings", status_code=201, responses=WRITES)
def add_filing(reference: Reference, form: FilingForm, actor: Caller, now: Now) -> FilingView:
    """Record an application that was filed. A priority filing starts the clocks that hang on its date."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        return FilingView.model_validate(record_filing(session, technology.id, form, actor=actor, now=now))


@router.put("/technologies/{reference}/statutory-offer", responses=WRITES)
def set_statutory_offer(reference: Reference, form: RightsOfferForm, actor: Caller, now: Now) -> CaseView:
    """Record that the rights were offered to the creators, for a fee that the law caps."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        offer_rights(session, technology.id, form, actor=actor, now=now)
        return CaseView.of(case_row(session, reference, actor), actor)


@router.post("/rights-offers/{rights_offer_id}/answer", responses=WRITES)
def answer_offer(rights_offer_id: Key, form: RightsAnswerForm, actor: Caller, now: Now) -> RightsOfferView:
    """Record a creator's answer in writing."""
    with transaction() as session:
        return RightsOfferView.model_validate(answer_rights_offer(session, rights_offer_id, form, actor=actor, now=now))


@router.post("/technologies/{reference}/own-rights-answer", responses=WRITES)
def answer_own(reference: Reference, form: OwnAnswerForm, actor: Caller, now: Now) -> RightsOfferView:
    """As the creator to whom the rights were offered: whether you take them. Once; the office is told."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        return RightsOfferView.model_validate(
            answer_own_rights(session, technology.id, form.answer, actor=actor, now=now)
        )


@router.put("/technologies/{reference}/protection-plan", status_code=204, responses=WRITES)
def plan(reference: Reference, form: ProtectionPlanForm, actor: Caller, now: Now) -> None:
    """Without a patent: what is kept secret, or which work it is and how it is licensed."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        record_protection_plan(session, technology.id, form, actor=actor, now=now)


@router.post("/technologies/{reference}/reviewers", status_code=201, responses=WRITES)
def ask(reference: Reference, form: ReviewerForm, actor: Caller, now: Now) -> RequestView:
    """Ask somebody to review it by a day; they are told by e-mail."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        return RequestView.model_validate(ask_reviewer(session, technology.id, form, actor=actor, now=now))


@router.post("/review-requests/{request_id}/decline", responses=WRITES)
def decline(request_id: Key, form: DecliningForm, actor: Caller, now: Now) -> RequestView:
    """Decline a request to you, with the reason."""
    with transaction() as session:
        return RequestView.model_validate(decline_review(session, request_id, reason=form.reason, actor=actor, now=now))


@router.post("/review-requests/{request_id}/withdrawal", responses=WRITES)
def withdraw(request_id: Key, actor: Caller, now: Now) -> RequestView:
    """Take a request back."""
    with transaction() as session:
        return RequestView.model_validate(withdraw_request(session, request_id, reason="", actor=actor, now=now))


@router.put("/technologies/{reference}/conflict-statement", responses=WRITES)
def state(reference: Reference, form: ConflictForm, actor: Caller, now: Now) -> StatementView:
    """State whether you have a conflict of interest, before you score or decide; signed in your name."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        return StatementView.model_validate(state_conflict(session, technology.id, form, actor=actor, now=now))


@router.get("/conflict-statements/{statement_id}", responses=READS)
def read_conflict(statement_id: Key, actor: Caller) -> DeclaredView:
    """A declared conflict, for those who may decide on it: the head need not see the case."""
    with reading() as session:
        return DeclaredView.of(declared_conflict(session, statement_id, actor))


@router.post("/conflict-statements/{statement_id}/ruling", responses=WRITES)
def rule(statement_id: Key, form: RulingForm, actor: Caller, now: Now) -> StatementView:
    """Decide on a conflict that somebody else declared."""
    with transaction() as session:
        return StatementView.model_validate(rule_on_conflict(session, statement_id, form, actor=actor, now=now))


@router.get("/technologies/{reference}/decision-preview", responses=READS)
def preview(reference: Reference, actor: Caller, now: Now) -> list[ChoiceView]:
    """What each decision would set going, as of today."""
    with reading() as session:
        technology = technology_by_reference(session, reference, actor)
        demand(actor, Act.DECIDE, institution_case(technology))
        return [ChoiceView.of(each) for each in choices(situation_of(session, technology), local_date(now))]


@router.get("/institutions/{code}/review-policy", responses=READS)
def read_policy(code: Code, actor: Caller) -> PolicyView:
    """The weights in force and how many reviewers are needed; version 0 is what comes with Helix."""
    with reading() as session:
        home = institution_by_code(session, code)
        demand(actor, Act.VIEW_REVIEW_POLICY, house_case(session, home.id))
        return PolicyView.model_validate(policy_of(session, home.id))


@router.put("/institutions/{code}/review-policy", responses=WRITES)
def set_policy(code: Code, form: ReviewPolicyForm, actor: Caller, now: Now) -> PolicyView:
    """The next version, for decisions from now on."""
    with transaction() as session:
        home = institution_by_code(session, code)
        set_review_policy(session, home, form, actor=actor, now=now)
        return PolicyView.model_validate(policy_of(session, home.id))


def _review(session: Session, reference: str, actor: Actor) -> ReviewView:
    return ReviewView.of(review_file(session, technology_by_reference(session, reference, actor), actor))
