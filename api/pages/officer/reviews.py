"""The reviewers' room: what is in IP review, what I have scored, and what is open."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.deps import Now
from api.pages.officer.case_words import CRITERION
from api.pages.rendering import own_page
from api.visitors import Member
from models.db import reading
from models.queries.assessments import waiting_requests
from models.queries.reviews import open_reviews
from models.rules.days import local_date
from models.rules.pipeline import pipeline
from models.rules.words import Criterion, Stage

router = APIRouter()


@router.api_route("/reviews", methods=["GET", "HEAD"])
def reviews(request: Request, visitor: Member, now: Now) -> Response:
    with reading() as session:
        rows = open_reviews(session, visitor.actor)
        requests = waiting_requests(session, visitor.actor)
    today = local_date(now)
    return own_page(
        request,
        "officer/reviews.html",
        rows=rows,
        requests=requests,
        today=today,
        waiting=sum(row.open > 0 for row in rows),
        ages={row.technology.id: (today - local_date(row.technology.stage_since)).days for row in rows},
        target=pipeline().stages[Stage.IP_REVIEW].target_days,
        criteria=tuple(Criterion),
        names=CRITERION,
    )
