"""What if: the clocks that a planned filing would start, and the rights that a planned publication would cost."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.deps import Now
from api.pages.docket.shared import READ, ROUTE, Keeper, grade_in_words
from api.pages.given import Read, read
from api.pages.refusals import refusal
from api.pages.rendering import own_page, words_for
from api.pages.words import Words
from models.actions.forms import Form
from models.calendars import closed_days
from models.db import reading
from models.errors import NotFound
from models.queries.accounts import SignedIn
from models.queries.families import alarms_of, families_for
from models.queries.technologies import technology_by_reference
from models.rules.days import local_date
from models.rules.docket import chosen_regimes
from models.rules.numbers_of_offices import office_named, offices
from models.rules.refused import ClockRefused
from models.rules.what_if import Foreseen, Plan, what_if
from models.rules.words import FilingRoute
from models.tables import Technology

router = APIRouter()
FIELDS = ("technology", "office", "route", "filing_on", "publication_on")


class PlanForm(Form):
    technology: str = Field(default="", max_length=40)
    office: str = Field(default="PL", max_length=2)
    route: FilingRoute = FilingRoute.DIRECT
    filing_on: date | None = None
    publication_on: date | None = None


@router.api_route("/docket/what-if", methods=READ)
def ask(request: Request, member: Keeper, now: Now) -> Response:
    """Nothing is kept: the address holds the question, and may be passed on to a colleague."""
    words = words_for(request)
    values = {name: request.query_params.get(name, "").replace("\0", "").strip() for name in FIELDS}
    form: Read[PlanForm] = read(PlanForm, values, words) if any(values.values()) else Read({"office": "PL"})
    shown: dict[str, Any] = {"foreseen": None, "found": None, "alarms": (), "priority_on": None}
    wrong: Sequence[str] = ()
    if form.form is not None:
        try:
            shown |= _foreseen(member, form.form, local_date(now))
        except NotFound:
            form = _unknown(form, words)
        except ClockRefused as error:
            wrong = refusal(error, words)
    faulty = bool(form.wrong or wrong)
    return own_page(
        request,
        "docket/what_if.html",
        status=422 if faulty else 200,
        form=form,
        wrong=wrong,
        offices=offices(),
        routes=ROUTE,
        today=local_date(now),
        grade=lambda text: grade_in_words(text, words),
        **shown,
    )


def _foreseen(member: SignedIn, form: PlanForm, today: date) -> dict[str, Any]:
    office_named(form.office)
    found: Technology | None = None
    alarms: Sequence[Any] = ()
    priority: date | None = None
    with reading() as session:
        if form.technology:
            found = technology_by_reference(session, form.technology, member.actor)
            alarms = alarms_of(session, found, today=today)
            priority = _priority(families_for(session, member.actor, technology_id=found.id))
    foreseen: Foreseen | None = None
    if form.filing_on or form.publication_on:
        plan = Plan(form.office, form.route, form.filing_on, form.publication_on, _claimed(priority, form.filing_on))
        foreseen = what_if(plan, chosen_regimes(member.institution.regimes), closed_days)
    return {"foreseen": foreseen, "found": found, "alarms": alarms, "priority_on": priority}


def _priority(lines: Sequence[Any]) -> date | None:
    return min((line.family.priority_on for line in lines if line.family.priority_on), default=None)


def _claimed(priority: date | None, filing_on: date | None) -> date | None:
    """A filing before the first one is itself the first one."""
    return None if priority is None or (filing_on is not None and filing_on < priority) else priority


def _unknown(form: Read[PlanForm], words: Words) -> Read[PlanForm]:
    fault = words.say("There is no technology with this reference among those you may see.")
    return Read(form.typed, wrong={"technology": fault})
