"""Which days an office is closed, as far as its list reaches, and the next day it is open."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from models.rules.bilingual import Bilingual
from models.rules.dates import spell
from models.rules.refused import ClockRefused

SATURDAY = 5  # of date.weekday()

Closed = Callable[[date], bool | None]
"""Whether the office is closed on a day; None where there is no list for that day."""

_UNKNOWN = Bilingual(
    en="There is no calendar for the office “{code}”; there are {known}. Choose one of them, or ask the office.",
    pl="Nie ma kalendarza urzędu „{code}”; są: {known}. Należy wybrać jeden z nich albo zapytać w urzędzie.",
)
_SPAN = Bilingual(en="{first} to {last}", pl="od {first} do {last}")
_YEARS = Bilingual(en="{first} to {last}", pl="lata {first}-{last}")
_NOTHING = Bilingual(en="nothing yet", pl="jeszcze nic")


@dataclass(frozen=True)
class Span:
    """A stretch of days whose closings are known."""

    first: date
    last: date
    closed: frozenset[date]


@dataclass(frozen=True)
class Calendar:
    """`holidays_of` names the country whose public holidays close the office; `years` are those that
    its list covers. Without it only `spans` are known."""

    code: str
    list_name: Bilingual
    closed_day: Bilingual
    basis: Bilingual
    office: bool = True
    """An office that takes filings in; else the days off of a law."""
    holidays_of: str | None = None
    years: range = range(0)
    saturdays_from: date = date.min
    """The first day on which a Saturday counts as closed."""
    also_closed: frozenset[date] = frozenset()
    spans: tuple[Span, ...] = ()

    def closed_by_span(self, day: date) -> bool | None:
        """For offices that only publish lists: the weekend and what the list says, None beyond it."""
        for span in self.spans:
            if span.first <= day <= span.last:
                return self.weekend(day) or day in span.closed
        return None

    def weekend(self, day: date) -> bool:
        return day.weekday() > SATURDAY or (day.weekday() == SATURDAY and day >= self.saturdays_from)

    @property
    def coverage(self) -> Bilingual:
        """The time for which closed days are known, in words."""
        if self.years:
            return _YEARS.filled(first=self.years[0], last=self.years[-1])
        spans = [_SPAN.filled(first=spell(span.first), last=spell(span.last)) for span in self.spans]
        if not spans:
            return _NOTHING
        return Bilingual(en="; ".join(span.en for span in spans), pl="; ".join(span.pl for span in spans))


@cache
def calendars() -> dict[str, Calendar]:
    source = resources.files("models.rules").joinpath("calendars.toml").read_text(encoding="utf-8")
    return {code: _calendar(code, entry) for code, entry in tomllib.loads(source).items()}


def calendar_named(code: str) -> Calendar:
    """ClockRefused for a code that has no calendar."""
    if code not in calendars():
        raise ClockRefused(_UNKNOWN.filled(code=code, known=", ".join(sorted(_offices()))))
    return calendars()[code]


def _offices() -> list[str]:
    return [code for code, calendar in calendars().items() if calendar.office]


def next_open(day: date, closed: Closed) -> date | None:
    """`day` itself when the office is open, else the first day after it that is; None as soon as a
    day is reached for which there is no list. Forward only, for every regime in use."""
    while is_closed := closed(day):
        day += timedelta(days=1)
    return None if is_closed is None else day


def _calendar(code: str, entry: dict[str, Any]) -> Calendar:
    first, last = entry.get("years", (0, -1))
    words = {key: Bilingual.read(entry[key]) for key in ("list_name", "closed_day", "basis")}
    read = {
        "years": range(first, last + 1),
        "also_closed": frozenset(entry.get("also_closed", ())),
        "spans": tuple(Span(s["from"], s["to"], frozenset(s["closed"])) for s in entry.get("spans", ())),
    }
    return Calendar(code=code, **(entry | words | read))
