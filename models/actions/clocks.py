"""Clocks: started by a trigger, suppressed with a reason, closed by recording the act; and the sweep."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from models.actions.deliveries import tell_office
from models.actions.trail import sign
from models.calendars import closed_days
from models.errors import Conflict, Incomplete, NotFound
from models.queries.technologies import institution_case, technology_for
from models.rules.clocks import Computed, clock_rules, due
from models.rules.days import local_date
from models.rules.permissions import Act, Actor, demand
from models.rules.words import Certainty, ClockState, NoticeKind, SignoffKind, Stage
from models.tables import Clock, Notice, Technology

REMIND_BEFORE = (90, 30, 14, 7, 1, 0)
"""Days before the nominal date on which the officer is reminded; then once more when it is past."""


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
        raise Incomplete(f"The trigger {trigger} lies in the future: a clock starts when the thing has happened.")
    computed = _compute(rule, trigger)
    known = session.exec(
        select(Clock).where(Clock.technology_id == technology_id, Clock.rule == rule, Clock.trigger_on == trigger)
    ).one_or_none()
    if known is not None:
        if known.state is ClockState.SUPPRESSED and case_id is None:
            known.state, known.suppressed_reason = ClockState.RUNNING, ""
            session.add(known)
            session.flush()
        return known
    clock = _clock(technology, computed, ClockState.RUNNING)
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
    ).first() or _clock(technology, _compute(rule, local_date(now)), ClockState.SUPPRESSED)
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
        raise Conflict(f"The clock is {clock.state} already.")
    if not clock.trigger_on <= done_on <= local_date(now):
        raise Incomplete(f"The act's date {done_on} must lie between {clock.trigger_on} and today.")
    clock.state, clock.done_on, clock.done_by_id = ClockState.DONE, done_on, actor.person_id
    session.add(clock)
    session.flush()
    subject = f"clock:{clock.id}:{clock.rule}:done:{done_on}"
    sign(session, technology, kind=SignoffKind.CLOCK_CLOSED, subject=subject, actor=actor, now=now)
    return clock


def sweep_clocks(session: Session, *, now: datetime) -> list[Notice]:
    """Queue the reminders that are due today and were not sent, however many days were missed.

    Of several thresholds passed since the last sweep only the nearest to the date is sent.
    """
    today = local_date(now)
    rows = session.exec(
        select(Clock, Technology)
        .join(Technology, col(Technology.id) == col(Clock.technology_id))
        .where(
            Clock.state == ClockState.RUNNING,
            col(Technology.officer_id).is_not(None),
            col(Technology.stage).not_in((Stage.CLOSED, Stage.RELEASED)),
            col(Clock.rule).not_in(_events()),
        )
    ).all()
    notices: list[Notice] = []
    for clock, technology in rows:
        threshold = reached_threshold((clock.nominal_on - today).days)
        if threshold is None:
            continue
        notices += tell_office(
            session,
            technology,
            NoticeKind.CLOCK_REMINDER,
            key=f"{clock.id}:{threshold}",
            facts={
                "reference": technology.reference,
                "rule": clock.rule,
                "nominal": clock.nominal_on.isoformat(),
                "due": clock.due_on.isoformat() if clock.due_on else None,
                "days": (clock.nominal_on - today).days,
                "certainty": clock.certainty,
            },
            now=now,
        )
    return notices


def reached_threshold(days_left: int, thresholds: Sequence[int] = REMIND_BEFORE) -> int | None:
    """The reminder that a clock with so many days left is at; -1 when the date is past."""
    if days_left < 0:
        return -1
    return min((threshold for threshold in thresholds if days_left <= threshold), default=None)


def _events() -> list[str]:
    """Rules by which an office acts: nobody is reminded of them."""
    return [code for code, rule in clock_rules().items() if rule.event]


def _compute(code: str, trigger: date) -> Computed:
    rule = clock_rules().get(code)
    if rule is None:
        raise NotFound(f"There is no clock rule {code!r}; there are {', '.join(sorted(clock_rules()))}.")
    return due(rule, trigger, closed_days(rule.rolls) if rule.rolls else None)


def _clock(technology: Technology, computed: Computed, state: ClockState) -> Clock:
    return Clock(
        technology_id=technology.id,
        rule=computed.rule.code,
        trigger_on=computed.trigger,
        nominal_on=computed.nominal,
        due_on=computed.due,
        explanation_en=computed.explanation.en,
        explanation_pl=computed.explanation.pl,
        source=computed.rule.source.en,
        certainty=Certainty(computed.rule.certainty),
        state=state,
    )
