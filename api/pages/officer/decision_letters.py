"""Letters to the creators about decisions, for the office."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.deps import Key
from api.documents import letter_pdf
from api.pages.officer.case import READ, Case
from models.db import reading
from models.queries.decision_letters import letter_of
from models.queries.technologies import institution_case, technology_by_reference
from models.rules.permissions import Act, demand

router = APIRouter()


@router.api_route("/technologies/{reference}/letters/{letter_id}.pdf", methods=READ)
def read_letter(asked: Case, request: Request, letter_id: Key) -> Response:
    """As the creators have it; they read it on a page of their own."""
    with reading() as session:
        technology = technology_by_reference(session, asked.reference, asked.actor)
        demand(asked.actor, Act.REVIEW, institution_case(technology))
        letter = letter_of(session, technology, letter_id)
    return letter_pdf(request, asked.reference, letter)
