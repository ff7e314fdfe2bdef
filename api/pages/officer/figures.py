"""Figures: the funnel and the ages by stage, of an institution for its officers, of the network for its coordinator."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.deps import Now
from api.pages.rendering import own_page
from api.visitors import Member
from models.db import reading
from models.queries.figures import StageFigures, institution_figures, network_figures
from models.rules.days import local_date
from reports.charts import lengths

router = APIRouter()

WIDTH = 84.0
"""Per cent of the drawing that the longest bar takes: its number stands beside it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A stage with the lengths of its bars."""

    stage: StageFigures
    entered: float
    standing: float
    median: float
    target: float


@router.get("/figures")
def of_institution(request: Request, member: Member, now: Now) -> Response:
    with reading() as session:
        found = institution_figures(session, member.actor, today=local_date(now))
    return own_page(
        request, "officer/figures.html", stages=drawn(found), institution=member.institution, day=local_date(now)
    )


@router.get("/portfolio")
def of_network(request: Request, member: Member, now: Now) -> Response:
    with reading() as session:
        found = network_figures(session, member.actor, today=local_date(now))
    return own_page(request, "officer/portfolio.html", stages=drawn(found.stages), found=found, day=local_date(now))


def drawn(stages: Sequence[StageFigures]) -> list[Drawn]:
    """Each of the two drawings has one scale of its own."""
    counts = lengths([n or 0 for each in stages for n in (each.entered, each.standing)], width=WIDTH)
    days = lengths([n for each in stages for n in (each.median_age or 0, each.rule.target_days or 0)], width=WIDTH)
    return [
        Drawn(stage, *counts[2 * place : 2 * place + 2], *days[2 * place : 2 * place + 2])
        for place, stage in enumerate(stages)
    ]
