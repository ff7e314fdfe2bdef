"""Which days an office is closed, as far as its list reaches, and the next day it is open."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from models.rules.bilingual import Bilingual

SATURDAY = 5  # of date.weekday()

Closed = Callable[[date], bool | None]
"""Whether the office is closed on a day; None where there is no list for that day."""


@dataclass(frozen=True)
class Span:
    """A stretch of days whose closings are known."""

    first: date
    last: date
    closed: frozenset[date]


@dataclass(frozen=True)
class Calendar:
    code: str
    list_name: Bilingual
    closed_day: Bilingual
    years: range = range(0)
    also_closed: frozenset[date] = frozenset()
    spans: tuple[Span, ...] = ()

    def closed_by_span(self, day: date) -> bool | None:
        """For offices that only publish lists: the weekend and what the list says, None beyond it."""
        for span in self.spans:
            if span.first <= day <= span.last:
                return day.weekday() >= SATURDAY or day in span.closed
        return None


@cache
def calendars() -> dict[str, Calendar]:
    source = resources.files("models.rules").joinpath("calendars.toml").read_text(encoding="utf-8")
    return {code: _calendar(code, entry) for code, entry in tomllib.loads(source).items()}


def next_open(day: date, closed: Closed) -> date | None:
    """`day` itself when the office is open, else the first day after it that is; None as soon as a
    day is reached for which there is no list. Forward only, for every regime in use."""
    while is_closed := closed(day):
        day += timedelta(days=1)
    return None if is_closed is None else day


def _calendar(code: str, entry: dict[str, Any]) -> Calendar:
    first, last = entry.get("years", (0, -1))
    return Calendar(
        code=code,
        list_name=Bilingual.read(entry["list_name"]),
        closed_day=Bilingual.read(entry["closed_day"]),
        years=range(first, last + 1),
        also_closed=frozenset(entry.get("also_closed", ())),
        spans=tuple(Span(s["from"], s["to"], frozenset(s["closed"])) for s in entry.get("spans", ())),
    )
