import pytest

from models.rules.numbers import is_quantified, numbers


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("72 h instead of 1,000.50 h", "en", ["72", "1000.5"]),
        ("72 h zamiast 1 000,50 h", "pl", ["72", "1000.5"]),
        ("from 5-10 nm, 98%, 2.5-fold", "en", ["5", "10", "98", "2.5"]),
        ("W 2024 150 próbek", "pl", ["2024", "150"]),
        ("12\u00a0500 zł", "pl", ["12500"]),
        ("12\u202f500 samples and 1 000 000 cells", "en", ["12500", "1000000"]),
        ("IL-6, CO2, COVID-19 and 3D printing", "en", []),
    ],
)
def test_numbers_are_the_same_in_both_notations(text: str, language: str, found: list[str]) -> None:
    assert numbers(text, language) == found


@pytest.mark.parametrize("text", ["4 h instead of 72 h", "twice as strong", "a tenfold lower dose"])
def test_a_figure_or_a_multiple_is_a_quantified_claim(text: str) -> None:
    assert is_quantified(text, "en")


@pytest.mark.parametrize("text", ["", "faster and cheaper", "developed in 2024", "binds IL-6"])
def test_a_year_or_a_name_with_a_digit_is_not(text: str) -> None:
    assert not is_quantified(text, "en")
