"""The checklist names every gate's place and says in both languages what is missing."""

import pytest

from api.pages.officer.gates import ACTION_OF_GATE, SECTION_OF_GATE, WORDS, checklist, in_words
from api.pages.words import Words
from models.rules.bilingual import Told
from models.rules.clocks import clock_rules
from models.rules.confidentiality import ADDRESS, BRAND, NAME, NUMBER, ORGANISATION, TELLING_NUMBER
from models.rules.disclosure import REQUIRED_BY_ANSWER, REQUIRED_FIELDS
from models.rules.facts import Facts, OfferFacts
from models.rules.gates import BY_OTHERS, GATES, Unmet, unmet_gate
from models.rules.lint import lint
from models.rules.offers import OFFER_REQUIRED
from models.rules.statutory import EMPLOYEE_INVENTION_RULES
from models.rules.words import Criterion, Language
from models.tables import Disclosure
from tests.factories import TODAY

SECTIONS = set(
    "glance moves disclosure people ownership review protection clocks offer partners agreements files messages "
    "timeline".split()
)
NOTHING = [gate for gate in (unmet_gate(code, Facts(), TODAY, may_override=True) for code in GATES) if gate]


def test_every_gate_has_a_place_on_the_technologys_page() -> None:
    assert set(SECTION_OF_GATE) == set(ACTION_OF_GATE) == set(GATES)
    assert set(SECTION_OF_GATE.values()) <= SECTIONS
    assert set(GATES) >= BY_OTHERS


@pytest.mark.parametrize(
    "codes",
    [
        REQUIRED_FIELDS,
        [field for fields in REQUIRED_BY_ANSWER.values() for field in fields],
        OFFER_REQUIRED,
        list(Criterion),
        sorted(Disclosure.confidential),
        [NAME, NUMBER, ORGANISATION, ADDRESS, BRAND, TELLING_NUMBER],
        [finding.field for finding in lint({}, Language.ENGLISH) if finding.code.endswith("_missing")],
    ],
    ids=["required", "by answer", "offer", "criteria", "confidential", "leaks", "lint"],
)
def test_whatever_gates_call_missing_has_a_word(codes: list[str]) -> None:
    assert [code for code in codes if code not in WORDS] == []


def test_a_place_that_repeats_a_table_is_said_in_words() -> None:
    assert in_words("agreement.partner 1", Words(Language.ENGLISH)) == "the terms of an agreement"


def test_of_a_case_where_nothing_is_done_each_missing_thing_is_said_in_words() -> None:
    said = [code for gate in NOTHING for code in gate.missing if code not in WORDS and not isinstance(code, Told)]
    assert said == ["0 %", "0/1"]
    assert in_words("0/1", Words(Language.ENGLISH)) == "0 of 1 reviewers"


def test_a_clock_is_named_by_its_rule_and_a_day_is_written_out() -> None:
    rule = EMPLOYEE_INVENTION_RULES[0]
    assert in_words(rule, Words(Language.POLISH)) == clock_rules()[rule].label.pl
    assert in_words("2026-12-01", Words(Language.POLISH)) == "1 grudnia 2026"
    assert in_words("contribution of Łucja Żądło", Words(Language.ENGLISH)) == "contribution of Łucja Żądło"
    assert in_words("Łucja Żądło", Words(Language.POLISH)) == "Łucja Żądło"


def test_each_item_leads_to_the_place_that_closes_it() -> None:
    facts = Facts(offer=OfferFacts("en", 1, lint_errors=("too_long",)))
    gate = unmet_gate("lint_without_errors", facts, TODAY, may_override=False)
    assert isinstance(gate, Unmet)
    (item,) = checklist([gate], Words(Language.ENGLISH), "UJ-2026-0042")
    assert (item.label, item.missing, item.href) == (
        "The offer's texts have no errors",
        ("a text is too long",),
        "/technologies/UJ-2026-0042#offer",
    )


def test_the_links_keep_the_chosen_language() -> None:
    (first, *_) = checklist(NOTHING, Words(Language.POLISH), "A-1", lambda path: f"{path}?lang=pl")
    assert first.href.startswith("/technologies/A-1?lang=pl#")
