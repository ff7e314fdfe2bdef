"""The letter to the creators: what it says for each decision, and that it stays readable for everybody."""

from dataclasses import replace
from datetime import date

import pytest

from models.rules.words import Language, ProtectionStrategy, ReviewOutcome
from reports import decision_letters
from reports.decision_letters import Addressee, LetterContent
from tests.reports.contents import POLISH
from tests.reports.reading import faults_of, heading_levels, pages_of, text_of

LETTER = LetterContent(
    language=Language.POLISH,
    reference="UJ-2026-0042",
    title="Wykrywanie genów oporności",
    institution_name="Uniwersytet Przykładowy",
    institution_city="Tarnów",
    institution_email="ctt@uczelnia.example",
    institution_phone="+48 12 000 00 00",
    institution_homepage="https://uczelnia.example",
    addressees=(
        Addressee(name="dr Łucja Żądło", affiliation="Wydział Biochemii, Uniwersytet Przykładowy"),
        Addressee(name="Ewa Kądziołka"),
    ),
    decided_on=date(2026, 11, 20),
    decided_by="Anna Żółkiewska",
    outcome=ReviewOutcome.PROCEED,
    strategy=ProtectionStrategy.PATENT,
    why="Rozwiązanie jest nowe: zażółć gęślą jaźń.\n\n- pierwszy powód\n- drugi {{ powód }} <b>",
    statutory=True,
    fee_cap="Najwyżej 5% przeciętnego wynagrodzenia z 2025 r.: 445,17 zł",
    officer_name="Jan Kot",
    officer_email="jan.kot@uczelnia.example",
    page="https://helix.example/disclosures/UJ-2026-0042",
)
RELEASE = replace(LETTER, outcome=ReviewOutcome.RELEASE, strategy=None)
ENGLISH_LONG = replace(RELEASE, language=Language.ENGLISH, why=POLISH * 12, addressees=LETTER.addressees * 6)


@pytest.mark.parametrize("content", [LETTER, RELEASE, ENGLISH_LONG], ids=["proceed", "release", "long"])
def test_a_letter_is_accessible_and_the_same_each_time(content):
    pdf = decision_letters.render(content)
    assert faults_of(pdf) == []
    assert heading_levels(pdf) == [1, 2, 2, 2, 2]
    assert decision_letters.render(content) == pdf


def test_a_letter_of_usual_length_takes_one_page_or_two():
    assert pages_of(decision_letters.render(LETTER)) <= 2
    assert pages_of(decision_letters.render(RELEASE)) <= 2


def test_a_patent_letter_asks_not_to_publish_and_says_why_in_the_offices_words():
    said = text_of(decision_letters.render(LETTER))
    for expected in (
        "dr Łucja Żądło",
        "Instytucja podejmuje komercjalizację i występuje o patent.",
        "zażółć gęślą jaźń",
        "drugi {{ powód }} <b>",
        "Do dnia zgłoszenia prosimy niczego nie publikować",
        "art. 155 ustawy z 20 lipca 2018 r.",
        "Jan Kot, jan.kot@uczelnia.example",
    ):
        assert expected in said
    assert "art. 154" not in said


@pytest.mark.parametrize("outcome", [ReviewOutcome.RELEASE, ReviewOutcome.DECLINE])
def test_a_negative_letter_tells_employees_of_the_offer_its_term_and_its_fee(outcome):
    said = text_of(decision_letters.render(replace(RELEASE, outcome=outcome)))
    for expected in ("art. 154 ust. 3", "w terminie 30 dni", "445,17 zł", "art. 154 ust. 5"):
        assert expected in said
    unknown = text_of(decision_letters.render(replace(RELEASE, outcome=outcome, fee_cap="")))
    assert "najwyżej 5% przeciętnego wynagrodzenia z poprzedniego roku" in unknown


def test_where_no_polish_employee_is_among_the_creators_the_act_is_not_cited():
    said = text_of(decision_letters.render(replace(RELEASE, language=Language.ENGLISH, statutory=False)))
    assert "154" not in said
    assert "as your contracts with the institution and its regulations have it" in said


@pytest.mark.parametrize(
    ("strategy", "expected"),
    [(ProtectionStrategy.KNOW_HOW, "Keep it secret"), (ProtectionStrategy.COPYRIGHT, "under an open licence")],
)
def test_each_way_of_protection_asks_for_what_it_needs(strategy, expected):
    english = replace(LETTER, language=Language.ENGLISH, strategy=strategy)
    assert expected in text_of(decision_letters.render(english))


def test_a_letter_without_words_for_the_creators_offers_to_explain():
    said = text_of(decision_letters.render(replace(LETTER, why=" ")))
    assert "Powody wyjaśni Państwu Jan Kot" in said
