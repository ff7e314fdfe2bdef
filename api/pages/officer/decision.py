"""The decision of a review: what each outcome would do is shown before it is signed."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from api.pages.given import Given, Read, read, refusal, texts
from api.pages.officer import case_words, review_words
from api.pages.officer.case import READ, Asked, Case
from api.pages.officer.case_acts import permit
from api.pages.officer.case_review_panel import panel_of
from api.pages.rendering import own_page
from api.pages.words import Words
from models.actions.forms import DecisionForm
from models.actions.review_forms import ConflictForm
from models.actions.reviews import record_decision
from models.db import reading, transaction
from models.errors import HelixError, NotPermitted
from models.queries.assessments import ties_of
from models.queries.cases import review_file
from models.queries.decisions import choices, offer_due, situation_of
from models.queries.technologies import technology_by_reference
from models.rules.consequences import negative_on
from models.rules.days import local_date
from models.rules.permissions import Act
from models.rules.words import ProtectionStrategy, ReviewOutcome
from models.tables import Person

router = APIRouter()
WITHOUT = "decline_without_offer"
FIELDS = ("choice", "reason", "told", "no_duty")


@router.api_route("/technologies/{reference}/decision", methods=READ)
def show_decision(asked: Case) -> Response:
    permit(asked, Act.DECIDE)
    return decision_page(asked)


@router.post("/technologies/{reference}/decision")
def decide(asked: Case, given: Given) -> Response:
    permit(asked, Act.DECIDE)
    typed = texts(given, *FIELDS)
    found = _decision(typed, asked.words)
    form = found.form
    if form is None:
        return decision_page(asked, typed=found, status=422)
    try:
        with transaction() as session:
            technology = technology_by_reference(session, asked.reference, asked.actor)
            record_decision(session, technology.id, form, actor=asked.actor, now=asked.now)
    except NotPermitted:
        raise
    except HelixError as error:
        return decision_page(asked, typed=found, status=error.status, refused=refusal(error, asked.words))
    return RedirectResponse(asked.address("review", "decision"), 303)


def _decision(typed: Mapping[str, str], words: Words) -> Read[DecisionForm]:
    """One choice names the outcome and, of going on, the strategy."""
    choice = typed["choice"]
    strategy = choice if choice in list(ProtectionStrategy) else ""
    outcome = ReviewOutcome.PROCEED if strategy else ReviewOutcome.DECLINE if choice == WITHOUT else choice
    values = {"outcome": outcome, "strategy": strategy, "reason": typed["reason"], "told": typed["told"]}
    wrong = {}
    if choice == WITHOUT:
        values["no_duty"] = typed["no_duty"]
        wrong = {} if typed["no_duty"].strip() else {"no_duty": words.say("This is needed.")}
    found = read(DecisionForm, values, words)
    if "outcome" in found.wrong or not choice or choice == ReviewOutcome.PROCEED:
        wrong["choice"] = words.say("Choose one of the answers.")
    whole = {**found.wrong, **wrong}
    return Read(typed, None if whole else found.form, whole)


def decision_page(
    asked: Asked,
    *,
    typed: Read[DecisionForm] | None = None,
    stated: Read[ConflictForm] | None = None,
    status: int = 200,
    refused: Sequence[str] = (),
) -> Response:
    today = local_date(asked.now)
    done = "" if status != 200 else asked.request.query_params.get("done", "")
    with reading() as session:
        technology = technology_by_reference(session, asked.reference, asked.actor)
        situation = situation_of(session, technology)
        file = review_file(session, technology, asked.actor)
        person_id = asked.actor.person_id or 0
        panel = panel_of(session, technology, file, asked.actor, asked.now)
        values: dict[str, Any] = {
            "technology": technology,
            "panel": panel,
            "statement": panel.own,
            "ties": ties_of(session, technology, [session.get_one(Person, person_id)])[person_id],
            "choices": choices(situation, today),
            "offer": offer_due(negative_on(situation, today)),
            "situation": situation,
        }
    return own_page(
        asked.request,
        "officer/decision.html",
        status=status,
        today=today,
        held=typed or Read({}),
        stated=stated or Read({}),
        refused=refused,
        done=done,
        case_words=case_words,
        said=review_words,
        without=WITHOUT,
        back="decision",
        **values,
    )
