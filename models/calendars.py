"""Closed days by office: public holidays from the `holidays` package, closings from our own lists."""

from datetime import date
from functools import cache

import holidays

from models.rules.calendars import SATURDAY, Calendar, Closed, calendars

_CIVIL_SATURDAYS_FROM = date(2017, 1, 1)
"""Civil Code art. 115 as amended: since then a Saturday moves the end of a period too."""


@cache
def closed_days(code: str) -> Closed:
    """The function that says whether the office `code` is closed on a day (None: no list).

    LookupError for a calendar that does not exist.
    """
    calendar = calendars().get(code)
    if calendar is None:
        raise LookupError(f"there is no calendar {code!r}; there are {', '.join(sorted(calendars()))}")
    if calendar.spans:
        return calendar.closed_by_span
    return _by_public_holidays(calendar)


def _by_public_holidays(calendar: Calendar) -> Closed:
    public = _us_federal if calendar.code == "US" else _polish

    def closed(day: date) -> bool | None:
        if day.year not in calendar.years:
            return None
        return _is_weekend(day, calendar.code) or day in public(day.year) or day in calendar.also_closed

    return closed


def _is_weekend(day: date, code: str) -> bool:
    if code == "PL_CIVIL" and day < _CIVIL_SATURDAYS_FROM:
        return day.weekday() > SATURDAY
    return day.weekday() >= SATURDAY


@cache
def _polish(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("PL", years=year))


@cache
def _us_federal(year: int) -> frozenset[date]:
    """Federal holidays in Washington without Emancipation Day, a holiday of the District alone;
    with Inauguration Day, every fourth year from 2025."""
    days = set(holidays.country_holidays("US", years=year))
    if year >= 2025 and year % 4 == 1:
        days.add(date(year, 1, 20))
    return frozenset(days)
