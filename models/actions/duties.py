"""Days of duties to funders on the docket: a clock is kept for each, and closing one settles the other."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from models.actions.counting import clock_row
from models.actions.trail import sign
from models.rules.days import local_date
from models.rules.duties import duty
from models.rules.funding import funder_named
from models.rules.permissions import Actor
from models.rules.words import ClockState, DemandState, SignoffKind
from models.tables import Clock, FunderDemand, Funding, Technology


def keep_day(session: Session, technology: Technology, funding: Funding, demand: FunderDemand, now: datetime) -> None:
    """On the docket, where reminders and the report of late acts find it."""
    if demand.due_on is None:
        return
    funder = funder_named(funding.sponsor, funding.number)
    computed = duty(demand.kind, funder, recorded_on=local_date(now), due_on=demand.due_on)
    clock = clock_row(technology, computed, ClockState.RUNNING)
    clock.demand_id = demand.id
    session.add(clock)
    session.flush()


def clock_of(session: Session, demand: FunderDemand) -> Clock | None:
    return session.exec(select(Clock).where(Clock.demand_id == demand.id)).first()


def rest_day(session: Session, technology: Technology, demand: FunderDemand, *, actor: Actor, now: datetime) -> None:
    """The demand is settled: its clock is done, or does not run where the funder waived it."""
    clock = clock_of(session, demand)
    if clock is None or clock.state is not ClockState.RUNNING:
        return
    if demand.state is DemandState.WAIVED:
        clock.state, clock.suppressed_reason = ClockState.SUPPRESSED, demand.document
        kind, subject = SignoffKind.SUPPRESSION, f"clock:{clock.id}:{clock.rule}"
    else:
        clock.state, clock.done_on, clock.done_by_id = ClockState.DONE, demand.settled_on, actor.person_id
        kind, subject = SignoffKind.CLOCK_CLOSED, f"clock:{clock.id}:{clock.rule}:done:{demand.settled_on}"
    session.add(clock)
    session.flush()
    sign(session, technology, kind=kind, subject=subject, actor=actor, now=now, reason=clock.suppressed_reason)


def met_by_clock(
    session: Session, technology: Technology, clock: Clock, done_on: date, *, actor: Actor, now: datetime
) -> None:
    """The act of a duty's clock was recorded: the demand is met."""
    demand = session.get(FunderDemand, clock.demand_id) if clock.demand_id else None
    if demand is None or demand.state is not DemandState.OPEN:
        return
    demand.state, demand.settled_on = DemandState.MET, done_on
    session.add(demand)
    session.flush()
    subject = f"demand:{demand.id}:{demand.kind}:{demand.state}"
    sign(session, technology, kind=SignoffKind.FUNDER_DEMAND, subject=subject, actor=actor, now=now)


def forget_day(session: Session, demand: FunderDemand) -> None:
    """The demand was recorded by mistake."""
    for clock in session.exec(select(Clock).where(col(Clock.demand_id) == demand.id)):
        session.delete(clock)
    session.flush()
