"""Clocks: started by a trigger, suppressed with a reason, closed by recording the act."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from models.actions.counting import clock_row, compute, fill
from models.actions.duties import met_by_clock
from models.actions.trail import sign
from models.actions.turns import take_turn
from models.errors import Conflict, Incomplete, NotFound
from models.queries.technologies import institution_case
from models.rules import docket_wording as wording
from models.rules.dates import spell
from models.rules.days import local_date
from models.rules.funding import funder_named
from models.rules.ownership_wording import BY_LAW_OF_FUNDER
from models.rules.permissions import Act, Actor, demand
from models.rules.refused import DayRefused
from models.rules.words import ClockState, Language, SignoffKind
from models.tables import Clock, Funding, Technology


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
    technology = take_turn(session, technology_id, actor)
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
            known.state, known.suppressed_reason, known.funding_id = ClockState.RUNNING, "", None
            session.add(known)
            session.flush()
        return known
    clock = clock_row(technology, computed, ClockState.RUNNING)
    clock.case_id = case_id
    session.add(clock)
    session.flush()
    return clock


def suppress_clock(
    session: Session,
    technology_id: int,
    *,
    rule: str,
    reason: str = "",
    funding_id: int | None = None,
    language: Language = Language.ENGLISH,
    actor: Actor,
    now: datetime,
) -> Clock:
    """Record why a statutory clock does not run here, such as that nobody declared an interest.

    Where a funder's contract says otherwise (art. 154(5)), `funding_id` names it, and is reason enough.
    """
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.REVIEW, institution_case(technology))
    reason = reason.strip() or _because_of_funder(session, technology, funding_id, language)
    if not reason:
        raise Incomplete("Say why the clock does not run: a suppression needs a reason.")
    clock = session.exec(
        select(Clock)
        .where(Clock.technology_id == technology_id, Clock.rule == rule, Clock.state != ClockState.DONE)
        .order_by(col(Clock.id).desc())
    ).first() or clock_row(technology, compute(rule, local_date(now)), ClockState.SUPPRESSED)
    clock.state, clock.suppressed_reason, clock.funding_id = ClockState.SUPPRESSED, reason, funding_id
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
    technology = take_turn(session, clock.technology_id, actor, asked=f"clock {clock_id}")
    demand(actor, Act.REVIEW, institution_case(technology))
    if clock.state is not ClockState.RUNNING:
        raise Conflict("The clock is %(state)s already.", state=clock.state)
    if not clock.trigger_on <= done_on <= local_date(now):
        told = wording.ACT_BEFORE_TRIGGER.filled(day=spell(done_on), trigger=spell(clock.trigger_on))
        raise DayRefused(told)
    clock.state, clock.done_on, clock.done_by_id = ClockState.DONE, done_on, actor.person_id
    session.add(clock)
    session.flush()
    subject = f"clock:{clock.id}:{clock.rule}:done:{done_on}"
    sign(session, technology, kind=SignoffKind.CLOCK_CLOSED, subject=subject, actor=actor, now=now)
    met_by_clock(session, technology, clock, done_on, actor=actor, now=now)
    return clock


def reopen_clock(
    session: Session, technology: Technology, clock: Clock, *, reason: str, actor: Actor, now: datetime
) -> Clock:
    """The same act is owed once more from the same trigger: the trail keeps that it was done before."""
    done = clock.done_on
    clock.state, clock.done_on, clock.done_by_id = ClockState.RUNNING, None, None
    fill(clock, compute(clock.rule, clock.trigger_on, clock.other_on), clock.other_on)
    session.add(clock)
    session.flush()
    subject = f"clock:{clock.id}:{clock.rule}:reopened:{done}"
    sign(session, technology, kind=SignoffKind.CLOCK_MOVED, subject=subject, actor=actor, now=now, reason=reason)
    return clock


def _because_of_funder(session: Session, technology: Technology, funding_id: int | None, language: Language) -> str:
    if funding_id is None:
        return ""
    funding = session.get(Funding, funding_id)
    if funding is None or funding.technology_id != technology.id:
        raise NotFound(f"{technology.reference} has no funding {funding_id}.")
    return BY_LAW_OF_FUNDER.filled(funder=funder_named(funding.sponsor, funding.number)).to(language)
