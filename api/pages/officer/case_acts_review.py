"""The dossier; scores, the decision, the offer to the creators; filings."""

from collections.abc import Mapping
from datetime import date

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from api.copies import dossier_copy
from api.pages.given import Given, Read, read, text, texts
from api.pages.officer.case import READ, Case
from api.pages.officer.case_acts import perform
from api.pages.words import Words
from models.actions.forms import AssessmentForm, DecisionForm, FilingForm, Form
from models.actions.reviews import (
    record_assessment,
    record_decision,
    record_filing,
    record_statutory_offer,
)
from models.rules.permissions import Act
from models.rules.words import Criterion, ReviewOutcome
from models.tables import Technology

router = APIRouter()

SCORE = "score_"
"""Before the criterion."""


class StatutoryOfferForm(Form):
    offered_on: date


@router.api_route("/technologies/{reference}/dossier.pdf", methods=READ)
def read_dossier(asked: Case, request: Request) -> Response:
    """The confidential PDF for the reviewers, watermarked for who reads it; that they did is recorded."""
    return dossier_copy(request, asked.reference, asked.actor, now=asked.now)


@router.post("/technologies/{reference}/scores")
def score(asked: Case, given: Given) -> Response:
    """One's own; criteria left open keep what they have."""
    typed = texts(given, "comment", *(f"{SCORE}{criterion}" for criterion in Criterion))
    chosen = {criterion: typed[f"{SCORE}{criterion}"] for criterion in Criterion if typed[f"{SCORE}{criterion}"]}
    found = read(AssessmentForm, {"scores": chosen, "comment": typed["comment"]}, asked.words)
    wrong = dict(found.wrong)
    if not chosen:
        wrong = {"": asked.words.say("Score at least one criterion.")}

    def act(session: Session, technology: Technology, form: AssessmentForm) -> object:
        return record_assessment(session, technology.id, form, actor=asked.actor, now=asked.now)

    whole = Read(typed, found.form, wrong)
    return perform(asked, Act.ASSESS, ("review", "scores"), whole, act, done="scores")


@router.post("/technologies/{reference}/decision")
def decide(asked: Case, given: Given) -> Response:
    def act(session: Session, technology: Technology, form: DecisionForm) -> object:
        return record_decision(session, technology.id, form, actor=asked.actor, now=asked.now)

    found = _decision(texts(given, "outcome", "strategy", "reason", "to_creators"), asked.words)
    return perform(asked, Act.DECIDE, ("review", "decision"), found, act, done="decision")


def _decision(typed: Mapping[str, str], words: Words) -> Read[DecisionForm]:
    """A strategy belongs to going on and to nothing else."""
    goes_on = typed["outcome"] == ReviewOutcome.PROCEED
    if goes_on and not typed["strategy"]:
        wrong = {"strategy": words.say("Choose how it is protected.")}
        return Read(typed, wrong={**read(DecisionForm, {**typed, "strategy": "patent"}, words).wrong, **wrong})
    found = read(DecisionForm, {**typed, "strategy": typed["strategy"] if goes_on else ""}, words)
    return Read(typed, found.form, found.wrong)


@router.post("/technologies/{reference}/statutory-offer")
def offer_to_creators(asked: Case, given: Given) -> Response:
    def act(session: Session, technology: Technology, form: StatutoryOfferForm) -> object:
        return record_statutory_offer(
            session, technology.id, offered_on=form.offered_on, actor=asked.actor, now=asked.now
        )

    found = read(StatutoryOfferForm, texts(given, "offered_on"), asked.words)
    return perform(asked, Act.DECIDE, ("review", "statutory_offer"), found, act, done="statutory_offer")


@router.post("/technologies/{reference}/filings")
def add_filing(asked: Case, given: Given) -> Response:
    names = [name for name in FilingForm.model_fields if name not in ("priority", "office")]
    typed = texts(given, *names)
    values = {**typed, "office": text(given, "office").strip().upper(), "priority": text(given, "priority") == "yes"}

    def act(session: Session, technology: Technology, form: FilingForm) -> object:
        return record_filing(session, technology.id, form, actor=asked.actor, now=asked.now)

    found = read(FilingForm, values, asked.words)
    return perform(asked, Act.REVIEW, ("protection", "filing"), found, act, done="filing")
