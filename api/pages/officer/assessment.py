"""One's own review: the statement on conflicts of interest first, then the scores; or declining."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from api.pages.given import Given, Read, read, refusal, text, texts
from api.pages.officer import case_words, review_words
from api.pages.officer.case import READ, Asked, Case
from api.pages.officer.case_acts import permit
from api.pages.rendering import linker, own_page
from models.actions.forms import AssessmentForm
from models.actions.review_forms import LONG, ConflictForm
from models.actions.reviewers import decline_review, state_conflict
from models.actions.reviews import record_assessment
from models.db import reading, transaction
from models.errors import Conflict, HelixError, NotPermitted
from models.queries.assessments import latest_request, own_scores, policy_of, statement_of, ties_of
from models.queries.technologies import technology_by_reference
from models.rules.assessment import criteria, is_complete, weighted_total
from models.rules.days import local_date
from models.rules.permissions import Act
from models.rules.words import Criterion, RequestState
from models.tables import Person, ReviewRequest, Technology

router = APIRouter()
_PATH = "/technologies/{reference}/assessment"
SCORE, COMMENT = "score_", "comment_"
"""Before the criterion."""


@router.api_route(_PATH, methods=READ)
def own_review(asked: Case) -> Response:
    permit(asked, Act.ASSESS)
    return _page(asked)


@router.post("/technologies/{reference}/conflict")
def state(asked: Case, given: Given) -> Response:
    """From here, or from the page of the decision, where the reader is led back."""
    permit(asked, Act.ASSESS)
    typed = texts(given, "declared", "text")
    values = {"declared": {"yes": True, "no": False}.get(typed["declared"], ""), "text": typed["text"]}
    found = read(ConflictForm, values, asked.words)
    whole = Read(typed, found.form, {"declared": asked.words.say("Choose one of the answers.")} if found.wrong else {})
    place = "decision" if text(given, "back") == "decision" else "assessment"
    if whole.form is None:
        return _again(asked, place, stated=whole, status=422)
    form = whole.form
    try:
        with transaction() as session:
            technology = technology_by_reference(session, asked.reference, asked.actor)
            state_conflict(session, technology.id, form, actor=asked.actor, now=asked.now)
    except NotPermitted:
        raise
    except HelixError as error:
        return _again(asked, place, stated=whole, status=error.status, refused=refusal(error, asked.words))
    return RedirectResponse(linker(asked.request)(f"{asked.path}/{place}", done="stated"), 303)


@router.post("/technologies/{reference}/scores")
def score(asked: Case, given: Given) -> Response:
    """Criteria left open keep what they have."""
    permit(asked, Act.ASSESS)
    names = [f"{part}{criterion}" for criterion in Criterion for part in (SCORE, COMMENT)]
    typed = texts(given, *names)
    chosen = {each: typed[f"{SCORE}{each}"] for each in Criterion if typed[f"{SCORE}{each}"]}
    comments = {each: typed[f"{COMMENT}{each}"] for each in chosen}
    found = read(AssessmentForm, {"scores": chosen, "comments": comments}, asked.words)
    if not chosen:
        return _page(asked, typed=typed, status=422, refused=[asked.words.say("Score at least one criterion.")])
    form = found.form
    if form is None:
        return _page(asked, typed=typed, status=422, refused=list(found.wrong.values()))
    try:
        with transaction() as session:
            technology = technology_by_reference(session, asked.reference, asked.actor)
            record_assessment(session, technology.id, form, actor=asked.actor, now=asked.now)
            whole = is_complete(_given(session, technology, asked))
    except NotPermitted:
        raise
    except HelixError as error:
        return _page(asked, typed=typed, status=error.status, refused=refusal(error, asked.words))
    if whole:
        return RedirectResponse(asked.address("review", "scores"), 303)
    return RedirectResponse(linker(asked.request)(f"{asked.path}/assessment", done="scores"), 303)


@router.post(f"{_PATH}/decline")
def decline(asked: Case, given: Given) -> Response:
    permit(asked, Act.ASSESS)
    reason = text(given, "reason")[:LONG]
    try:
        with transaction() as session:
            technology = technology_by_reference(session, asked.reference, asked.actor)
            request = _open_request(session, technology, asked)
            if request is None:
                raise Conflict("No request to review it waits for you.")
            decline_review(session, request.id, reason=reason, actor=asked.actor, now=asked.now)
    except NotPermitted:
        raise
    except HelixError as error:
        return _page(asked, reason=reason, status=error.status, refused=refusal(error, asked.words))
    return RedirectResponse(asked.address("review", "declined"), 303)


def _again(asked: Asked, place: str, **values: Any) -> Response:
    if place == "decision":
        from api.pages.officer.decision import decision_page

        return decision_page(asked, **values)
    return _page(asked, **values)


def _page(
    asked: Asked,
    *,
    typed: Mapping[str, str] | None = None,
    stated: Read[ConflictForm] | None = None,
    reason: str = "",
    status: int = 200,
    refused: Sequence[str] = (),
) -> Response:
    done = "" if status != 200 else asked.request.query_params.get("done", "")
    with reading() as session:
        technology = technology_by_reference(session, asked.reference, asked.actor)
        person_id = asked.actor.person_id or 0
        statement = statement_of(session, technology.id, person_id)
        policy = policy_of(session, technology.institution_id)
        given = _given(session, technology, asked)
        values = {
            "technology": technology,
            "wanted": _open_request(session, technology, asked),
            "statement": statement,
            "ties": ties_of(session, technology, [session.get_one(Person, person_id)])[person_id],
            "weights": policy.weights,
            "total": weighted_total(given, policy.weights),
            "typed": typed if typed is not None else _typed(session, technology, asked),
            "complete": is_complete(given),
        }
    return own_page(
        asked.request,
        "officer/assessment.html",
        status=status,
        today=local_date(asked.now),
        criteria=criteria(),
        case_words=case_words,
        said=review_words,
        stated=stated or Read({}),
        reason=reason,
        kept=typed is not None,
        refused=refused,
        done=done,
        back="assessment",
        **values,
    )


def _open_request(session: Session, technology: Technology, asked: Asked) -> ReviewRequest | None:
    request = latest_request(session, technology.id, asked.actor.person_id or 0)
    return request if request is not None and request.state is RequestState.OPEN else None


def _given(session: Session, technology: Technology, asked: Asked) -> dict[Criterion, int]:
    return {row.criterion: row.score for row in own_scores(session, technology.id, asked.actor.person_id)}


def _typed(session: Session, technology: Technology, asked: Asked) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in own_scores(session, technology.id, asked.actor.person_id):
        found |= {f"{SCORE}{row.criterion}": str(row.score), f"{COMMENT}{row.criterion}": row.comment}
    return found
