from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given, strategies as st

from models.rules.bilingual import Bilingual
from models.rules.dates import anniversary, month_end, spell, spell_days, spell_months, spell_years

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
MONTHS = st.integers(0, 600)


@pytest.mark.parametrize(
    ("trigger", "months", "nominal"),
    [
        (date(2012, 2, 29), 12, date(2013, 2, 28)),
        (date(2024, 3, 1), 1, date(2024, 4, 1)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2025, 4, 30), 10, date(2026, 2, 28)),
        (date(2025, 10, 31), 4, date(2026, 2, 28)),
        (date(2023, 12, 24), 12, date(2024, 12, 24)),
        (date(2016, 7, 15), 31, date(2019, 2, 15)),
    ],
)
def test_an_anniversary_is_clamped_to_the_end_of_a_shorter_month(trigger: date, months: int, nominal: date) -> None:
    assert anniversary(trigger, months) == nominal


@pytest.mark.parametrize(
    ("trigger", "months", "nominal"),
    [
        (date(2016, 11, 15), 24, date(2018, 11, 30)),
        (date(2016, 11, 15), 36, date(2019, 11, 30)),
        (date(1987, 2, 24), 24, date(1989, 2, 28)),
        (date(1989, 2, 28), 6, date(1989, 8, 31)),
    ],
)
def test_a_month_end_runs_from_last_day_to_last_day(trigger: date, months: int, nominal: date) -> None:
    assert month_end(trigger, months) == nominal


@given(DAYS, MONTHS)
def test_an_anniversary_keeps_the_day_or_ends_the_month(trigger: date, months: int) -> None:
    day = anniversary(trigger, months)
    assert (day.year - trigger.year) * 12 + day.month - trigger.month == months
    assert day.day == min(trigger.day, monthrange(day.year, day.month)[1])


@given(DAYS, DAYS, MONTHS)
def test_a_later_trigger_never_ends_earlier(one: date, other: date, months: int) -> None:
    first, second = sorted((one, other))
    assert anniversary(first, months) <= anniversary(second, months) <= month_end(second, months)


def test_a_date_is_spelled_in_both_languages() -> None:
    assert spell(date(2023, 9, 1)) == Bilingual(en="1 September 2023", pl="1 września 2023")


@pytest.mark.parametrize(
    ("count", "polish"),
    [(1, "1 miesiąc"), (3, "3 miesiące"), (12, "12 miesięcy"), (14, "14 miesięcy"), (22, "22 miesiące")],
)
def test_months_are_counted_with_polish_plurals(count: int, polish: str) -> None:
    assert spell_months(count).pl == polish


def test_one_day_is_singular() -> None:
    assert (spell_days(1), spell_days(14)) == (Bilingual("1 day", "1 dzień"), Bilingual("14 days", "14 dni"))


def test_years_are_counted_with_polish_plurals() -> None:
    assert [spell_years(count).pl for count in (1, 2, 5, 12, 22)] == ["1 rok", "2 lata", "5 lat", "12 lat", "22 lata"]
    assert (spell_years(1).en, spell_years(2).en) == ("1 year", "2 years")


def test_an_anniversary_looks_back_too() -> None:
    assert anniversary(date(2025, 8, 31), -6) == date(2025, 2, 28)
    assert anniversary(date(2025, 1, 15), -12) == date(2024, 1, 15)
