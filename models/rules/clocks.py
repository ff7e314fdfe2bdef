"""Due dates by legal rules. The rules are data (`clocks.toml`), each with its source and certainty.

A wrong legal date is worse than none: where something is not known, the nominal date is given with
the reason why there is no due date.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from models.rules.bilingual import Bilingual
from models.rules.calendars import SATURDAY, Closed, calendars, next_open
from models.rules.dates import anniversary, month_end, spell, spell_days, spell_months
from models.rules.words import Certainty


class Strategy(StrEnum):
    ANNIVERSARY = "anniversary"
    MONTH_END = "month_end"
    DAYS = "days"


@dataclass(frozen=True)
class ClockRule:
    code: str
    label: Bilingual
    trigger: Bilingual
    strategy: Strategy
    source: Bilingual
    certainty: Certainty
    valid_from: date
    verified_on: date
    who_acts: Bilingual
    on_expiry: Bilingual
    months: int = 0
    days: int = 0
    rolls: str | None = None
    """The calendar whose closed days move the due date; None: the date never moves."""
    event: bool = False
    """What an office will do around that day; nobody has to act by it."""
    note: Bilingual | None = None


@dataclass(frozen=True)
class Computed:
    """`nominal` is before closed days are looked at, and alarms count from it; `due` is after, or
    None with `why_not`."""

    rule: ClockRule
    trigger: date
    nominal: date
    due: date | None
    why_not: Bilingual | None
    explanation: Bilingual


_ROLLED = Bilingual(en="{period}, {reason}, so {due}", pl="{period}, {reason}, więc {due}")
_PERIOD = Bilingual(
    en="{length} from {trigger} ({source}): {nominal}", pl="{length} od {trigger} ({source}): {nominal}"
)
_UNKNOWN = Bilingual(en="{period}. {why}", pl="{period}. {why}")
_NO_LIST = Bilingual(
    en="Whether this day moves is not known: there is no {list_name} for it. Ask the office.",
    pl="Nie wiadomo, czy ten dzień się przesuwa: brak {list_name} na ten czas. Należy zapytać w urzędzie.",
)
_TOO_EARLY = Bilingual(
    en="The rule is held for triggers from {valid_from} on; an earlier law may count differently.",
    pl="Reguła obejmuje zdarzenia od {valid_from}; wcześniejsze przepisy mogły stanowić inaczej.",
)
_SATURDAY = Bilingual(en="a Saturday", pl="sobota")
_SUNDAY = Bilingual(en="a Sunday", pl="niedziela")


@cache
def clock_rules() -> dict[str, ClockRule]:
    source = resources.files("models.rules").joinpath("clocks.toml").read_text(encoding="utf-8")
    return {entry["code"]: _rule(entry) for entry in tomllib.loads(source)["clock"]}


def due(rule: ClockRule, trigger: date, closed: Closed | None) -> Computed:
    """The date that `rule` gives for `trigger`. `closed` answers for the calendar `rule.rolls`;
    a rule that never moves needs none."""
    nominal = _nominal(rule, trigger)
    period = _PERIOD.filled(
        length=spell_days(rule.days) if rule.strategy is Strategy.DAYS else spell_months(rule.months),
        trigger=spell(trigger),
        source=rule.source,
        nominal=spell(nominal),
    )
    day, why_not = _moved(rule, trigger, nominal, closed)
    if why_not is not None:
        period = _UNKNOWN.filled(period=period, why=why_not)
    elif day is not None and day != nominal:
        period = _ROLLED.filled(period=period, reason=_why_closed(rule, nominal), due=spell(day))
    return Computed(rule, trigger, nominal, day, why_not, period)


def _nominal(rule: ClockRule, trigger: date) -> date:
    if rule.strategy is Strategy.DAYS:
        return trigger + timedelta(days=rule.days)  # the day of the trigger is not counted
    return (month_end if rule.strategy is Strategy.MONTH_END else anniversary)(trigger, rule.months)


def _moved(
    rule: ClockRule, trigger: date, nominal: date, closed: Closed | None
) -> tuple[date | None, Bilingual | None]:
    """The due date, or the reason why there is none."""
    if trigger < rule.valid_from:
        return None, _TOO_EARLY.filled(valid_from=spell(rule.valid_from))
    if rule.rolls is None:
        return nominal, None
    day = next_open(nominal, closed) if closed else None
    if day is None:
        return None, _NO_LIST.filled(list_name=calendars()[rule.rolls].list_name)
    return day, None


def _why_closed(rule: ClockRule, day: date) -> Bilingual:
    if day.weekday() >= SATURDAY:
        return _SATURDAY if day.weekday() == SATURDAY else _SUNDAY
    return calendars()[rule.rolls or ""].closed_day


def _rule(entry: dict[str, Any]) -> ClockRule:
    bilingual = {key: Bilingual.read(value) for key, value in entry.items() if isinstance(value, dict)}
    enums = {"strategy": Strategy(entry["strategy"]), "certainty": Certainty(entry["certainty"])}
    return ClockRule(**(entry | bilingual | enums))
