"""Cells as registries hold them, and how they are read."""

from datetime import date, datetime

import pytest
from hypothesis import given, strategies as st

from models.intake.values import (
    Cell,
    DateForm,
    DateRule,
    Unreadable,
    as_text,
    check_text,
    pl_application,
    read_date,
    repair_double_encoding,
    us_application,
)

US = DateRule((DateForm("%m/%d/%Y"), DateForm("%d %B %Y", day_and_month_swapped=True)), 1990, add_century=True)
POLISH = DateRule((DateForm("%d.%m.%Y"), DateForm("%d %B %Y")))


@pytest.mark.parametrize(
    ("cell", "text"),
    [(None, ""), (12345.0, "12345"), (12345, "12345"), (1.5, "1.5"), (" a\n b\u00a0 c ", "a b c")],
)
def test_a_cell_becomes_one_line_of_text(cell, text):
    assert as_text(cell) == text


@pytest.mark.parametrize(
    ("typed", "number"),
    [("13/033,085", "13/033,085"), ("09/822470", "09/822,470"), ("14/ 033725", "14/033,725")],
)
def test_a_us_number_is_brought_into_one_form_without_a_remark(typed, number):
    assert us_application(typed) == (number, None)


@pytest.mark.parametrize(
    ("typed", "number", "code"),
    [
        ("12/45,970", "12/045,970", "zeros_restored"),
        ("11/5,624", "11/005,624", "zeros_restored"),
        ("12/533/258", "12/533,258", "number_corrected"),
    ],
)
def test_a_us_number_that_had_to_be_corrected_says_so(typed, number, code):
    read, remark = us_application(typed)
    assert (read, remark and remark.code) == (number, code)


@pytest.mark.parametrize("typed", ["/", "/0", "13", "13/", "113/033,085", "13/033,08", "13/0330855", "PCT/US08/1", "x"])
def test_what_is_no_us_number_is_not_guessed(typed):
    with pytest.raises(Unreadable, match="no US application number"):
        us_application(typed)


@given(series=st.integers(0, 99), serial=st.integers(0, 999_999), comma=st.booleans())
def test_a_us_number_reads_the_same_after_it_was_normalised(series, serial, comma):
    typed = f"{series:02d}/{serial:06d}"
    number, remark = us_application(typed[:6] + "," + typed[6:] if comma else typed)
    assert remark is None
    assert us_application(number) == (number, None)
    assert number.replace(",", "") == typed


@pytest.mark.parametrize("typed", ["P.437123", "P 437123", "p.437123", "P437123"])
def test_a_polish_number_is_brought_into_one_form(typed):
    assert pl_application(typed) == ("P.437123", None)


def test_what_is_no_polish_number_is_not_guessed():
    with pytest.raises(Unreadable, match=r"P\.437123"):
        pl_application("P.43712")


def read(cell: Cell, rule: DateRule) -> tuple[date | None, list[str]]:
    day, remarks = read_date(cell, rule)
    return day, [remark.code for remark in remarks]


@pytest.mark.parametrize(
    ("cell", "day", "codes"),
    [
        ("06/16/2024", date(2024, 6, 16), []),
        ("", None, []),
        (None, None, []),
        ("10 March 2015", date(2015, 10, 3), ["day_and_month_turned"]),
        ("05 May 2027", date(2027, 5, 5), []),
        ("11/26/1933", date(2033, 11, 26), ["century_corrected"]),
        ("07 January 1931", date(2031, 7, 1), ["day_and_month_turned", "century_corrected"]),
        (date(2030, 1, 2), date(2030, 1, 2), []),
        (datetime(2030, 1, 2, 0, 0), date(2030, 1, 2), []),  # noqa: DTZ001  as a workbook holds it
    ],
)
def test_a_date_is_read_by_the_registrys_rule(cell, day, codes):
    assert read(cell, US) == (day, codes)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2 stycznia 2024", date(2024, 1, 2)),
        ("12 Października 2024", date(2024, 10, 12)),
        ("29.02.2024", date(2024, 2, 29)),
    ],
)
def test_polish_months_are_known_whatever_the_locale(cell, day):
    assert read(cell, POLISH) == (day, [])


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("soon", "no date in the form"),
        ("02/30/2024", "no date in the form"),
        ("13 March 2015", "the right way round"),
    ],
)
def test_a_date_that_does_not_fit_is_not_guessed(cell, said):
    with pytest.raises(Unreadable, match=said):
        read_date(cell, US)


def test_a_date_that_two_formats_read_differently_is_not_guessed():
    both = DateRule((DateForm("%d/%m/%Y"), DateForm("%m/%d/%Y")))
    assert read("31/01/2024", both) == (date(2024, 1, 31), [])
    assert read("02/02/2024", both) == (date(2024, 2, 2), [])
    with pytest.raises(Unreadable, match="2024-01-02 or 2024-02-01"):
        read_date("01/02/2024", both)


def test_an_early_year_is_refused_unless_the_mapping_corrects_it():
    with pytest.raises(Unreadable, match="lies before 1990"):
        read_date("01.02.1931", DateRule((DateForm("%d.%m.%Y"),), 1990))


def test_a_century_later_may_have_no_such_day():
    with pytest.raises(Unreadable, match="2100 has no such day"):
        read_date("02/29/2000", DateRule((DateForm("%m/%d/%Y"),), 2010, add_century=True))


def test_letters_encoded_twice_are_put_right_and_said():
    repaired, remark = repair_double_encoding("Particle â€“ Surface")
    assert (repaired, remark and remark.code) == ("Particle – Surface", "encoding_repaired")


@pytest.mark.parametrize("text", ["plain", "Zażółć gęślą jaźń", "5 µm – café"])
def test_rightly_encoded_letters_stay_as_they_are(text):
    assert repair_double_encoding(text) == (text, None)


@pytest.mark.parametrize(
    ("text", "said"), [("a\x07b", r"U\+0007"), ("Krak\ufffdw", "type the letter anew"), ("abcdef", "at most 5")]
)
def test_text_that_no_page_can_show_is_refused(text, said):
    with pytest.raises(Unreadable, match=said):
        check_text(text, 5 if text == "abcdef" else 300)
