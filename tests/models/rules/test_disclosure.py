from datetime import date

import pytest

from models.rules.disclosure import SHARES_WHOLE, fingerprint, missing_fields, shares_total, valid_orcid
from models.rules.words import PublicDisclosure, TechnologyKind

COMPLETE: dict[str, object] = {
    "title": "Hydrogel z kolagenu dla oparzeń",
    "kind": TechnologyKind.INVENTION,
    "abstract_public": "Opatrunek, który przyspiesza gojenie.",
    "abstract_confidential": "Kolagen sieciowany genipiną w stosunku 3:1.",
    "problem": "Oparzenia goją się długo.",
    "description": "Żel nakłada się raz na trzy dni.",
    "novelty": "Sieciowanie bez aldehydu.",
    "advantages": "Gojenie w 9 dni zamiast 14.",
    "keywords": ["hydrogel", "oparzenia"],
    "trl": 4,
    "public_disclosure": PublicDisclosure.NONE,
}


def test_a_complete_disclosure_misses_nothing() -> None:
    assert missing_fields(COMPLETE) == []


def test_blank_fields_are_named_in_the_order_of_the_form() -> None:
    blank = COMPLETE | {"trl": None, "novelty": "  ", "keywords": ["", " "], "title": ""}
    assert missing_fields(blank) == ["title", "novelty", "keywords", "trl"]


def test_an_empty_form_misses_every_required_field_and_no_date() -> None:
    assert missing_fields({}) == [
        "title", "kind", "abstract_public", "abstract_confidential", "problem", "description", "novelty",
        "advantages", "keywords", "trl", "public_disclosure",
    ]  # fmt: skip


def test_a_published_disclosure_must_say_when_and_where() -> None:
    assert missing_fields(COMPLETE | {"public_disclosure": "published"}) == [
        "public_disclosure_on",
        "public_disclosure_note",
    ]
    told = {"public_disclosure_on": date(2026, 3, 1), "public_disclosure_note": "poster, Kraków"}
    assert missing_fields(COMPLETE | {"public_disclosure": "published"} | told) == []


def test_a_planned_publication_must_have_a_date() -> None:
    assert missing_fields(COMPLETE | {"public_disclosure": PublicDisclosure.PLANNED}) == ["planned_publication_on"]


def test_three_thirds_do_not_make_a_whole() -> None:
    assert shares_total([3333, 3333, 3333]) == SHARES_WHOLE - 1


@pytest.mark.parametrize(
    "orcid",
    ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X", "https://orcid.org/0000-0002-1694-233x"],
)
def test_an_orcid_with_its_check_digit_is_valid(orcid: str) -> None:
    assert valid_orcid(orcid)


@pytest.mark.parametrize("orcid", ["0000-0002-1825-0098", "0000-0002-1825-009", "0000000218250097", "", "X"])
def test_an_orcid_with_a_wrong_digit_or_shape_is_not(orcid: str) -> None:
    assert not valid_orcid(orcid)


def test_a_second_submit_is_recognised_through_case_accents_and_punctuation() -> None:
    again = COMPLETE | {"title": "hydrogel z kolagenu  dla OPARZEN.", "trl": 5, "keywords": []}
    assert fingerprint(again) == fingerprint(COMPLETE)


def test_another_content_has_another_fingerprint() -> None:
    assert fingerprint(COMPLETE | {"novelty": "Sieciowanie światłem."}) != fingerprint(COMPLETE)


def test_text_moved_to_the_next_field_is_another_content() -> None:
    moved = COMPLETE | {"problem": "", "description": f"{COMPLETE['problem']} {COMPLETE['description']}"}
    assert fingerprint(moved) != fingerprint(COMPLETE)
