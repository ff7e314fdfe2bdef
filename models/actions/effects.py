"""Beginning what a decision sets going, and undoing or keeping it when a later decision takes its place."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from models.actions.clocks import close_clock, reopen_clock, start_clock, suppress_clock
from models.actions.protection_plans import end_plan
from models.actions.stages import advance
from models.errors import Conflict
from models.queries.decisions import living_effects, rights_offers_of
from models.rules.consequences import DECISION_RULE, OFFER_RULE, Consequence
from models.rules.dates import spell
from models.rules.days import local_date
from models.rules.permissions import Actor
from models.rules.words import ClockState, EffectKind, ReviewOutcome, RightsAnswer, Stage
from models.tables import Clock, DecisionEffect, ReviewDecision, RightsOffer, Technology

Kept = Mapping[EffectKind, DecisionEffect]
"""What an earlier decision set going and the later one lets go on, by its kind."""


def begin(
    session: Session,
    technology: Technology,
    decision: ReviewDecision,
    found: Sequence[Consequence],
    kept: Kept,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Closing comes last: a closed case takes no more acts."""
    for each in found:
        effect = DecisionEffect(decision_id=decision.id, kind=each.kind, due_on=each.on)
        if each.kind is EffectKind.DECISION_DONE:
            effect.clock_id = _close_decision_clock(session, technology, actor=actor, now=now)
        elif each.kind is EffectKind.OFFER_DUE and each.on is not None:
            _begin_offer(session, technology, each, kept.get(each.kind), effect, actor=actor, now=now)
        session.add(effect)
    session.flush()
    if any(each.kind is EffectKind.CLOSED for each in found):
        advance(session, technology.id, to=Stage.CLOSED, actor=actor, now=now, reason=decision.told)


def supersede(
    session: Session,
    technology: Technology,
    earlier: ReviewDecision,
    later: ReviewDecision,
    found: Sequence[Consequence],
    *,
    actor: Actor,
    now: datetime,
) -> Kept:
    """What the earlier decision set going goes on under the later one, or is undone; an act that was done stays."""
    if later.outcome is ReviewOutcome.PROCEED:
        _take_back_offers(session, technology, now=now)
    wanted = {each.kind for each in found}
    kept = {}
    for effect in living_effects(session, earlier.id):
        if effect.kind is EffectKind.DECISION_DONE or effect.kind in wanted:
            effect.kept_at = now
            kept[effect.kind] = effect
        else:
            effect.undone_at = now
            _undo(session, technology, effect, later, actor=actor, now=now)
        session.add(effect)
    session.flush()
    return kept


def _close_decision_clock(session: Session, technology: Technology, *, actor: Actor, now: datetime) -> int | None:
    """The decision is the act that the three months of art. 154(1)-(2) ask for."""
    last = None
    for clock in _running(session, technology, DECISION_RULE):
        last = close_clock(session, clock.id, done_on=local_date(now), actor=actor, now=now).id
    return last


def _begin_offer(
    session: Session,
    technology: Technology,
    asked: Consequence,
    before: DecisionEffect | None,
    effect: DecisionEffect,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """The 30 days of art. 154(3). Those that an earlier negative decision began go on: they are not begun anew."""
    if before is not None and before.clock_id is not None:
        effect.clock_id, effect.due_on = before.clock_id, before.due_on
        return
    trigger = asked.on
    if trigger is None or (technology.statutory_offer_on is not None and rights_offers_of(session, technology.id)):
        effect.due_on = None
        return
    clock = start_clock(session, technology.id, rule=OFFER_RULE, trigger=trigger, actor=actor, now=now)
    if clock.state is ClockState.DONE:  # by an offer that a decision between has made history
        why = "A later decision made the offer of the rights history, and the next one asks for it again."
        reopen_clock(session, technology, clock, reason=why, actor=actor, now=now)
    effect.clock_id, effect.due_on = clock.id, clock.due_on or clock.nominal_on


def _undo(
    session: Session,
    technology: Technology,
    effect: DecisionEffect,
    later: ReviewDecision,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    if effect.kind in (EffectKind.SECRECY, EffectKind.SOFTWARE):
        end_plan(session, technology, now=now)
    if effect.kind is not EffectKind.OFFER_DUE:
        return
    why = f"Decided anew on {spell(local_date(now)).en}: {later.outcome}. The earlier decision began this clock."
    for _ in _running(session, technology, OFFER_RULE):
        suppress_clock(session, technology.id, rule=OFFER_RULE, reason=why, actor=actor, now=now)


def _take_back_offers(session: Session, technology: Technology, *, now: datetime) -> None:
    """An offer that a creator holds or took cannot be broken; one that was refused becomes history."""
    offers: Sequence[RightsOffer] = rights_offers_of(session, technology.id)
    taken = tuple(each.name for each in offers if each.answer is RightsAnswer.ACCEPTED)
    if taken:
        raise Conflict(
            "%(names)s took the offered rights: the case cannot go on as the institution's own.", names=taken
        )
    waiting = tuple(each.name for each in offers if each.answer is None)
    if waiting:
        raise Conflict("The rights are offered to %(names)s: record the answer before deciding anew.", names=waiting)
    for each in offers:
        each.superseded_at = now
        session.add(each)
    technology.statutory_offer_on = None
    session.add(technology)
    session.flush()


def _running(session: Session, technology: Technology, rule: str) -> Sequence[Clock]:
    query = select(Clock).where(
        Clock.technology_id == technology.id, Clock.rule == rule, Clock.state == ClockState.RUNNING
    )
    return session.exec(query.order_by(col(Clock.id))).all()
