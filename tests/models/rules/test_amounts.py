"""Money as it is typed: in Polish, in English, and in ways that nobody can be sure of."""

import pytest
from babel.numbers import format_decimal
from hypothesis import given, strategies as st

from models.rules.amounts import minor_units


@pytest.mark.parametrize(
    ("written", "minor"),
    [
        ("50 000,00", 5_000_000),
        ("50,000.00", 5_000_000),
        ("50.000,00", 5_000_000),
        ("50\u00a0000,00", 5_000_000),
        ("50\u202f000", 5_000_000),
        ("50'000.00", 5_000_000),
        ("50000", 5_000_000),
        ("50,000", 5_000_000),
        ("50.000", 5_000_000),
        ("1 234 567,8", 123_456_780),
        ("1,234,567.89", 123_456_789),
        ("1.234.567", 123_456_700),
        ("12,5", 1_250),
        ("12.50", 1_250),
        ("0", 0),
        ("0,05", 5),
        (" 7 ", 700),
    ],
)
def test_an_amount_is_read_as_it_was_meant(written, minor):
    assert minor_units(written) == minor


@pytest.mark.parametrize(
    "written",
    [
        "",
        "-5",
        "abc",
        "50 000 zł",
        "5 0000",
        "50 00,00",
        "1,23,456",
        "1,234,56",
        "12.345,678",
        "0,500",
        "0.005",
        ",5",
        "5,",
        "1.234,5.6",
        "1 234.567 8",
        "1,234,567,8",
        "1e5",
        "٣",
    ],
)
def test_what_can_be_misread_is_refused(written):
    with pytest.raises(ValueError, match=r"."):
        minor_units(written)


def test_a_currency_without_decimals_has_none():
    assert minor_units("50,000", 0) == 50_000
    with pytest.raises(ValueError, match="decimals"):
        minor_units("50.5", 0)


@given(st.integers(0, 10**15), st.sampled_from(["pl_PL", "en_GB", "de_DE", "de_CH", "fr_FR"]))
def test_what_a_language_writes_is_read_back(minor, locale):
    written = format_decimal(minor / 100 if minor < 10**12 else minor // 100, format="#,##0.00", locale=locale)
    expected = minor if minor < 10**12 else minor // 100 * 100
    assert minor_units(written.replace("’", "'")) == expected
