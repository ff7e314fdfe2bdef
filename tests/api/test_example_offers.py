"""The offers of the example portfolio: readable, alike in both languages, and giving nothing away."""

from models.actions.forms import OfferForm
from models.rules import words
from models.rules.confidentiality import scan
from models.rules.lint import lint
from models.rules.numbers import numbers
from models.tables import CoOwner, Disclosure, ThirdPartyInput
from tests.api.example_files import (
    LENGTHS,
    WRITTEN_APART,
    every_technology,
    offer_texts,
    offers,
    reached,
    read,
    texts_of,
)


@every_technology
def test_offers_are_there_from_the_offer_stage_on(path):
    technology = read(path)
    expected = {"en", "pl"} if reached(technology, words.Stage.OFFER) else set()
    assert set(offers(technology)) == expected - ({"pl"} if path.stem.startswith("12-") else set())


@every_technology
def test_an_offer_has_nothing_for_the_lint_to_find_but_keywords_of_its_own(path):
    texts = offers(read(path))
    for language, offer in texts.items():
        sibling = texts.get("pl" if language == "en" else "en")
        findings = [(found.code, found.field, found.excerpt) for found in lint(offer, language, sibling)]
        assert [finding for finding in findings if finding[0] != "keyword_unlisted"] == []


@every_technology
def test_an_offer_gives_nothing_away_for_which_somebody_would_have_to_vouch(path):
    technology = read(path)
    disclosure = technology["disclosure"]
    filing = technology.get("review", {}).get("filing", {})
    elsewhere = {name: "\n".join(texts_of(value)) for name, value in technology.items() if name not in WRITTEN_APART}
    for offer in offers(technology).values():
        received = {
            f"{table} {name} {number}": (row.get(name, ""), kind)
            for table, of in (("input", ThirdPartyInput), ("co_owner", CoOwner))
            for number, row in enumerate(technology.get(table, []))
            for name, kind in of.naming.items()
        }
        found = scan(
            offer_texts(offer),
            elsewhere
            | {name: "\n".join(texts_of(disclosure[name])) for name in Disclosure.confidential}
            | {label: text for label, (text, _) in received.items()},
            naming={**Disclosure.naming, **{label: kind for label, (_, kind) in received.items()}},
            names=[creator["name"] for creator in technology["contributor"]],
            unpublished_numbers=[filing["application_number"]] if filing else [],
            public=[disclosure["abstract_public"], *disclosure["keywords"]],
        )
        assert found == []


@every_technology
def test_an_offer_is_of_a_readable_length_and_the_form_takes_it(path):
    for language, offer in offers(read(path)).items():
        OfferForm.model_validate(offer | {"language": language})
        for name, (least, most) in LENGTHS.items():
            assert least <= len(offer[name]) <= most, (name, len(offer[name]))
        assert len(offer["key_figures"]) == 4


@every_technology
def test_the_two_languages_agree_in_all_that_is_not_text(path):
    same = ("trl", "ipr_status", "sdgs", "partner_sizes", "countries", "anonymous")
    found = [{name: offer[name] for name in same} for offer in offers(read(path)).values()]
    assert all(offer == found[0] for offer in found)
    types = [[row["type"] for row in offer["partnerships"]] for offer in offers(read(path)).values()]
    assert all(one == types[0] for one in types)


@every_technology
def test_every_number_stands_in_both_languages(path):
    texts = offers(read(path))
    for name in texts.get("pl", {}):
        found = {language: set(numbers(offer_texts(offer)[name], language)) for language, offer in texts.items()}
        assert found["en"] == found["pl"], name


@every_technology
def test_polish_texts_are_written_with_polish_letters(path):
    technology = read(path)
    polish = offers(technology).get("pl", {})
    texts = [polish[name] for name in LENGTHS if polish]
    texts += [technology["disclosure"]["description"]] if technology["disclosure"]["language"] == "pl" else []
    assert all(sum(letter in "ąćęłńóśźż" for letter in text) / len(text) > 0.015 for text in texts)


# its partners and its licence
