"""Dates as people write them, in either language."""

import pytest

from models.rules.dates_in_text import dates, without_dates
from models.rules.numbers import in_notation_of
from models.rules.words import Language

EN, PL = Language.ENGLISH, Language.POLISH


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("On 12 March 2025 and March 13, 2025.", EN, {"2025-03-12", "2025-03-13"}),
        ("on the 1st of May 2024; since June 2023", EN, {"2024-05-01", "2023-06"}),
        ("2025-03-12 and 2025-04", EN, {"2025-03-12", "2025-04"}),
        ("12 may be too many; in 2024", EN, set()),
        ("12 marca 2025 r., 13.03.2025, w maju 2024", PL, {"2025-03-12", "2025-03-13", "2024-05"}),
        ("1 października, 3 września 2024, w październiku 2023", PL, {"--10-01", "2024-09-03", "2023-10"}),
        ("12 majątków, wersja 1.2.3, 5.4 mg", PL, set()),
    ],
)
def test_dates_are_read_in_every_notation(text: str, language: Language, expected: set[str]) -> None:
    assert dates(text, language) == expected


def test_what_is_no_date_stays() -> None:
    assert without_dates("Od 12.03.2025 kosztuje 12,5 EUR", PL).split() == ["Od", "kosztuje", "12,5", "EUR"]


@pytest.mark.parametrize(
    ("english", "polish"), [("1.5 min", "1,5 min"), ("10,000.5 EUR", "10\u00a0000,5 EUR"), ("CO2, IL-6", "CO2, IL-6")]
)
def test_a_number_goes_over_in_the_other_languages_notation(english: str, polish: str) -> None:
    assert (in_notation_of(english, EN, PL), in_notation_of(polish, PL, EN)) == (polish, english)
