"""When somebody is reminded of a clock, and who: pure arithmetic on days."""

from collections.abc import Sequence
from datetime import date, timedelta

THRESHOLDS = (90, 30, 14, 7, 1, 0)
"""Days before the nominal date; then once more when it is past."""
PAST = -1
"""The threshold of a date that has passed."""
DEPUTY_FROM, HEAD_FROM = 14, 7
"""From these thresholds on, and when past, the deputy and the head are told as well."""


def reached_threshold(days_left: int, thresholds: Sequence[int] = THRESHOLDS) -> int | None:
    """The reminder that a clock with so many days left is at; PAST when the date has passed."""
    if days_left < 0:
        return PAST
    return min((threshold for threshold in thresholds if days_left <= threshold), default=None)


def next_look(nominal: date, threshold: int | None) -> date | None:
    """The day of the reminder after `threshold` (None: the first one); None when it was the last."""
    if threshold == PAST:
        return None
    later = [each for each in (*THRESHOLDS, PAST) if threshold is None or each < threshold]
    try:
        return nominal - timedelta(days=later[0])
    except OverflowError:  # at the ends of the calendar of years: looked at when the day itself comes
        return nominal


def first_look(nominal: date) -> date | None:
    return next_look(nominal, None)


def recipients(
    threshold: int, *, officer: int | None, deputy: int | None, head: int | None, deputy_left: bool = False
) -> dict[int, str]:
    """Persons and as what each is told. Where there is no officer the deputy and the head stand in at once; for a
    deputy who has left, the head."""
    told: dict[int, str] = {}
    for person, standing, told_from in (
        (officer, "officer", None),
        (deputy, "deputy", DEPUTY_FROM),
        (head, "head", DEPUTY_FROM if deputy_left else HEAD_FROM),
    ):
        in_time = told_from is None or threshold <= told_from or not told
        if person is not None and in_time:
            told.setdefault(person, standing)
    return told
