"""Months and quarters that are reported on. All days are those of the network's calendar."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from models.rules.dates import anniversary
from models.rules.days import HOME
from models.rules.words import ReportSpan

MONTHS = {ReportSpan.MONTH: 1, ReportSpan.QUARTER: 3}
_CODE = re.compile(r"(?P<year>[12]\d{3})-(?:(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4]))")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    first: date
    span: ReportSpan

    @property
    def until(self) -> date:
        """The day after the last."""
        return anniversary(self.first, MONTHS[self.span])

    @property
    def last(self) -> date:
        return self.until - timedelta(days=1)

    @property
    def starts_at(self) -> datetime:
        return midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """What happened at this moment belongs to the next period."""
        return midnight(self.until)

    @property
    def code(self) -> str:
        """Such as `2026-10` and `2026-Q4`."""
        if self.span is ReportSpan.MONTH:
            return f"{self.first:%Y-%m}"
        return f"{self.first.year}-Q{(self.first.month + 2) // 3}"

    def before(self) -> "Period":
        return period_of(self.first - timedelta(days=1), self.span)

    def after(self) -> "Period":
        return period_of(self.until, self.span)


def midnight(day: date) -> datetime:
    """When the day begins in Kraków."""
    return datetime.combine(day, time.min, HOME)


def period_of(day: date, span: ReportSpan) -> Period:
    """The one that `day` lies in."""
    months = MONTHS[span]
    return Period(date(day.year, (day.month - 1) // months * months + 1, 1), span)


def last_complete(today: date, span: ReportSpan) -> Period:
    return period_of(today, span).before()


def read_period(code: str) -> Period | None:
    """The opposite of `Period.code`; None for what is no period."""
    found = _CODE.fullmatch(code)
    if found is None:
        return None
    if found["month"]:
        return Period(date(int(found["year"]), int(found["month"]), 1), ReportSpan.MONTH)
    return Period(date(int(found["year"]), 3 * int(found["quarter"]) - 2, 1), ReportSpan.QUARTER)


def back_from(latest: Period) -> Iterator[Period]:
    """`latest` and all before it, without an end."""
    while True:
        yield latest
        latest = latest.before()
