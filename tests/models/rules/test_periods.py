from datetime import UTC, date, datetime

from hypothesis import given, strategies as st

from models.rules.periods import last_complete, period_of, read_period
from models.rules.words import ReportSpan

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(DAYS, st.sampled_from(ReportSpan))
def test_every_day_lies_in_one_period_whose_name_leads_back_to_it(day, span):
    period = period_of(day, span)
    assert period.first <= day <= period.last
    assert read_period(period.code) == period
    assert period.before().until == period.first
    assert period.before().after() == period


def test_what_is_no_period_is_not_read_as_one():
    assert [read_period(code) for code in ("2026-13", "2026-Q5", "2026", "", "26-01", "2026-1")] == [None] * 6


def test_the_last_complete_one_is_over_on_the_first_of_the_next():
    assert last_complete(date(2026, 10, 31), ReportSpan.MONTH).code == "2026-09"
    assert last_complete(date(2026, 11, 1), ReportSpan.MONTH).code == "2026-10"
    assert last_complete(date(2026, 12, 31), ReportSpan.QUARTER).code == "2026-Q3"
    assert last_complete(date(2027, 1, 1), ReportSpan.QUARTER).code == "2026-Q4"


def test_periods_begin_at_midnight_in_krakow():
    october = period_of(date(2026, 10, 5), ReportSpan.MONTH)
    assert (october.starts_at.astimezone(UTC), october.ends_at.astimezone(UTC)) == (
        datetime(2026, 9, 30, 22, tzinfo=UTC),
        datetime(2026, 10, 31, 23, tzinfo=UTC),
    )
