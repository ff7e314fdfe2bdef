"""Whose copy is this? A document that was found where it should not be leads back by the id on its pages."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.pages.rendering import own_page
from api.visitors import Member
from models.db import reading
from models.errors import NotFound
from models.queries.copies import copy_by_tracking, tracking_of
from models.rules.permissions import Act, Case, demand

router = APIRouter()


@router.api_route("/copies", methods=["GET", "HEAD"])
def look_up(request: Request, member: Member, id: Annotated[str, Query(max_length=80)] = "") -> Response:
    actor, typed = member.actor, id.replace("\0", "").strip()
    demand(actor, Act.TRIAGE, Case(actor.institution_id))
    found, missing = None, False
    if typed:
        try:
            with reading() as session:
                found = copy_by_tracking(session, typed, actor)
        except NotFound:
            missing = True
    return own_page(
        request,
        "officer/copies.html",
        found=found,
        typed=typed,
        missing=missing,
        is_id=tracking_of(typed) is not None,
    )
