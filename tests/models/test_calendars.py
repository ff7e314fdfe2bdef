from datetime import date, timedelta

import pytest

from models.calendars import closed_days
from models.rules.bilingual import Bilingual
from models.rules.calendars import calendars, next_open
from models.rules.refused import ClockRefused


@pytest.mark.parametrize(
    ("code", "day", "closed"),
    [
        ("PL", date(2024, 11, 11), True),
        ("PL", date(2024, 12, 24), False),  # Christmas Eve became a holiday in 2025
        ("PL", date(2025, 12, 24), True),
        ("PL", date(2026, 2, 28), True),
        ("PL", date(2041, 1, 2), None),
        ("PL", date(1989, 1, 2), None),
        ("PL_CIVIL", date(2016, 12, 3), False),  # a Saturday, before the Civil Code changed
        ("PL_CIVIL", date(2016, 12, 4), True),
        ("PL_CIVIL", date(2017, 1, 7), True),
        ("PL_KPA", date(2017, 5, 27), False),  # a Saturday, before the Code of Administrative Procedure changed
        ("PL_KPA", date(2017, 6, 3), True),
        ("WIPO", date(2026, 3, 4), None),
        ("EPO", date(2025, 12, 29), True),
        ("EPO", date(2026, 1, 2), False),
        ("EPO", date(2026, 1, 5), None),
        ("US", date(2025, 7, 4), True),
        ("US", date(2024, 4, 16), False),  # Emancipation Day is the District's alone
        ("US", date(2025, 12, 26), True),
        ("US", date(2033, 1, 20), True),
        ("US", date(2013, 7, 4), None),
    ],
)
def test_a_day_is_closed_open_or_not_in_the_list(code: str, day: date, closed: bool | None) -> None:
    assert closed_days(code)(day) is closed


def test_an_unknown_calendar_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ClockRefused, match="there are EPO, PL, US, WIPO"):
        closed_days("DE")


def test_every_calendar_closes_every_sunday_in_its_list() -> None:
    sundays = [date(2024, 1, 7) + timedelta(weeks=week) for week in range(104)]
    for code in calendars():
        assert {closed_days(code)(sunday) for sunday in sundays} <= {True, None}


def test_the_next_open_day_is_not_known_where_the_list_ends() -> None:
    assert next_open(date(2025, 12, 27), closed_days("EPO")) == date(2026, 1, 2)
    assert next_open(date(2040, 12, 29), closed_days("PL")) == date(2040, 12, 31)
    assert next_open(date(2026, 1, 3), closed_days("EPO")) is None


def test_a_calendar_tells_what_it_covers() -> None:
    assert calendars()["US"].coverage == Bilingual(en="2014 to 2040", pl="lata 2014-2040")
    assert calendars()["WIPO"].coverage == Bilingual(en="nothing yet", pl="jeszcze nic")
