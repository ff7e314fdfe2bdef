"""Closed days by office: public holidays from the `holidays` package, closings from our own lists."""

from datetime import date
from functools import cache

import holidays

from models.rules.calendars import Calendar, Closed, calendar_named


@cache
def closed_days(code: str) -> Closed:
    """The function that says whether the office `code` is closed on a day (None: no list).

    ClockRefused for a calendar that does not exist.
    """
    calendar = calendar_named(code)
    return _by_public_holidays(calendar, calendar.holidays_of) if calendar.holidays_of else calendar.closed_by_span


def _by_public_holidays(calendar: Calendar, country: str) -> Closed:
    public = _us_federal if country == "US" else _polish

    def closed(day: date) -> bool | None:
        if day.year not in calendar.years:
            return None
        return calendar.weekend(day) or day in public(day.year) or day in calendar.also_closed

    return closed


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
