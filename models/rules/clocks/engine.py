"""From a rule and its triggers to dates and their explanation. Pure: the closed days are handed in.

A wrong legal date is worse than none: where something is not known, the nominal date is given with
the reason why there is no due date.
"""

from dataclasses import dataclass
from datetime import date

from models.rules.bilingual import Bilingual
from models.rules.calendars import SATURDAY, Closed, calendar_named, next_open
from models.rules.clocks import wording
from models.rules.clocks.counting import Counted, count
from models.rules.clocks.rule import ClockRule
from models.rules.dates import month_end, spell
from models.rules.refused import ClockRefused

FORESEEN_YEARS = 30
"""How far after the day a law was verified a date under it is still vouched for."""


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
    nominal_stands: bool = True
    """False where the rule was not held at that time, or a trigger that may decide is missing."""
    payable_from: date | None = None
    late_until: date | None = None
    """Of a renewal fee: the first day of payment, and the nominal last day with a surcharge."""


def due(rule: ClockRule, trigger: date, closed: Closed | None, other: date | None = None) -> Computed:
    """The date that `rule` gives for `trigger`, and for `other` where it counts from two.

    `closed` answers for the calendar `rule.rolls`; a rule that never moves needs none. ClockRefused
    where `other` has no meaning, or no date can be counted.
    """
    if other is not None and rule.other is None:
        raise ClockRefused(wording.NO_SECOND.filled(label=rule.label))
    return settle(rule, trigger, count(rule, trigger, other), closed, in_doubt=_gap(rule, other))


def after(rule: ClockRule, first: Computed | None, closed: Closed | None, other: date | None = None) -> Computed:
    """The date of a rule that follows another: counted from the nominal end of `first`.

    ClockRefused where the first link is missing or is not the one that `rule` follows.
    """
    if rule.follows is None:
        raise ClockRefused(wording.FOLLOWS_NONE.filled(label=rule.label))
    if first is None or first.rule.code != rule.follows:
        raise ClockRefused(wording.NO_FIRST.filled(label=rule.label, follows=rule.follows, trigger=rule.trigger))
    counted = count(rule, first.nominal, other)
    link = wording.CHAINED if first.due in (None, first.nominal) else wording.CHAINED_NOT_MOVED
    phrase = link.filled(phrase=counted.phrase, label=first.rule.label, due=spell(first.due or first.nominal))
    doubt = _gap(rule, other) if first.nominal_stands else first.why_not
    return settle(rule, first.nominal, Counted(counted.day, phrase), closed, in_doubt=doubt)


def settle(
    rule: ClockRule,
    trigger: date,
    counted: Counted,
    closed: Closed | None,
    *,
    in_doubt: Bilingual | None = None,
    held_on: date | None = None,
) -> Computed:
    """What is counted, moved and put in words. `in_doubt` says why the nominal day may not decide;
    `held_on` is the day by which the rule's validity is judged, when it is not the trigger."""
    nominal = counted.day
    in_doubt = _outside(rule, held_on or trigger, nominal) or in_doubt
    day, why_not = (None, in_doubt) if in_doubt else _moved(rule, nominal, closed)
    words = wording.PERIOD.filled(phrase=counted.phrase, source=rule.source, nominal=spell(nominal))
    if why_not is not None:
        words = wording.UNKNOWN.filled(period=words, why=why_not)
    elif day is not None and day != nominal:
        words = wording.ROLLED.filled(period=words, reason=_why_closed(rule, nominal), due=spell(day))
    payable_from, late_until = (None, None) if in_doubt else _payment(rule, trigger, nominal)
    if payable_from and late_until:
        words = wording.PAYMENT.filled(period=words, first=spell(payable_from), last=spell(late_until))
    elif late_until:
        words = wording.LATE.filled(period=words, last=spell(late_until))
    return Computed(rule, trigger, nominal, day, why_not, words, in_doubt is None, payable_from, late_until)


def _gap(rule: ClockRule, other: date | None) -> Bilingual | None:
    if rule.other is None or other is not None or rule.other_optional:
        return None
    return wording.GAP[rule.pick].filled(label=rule.other.trigger)


def _outside(rule: ClockRule, day: date, nominal: date) -> Bilingual | None:
    if day < rule.valid_from:
        return wording.TOO_EARLY.filled(valid_from=spell(rule.valid_from))
    if rule.valid_to is not None and day > rule.valid_to:
        return wording.TOO_LATE.filled(valid_to=spell(rule.valid_to))
    if nominal.year > rule.verified_on.year + FORESEEN_YEARS:
        return wording.TOO_FAR.filled(verified_on=spell(rule.verified_on))
    return None


def _moved(rule: ClockRule, nominal: date, closed: Closed | None) -> tuple[date | None, Bilingual | None]:
    """The due date, or the reason why there is none."""
    if not rule.moves:
        return nominal, None
    if rule.rolls is None:
        return None, wording.NAME_THE_OFFICE
    day = next_open(nominal, closed) if closed else None
    if day is None:
        calendar = calendar_named(rule.rolls)
        return None, wording.NO_LIST.filled(list_name=calendar.list_name, coverage=calendar.coverage)
    return day, None


def _why_closed(rule: ClockRule, day: date) -> Bilingual:
    calendar = calendar_named(rule.rolls or "")
    if calendar.weekend(day):
        return wording.SATURDAY if day.weekday() == SATURDAY else wording.SUNDAY
    return calendar.closed_day


def _payment(rule: ClockRule, filed_on: date, nominal: date) -> tuple[date | None, date | None]:
    """First day of payment and last day with a surcharge; counted only from a month's last day."""
    renewal = rule.renewal
    if renewal is None or nominal != month_end(nominal, 0):
        return None, None
    known = filed_on >= renewal.payable_from_filings_of
    first = month_end(nominal, -renewal.payable_months_before) if known else None
    return first, month_end(nominal, renewal.late_months)
