"""Triage and IP review: officer, legal basis, clocks, prior art, scores, decision, filings, statutory offer."""

from datetime import date

from fastapi import APIRouter
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
from api.json.views.reviews import ClockView, FilingView, ReviewView
from models.actions.clocks import close_clock, start_clock, suppress_clock
from models.actions.forms import AssessmentForm, DecisionForm, FilingForm, Form, PriorArtForm, PriorArtSearchForm
from models.actions.prior_art import record_search
from models.actions.reviews import (
    assign_officer,
    record_assessment,
    record_decision,
    record_filing,
    record_prior_art,
    record_statutory_offer,
    review_obligations,
)
from models.db import reading, transaction
from models.queries.cases import case_row, clocks_of, review_file
from models.queries.decision_letters import letter_of
from models.queries.technologies import case_of, technology_by_reference
from models.rules.permissions import Act, Actor, demand

router = APIRouter(tags=["review"])


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


class StatutoryOfferForm(Form):
    offered_on: date = Field(description="When the rights were offered to the creators in writing, art. 154(3).")


@router.put("/technologies/{reference}/officer", responses=WRITES)
def assign(reference: Reference, form: OfficerForm, actor: Caller, now: Now) -> CaseView:
    """Put an officer of the institution in charge."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        assign_officer(session, technology.id, officer_id=form.officer_id, actor=actor, now=now)
        return CaseView.of(case_row(session, reference, actor))


@router.post("/technologies/{reference}/obligations-review", responses=WRITES)
def obligations_reviewed(reference: Reference, actor: Caller, now: Now) -> CaseView:
    """Record that you have read what the funders demand."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        review_obligations(session, technology.id, actor=actor, now=now)
        return CaseView.of(case_row(session, reference, actor))


@router.get("/technologies/{reference}/clocks", responses=READS)
def read_clocks(reference: Reference, actor: Caller) -> list[ClockView]:
    """Due dates with the rules that they stand on, nearest first."""
    with reading() as session:
        technology = technology_by_reference(session, reference, actor)
        return [ClockView.model_validate(each) for each in clocks_of(session, technology)]


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
def set_statutory_offer(reference: Reference, form: StatutoryOfferForm, actor: Caller, now: Now) -> CaseView:
    """Record that the rights were offered to the creators."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        record_statutory_offer(session, technology.id, offered_on=form.offered_on, actor=actor, now=now)
        return CaseView.of(case_row(session, reference, actor))


def _review(session: Session, reference: str, actor: Actor) -> ReviewView:
    return ReviewView.of(review_file(session, technology_by_reference(session, reference, actor), actor))
