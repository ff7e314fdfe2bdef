"""Numbers in words and figures, told by both languages of one offer."""

import pytest

from models.rules.lint import lint
from models.rules.spelled_numbers import Told
from models.rules.words import Language


def differing(english: str, polish: str) -> list[str]:
    """What the lint says of numbers, looked at from either side."""
    found = lint({"description": english}, "en", {"description": polish})
    back = lint({"description": polish}, "pl", {"description": english})
    said = [each.message.en.partition('": ')[2] for each in found if each.code == "numbers_differ"]
    assert len(said) == sum(each.code == "numbers_differ" for each in back)
    return said


@pytest.mark.parametrize(
    ("english", "polish", "said"),
    [
        ("9 samples were read.", "Odczytano próbki.", "only here 9; only there none."),
        ("Nine samples were read.", "Odczytano próbki.", "only here 9; only there none."),
        ("Samples were read.", "Odczytano dziewięć próbek.", "only here none; only there 9."),
        ("It takes 5 to 7 days.", "Trwa 5 dni.", "only here 7; only there none."),
        ("Nine samples were read.", "Odczytano osiem próbek.", "only here 9; only there 8."),
        ("It keeps 5–7 days.", "Trwałość 5–8 dni.", "only here 7; only there 8."),
        ("It holds 1.5 ml.", "Mieści 15 ml.", "only here 1.5; only there 15."),
        ("It reached TRL 4.", "Osiągnięto TRL 5.", "only here 4; only there 5."),
        ("40% of patients.", "45% chorych.", "only here 40; only there 45."),
        ("10,000 strips.", "1000 pasków.", "only here 10000; only there 1000."),
    ],
)
def test_a_number_of_one_language_alone_is_told(english: str, polish: str, said: str) -> None:
    assert differing(english, polish) == [said]


@pytest.mark.parametrize(
    ("english", "polish"),
    [
        ("Nine samples in twelve hours.", "9 próbek w dwanaście godzin."),
        ("9 samples, two patients, seven days.", "Dziewięć próbek, dwóch chorych, siedem dni."),
        ("Both lines, twice a week, in a three-step process.", "Obie linie, dwa razy w tygodniu, trójetapowo."),
        ("Twofold dilution on two plates.", "Rozcieńczenie dwukrotne na dwóch płytkach."),
        ("A pair of tests in a week.", "Dwa testy w siedem dni."),
        ("It costs 1.5 EUR for 10,000 strips.", "Kosztuje 1,5 EUR przy 10 000 pasków."),
        ("10\u202f000 strips of 0.25 mm, from 5 to 7.", "10\u00a0000 pasków po 0,25 mm, 5–7."),
        ("Shown on 5 March 2026 and May 2, 2026.", "Pokazano 05.03.2026 i 2 maja 2026 r."),
        ("The 2nd stage in the 21st century.", "W 2. etapie, w XXI wieku."),
        ("1. Print.\n2. Dry.\n3. Cut.", "- Druk.\n- Suszenie.\n- Cięcie."),
        ("Needed: (1) strips, (2) readers.", "Potrzebne: paski i czytniki."),
        ("CO2, IL-6, H2O, 3D print and vitamin B12.", "Dwutlenek węgla, interleukina, woda i druk."),
        ("Within 1 hour; no errors; 0 failures.", "W godzinę, bez błędów."),
        ("Type 2 diabetes in phase II.", "Cukrzyca typu 2 w fazie 2."),
        ("Two hundred strips, twenty-five readers.", "200 pasków, 25 czytników."),
        ("Half of them, a third, three quarters.", "50%, 33%, 75%."),
        ("A 9-month study with 5ml tubes at -20 °C.", "Badanie 9-miesięczne, probówki 5 ml, -20 °C."),
        ("Better than two thirds at TRL 4.", "Lepiej niż dwie trzecie przy TRL 4."),
        ("Nylon 6,6 and 1,000 parts at 1,250,000.", "Nylon 6,6 i 1000 części przy 1 250 000."),
        ("Tested for one year.", "Badano przez rok."),
    ],
)
def test_the_same_number_said_otherwise_is_no_difference(english: str, polish: str) -> None:
    assert differing(english, polish) == []


def test_a_word_within_a_longer_number_is_not_taken_for_a_number() -> None:
    assert Told("dwadzieścia pięć prób i two", Language.POLISH).surely == set()
    assert Told("two hundred and twenty-five", Language.ENGLISH).surely == set()
    assert Told("two of three", Language.ENGLISH).surely == {"2", "3"}
