"""By what an institution reviews: the weights of the criteria with their sum, and how many reviewers it wants."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.deps import LARGEST_KEY, Key, Now
from api.pages.given import Given, Read, read, refusal, text, texts
from api.pages.officer import case_words
from api.pages.rendering import linker, own_page, words_for
from api.visitors import Member
from models.actions.review_forms import ReviewPolicyForm
from models.actions.review_policy import set_review_policy
from models.db import reading, transaction
from models.errors import HelixError, NotFound, NotPermitted
from models.queries.assessments import house_case, policies_of, policy_of
from models.queries.conflicts import waiting_conflicts
from models.rules.assessment import MOST_REVIEWERS, criteria
from models.rules.permissions import Act, demand, may
from models.rules.words import Criterion
from models.tables import Institution

router = APIRouter()
WEIGHT = "weight_"


@router.api_route("/institutions/{institution_id}/review", methods=["GET", "HEAD"])
def show(request: Request, member: Member, institution_id: Key, done: str = "") -> Response:
    return _page(request, member, institution_id, done=done)


@router.post("/institutions/{institution_id}/review")
def change(request: Request, member: Member, institution_id: Key, now: Now, given: Given) -> Response:
    with reading() as session:
        demand(member.actor, Act.SET_REVIEW_POLICY, house_case(session, institution_id))
    words = words_for(request)
    typed = texts(given, "reviewers", "reason", *(f"{WEIGHT}{each}" for each in Criterion))
    weights = {each: typed[f"{WEIGHT}{each}"] or "0" for each in Criterion}
    found = read(
        ReviewPolicyForm, {"weights": weights, "reviewers": typed["reviewers"], "reason": typed["reason"]}, words
    )
    wrong = {name.replace("weights.", WEIGHT): fault for name, fault in found.wrong.items()}
    form = found.form
    if form is None:
        return _page(request, member, institution_id, held=Read(typed, wrong=wrong), status=422)
    seen = text(given, "version")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) <= len(str(LARGEST_KEY)) else None
    try:
        with transaction() as session:
            home = session.get_one(Institution, institution_id)
            set_review_policy(session, home, form, actor=member.actor, now=now, seen_version=version)
    except NotPermitted:
        raise
    except HelixError as error:
        refused = refusal(error, words)
        return _page(request, member, institution_id, held=Read(typed), status=error.status, refused=refused)
    return RedirectResponse(linker(request)(f"/institutions/{institution_id}/review", done="set"), 303)


def _page(
    request: Request,
    member: Member,
    institution_id: int,
    *,
    held: Read[ReviewPolicyForm] | None = None,
    status: int = 200,
    refused: Sequence[str] = (),
    done: str = "",
) -> Response:
    with reading() as session:
        institution = session.get(Institution, institution_id)
        if institution is None:
            raise NotFound(f"There is no institution {institution_id}.")
        policy = policy_of(session, institution_id)
        history = policies_of(session, institution_id, member.actor)
        waiting = waiting_conflicts(session, institution_id, member.actor)
        may_set = may(member.actor, Act.SET_REVIEW_POLICY, house_case(session, institution_id))
    known = {f"{WEIGHT}{each}": str(percent) for each, percent in policy.weights.items()}
    shown = held or Read({**known, "reviewers": policy.reviewers, "reason": ""})
    return own_page(
        request,
        "officer/review_policy.html",
        status=status,
        institution=institution,
        policy=policy,
        history=history,
        waiting=waiting,
        may_set=may_set,
        held=shown,
        total=_total(shown.typed),
        criteria=criteria(),
        names=case_words.CRITERION,
        most=MOST_REVIEWERS,
        refused=refused,
        done=done == "set",
    )


def _total(typed: Mapping[str, object]) -> int:
    """Of the weights as typed; what is no number counts nothing."""
    given = [str(typed.get(f"{WEIGHT}{each}", "")) for each in Criterion]
    return sum(int(each) for each in given if each.isascii() and each.isdigit() and len(each) < 6)
