"""The docket: clocks as a list and by month, and the page of one clock."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from api.deps import Key, Now
from api.pages.docket.shared import DONE, NOTHING, READ, Keeper, attempt, grade_in_words, redirect, typed
from api.pages.given import Given, Read, read
from api.pages.rendering import own_page, words_for
from api.visitors import Member
from models.actions.clocks import close_clock
from models.actions.docket import correct_trigger
from models.actions.docket_forms import ActForm, CorrectionForm
from models.db import reading, transaction
from models.errors import NotFound
from models.queries.accounts import SignedIn
from models.queries.docket import (
    MOST,
    ClockLine,
    Filters,
    Place,
    clock_line,
    docket_clocks,
    has_docket,
    months_of,
    offices_of,
    overdue_count,
    told_date,
    watched_clocks,
)
from models.queries.families import alarms_for, trail_of_clock
from models.rules.clocks import regimes
from models.rules.dates import anniversary, month_end
from models.rules.days import local_date
from models.rules.docket import unreminded
from models.rules.words import Certainty, Role
from models.tables import PatentCase, Person

router = APIRouter()

MONTHS = 18
"""Of the bar above the list: the present one and those that follow."""
WATCHED = 20


@router.api_route("/docket", methods=READ)
def docket(
    request: Request,
    member: Keeper,
    now: Now,
    view: str = "list",
    whose: str = "",
    regime: str = "",
    office: str = "",
    certainty: str = "",
    month: str = "",
    after: str = "",
) -> Response:
    today = local_date(now)
    chosen = _chosen(member, whose, regime, office, certainty)
    shown = _month(month, today)
    with reading() as session:
        values = _shared(session, member, chosen, today)
        if view == "month":
            values |= _by_month(session, member, chosen, shown)
        else:
            values |= _by_date(session, member, chosen, today, _place(after))
    query = {"whose": values["whose"], "regime": chosen.regime, "office": chosen.office, "certainty": certainty}
    return own_page(
        request,
        "docket/docket.html",
        view="month" if view == "month" else "list",
        today=today,
        query=query,
        grade=lambda text: grade_in_words(text, words_for(request)),
        **values,
    )


def _chosen(member: SignedIn, whose: str, regime: str, office: str, certainty: str) -> Filters:
    """What is not known is not filtered by. Officers begin with their own."""
    mine = member.role is Role.OFFICER if whose not in ("mine", "all") else whose == "mine"
    return Filters(
        mine=mine,
        regime=regime if regime in regimes() else "",
        office=office if len(office) == 2 else "",
        certainty=Certainty(certainty) if certainty in list(Certainty) else None,
    )


def _shared(session: Session, member: SignedIn, chosen: Filters, today: date) -> dict[str, Any]:
    actor = member.actor
    last = month_end(today, MONTHS - 1)
    counts = months_of(session, actor, chosen, first=today.replace(day=1), last=last)
    return {
        "whose": "mine" if chosen.mine else "all",
        "filters": chosen,
        "offices": offices_of(session, actor),
        "regimes": regimes(),
        "certainties": list(Certainty),
        "months": [(each, counts.get((each.year, each.month), 0)) for each in _months(today)],
        "overdue": overdue_count(session, actor, chosen, today=today),
        "alarms": alarms_for(session, actor, mine=chosen.mine, today=today),
    }


def _by_date(session: Session, member: SignedIn, chosen: Filters, today: date, after: Place | None) -> dict[str, Any]:
    lines = docket_clocks(session, member.actor, chosen, after=after)
    watched = () if after else watched_clocks(session, member.actor, chosen, first=today, limit=WATCHED)
    last = lines[-1].clock if len(lines) == MOST else None
    return {
        "groups": list(_grouped(lines, today)),
        "watched": watched,
        "next": f"{last.nominal_on.isoformat()}.{last.id}" if last else "",
        "after": after is not None,
    }


def _grouped(lines: Sequence[ClockLine], today: date) -> Iterator[tuple[str, date | None, list[ClockLine]]]:
    """What is past before all, then by month, and by year beyond the months of the bar."""
    last = month_end(today, MONTHS - 1)
    groups: dict[tuple[str, date | None], list[ClockLine]] = {}
    for line in lines:
        day = line.clock.nominal_on
        if day < today:
            key: tuple[str, date | None] = ("past", None)
        elif day <= last:
            key = ("month", day.replace(day=1))
        else:
            key = ("year", date(day.year, 1, 1))
        groups.setdefault(key, []).append(line)
    for (sort, start), members in groups.items():
        yield sort, start, members


@dataclass(frozen=True)
class Day:
    day: date
    lines: Sequence[ClockLine]


def _by_month(session: Session, member: SignedIn, chosen: Filters, first: date) -> dict[str, Any]:
    last = month_end(first, 0)
    lines = docket_clocks(session, member.actor, chosen, first=first, last=last, limit=500)
    watched = watched_clocks(session, member.actor, chosen, first=first, last=last, limit=500)
    by_day: dict[date, list[ClockLine]] = {}
    for line in (*lines, *watched):  # what somebody must do comes before what an office does
        by_day.setdefault(line.clock.nominal_on, []).append(line)
    days = [first + timedelta(days=number) for number in range(monthrange(first.year, first.month)[1])]
    return {
        "shown": first,
        "days": [Day(day, by_day.get(day, ())) for day in days],
        "watched_ids": {line.clock.id for line in watched},
        "lead": first.weekday(),
        "before": _next(first, -1),
        "later": _next(first, 1),
    }


def _month(text: str, today: date) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)


def _next(first: date, months: int) -> date | None:
    try:
        return anniversary(first, months)
    except ValueError:  # the calendar of years ends here
        return None


def _months(today: date) -> list[date]:
    return [anniversary(today.replace(day=1), number) for number in range(MONTHS)]


def _place(text: str) -> Place | None:
    day, _, number = text.partition(".")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


@router.api_route("/docket/clocks/{clock_id}", methods=READ)
def clock(request: Request, member: Member, now: Now, clock_id: Key, done: str = "") -> Response:
    """Reminders lead here, also those to a head or a deputy who has no docket."""
    if not has_docket(member.actor):
        return _told_page(request, member, now, clock_id)
    return _clock_page(request, member, now, clock_id, done=done)


@router.post("/docket/clocks/{clock_id}/act")
def act(request: Request, member: Keeper, now: Now, clock_id: Key, given: Given) -> Response:
    """The act was done, on a day; who is signed in recorded it."""
    words = words_for(request)
    form = read(ActForm, typed(given, "done_on"), words)
    wrong: Sequence[str] = ()
    if (said := form.form) is not None:

        def close() -> None:
            with transaction() as session:
                close_clock(session, clock_id, done_on=said.done_on, actor=member.actor, now=now)

        wrong = attempt(close, words)
        if not wrong:
            return redirect(request, f"/docket/clocks/{clock_id}", "act")
    return _clock_page(request, member, now, clock_id, wrong=wrong, act_form=form, status=422)


@router.post("/docket/clocks/{clock_id}/trigger")
def trigger(request: Request, member: Keeper, now: Now, clock_id: Key, given: Given) -> Response:
    words = words_for(request)
    form = read(CorrectionForm, typed(given, "happened_on", "reason"), words)
    wrong: Sequence[str] = ()
    if (said := form.form) is not None:

        def correct() -> None:
            with transaction() as session:
                correct_trigger(session, clock_id, said, actor=member.actor, now=now)

        wrong = attempt(correct, words)
        if not wrong:
            return redirect(request, f"/docket/clocks/{clock_id}", "trigger")
    return _clock_page(request, member, now, clock_id, wrong=wrong, trigger_form=form, status=422)


def _clock_page(
    request: Request,
    member: SignedIn,
    now: Now,
    clock_id: int,
    *,
    done: str = "",
    wrong: Sequence[str] = (),
    act_form: Read[ActForm] = NOTHING,
    trigger_form: Read[CorrectionForm] = NOTHING,
    status: int = 200,
) -> Response:
    with reading() as session:
        line = clock_line(session, clock_id, member.actor)
        if line is None:
            raise NotFound(f"There is no clock {clock_id} among those you may see.")
        case = session.get(PatentCase, line.clock.case_id) if line.clock.case_id else None
        by = session.get(Person, line.clock.done_by_id) if line.clock.done_by_id else None
        trail = trail_of_clock(session, line.clock)
    words = words_for(request)
    return own_page(
        request,
        "docket/clock.html",
        status=status,
        line=line,
        clock=line.clock,
        rule=line.rule,
        watched=line.clock.rule in unreminded(),
        case=case,
        done_by=by.name if by else "",
        trail=trail,
        today=local_date(now),
        done=DONE.get(done, ""),
        wrong=wrong,
        act_form=act_form,
        trigger_form=trigger_form,
        grade=lambda text: grade_in_words(text, words),
    )


def _told_page(request: Request, member: SignedIn, now: Now, clock_id: int) -> Response:
    with reading() as session:
        told = told_date(session, clock_id, member.actor)
    words = words_for(request)
    return own_page(
        request,
        "docket/clock_told.html",
        told=told,
        line=told.line,
        clock=told.line.clock,
        rule=told.line.rule,
        today=local_date(now),
        grade=lambda text: grade_in_words(text, words),
    )
