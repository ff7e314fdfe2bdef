"""The pages' sentences: all translated, none left over, each with the same holes in every language."""

import re
from collections import defaultdict
from collections.abc import Sequence

import pytest
from babel.messages.catalog import Catalog

from api.pages import messages
from api.pages.words import Words
from models.rules.words import Language

TRANSLATED = messages.TRANSLATED
HOLES = re.compile(r"%\((\w+)\)[sd]")
SAID = messages.said()


def key(sentence: str | Sequence[str]) -> str:
    return sentence if isinstance(sentence, str) else sentence[0]


@pytest.fixture(params=[(language, name) for language in TRANSLATED for name in sorted(SAID)], ids=str)
def held(request: pytest.FixtureRequest) -> tuple[Catalog, dict[messages.Said, list[str]]]:
    language, name = request.param
    return messages.catalogue(language, name), SAID[name]


def test_what_is_said_is_translated_and_what_is_translated_is_said(held) -> None:
    catalogue, sentences = held
    assert {
        message.id if isinstance(message.id, str) else tuple(message.id) for message in catalogue if message.id
    } == set(sentences)
    assert [message.id for message in catalogue if message.fuzzy or not messages.is_translated(message)] == []


def test_every_language_has_the_same_holes(held) -> None:
    """The singular may say "one" where the others count."""
    unequal = []
    for message in held[0]:
        given = set(HOLES.findall(message.id[-1] if isinstance(message.id, list | tuple) else message.id))
        strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
        unequal += [message.id for each in strings if message.id and set(HOLES.findall(each)) - {"n"} != given - {"n"}]
    assert unequal == []


def test_a_sentence_has_one_translation_whatever_page_says_it() -> None:
    found = defaultdict(set)
    for language in TRANSLATED:
        for name in SAID:
            for message in messages.catalogue(language, name):
                if message.id:
                    found[language, key(message.id)].add(str(message.string))
    assert [each for each, texts in found.items() if len(texts) > 1] == []


def test_a_catalogue_is_rewritten_the_same() -> None:
    """`python -m api.pages.messages` has nothing to do: what is committed is what it writes."""
    for language in TRANSLATED:
        for name, sentences in SAID.items():
            made = messages.updated(language, name, sentences)
            assert messages.written(made) == messages.file_of(language, name).read_bytes()


def test_words_of_the_field_come_from_the_reports() -> None:
    assert Words(Language.POLISH).of("chain", "health") == "Zdrowie i jakość życia"
    assert Words(Language.ENGLISH).of("development_stage", "under_development") == "Under development"


@pytest.mark.parametrize(("count", "said"), [(1, "1 dzień"), (2, "2 dni"), (5, "5 dni"), (22, "22 dni")])
def test_days_are_counted_in_the_languages_plural(count: int, said: str) -> None:
    assert Words(Language.POLISH).days(count) == said


def test_money_and_sizes_are_written_as_the_language_does() -> None:
    assert Words(Language.POLISH).money(123456, "PLN") == "1\xa0234,56\xa0zł"
    assert Words(Language.ENGLISH).size(1_234_567) == "1.2 MB"
    assert Words(Language.POLISH).size(1_234_567) == "1,2 MB"
