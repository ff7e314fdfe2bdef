"""The researcher's own list: drafts, cases, and what waits for them."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.deps import Now
from api.pages import ball as balls
from api.pages.rendering import own_page, words_for
from api.pages.researcher import steps
from api.visitors import Member
from models.db import reading
from models.queries.disclosures import own_cases
from models.queries.drafts import drafts_of
from models.queries.technologies import technology_for
from models.rules.days import local_date
from models.rules.permissions import Act, Case, demand
from models.rules.pipeline import pipeline
from models.rules.words import Language
from models.tables import Technology

router = APIRouter()


@router.api_route("/disclosures", methods=["GET", "HEAD"])
def mine(request: Request, member: Member, now: Now, done: str = "") -> Response:
    actor, words = member.actor, words_for(request)
    demand(actor, Act.SUBMIT, Case(member.institution.id))
    with reading() as session:
        drafts = [
            (draft, technology_for(session, draft.technology_id, actor) if draft.technology_id else None)
            for draft in drafts_of(session, actor)
        ]
        cases = own_cases(session, actor, local_date(now))
    return own_page(
        request,
        "researcher/disclosures.html",
        drafts=drafts,
        cases=cases,
        titles=steps.TITLE,
        holder=lambda ball: balls.holder(ball, words),
        wait=lambda ball: balls.wait(ball, words),
        stages=lambda technology: _stage(technology, words.language),
        done=done if done == "deleted" else "",
    )


def _stage(technology: Technology, language: Language) -> str:
    return pipeline(technology.pipeline, technology.pipeline_version).stages[technology.stage].labels[language]
