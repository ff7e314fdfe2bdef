"""Families of applications: their list, a family with what happened, and the forms that record it."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.deps import After, Key, Now
from api.pages.docket.shared import (
    DONE,
    NOTHING,
    READ,
    ROUTE,
    STATUS,
    Keeper,
    attempt,
    docket_member,
    grade_in_words,
    redirect,
    typed,
)
from api.pages.given import Given, Read, read
from api.pages.rendering import linker, own_page, words_for
from models.actions.docket import add_application, correct_event, open_family, record_event
from models.actions.docket_forms import ApplicationForm, CorrectionForm, EventForm, FamilyForm
from models.db import reading, transaction
from models.errors import NotFound
from models.queries.accounts import SignedIn
from models.queries.families import families_for, family_file
from models.queries.technologies import technology_by_reference
from models.rules.clocks import clock_rules
from models.rules.days import local_date
from models.rules.docket import event_sorts, events_at, unreminded
from models.rules.numbers_of_offices import offices
from models.tables import PatentCase, PatentEvent

router = APIRouter()
SHOWN = 50


@router.api_route("/docket/families", methods=READ)
def families(request: Request, member: Keeper, after: After = None) -> Response:
    with reading() as session:
        lines = families_for(session, member.actor, after=after, limit=SHOWN)
    following = lines[-1].family.id if len(lines) == SHOWN else None
    return own_page(request, "docket/families.html", lines=lines, following=following, status_words=STATUS, after=after)


@router.api_route("/docket/families/new", methods=READ, dependencies=[Depends(docket_member)])
def new_family(request: Request, technology: str = "") -> Response:
    return _new_page(request, Read({"reference": technology[:40]}))


@router.post("/docket/families")
def open_new(request: Request, member: Keeper, now: Now, given: Given) -> Response:
    words = words_for(request)
    values = typed(given, "reference", "title", "priority_on")
    form = read(FamilyForm, {name: value for name, value in values.items() if name != "reference"}, words)
    form = Read(values, form.form, form.wrong)
    made: list[int] = []
    wrong: Sequence[str] = ()
    if (said := form.form) is not None:

        def open_() -> None:
            with transaction() as session:
                technology = technology_by_reference(session, values["reference"], member.actor)
                made.append(open_family(session, technology.id, said, actor=member.actor, now=now).id)

        try:
            wrong = attempt(open_, words)
        except NotFound:
            fault = words.say("There is no technology with this reference among those you may see.")
            return _new_page(request, Read(values, wrong={"reference": fault}), status=422)
        if not wrong:
            return redirect(request, f"/docket/families/{made[0]}", "family")
    return _new_page(request, form, wrong, status=422)


def _new_page(request: Request, form: Read[Any], wrong: Sequence[str] = (), status: int = 200) -> Response:
    return own_page(request, "docket/new_family.html", form=form, wrong=wrong, status=status)


@router.api_route("/docket/families/{family_id}", methods=READ)
def family(request: Request, member: Keeper, now: Now, family_id: Key, done: str = "") -> Response:
    return _family_page(request, member, now, family_id, done=done)


@router.api_route("/docket/applications/{case_id}", methods=READ)
def application(request: Request, member: Keeper, case_id: Key) -> Response:
    """An application stands on the page of its family."""
    return RedirectResponse(linker(request)(f"/docket/families/{_family_of(member, case_id)}") + f"#a{case_id}", 303)


@router.post("/docket/families/{family_id}/applications")
def add(request: Request, member: Keeper, now: Now, family_id: Key, given: Given) -> Response:
    words = words_for(request)
    names = ("case_number", "office", "route", "first", "application_number", "title", "filed_on")
    form = read(ApplicationForm, typed(given, *names), words)
    wrong: Sequence[str] = ()
    if (said := form.form) is not None:

        def add_() -> None:
            with transaction() as session:
                add_application(session, family_id, said, actor=member.actor, now=now)

        wrong = attempt(add_, words)
        if not wrong:
            return redirect(request, f"/docket/families/{family_id}", "application")
    return _family_page(request, member, now, family_id, wrong=wrong, new=form, status=422)


@router.post("/docket/applications/{case_id}/events")
def happen(request: Request, member: Keeper, now: Now, case_id: Key, given: Given) -> Response:
    words = words_for(request)
    family_id = _family_of(member, case_id)
    form = read(EventForm, typed(given, "kind", "happened_on", "year", "note"), words)
    wrong: Sequence[str] = ()
    if (said := form.form) is not None:

        def record() -> None:
            with transaction() as session:
                record_event(session, case_id, said, actor=member.actor, now=now)

        wrong = attempt(record, words)
        if not wrong:
            return redirect(request, f"/docket/families/{family_id}", "event")
    return _family_page(request, member, now, family_id, wrong=wrong, at=case_id, event=form, status=422)


@router.api_route("/docket/events/{event_id}", methods=READ)
def event(request: Request, member: Keeper, now: Now, event_id: Key) -> Response:
    return _event_page(request, member, now, event_id)


@router.post("/docket/events/{event_id}")
def correct(request: Request, member: Keeper, now: Now, event_id: Key, given: Given) -> Response:
    words = words_for(request)
    form = read(CorrectionForm, typed(given, "happened_on", "reason"), words)
    wrong: Sequence[str] = ()
    if (said := form.form) is not None:
        corrected: list[int] = []

        def correct_() -> None:
            with transaction() as session:
                changed = correct_event(session, event_id, said, actor=member.actor, now=now)
                corrected.append(session.get_one(PatentCase, changed.case_id).family_id or 0)

        wrong = attempt(correct_, words)
        if not wrong:
            return redirect(request, f"/docket/families/{corrected[0]}", "correction")
    return _event_page(request, member, now, event_id, wrong=wrong, form=form, status=422)


def _event_page(
    request: Request,
    member: SignedIn,
    now: Now,
    event_id: int,
    *,
    wrong: Sequence[str] = (),
    form: Read[CorrectionForm] = NOTHING,
    status: int = 200,
) -> Response:
    with reading() as session:
        found = session.get(PatentEvent, event_id)
    if found is None:
        raise NotFound(f"There is no event {event_id} among those you may see.")
    with reading() as session:
        file = family_file(session, _family_of(member, found.case_id), member.actor)
    case = next(each.case for each in file.cases if each.case.id == found.case_id)
    return own_page(
        request,
        "docket/event.html",
        status=status,
        event=found,
        sort=event_sorts()[found.kind],
        case=case,
        file=file,
        wrong=wrong,
        form=form if form.typed else Read({"happened_on": found.happened_on.isoformat()}),
        today=local_date(now),
    )


def _family_of(member: SignedIn, case_id: int) -> int:
    """Of an application that the member may see."""
    with reading() as session:
        case = session.get(PatentCase, case_id)
        if case is None or case.family_id is None:
            raise NotFound(f"There is no application {case_id} among those you may see.")
        family_file(session, case.family_id, member.actor)
        return case.family_id


def _family_page(
    request: Request,
    member: SignedIn,
    now: Now,
    family_id: int,
    *,
    done: str = "",
    wrong: Sequence[str] = (),
    new: Read[ApplicationForm] = NOTHING,
    at: int = 0,
    event: Read[EventForm] = NOTHING,
    status: int = 200,
) -> Response:
    with reading() as session:
        file = family_file(session, family_id, member.actor)
    words = words_for(request)
    return own_page(
        request,
        "docket/family.html",
        status=status,
        file=file,
        family=file.family,
        done=DONE.get(done, ""),
        wrong=wrong,
        new=new,
        at=at,
        event=event,
        nothing=NOTHING,
        offices=offices(),
        routes=ROUTE,
        status_words=STATUS,
        sorts=event_sorts(),
        events_at=events_at,
        rules=clock_rules(),
        unreminded=unreminded(),
        today=local_date(now),
        grade=lambda grade: grade_in_words(grade, words),
    )
