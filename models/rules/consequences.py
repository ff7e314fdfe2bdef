"""What a decision sets going. The page shows it before it is signed; `record_decision` does exactly this."""

from dataclasses import dataclass
from datetime import date

from models.rules.words import EffectKind, ProtectionStrategy, ReviewOutcome

OFFER_RULE = "art154_offer_30d"
DECISION_RULE = "art154_decision_3m"

NEGATIVE = (ReviewOutcome.RELEASE, ReviewOutcome.DECLINE)
_OF_STRATEGY = {
    ProtectionStrategy.PATENT: EffectKind.FILING_DUE,
    ProtectionStrategy.KNOW_HOW: EffectKind.SECRECY,
    ProtectionStrategy.COPYRIGHT: EffectKind.SOFTWARE,
}


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides what follows."""

    employees: tuple[str, ...] = ()
    """Names of the creators to whom the law gives a claim to the offer: employees, where art. 154 is kept."""
    decision_clock: bool = False
    """The three months for the decision run."""
    decision_ends: date | None = None
    """Their nominal last day."""
    planned_publication_on: date | None = None
    filed_on: date | None = None
    """The first filing."""
    closable: bool = True
    """The pipeline has a way from here to closed."""


@dataclass(frozen=True, slots=True)
class Consequence:
    kind: EffectKind
    on: date | None = None
    """By when, or on what day; for an offer that is due, the trigger of its clock."""
    names: tuple[str, ...] = ()


def consequences(
    outcome: ReviewOutcome, strategy: ProtectionStrategy | None, situation: Situation, today: date, *, no_duty: bool
) -> tuple[Consequence, ...]:
    """`no_duty`: the decision says why the rights need not be offered, which only one that declines may."""
    found = [Consequence(EffectKind.DECISION_DONE, today)] if situation.decision_clock else []
    if outcome is ReviewOutcome.PROCEED:
        if strategy is not None and not (strategy is ProtectionStrategy.PATENT and situation.filed_on):
            found.append(Consequence(_OF_STRATEGY[strategy], situation.planned_publication_on))
        return tuple(found)
    if owes_offer(outcome, situation, no_duty=no_duty):
        found.append(Consequence(EffectKind.OFFER_DUE, negative_on(situation, today), situation.employees))
    elif outcome is ReviewOutcome.RELEASE:
        found.append(Consequence(EffectKind.OFFER_DUE))  # what releasing asks for, without a day set by law
    elif situation.closable:
        found.append(Consequence(EffectKind.CLOSED, today))
    return tuple(found)


def owes_offer(outcome: ReviewOutcome, situation: Situation, *, no_duty: bool) -> bool:
    """Act of 2018-07-20, art. 154(3): whatever a negative decision is called, employees must be offered the rights."""
    excused = no_duty and outcome is ReviewOutcome.DECLINE
    return outcome in NEGATIVE and bool(situation.employees) and not excused


def negative_on(situation: Situation, today: date) -> date:
    """The day from which the 30 days count: that of the decision, or the nominal end of the three months if earlier."""
    ends = situation.decision_ends
    return ends if ends is not None and ends < today else today
