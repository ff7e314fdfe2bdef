"""The list of keywords is one list in two languages."""

import pytest

from models.rules.keywords import KeywordKind, keywords, listed, read_keywords, translated
from models.rules.offers import OFFER_LIMITS
from models.rules.words import Field, Language

EN, PL = Language.ENGLISH, Language.POLISH


def test_every_entry_has_a_code_of_its_own_and_fits_the_offer() -> None:
    assert len({each.code for each in keywords()}) == len(keywords())
    assert all(
        0 < len(word) <= OFFER_LIMITS["keyword"] for each in keywords() for word in (each.label.en, each.label.pl)
    )


def test_every_field_of_the_two_chains_has_technologies_to_choose_from() -> None:
    groups = {each.code[2:5] for each in keywords() if each.kind is KeywordKind.TECHNOLOGY}
    assert len(groups - {"GEN"}) == len(Field)


def test_a_word_is_found_whatever_its_case_and_marks_and_known_in_the_other_language() -> None:
    entry = listed("  BLONNIK ", PL)
    assert entry is not None
    assert entry.label.en == "dietary fibre"
    assert translated(["dietary fibre", "of my own", "Fermentation"], EN, PL, KeywordKind.TECHNOLOGY) == [
        "błonnik",
        "fermentacja",
    ]


def test_a_word_that_stands_twice_is_refused() -> None:
    source = '[technology.A]\nlabel = ["a", "a"]\nX = ["iron", "żelazo"]\nY = ["Iron", "metal"]\n[market]\n'
    with pytest.raises(ValueError, match='"iron" stands twice'):
        read_keywords(source)
