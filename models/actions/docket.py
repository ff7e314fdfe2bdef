"""Patent families: applications, what happens to them, and the corrections of it.

Each event starts the clocks whose trigger it is and closes those whose act it is (`models.rules.docket`).
"""

from datetime import date, datetime

from sqlmodel import Session, col, select

from models.actions.comparing import recheck_offers
from models.actions.docket_clocks import Docket, docket_of, end_clocks, move_clock, recount, rest_clocks
from models.actions.docket_forms import ApplicationForm, CorrectionForm, EventForm, FamilyForm
from models.actions.trail import sign
from models.actions.turns import take_turn
from models.errors import Incomplete, NotFound
from models.queries.technologies import institution_case
from models.rules import docket_wording as wording
from models.rules.bilingual import Bilingual
from models.rules.clocks import clock_rules
from models.rules.dates import spell
from models.rules.days import local_date
from models.rules.docket import EventSort, event_sorts, is_act_of, standing
from models.rules.duties import every_rule
from models.rules.numbers_of_offices import application_number, office_named, offices, patent_number
from models.rules.ownership_wording import BY_CONTRACT
from models.rules.permissions import Act, Actor, demand
from models.rules.refused import ActRecorded, ClockRefused, DayRefused
from models.rules.words import CaseStatus, ClockState, FilingRoute, PatentEventKind, SignoffKind
from models.tables import Clock, PatentCase, PatentEvent, PatentFamily, Technology


def open_family(session: Session, technology_id: int, form: FamilyForm, *, actor: Actor, now: datetime) -> PatentFamily:
    technology = _open(session, technology_id, actor)
    if form.priority_on is not None:
        _demand_past(form.priority_on, now)
    family = PatentFamily(technology_id=technology.id, title=form.title, priority_on=form.priority_on, created_at=now)
    session.add(family)
    session.flush()
    return family


def add_application(
    session: Session, family_id: int, form: ApplicationForm, *, actor: Actor, now: datetime
) -> PatentCase:
    """One of the family's applications; with a day of filing it is filed, without one it is planned."""
    technology, family = _family(session, family_id, actor)
    office_named(form.office)
    _demand_route(form)
    _demand_new(session, technology, family, form)
    case = PatentCase(
        technology_id=technology.id,
        family_id=family.id,
        status=CaseStatus.PLANNED,
        priority=form.first,
        application_number=application_number(form.office, form.application_number),
        patent_number=patent_number(form.office, form.patent_number),
        **form.model_dump(include={"case_number", "office", "route", "title"}),
    )
    session.add(case)
    session.flush()
    if form.filed_on is not None:
        filed = EventForm(kind=PatentEventKind.FILED, happened_on=form.filed_on)
        record_event(session, case.id, filed, actor=actor, now=now)
    recheck_offers(session, technology.id, now=now)  # its number is confidential until it is published
    return case


def adopt_filing(session: Session, technology: Technology, case: PatentCase, *, actor: Actor, now: datetime) -> None:
    """Put an application that was recorded by itself on the docket: into a family, with its filing as an event."""
    family = None if case.priority else _latest_family(session, technology.id)
    if family is None:
        family = PatentFamily(technology_id=technology.id, title=case.title, created_at=now)
        session.add(family)
        session.flush()
    case.family_id = family.id
    if case.office in offices():
        case.application_number = application_number(case.office, case.application_number)
    if case.status is CaseStatus.LAPSED:  # recorded for the record: nothing of it runs
        session.add(case)
        session.flush()
        return
    filed_on, case.filed_on = case.filed_on, None
    published_on, granted_on = case.published_on, case.granted_on
    session.add(case)
    session.flush()
    for kind, day in (
        (PatentEventKind.FILED, filed_on),
        (PatentEventKind.PUBLISHED, published_on),
        (PatentEventKind.GRANTED, granted_on),
    ):
        if day is not None:
            record_event(session, case.id, EventForm(kind=kind, happened_on=day), actor=actor, now=now)


def record_event(session: Session, case_id: int, form: EventForm, *, actor: Actor, now: datetime) -> PatentEvent:
    """What has happened to an application: its clocks start, and those end whose act it is."""
    technology, family, case = _case(session, case_id, actor)
    sort = event_sorts()[form.kind]
    docket = docket_of(session, technology, family)
    _demand_past(form.happened_on, now)
    _demand_fitting(docket, case, form, sort)
    _demand_in_order(docket, case, form.kind, form.happened_on)
    event = PatentEvent(case_id=case.id, recorded_by_id=_person_id(actor), recorded_at=now, **form.model_dump())
    session.add(event)
    session.flush()
    _sign_event(session, technology, f"{case.id}:{event.kind}:{event.happened_on}", "", actor, now)
    docket = _derived(session, technology, family, case)
    recount(session, docket, reason=sort.label.en, actor=actor, now=now)
    if sort.ends:
        rest_clocks(session, docket, case, event, actor=actor, now=now)
    else:
        end_clocks(session, docket, case, event, actor=actor, now=now)
    return event


def correct_event(session: Session, event_id: int, form: CorrectionForm, *, actor: Actor, now: datetime) -> PatentEvent:
    """The day was another one: every clock that hangs on it is counted anew, and the trail keeps what it was.

    ActRecorded once the act of any of them is recorded, or where the event itself was an act.
    """
    event = session.get(PatentEvent, event_id)
    if event is None:
        raise NotFound(f"There is no event {event_id} among those you may see.")
    technology, family, case = _case(session, event.case_id, actor, asked=f"event {event_id}")
    session.refresh(event)
    docket = docket_of(session, technology, family)
    _demand_past(form.happened_on, now)
    _demand_in_order(docket, case, event.kind, form.happened_on, correcting=event)
    _demand_no_act(session, docket, case, event, form.happened_on)
    was, event.happened_on = event.happened_on, form.happened_on
    session.add(event)
    session.flush()
    subject = f"{case.id}:{event.kind}:{was}>{event.happened_on}"
    _sign_event(session, technology, subject, form.reason, actor, now)
    docket = _derived(session, technology, family, case)
    recount(session, docket, reason=form.reason, actor=actor, now=now)
    return event


def correct_trigger(session: Session, clock_id: int, form: CorrectionForm, *, actor: Actor, now: datetime) -> Clock:
    """The trigger of a clock that a person started was another day. ActRecorded once its act is recorded."""
    clock = session.get(Clock, clock_id)
    if clock is None:
        raise NotFound(f"There is no clock {clock_id} among those you may see.")
    technology = _open(session, clock.technology_id, actor, asked=f"clock {clock_id}")
    label = _label(clock)
    _demand_past(form.happened_on, now)
    if clock.demand_id is not None:
        raise ActRecorded(BY_CONTRACT.filled(label=label))
    if clock.state is ClockState.SUPPRESSED:
        raise ActRecorded(wording.NOT_RUNNING.filled(label=label))
    if clock.event_id is not None and clock.state is ClockState.RUNNING:
        case = session.get_one(PatentCase, clock.case_id)
        raise ActRecorded(wording.BY_EVENT.filled(label=label, case=case.case_number))
    move_clock(session, technology, clock, form.happened_on, reason=form.reason, actor=actor, now=now)
    return clock


def _derived(session: Session, technology: Technology, family: PatentFamily, case: PatentCase) -> Docket:
    """Bring the application's and the family's own dates and status to what the events say."""
    docket = docket_of(session, technology, family)
    events = docket.events_of(case)
    dates = {event.kind: event.happened_on for event in events}
    case.filed_on = dates.get(PatentEventKind.FILED)
    case.published_on = dates.get(PatentEventKind.PUBLISHED)
    case.granted_on = dates.get(PatentEventKind.GRANTED) or dates.get(PatentEventKind.GRANT_MENTIONED)
    case.status = standing(set(dates))
    if case.priority and case.filed_on is not None:
        family.priority_on = case.filed_on
    session.add_all((case, family))
    session.flush()
    return docket


def _demand_past(day: date, now: datetime) -> None:
    if day > local_date(now):
        raise DayRefused(wording.AHEAD.filled(day=spell(day)))


def _demand_route(form: ApplicationForm) -> None:
    if form.route is FilingRoute.PROVISIONAL and form.office != "US":
        raise ClockRefused(wording.ROUTE_ONLY_US)
    if form.route is FilingRoute.PCT and form.office == "WO":
        raise ClockRefused(wording.NO_PHASE_OF_ITSELF)


def _demand_new(session: Session, technology: Technology, family: PatentFamily, form: ApplicationForm) -> None:
    twin = select(PatentCase.id).where(
        PatentCase.technology_id == technology.id, PatentCase.case_number == form.case_number
    )
    if session.exec(twin).first():
        words = {"reference": technology.reference, "case": form.case_number}
        raise ActRecorded(wording.CASE_KNOWN.filled(**words))
    first = session.exec(
        select(PatentCase.case_number).where(PatentCase.family_id == family.id, col(PatentCase.priority))
    ).first()
    if form.first and first is not None:
        raise ActRecorded(wording.TWO_FIRST.filled(case=first))


def _demand_fitting(docket: Docket, case: PatentCase, form: EventForm, sort: EventSort) -> None:
    if not sort.happens_at(case.office):
        raise ClockRefused(wording.NOT_THERE.filled(label=sort.label, office=case.office))
    if sort.year and form.year not in _renewal_years():
        years = _renewal_years()
        raise ClockRefused(wording.YEAR_NEEDED.filled(first=min(years), last=max(years)))
    if not sort.year and form.year is not None:
        raise ClockRefused(wording.NO_YEAR.filled(label=sort.label))
    for known in docket.events_of(case):
        if known.kind is form.kind and (sort.once or (sort.year and known.year == form.year)):
            raise ActRecorded(wording.FILED_TWICE.filled(label=sort.label, day=spell(known.happened_on)))


def _demand_in_order(
    docket: Docket, case: PatentCase, kind: PatentEventKind, day: date, correcting: PatentEvent | None = None
) -> None:
    others = [event for event in docket.events_of(case) if correcting is None or event.id != correcting.id]
    if kind is PatentEventKind.FILED:
        _demand_filing_in_order(docket, case, day, others)
        return
    if case.filed_on is None:
        raise ClockRefused(wording.FILE_FIRST)
    if day < case.filed_on:
        raise DayRefused(wording.BEFORE_FILING.filled(day=spell(day), filed=spell(case.filed_on)))
    for other in others:
        if event_sorts()[other.kind].ends and day > other.happened_on:
            words = {"day": spell(other.happened_on), "label": event_sorts()[other.kind].label}
            raise DayRefused(wording.OVER.filled(**words))


def _demand_filing_in_order(docket: Docket, case: PatentCase, day: date, later: list[PatentEvent]) -> None:
    early = min((event.happened_on for event in later), default=None)
    if early is not None and early < day:
        raise DayRefused(wording.BEFORE_FILING.filled(day=spell(early), filed=spell(day)))
    filings = [each.filed_on for each in docket.cases if each.id != case.id and each.filed_on and not each.priority]
    priority = day if case.priority else docket.family.priority_on
    for filed in filings if case.priority else [day]:
        if priority is not None and filed < priority:
            raise DayRefused(wording.FIRST_NOT_FIRST.filled(priority=spell(priority), filed=spell(filed)))


def _demand_no_act(session: Session, docket: Docket, case: PatentCase, event: PatentEvent, day: date) -> None:
    """An event that closed clocks is their act: its date is not rewritten."""
    if day == event.happened_on:
        return
    ids = [each.id for each in docket.cases]
    done = session.exec(
        select(Clock).where(
            col(Clock.case_id).in_(ids), Clock.state == ClockState.DONE, Clock.done_on == event.happened_on
        )
    )
    by = docket.application(case)
    for clock in done:
        rule = clock_rules().get(clock.rule)
        if rule and is_act_of(event.kind, by, rule, same=clock.case_id == case.id, year=event.year):
            words = {"done": spell(event.happened_on), "trigger": spell(clock.trigger_on)}
            raise ActRecorded(wording.ACT_RECORDED.filled(label=rule.label, **words))


def _sign_event(
    session: Session, technology: Technology, subject: str, reason: str, actor: Actor, now: datetime
) -> None:
    kind = SignoffKind.PATENT_EVENT
    sign(session, technology, kind=kind, subject=f"case:{subject}", actor=actor, now=now, reason=reason)


def _open(session: Session, technology_id: int, actor: Actor, *, asked: str = "") -> Technology:
    technology = take_turn(session, technology_id, actor, asked=asked)
    demand(actor, Act.REVIEW, institution_case(technology))
    return technology


def _family(session: Session, family_id: int, actor: Actor) -> tuple[Technology, PatentFamily]:
    family = session.get(PatentFamily, family_id)
    if family is None:
        raise NotFound(f"There is no family {family_id} among those you may see.")
    return _open(session, family.technology_id, actor, asked=f"family {family_id}"), family


def _case(
    session: Session, case_id: int, actor: Actor, *, asked: str = ""
) -> tuple[Technology, PatentFamily, PatentCase]:
    case = session.get(PatentCase, case_id)
    if case is None or case.family_id is None:
        raise NotFound(f"There is no {asked or f'application {case_id}'} among those you may see.")
    technology = _open(session, case.technology_id, actor, asked=asked or f"application {case_id}")
    return technology, session.get_one(PatentFamily, case.family_id), case


def _latest_family(session: Session, technology_id: int) -> PatentFamily | None:
    return session.exec(
        select(PatentFamily).where(PatentFamily.technology_id == technology_id).order_by(col(PatentFamily.id).desc())
    ).first()


def _renewal_years() -> set[int]:
    return {rule.renewal.year for rule in clock_rules().values() if rule.renewal}


def _label(clock: Clock) -> Bilingual:
    rule = every_rule().get(clock.rule)
    return rule.label if rule else Bilingual(en=clock.rule, pl=clock.rule)


def _person_id(actor: Actor) -> int:
    if actor.person_id is None:
        raise Incomplete("This must be recorded by a person.")
    return actor.person_id
