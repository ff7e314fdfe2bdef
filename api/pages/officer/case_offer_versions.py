"""What changed between two versions of an offer, and the comments beside its fields as a list."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from api.deps import LARGEST_KEY, Key, Now, Reference
from api.pages.given import Given, text
from api.pages.offers_compared import compared
from api.pages.officer import case_offer, deal_codes
from api.pages.officer.acting import acted
from api.pages.rendering import own_page, words_for
from api.visitors import Member
from models.actions.offer_comments import answer_comment, settle_comment
from models.db import reading
from models.errors import NotFound
from models.queries.cases import offers_of
from models.queries.offer_comments import threads_of
from models.rules.words import Language

router = APIRouter()

READ = ["GET", "HEAD"]
HERE = case_offer.HERE
Version = Annotated[int, Query(ge=0, le=LARGEST_KEY)]


@router.api_route(HERE + "/{language}/changes", methods=READ)
def changes(
    request: Request,
    reference: Reference,
    language: Language,
    member: Member,
    older: Version = 0,
    newer: Version = 0,
) -> Response:
    """From one version to another; without numbers, from the last but one to the last."""
    words = words_for(request)
    with reading() as session:
        technology = case_offer.offered_technology(session, reference, member.actor)
        versions = {each.version: each for each in offers_of(session, technology) if each.language is language}
    if len(versions) < 2:
        raise NotFound(f"{reference} has no two versions in this language yet.")
    newer = newer or max(versions)
    older = older or max((each for each in versions if each < newer), default=min(versions))
    if older not in versions or newer not in versions:
        raise NotFound(f"{reference} has no such version in this language.")
    return own_page(
        request,
        "officer/offer_changes.html",
        technology=technology,
        language_shown=language,
        versions=list(versions.values()),
        older=versions[older],
        newer=versions[newer],
        compared=compared(versions[older], versions[newer], words),
        codes=deal_codes,
    )


@router.post(HERE + "/comments/{comment_id}")
def comment(
    request: Request, reference: Reference, comment_id: Key, member: Member, now: Now, given: Given
) -> Response:
    """An answer where one is written; `settled` puts the comment away ("yes") or opens it again ("no")."""

    def act(session: Session) -> None:
        technology = case_offer.offered_technology(session, reference, member.actor)
        if comment_id not in {each.comment.id for each in threads_of(session, technology)}:
            raise NotFound(f"There is no comment {comment_id} on this offer.")
        said, settled = text(given, "text"), text(given, "settled")
        if settled == "no":
            settle_comment(session, comment_id, settled=False, actor=member.actor, now=now)
        if said.strip() or not settled:
            answer_comment(session, comment_id, said, actor=member.actor, now=now)
        if settled == "yes":
            settle_comment(session, comment_id, settled=True, actor=member.actor, now=now)

    def again(refused: Any, status: int) -> Response:
        return case_offer.page_of(request, reference, member.actor, refused=refused, status=status)

    return acted(request, act, again, to=HERE.format(reference=reference), done="commented", at="comments")
