"""The nominal day of one count, with the words that tell how it was counted."""

from dataclasses import dataclass
from datetime import date, timedelta

from models.rules.bilingual import Bilingual
from models.rules.clocks.notification import notified
from models.rules.clocks.rule import ClockRule, Leg, Pick, Strategy
from models.rules.dates import anniversary, month_end, spell
from models.rules.refused import ClockRefused

_PHRASE = {
    Strategy.ANNIVERSARY: Bilingual(en="{length} from {start}", pl="{length} od {start}"),
    Strategy.DAYS: Bilingual(en="{length} from {start}", pl="{length} od {start}"),
    Strategy.MONTH_END: Bilingual(
        en="{length} from {start}, to the end of the month", pl="{length} od {start}, do końca miesiąca"
    ),
    Strategy.BACKWARD: Bilingual(en="{length} back from {start}", pl="{length} wstecz od {start}"),
    Strategy.FISCAL_YEAR: Bilingual(
        en="{length} from {year_end}, the end of the fiscal year in which {start} lies",
        pl="{length} od {year_end}, końca roku obrachunkowego, do którego należy {start}",
    ),
}
_SHORTER = Bilingual(
    en="{phrase}, to the last day of a shorter month", pl="{phrase}, do ostatniego dnia krótszego miesiąca"
)
_NOTIFIED = Bilingual(
    en="{day} (the document of {dated} counts as notified {days} days later)",
    pl="{day} (pismo z {dated} uważa się za doręczone {days} dni później)",
)
_BOTH = {
    Pick.LATER: Bilingual(
        en="the later of {one} ({one_label}) and {two} ({two_label})",
        pl="późniejszy z terminów: {one} ({one_label}) oraz {two} ({two_label})",
    ),
    Pick.EARLIER: Bilingual(
        en="the earlier of {one} ({one_label}) and {two} ({two_label})",
        pl="wcześniejszy z terminów: {one} ({one_label}) oraz {two} ({two_label})",
    ),
}
_NO_SUCH_DAY = Bilingual(
    en="From {trigger} no date can be counted: check the year.",
    pl="Od {trigger} nie można policzyć terminu: należy sprawdzić rok.",
)


@dataclass(frozen=True)
class Counted:
    day: date
    phrase: Bilingual


def count(rule: ClockRule, trigger: date, other: date | None) -> Counted:
    """The nominal end. ClockRefused where the calendar of years ends (1 to 9999)."""
    first = _count(rule.leg, trigger, rule.notification)
    if rule.other is None or other is None:
        return first
    second = _count(rule.other, other, None)
    labels = {"one_label": rule.leg.trigger, "two_label": rule.other.trigger}
    phrase = _BOTH[rule.pick].filled(one=first.phrase, two=second.phrase, **labels)
    choose = max if rule.pick is Pick.LATER else min
    return Counted(choose(first.day, second.day), phrase)


def _count(leg: Leg, trigger: date, notification: str | None) -> Counted:
    try:
        start, said = _start(trigger, notification)
        day = _end(leg, start)
    except (ValueError, OverflowError):
        raise ClockRefused(_NO_SUCH_DAY.filled(trigger=spell(trigger))) from None
    if not leg.length.days and not leg.length.in_months:
        return Counted(day, said)
    phrase = _PHRASE[leg.strategy].filled(
        length=leg.length.spelled(), start=said, year_end=spell(_fiscal_year_end(leg, start))
    )
    return Counted(day, _SHORTER.filled(phrase=phrase) if _is_clamped(leg, start, day) else phrase)


def _start(trigger: date, notification: str | None) -> tuple[date, Bilingual]:
    if notification is None or (day := notified(trigger, notification)) == trigger:
        return trigger, spell(trigger)
    return day, _NOTIFIED.filled(day=spell(day), dated=spell(trigger), days=(day - trigger).days)


def _end(leg: Leg, start: date) -> date:
    days, months = timedelta(days=leg.length.days), leg.length.in_months
    if leg.strategy is Strategy.DAYS:
        return start + days  # the day of the trigger is not counted
    if leg.strategy is Strategy.MONTH_END:
        return month_end(start, months)
    if leg.strategy is Strategy.BACKWARD:
        return anniversary(start, -months) - days
    if leg.strategy is Strategy.FISCAL_YEAR:
        return month_end(_fiscal_year_end(leg, start), months)
    return anniversary(start, months)


def _fiscal_year_end(leg: Leg, day: date) -> date:
    month, last = leg.year_end
    end = date(day.year, month, last)
    return end if day <= end else date(day.year + 1, month, last)


def _is_clamped(leg: Leg, start: date, day: date) -> bool:
    by_months = leg.strategy in (Strategy.ANNIVERSARY, Strategy.BACKWARD) and not leg.length.days
    return by_months and day.day != start.day
