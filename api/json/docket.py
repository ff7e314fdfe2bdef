"""The docket: clocks by date, families with their applications, events and their corrections."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from api.auth import Caller
from api.deps import After, AskedLanguage, Key, Limit, Now, Reference
from api.json.problems import READS, WRITES, refusals
from api.json.views.docket import (
    AlarmView,
    ApplicationView,
    DocketClock,
    DocketPage,
    EventView,
    FamilyFileView,
    FamilyPage,
    FamilyView,
)
from models.actions.docket import add_application, correct_event, correct_trigger, open_family, record_event
from models.actions.docket_forms import ApplicationForm, CorrectionForm, EventForm, FamilyForm
from models.db import reading, transaction
from models.errors import NotFound
from models.queries.docket import Filters, clock_line, demand_docket, docket_clocks
from models.queries.families import alarms_of, families_for, family_file
from models.queries.technologies import technology_by_reference
from models.rules.days import local_date
from models.rules.words import Certainty

router = APIRouter(tags=["docket"])

Place = Annotated[str, Query(pattern=r"^(\d{4}-\d{2}-\d{2}\.\d{1,9})?$", description="The `next` of the page before.")]


@router.get("/docket", responses=READS)
def read_docket(
    actor: Caller,
    language: AskedLanguage,
    mine: bool = False,
    regime: Annotated[str, Query(max_length=40, description="Such as `epc`.")] = "",
    office: Annotated[str, Query(max_length=2)] = "",
    certainty: Certainty | None = None,
    first: Annotated[date | None, Query(description="Nominal dates from this day on.")] = None,
    last: date | None = None,
    after: Place = "",
    limit: Limit = 50,
) -> DocketPage:
    """Running clocks by whose date somebody of the institution must act, the nearest first."""
    chosen = Filters(mine=mine, regime=regime, office=office, certainty=certainty)
    with reading() as session:
        lines = docket_clocks(session, actor, chosen, first=first, last=last, after=_place(after), limit=limit + 1)
        items = [DocketClock.of(each, language) for each in lines[:limit]]
    more = f"{items[-1].nominal_on.isoformat()}.{items[-1].id}" if len(lines) > limit else None
    return DocketPage(items=items, next=more)


@router.get("/clocks/{clock_id}", responses=READS)
def read_clock(clock_id: Key, actor: Caller, language: AskedLanguage) -> DocketClock:
    """In whatever state, with how it is counted."""
    with reading() as session:
        line = clock_line(session, clock_id, actor)
        if line is None:
            raise NotFound(f"There is no clock {clock_id} among those you may see.")
        return DocketClock.of(line, language)


@router.post("/clocks/{clock_id}/correction", responses=WRITES)
def correct_clock(clock_id: Key, form: CorrectionForm, actor: Caller, now: Now, language: AskedLanguage) -> DocketClock:
    """The trigger was another day. Refused with `act_recorded` once the act is recorded."""
    with transaction() as session:
        clock = correct_trigger(session, clock_id, form, actor=actor, now=now)
        line = clock_line(session, clock.id, actor)
        assert line is not None
        return DocketClock.of(line, language)


@router.get("/technologies/{reference}/alarms", responses=READS)
def read_alarms(reference: Reference, actor: Caller, now: Now, language: AskedLanguage) -> list[AlarmView]:
    """A publication that comes or came before the first filing, and what it costs at each office."""
    with reading() as session:
        technology = technology_by_reference(session, reference, actor)
        demand_docket(actor)
        return [AlarmView.of(each, language) for each in alarms_of(session, technology, today=local_date(now))]


@router.get("/families", responses=refusals(401, 403))
def list_families(actor: Caller, after: After = None, limit: Limit = 50) -> FamilyPage:
    """Patent families of the institution, the latest first."""
    with reading() as session:
        lines = families_for(session, actor, after=after, limit=limit + 1)
        more = lines[limit - 1].family.id if len(lines) > limit else None
        return FamilyPage(items=[FamilyView.of(each) for each in lines[:limit]], next=more)


@router.post("/technologies/{reference}/families", status_code=201, responses=WRITES)
def start_family(reference: Reference, form: FamilyForm, actor: Caller, now: Now) -> FamilyFileView:
    """Applications that go back to one first filing; `priority_on` where that filing is not in Helix."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        family = open_family(session, technology.id, form, actor=actor, now=now)
        return FamilyFileView.of(family_file(session, family.id, actor))


@router.get("/families/{family_id}", responses=READS)
def read_family(family_id: Key, actor: Caller) -> FamilyFileView:
    """With its applications, what happened to each, and their clocks."""
    with reading() as session:
        return FamilyFileView.of(family_file(session, family_id, actor))


@router.post("/families/{family_id}/applications", status_code=201, responses=WRITES)
def apply(family_id: Key, form: ApplicationForm, actor: Caller, now: Now) -> ApplicationView:
    """Planned, or filed where a day of filing is given: its clocks then start."""
    with transaction() as session:
        return ApplicationView.model_validate(add_application(session, family_id, form, actor=actor, now=now))


@router.post("/applications/{case_id}/events", status_code=201, responses=WRITES)
def happen(case_id: Key, form: EventForm, actor: Caller, now: Now) -> EventView:
    """It starts the clocks whose trigger it is, and closes those whose act it is."""
    with transaction() as session:
        return EventView.model_validate(record_event(session, case_id, form, actor=actor, now=now))


@router.post("/events/{event_id}/correction", responses=WRITES)
def put_event_right(event_id: Key, form: CorrectionForm, actor: Caller, now: Now) -> EventView:
    """It happened on another day; every clock that hangs on it moves, save those whose act is recorded."""
    with transaction() as session:
        return EventView.model_validate(correct_event(session, event_id, form, actor=actor, now=now))


def _place(after: str) -> tuple[date, int] | None:
    day, _, number = after.partition(".")
    try:
        return (date.fromisoformat(day), int(number)) if after else None
    except ValueError:
        raise NotFound(f"There is no page after {after!r}.") from None
