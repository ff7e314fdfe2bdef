"""One page or two: the officer's choice for the briefs of one technology."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.deps import Now, Reference
from api.pages.given import Given, text
from api.pages.officer.acting import went
from api.pages.words import N_
from api.visitors import Member
from models.actions.brands import choose_brief_length
from models.db import transaction
from models.queries.technologies import technology_by_reference
from models.rules.words import BriefLength

router = APIRouter()

OFFER = "/technologies/{reference}/offer"
LENGTHS = {
    "": N_("As the institution has it"),
    BriefLength.TWO_PAGES: N_("Two pages: the whole offer"),
    BriefLength.ONE_PAGE: N_("One page: what a company looks for first"),
}


@router.post(OFFER + "/brief/length")
def choose(request: Request, reference: Reference, member: Member, now: Now, given: Given) -> Response:
    typed = text(given, "length")
    length = BriefLength(typed) if typed in set(BriefLength) else None

    with transaction() as session:
        technology = technology_by_reference(session, reference, member.actor)
        choose_brief_length(session, technology.id, length, actor=member.actor, now=now)
    return went(request, OFFER.format(reference=reference), done="length", at="brief")
