"""The clocks of the technology: running first, each with the rule it stands on; and what may be started."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from api.pages.words import Words
from models.queries.cases import clocks_of
from models.queries.ownership import financed
from models.queries.technologies import contributors_of
from models.rules.clocks import ClockRule, clock_rules, regimes
from models.rules.days import local_date
from models.rules.duties import every_rule
from models.rules.permissions import Actor
from models.rules.statutory import EMPLOYEE_INVENTION_RULES, unsettled_rules
from models.rules.words import ClockState, ContributorStatus, Stage
from models.tables import Clock, Technology

SOON = 30
"""Days before its date from which a clock is marked."""
_ORDER = (ClockState.RUNNING, ClockState.DONE, ClockState.SUPPRESSED)


@dataclass(frozen=True, slots=True)
class Ticking:
    row: Clock
    label: str
    trigger: str
    explanation: str
    source: str
    certainty: str
    days: int
    """To its due or, where none vouches for one, its nominal date."""
    event: bool
    """Nobody has to act by it."""
    who_acts: str
    on_expiry: str

    @property
    def urgency(self) -> str:
        if self.row.state is not ClockState.RUNNING or self.event:
            return ""
        return "urgent" if self.days <= 0 else "soon" if self.days <= SOON else ""


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    label: str
    trigger: str


@dataclass(frozen=True, slots=True)
class Clocks:
    rows: tuple[Ticking, ...]
    unsettled: tuple[Choice, ...]
    """Statutory ones that must run or be suppressed before the review may begin."""
    regimes: tuple[tuple[str, tuple[Choice, ...]], ...]
    may_suppress: tuple[Choice, ...]
    fundings: tuple[tuple[str, str], ...]
    """Contracts because of which a clock may not run."""


def clocks_values(
    session: Session, technology: Technology, actor: Actor, now: datetime, words: Words
) -> Mapping[str, Any]:
    del actor  # the technology was read through them
    rows = clocks_of(session, technology)
    today = local_date(now)
    unsettled = _unsettled(session, technology, rows)
    running = [row.rule for row in rows if row.state is ClockState.RUNNING]
    codes = dict.fromkeys((*unsettled, *running, *EMPLOYEE_INVENTION_RULES))
    return {
        "clocks": Clocks(
            tuple(sorted((_ticking(row, today, words) for row in rows), key=_place)),
            tuple(_choice(clock_rules()[code], words) for code in unsettled),
            tuple((regime.label.to(words.language), _of_regime(code, words)) for code, regime in regimes().items()),
            tuple(_choice(clock_rules()[code], words) for code in codes if code in clock_rules()),
            tuple((str(each.funding.id), each.name) for each in financed(session, technology.id)),
        )
    }


def _unsettled(session: Session, technology: Technology, rows: Sequence[Clock]) -> tuple[str, ...]:
    people = contributors_of(session, technology.id)
    if technology.stage not in (Stage.DISCLOSURE, Stage.TRIAGE):
        return ()
    employees = any(person.status is ContributorStatus.EMPLOYEE for person in people)
    return unsettled_rules(employees, frozenset(row.rule for row in rows))


def _place(ticking: Ticking) -> tuple[int, date]:
    return _ORDER.index(ticking.row.state), ticking.row.nominal_on


def _of_regime(code: str, words: Words) -> tuple[Choice, ...]:
    """Without renewal fees: the docket of a granted patent keeps those."""
    rules = (rule for rule in clock_rules().values() if rule.regime == code and rule.renewal is None)
    return tuple(_choice(rule, words) for rule in rules)


def _choice(rule: ClockRule, words: Words) -> Choice:
    return Choice(rule.code, rule.label.to(words.language), rule.trigger.to(words.language))


def _ticking(row: Clock, today: date, words: Words) -> Ticking:
    rule = every_rule().get(row.rule)
    polish = words.language == "pl"
    return Ticking(
        row,
        rule.label.to(words.language) if rule else row.rule,
        rule.trigger.to(words.language) if rule else "",
        row.explanation_pl if polish else row.explanation_en,
        rule.source.to(words.language) if rule else row.source,
        words.of("certainty", row.certainty),
        ((row.due_on or row.nominal_on) - today).days,
        rule.event if rule else False,
        rule.who_acts.to(words.language) if rule else "",
        rule.on_expiry.to(words.language) if rule else "",
    )
