"""The clocks of applications: begun, counted anew, ended and put to rest by what happens to them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from models.actions.clocks import close_clock
from models.actions.counting import clock_row, compute, fill
from models.actions.trail import sign
from models.rules import docket_wording as wording
from models.rules.clocks import Computed, clock_rules
from models.rules.dates import spell
from models.rules.docket import Application, Begun, begun_by, chosen_regimes, event_sorts, is_act_of
from models.rules.permissions import Actor
from models.rules.refused import ActRecorded
from models.rules.words import ClockState, FilingRoute, PatentEventKind, SignoffKind
from models.tables import Clock, Institution, PatentCase, PatentEvent, PatentFamily, Technology

OFFICE_EP, OFFICE_PCT = "EP", "WO"


@dataclass(frozen=True)
class Docket:
    """All that belongs together when something happens: the family with its applications and their events."""

    technology: Technology
    family: PatentFamily
    cases: tuple[PatentCase, ...]
    events: tuple[PatentEvent, ...]
    regimes: frozenset[str]

    def application(self, case: PatentCase) -> Application:
        priority = case.filed_on if case.priority else self.family.priority_on
        return Application(case.office, FilingRoute(case.route), case.priority, priority)

    def events_of(self, case: PatentCase) -> list[PatentEvent]:
        return [event for event in self.events if event.case_id == case.id]

    def international(self) -> PatentCase | None:
        """The family's international application, if one was filed."""
        return next((case for case in self.cases if case.office == OFFICE_PCT and case.filed_on), None)


def docket_of(session: Session, technology: Technology, family: PatentFamily) -> Docket:
    cases = session.exec(select(PatentCase).where(PatentCase.family_id == family.id).order_by(col(PatentCase.id))).all()
    events = session.exec(
        select(PatentEvent)
        .where(col(PatentEvent.case_id).in_([case.id for case in cases]))
        .order_by(col(PatentEvent.happened_on), col(PatentEvent.id))
    ).all()
    home = session.get_one(Institution, technology.institution_id)
    return Docket(technology, family, tuple(cases), tuple(events), chosen_regimes(home.regimes))


def recount(session: Session, docket: Docket, *, reason: str, actor: Actor, now: datetime) -> list[Clock]:
    """Bring every clock of the family to what its events say: start what is missing, count anew what moved.

    ActRecorded where a clock would move whose act is recorded; then nothing at all is changed.
    """
    clocks = list(session.exec(select(Clock).where(col(Clock.case_id).in_([case.id for case in docket.cases]))))
    moved = []
    for case in docket.cases:
        for event in docket.events_of(case):
            for begun in begun_by(event.kind, event.happened_on, docket.application(case), docket.regimes):
                clock = _bring(session, docket, case, event, begun, clocks, reason=reason, actor=actor, now=now)
                moved += [clock] if clock else []
    session.flush()
    return moved


def _bring(
    session: Session,
    docket: Docket,
    case: PatentCase,
    event: PatentEvent,
    begun: Begun,
    clocks: list[Clock],
    *,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Clock | None:
    """The clock, if this made or moved it."""
    known = _known(clocks, case, event, begun)
    if (begun.second and known is None) or _waits(docket, case, begun):
        return None
    trigger, other = _counted_from(docket, case, begun, known)
    computed = _computed(docket, case, begun, trigger, other)
    if known is None:
        return _start(session, docket, case, event, computed, clocks)
    if (known.trigger_on, known.other_on, known.nominal_on) == (trigger, other, computed.nominal):
        return None
    _move(session, docket.technology, known, computed, other, reason=reason, actor=actor, now=now)
    return known


def _known(clocks: list[Clock], case: PatentCase, event: PatentEvent, begun: Begun) -> Clock | None:
    """By the event that started it; a second trigger belongs to the case's clock of that rule, and so does one that
    was started before the docket knew its event."""
    ours = [clock for clock in clocks if clock.case_id == case.id and clock.rule == begun.rule.code]
    if begun.second:
        return ours[-1] if ours else None
    by_event = [clock for clock in ours if clock.event_id == event.id]
    without = [clock for clock in ours if clock.event_id is None and clock.trigger_on == begun.on]
    return next(iter([*by_event, *without]), None)


def _start(
    session: Session, docket: Docket, case: PatentCase, event: PatentEvent, computed: Computed, clocks: list[Clock]
) -> Clock:
    clock = clock_row(docket.technology, computed, ClockState.RUNNING)
    clock.case_id, clock.event_id = case.id, event.id
    session.add(clock)
    session.flush()
    clocks.append(clock)
    return clock


def _waits(docket: Docket, case: PatentCase, begun: Begun) -> bool:
    """The renewals of a Euro-PCT application count from the international filing: without it there is no date."""
    return begun.rule.renewal is not None and case.route is FilingRoute.PCT and docket.international() is None


def _counted_from(docket: Docket, case: PatentCase, begun: Begun, known: Clock | None) -> tuple[date, date | None]:
    if begun.second and known is not None:
        return known.trigger_on, begun.on
    international = docket.international()
    if begun.rule.renewal is not None and case.route is FilingRoute.PCT and international is not None:
        return international.filed_on or begun.on, None
    return begun.on, known.other_on if known else None


def _computed(docket: Docket, case: PatentCase, begun: Begun, trigger: date, other: date | None) -> Computed:
    euro_pct = begun.rule.renewal is not None and case.route is FilingRoute.PCT
    priority = docket.family.priority_on if euro_pct else None
    if priority is not None and priority > trigger:
        priority = None
    return compute(begun.rule.code, trigger, other, euro_pct_priority=priority)


def _move(
    session: Session,
    technology: Technology,
    clock: Clock,
    computed: Computed,
    other: date | None,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Count anew, and sign what it was."""
    label = computed.rule.label
    if clock.state is ClockState.DONE:
        words = {"label": label, "done": spell(clock.done_on or clock.trigger_on), "trigger": spell(clock.trigger_on)}
        raise ActRecorded(wording.ACT_RECORDED.filled(**words))
    was = {"trigger": _triggers(clock.trigger_on, clock.other_on), "nominal": clock.nominal_on}
    subject = f"clock:{clock.id}:{clock.rule}:{clock.trigger_on}>{computed.trigger}"
    fill(clock, computed, other)
    session.add(clock)
    session.flush()
    told = wording.MOVED.filled(
        label=label,
        new_trigger=_triggers(computed.trigger, other),
        new_nominal=computed.nominal,
        reason=reason,
        **was,
    )
    sign(
        session,
        technology,
        kind=SignoffKind.CLOCK_MOVED,
        subject=subject,
        actor=actor,
        now=now,
        reason=told.en.strip(),
    )


def move_clock(
    session: Session, technology: Technology, clock: Clock, trigger: date, *, reason: str, actor: Actor, now: datetime
) -> None:
    """Count a clock anew from a corrected trigger that no event of an application holds."""
    computed = compute(clock.rule, trigger, clock.other_on)
    _move(session, technology, clock, computed, clock.other_on, reason=reason, actor=actor, now=now)


def end_clocks(
    session: Session, docket: Docket, case: PatentCase, event: PatentEvent, *, actor: Actor, now: datetime
) -> list[Clock]:
    """Close every running clock of the family whose act the event is."""
    by = docket.application(case)
    closed = []
    for clock in _running(session, docket):
        same = clock.case_id == case.id
        rule = clock_rules().get(clock.rule)
        if rule is None or not is_act_of(event.kind, by, rule, same=same, year=event.year):
            continue
        if clock.trigger_on <= event.happened_on:
            closed.append(close_clock(session, clock.id, done_on=event.happened_on, actor=actor, now=now))
    return closed


def rest_clocks(
    session: Session, docket: Docket, case: PatentCase, event: PatentEvent, *, actor: Actor, now: datetime
) -> None:
    """An application that is over has no more dates: its running clocks are suppressed, signed, with that reason."""
    why = wording.CASE_OVER.filled(label=event_sorts()[PatentEventKind(event.kind)].label, day=spell(event.happened_on))
    for clock in _running(session, docket):
        if clock.case_id != case.id:
            continue
        clock.state, clock.suppressed_reason = ClockState.SUPPRESSED, why.en
        session.add(clock)
        session.flush()
        sign(
            session,
            docket.technology,
            kind=SignoffKind.SUPPRESSION,
            subject=f"clock:{clock.id}:{clock.rule}",
            actor=actor,
            now=now,
            reason=why.en,
        )


def _running(session: Session, docket: Docket) -> list[Clock]:
    ids = [case.id for case in docket.cases]
    return list(
        session.exec(
            select(Clock).where(col(Clock.case_id).in_(ids), Clock.state == ClockState.RUNNING).order_by(col(Clock.id))
        )
    )


def _triggers(trigger: date, other: date | None) -> str:
    return f"{trigger} and {other}" if other else str(trigger)
