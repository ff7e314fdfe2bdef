"""Clocks: started by a trigger, suppressed with a reason, closed by recording the act."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from models.actions.counting import clock_row, compute
from models.actions.trail import sign
from models.errors import Conflict, Incomplete, NotFound
from models.queries.technologies import institution_case, technology_for
from models.rules import docket_wording as wording
from models.rules.dates import spell
from models.rules.days import local_date
from models.rules.permissions import Act, Actor, demand
from models.rules.refused import DayRefused
from models.rules.words import ClockState, SignoffKind
from models.tables import Clock


def start_clock(
    session: Session,
    technology_id: int,
    *,
    rule: str,
    trigger: date,
    actor: Actor,
    now: datetime,
    case_id: int | None = None,
) -> Clock:
    """Compute the rule's dates from the trigger. The same trigger again gives the same clock.

    Who starts a suppressed clock by hand lifts the suppression; a filing (`case_id`) does not.
    """
    technology = technology_for(session, technology_id, actor)
    demand(actor, Act.REVIEW, institution_case(technology))
    if trigger > local_date(now):
        raise DayRefused(wording.AHEAD.filled(day=spell(trigger)))
    computed = compute(rule, trigger)
    known = session.exec(
        select(Clock)
        .where(Clock.technology_id == technology_id, Clock.rule == rule, Clock.trigger_on == trigger)
        .order_by(col(Clock.id))
    ).first()
    if known is not None:
        if known.state is ClockState.SUPPRESSED and case_id is None:
            known.state, known.suppressed_reason = ClockState.RUNNING, ""
            session.add(known)
            session.flush()
        return known
    clock = clock_row(technology, computed, ClockState.RUNNING)
    clock.case_id = case_id
    session.add(clock)
    session.flush()
    return clock


def suppress_clock(
    session: Session, technology_id: int, *, rule: str, reason: str, actor: Actor, now: datetime
) -> Clock:
    """Record why a statutory clock does not run here, e.g. art. 154(5) or no declaration of interest."""
    technology = technology_for(session, technology_id, actor)
    demand(actor, Act.REVIEW, institution_case(technology))
    if not reason.strip():
        raise Incomplete("Say why the clock does not run: a suppression needs a reason.")
    clock = session.exec(
        select(Clock)
        .where(Clock.technology_id == technology_id, Clock.rule == rule, Clock.state != ClockState.DONE)
        .order_by(col(Clock.id).desc())
    ).first() or clock_row(technology, compute(rule, local_date(now)), ClockState.SUPPRESSED)
    clock.state, clock.suppressed_reason = ClockState.SUPPRESSED, reason
    session.add(clock)
    session.flush()
    sign(
        session,
        technology,
        kind=SignoffKind.SUPPRESSION,
        subject=f"clock:{clock.id}:{rule}",
        actor=actor,
        now=now,
        reason=reason,
    )
    return clock


def close_clock(session: Session, clock_id: int, *, done_on: date, actor: Actor, now: datetime) -> Clock:
    """The act that the clock asked for was done, on a date and by a person."""
    clock = session.get(Clock, clock_id)
    if clock is None:
        raise NotFound(f"There is no clock {clock_id} among those you may see.")
    technology = technology_for(session, clock.technology_id, actor, asked=f"clock {clock_id}")
    demand(actor, Act.REVIEW, institution_case(technology))
    if clock.state is not ClockState.RUNNING:
        raise Conflict("The clock is %(state)s already.", state=clock.state)
    if not clock.trigger_on <= done_on <= local_date(now):
        raise Incomplete(
            "The act's date %(done_on)s must lie between %(trigger_on)s and today.",
            done_on=done_on,
            trigger_on=clock.trigger_on,
        )
    clock.state, clock.done_on, clock.done_by_id = ClockState.DONE, done_on, actor.person_id
    session.add(clock)
    session.flush()
    subject = f"clock:{clock.id}:{clock.rule}:done:{done_on}"
    sign(session, technology, kind=SignoffKind.CLOCK_CLOSED, subject=subject, actor=actor, now=now)
    return clock
