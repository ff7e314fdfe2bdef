"""What needs an officer today, and the one click that does it."""

from typing import Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.deps import Key, Now
from api.pages.given import Given, text
from api.pages.officer import deal_codes
from api.pages.officer.gates import checklist
from api.pages.rendering import linker, own_page, words_for
from api.pages.words import N_
from api.visitors import Member
from models.actions import stages, work
from models.db import reading, transaction
from models.errors import Conflict
from models.queries.technologies import technology_by_reference
from models.queries.today import today
from models.queries.today.cases import Turn
from models.rules.days import local_date
from models.rules.duties import every_rule
from models.rules.words import ObligationKind, WorkKind

router = APIRouter()

DONE = {
    "moved": N_("The technology has moved on."),
    "resumed": N_("The technology goes on."),
    "retried": N_("The work is queued again."),
    "settled": N_("Somebody else has done this already."),
}
WORK = {
    WorkKind.RECEIVE_DISCLOSURE: N_("Taking in the disclosure failed"),
    WorkKind.PREPARE_REVIEW: N_("Preparing the review failed"),
    WorkKind.COMPARE_OFFERS: N_("Comparing the offer with what was added failed"),
    WorkKind.RENDER_BRIEF: N_("Rendering the brief failed"),
    WorkKind.MATCH_PARTNERS: N_("Matching partners failed"),
    WorkKind.SEND_DELIVERY: N_("Sending a brief to a partner failed"),
    WorkKind.SEND_NOTICE: N_("Sending an e-mail failed"),
    WorkKind.DRAW_AGREEMENT: N_("Drawing up the agreement failed"),
    WorkKind.DRAW_LETTER: N_("Drawing up the letter to the creators failed"),
    WorkKind.SCHEDULE_OBLIGATIONS: N_("Scheduling what the agreement makes due failed"),
    WorkKind.DISTRIBUTE_PAYMENT: N_("Splitting a payment failed"),
}
OBLIGATION = {
    ObligationKind.PAYMENT: N_("Payment"),
    ObligationKind.REPORT: N_("Report"),
    ObligationKind.MILESTONE: N_("Milestone"),
}
SOON = 30
"""Days before which a date is marked."""


@router.get("/today")
def show(
    request: Request, member: Member, now: Now, whose: Literal["mine", "all"] = "mine", done: str = ""
) -> Response:
    words, link = words_for(request), linker(request)
    with reading() as session:
        found = today(session, member.actor, mine=whose == "mine", now=now)

    def missing(turn: Turn) -> object:
        return checklist(turn.unmet, words, turn.card.reference, link)

    return own_page(
        request,
        "officer/today.html",
        found=found,
        day=local_date(now),
        mine=whose == "mine",
        missing=missing,
        rules=every_rule(),
        work=WORK,
        languages_told=deal_codes.LANGUAGE,
        obligation=OBLIGATION,
        soon=SOON,
        done=DONE.get(done, ""),
    )


@router.post("/today/resume")
def resume(request: Request, member: Member, now: Now, given: Given) -> Response:
    """Lift the hold of a technology whose day has come."""
    with transaction() as session:
        technology = technology_by_reference(session, text(given, "reference"), member.actor)
        try:
            stages.resume(session, technology.id, actor=member.actor, now=now)
        except Conflict:
            return _back(request, given, "settled")
    return _back(request, given, "resumed")


@router.post("/today/work/{work_id}/retry")
def retry(request: Request, member: Member, now: Now, given: Given, work_id: Key) -> Response:
    with transaction() as session:
        try:
            work.retry(session, work_id, actor=member.actor, now=now)
        except Conflict:
            return _back(request, given, "settled")
    return _back(request, given, "retried")


def _back(request: Request, given: Given, done: str) -> Response:
    whose = "all" if text(given, "whose") == "all" else ""
    return RedirectResponse(linker(request)("/today", whose=whose, done=done), 303)
