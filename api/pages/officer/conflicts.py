"""One declared conflict of interest and its decision: for the head who, as an administrator, does not see the case."""

from collections.abc import Sequence

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.deps import Key, Now
from api.pages.given import Given, Read, read, texts
from api.pages.officer import review_words
from api.pages.officer.acting import acted, told
from api.pages.rendering import own_page, words_for
from api.pages.words import N_
from api.visitors import Member
from models.actions.review_forms import RulingForm
from models.actions.reviewers import rule_on_conflict
from models.db import reading
from models.queries.conflicts import declared_conflict

router = APIRouter()
DONE = {"ruled": N_("Your decision on the conflict is signed.")}


@router.api_route("/conflicts/{statement_id}", methods=["GET", "HEAD"])
def show(request: Request, member: Member, statement_id: Key, done: str = "") -> Response:
    return _page(request, member, statement_id, done=told(request, DONE, done))


@router.post("/conflicts/{statement_id}")
def rule(request: Request, member: Member, statement_id: Key, now: Now, given: Given) -> Response:
    held = read(RulingForm, texts(given, "ruling", "reason"), words_for(request))
    form = held.form
    if form is None:
        return _page(request, member, statement_id, held=held, status=422)

    def again(sentences: Sequence[str], status: int) -> Response:
        return _page(request, member, statement_id, held=held, refused=sentences, status=status)

    return acted(
        request,
        lambda session: rule_on_conflict(session, statement_id, form, actor=member.actor, now=now),
        again,
        to=f"/conflicts/{statement_id}",
        done="ruled",
    )


def _page(
    request: Request,
    member: Member,
    statement_id: int,
    *,
    held: Read[RulingForm] | None = None,
    done: str = "",
    refused: Sequence[str] = (),
    status: int = 200,
) -> Response:
    with reading() as session:
        declared = declared_conflict(session, statement_id, member.actor)
    return own_page(
        request,
        "officer/conflict_alone.html",
        status=status,
        declared=declared,
        statement=declared.statement,
        own=declared.statement.person_id == member.actor.person_id,
        held=held or Read({}),
        said=review_words,
        rulings=[(code.value, words_for(request).say(sentence)) for code, sentence in review_words.RULING.items()],
        done=done,
        refused=refused,
    )
