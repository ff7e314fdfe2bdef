"""Arithmetic of legal periods, and dates in words."""

from calendar import monthrange
from datetime import date

from models.rules.bilingual import Bilingual

_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTHS_PL = (
    "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca",
    "lipca", "sierpnia", "września", "października", "listopada", "grudnia",
)  # fmt: skip


def anniversary(trigger: date, months: int) -> date:
    """The day `months` after `trigger`, clamped to the month's end (EPC R.131, PCT R.80, KPA art. 57).

    Counted once from the trigger: adding month by month would drift after a short month. With
    negative `months` it looks back (EPC art. 55, G 3/98). ValueError beyond the years 1 to 9999.
    """
    year, month = _month_after(trigger, months)
    return date(year, month, min(trigger.day, monthrange(year, month)[1]))


def month_end(trigger: date, months: int) -> date:
    """The last day of the month `months` after the trigger's (EPC R.51, J 4/91)."""
    year, month = _month_after(trigger, months)
    return date(year, month, monthrange(year, month)[1])


def spell(day: date) -> Bilingual:
    return Bilingual(
        en=f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}",
        pl=f"{day.day} {_MONTHS_PL[day.month - 1]} {day.year}",
    )


def spell_months(count: int) -> Bilingual:
    plural = _polish_plural(count, "miesiąc", "miesiące", "miesięcy")
    return Bilingual(en=f"{count} month{'' if count == 1 else 's'}", pl=f"{count} {plural}")


def spell_years(count: int) -> Bilingual:
    return Bilingual(
        en=f"{count} year{'' if count == 1 else 's'}", pl=f"{count} {_polish_plural(count, 'rok', 'lata', 'lat')}"
    )


def spell_days(count: int) -> Bilingual:
    return Bilingual(en=f"{count} day{'' if count == 1 else 's'}", pl=f"{count} {'dzień' if count == 1 else 'dni'}")


def _month_after(trigger: date, months: int) -> tuple[int, int]:
    years, month = divmod(trigger.month - 1 + months, 12)
    return trigger.year + years, month + 1


def _polish_plural(count: int, one: str, few: str, many: str) -> str:
    if count == 1:
        return one
    return few if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else many
