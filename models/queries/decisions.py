"""What a decision would set going, what decisions did set going, and how far it has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from models.calendars import closed_days
from models.queries.facts import first_filing, latest_disclosure
from models.queries.technologies import contributors_of, institution_case
from models.rules.clocks import Computed, clock_rules, due
from models.rules.consequences import DECISION_RULE, NEGATIVE, OFFER_RULE, Consequence, Situation, consequences
from models.rules.docket import chosen_regimes
from models.rules.permissions import Act, Actor, demand
from models.rules.pipeline import pipeline
from models.rules.words import (
    ClockState,
    ContributorStatus,
    EffectKind,
    ProtectionStrategy,
    ReviewOutcome,
    Stage,
)
from models.tables import (
    Clock,
    Contributor,
    DecisionEffect,
    Institution,
    ProtectionPlan,
    ReviewDecision,
    RightsOffer,
    Technology,
)

ART154 = "poland_art154"


def situation_of(session: Session, technology: Technology) -> Situation:
    """The technology was read through the actor."""
    disclosure = latest_disclosure(session, technology.id)
    clocks = session.exec(
        select(Clock).where(
            Clock.technology_id == technology.id, Clock.rule == DECISION_RULE, Clock.state != ClockState.SUPPRESSED
        )
    ).all()
    running = [clock for clock in clocks if clock.state is ClockState.RUNNING]
    moves = pipeline(technology.pipeline, technology.pipeline_version).moves
    return Situation(
        employees=tuple(each.name for each in owed_to(session, technology)),
        decision_clock=bool(running),
        decision_ends=min((clock.nominal_on for clock in running), default=None),
        planned_publication_on=disclosure.planned_publication_on if disclosure else None,
        filed_on=first_filing(session, technology.id),
        closable=(technology.stage, Stage.CLOSED) in moves,
    )


def owed_to(session: Session, technology: Technology) -> Sequence[Contributor]:
    """The creators whom the law gives a claim to the offer of the rights: art. 154(3) knows employees alone."""
    home = session.get_one(Institution, technology.institution_id)
    if ART154 not in chosen_regimes(home.regimes):
        return ()
    people = contributors_of(session, technology.id)
    return [each for each in people if each.status is ContributorStatus.EMPLOYEE]


def offer_due(trigger: date) -> Computed:
    """By when the rights must be offered after a negative decision of that day."""
    rule = clock_rules()[OFFER_RULE]
    return due(rule, trigger, closed_days(rule.rolls) if rule.rolls else None)


@dataclass(frozen=True, slots=True)
class Choice:
    """An outcome with all that it would do."""

    outcome: ReviewOutcome
    strategy: ProtectionStrategy | None
    consequences: tuple[Consequence, ...]
    no_duty: bool = False

    @property
    def code(self) -> str:
        return self.strategy or self.outcome


def choices(situation: Situation, today: date) -> list[Choice]:
    """Every decision that can be made; to decline without an offer stands beside declining where it makes a
    difference."""
    found = [
        Choice(
            ReviewOutcome.PROCEED,
            strategy,
            consequences(ReviewOutcome.PROCEED, strategy, situation, today, no_duty=False),
        )
        for strategy in ProtectionStrategy
    ]
    found += [
        Choice(outcome, None, consequences(outcome, None, situation, today, no_duty=False)) for outcome in NEGATIVE
    ]
    if situation.employees:
        excused = consequences(ReviewOutcome.DECLINE, None, situation, today, no_duty=True)
        found.append(Choice(ReviewOutcome.DECLINE, None, excused, no_duty=True))
    return found


def decision_in_force(session: Session, technology_id: int) -> ReviewDecision | None:
    query = select(ReviewDecision).where(ReviewDecision.technology_id == technology_id)
    return session.exec(query.order_by(col(ReviewDecision.id).desc()).limit(1)).first()


def effects_of(session: Session, technology: Technology, actor: Actor) -> Mapping[int, Sequence[DecisionEffect]]:
    """By decision."""
    demand(actor, Act.REVIEW, institution_case(technology))
    rows = session.exec(
        select(DecisionEffect)
        .join(ReviewDecision, col(ReviewDecision.id) == col(DecisionEffect.decision_id))
        .where(ReviewDecision.technology_id == technology.id)
        .order_by(col(DecisionEffect.id))
    )
    found: dict[int, list[DecisionEffect]] = {}
    for row in rows:
        found.setdefault(row.decision_id, []).append(row)
    return found


def living_effects(session: Session, decision_id: int) -> Sequence[DecisionEffect]:
    return session.exec(
        select(DecisionEffect)
        .where(
            DecisionEffect.decision_id == decision_id,
            col(DecisionEffect.undone_at).is_(None),
            col(DecisionEffect.kept_at).is_(None),
        )
        .order_by(col(DecisionEffect.id))
    ).all()


def plan_of(session: Session, technology_id: int) -> ProtectionPlan | None:
    """The one in force. The technology was read through the actor."""
    query = select(ProtectionPlan).where(
        ProtectionPlan.technology_id == technology_id, col(ProtectionPlan.ended_at).is_(None)
    )
    return session.exec(query).first()


def rights_offers_of(session: Session, technology_id: int, *, all_of_them: bool = False) -> Sequence[RightsOffer]:
    """Those that a later decision has not made history, or all. The technology was read through the actor."""
    query = select(RightsOffer).where(RightsOffer.technology_id == technology_id)
    if not all_of_them:
        query = query.where(col(RightsOffer.superseded_at).is_(None))
    return session.exec(query.order_by(col(RightsOffer.id))).all()


def told_to_creators(session: Session, technology: Technology, email: str) -> RightsOffer | None:
    """The creator's own offer of the rights, the latest."""
    query = select(RightsOffer).where(
        RightsOffer.technology_id == technology.id,
        RightsOffer.email == email.casefold(),
        col(RightsOffer.superseded_at).is_(None),
    )
    return session.exec(query.order_by(col(RightsOffer.id).desc()).limit(1)).first()


def offer_clock(effects: Sequence[DecisionEffect]) -> int | None:
    return next((each.clock_id for each in effects if each.kind is EffectKind.OFFER_DUE and each.clock_id), None)
