"""The numbers that a text says, in figures or in words, comparable between English and Polish."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from models.rules.dates_in_text import without_dates
from models.rules.lint_rules import pattern
from models.rules.numbers import numbers
from models.rules.words import Language

_OF_A_LIST = re.compile(r"^\s*\d{1,2}[.)](?=\s)|\(\d{1,2}\)|(?<=\s)\d\)(?=\s)", re.MULTILINE)
_ORDINAL = {
    Language.ENGLISH: re.compile(r"\b\d+(?:st|nd|rd|th)\b"),
    Language.POLISH: re.compile(
        r"\b\d{1,2}\.(?=\s+[a-ząćęłńóśźż])|\b\d{1,2}-(?:szy|sza|sze|gi|ga|go|ty|ta|tego|tej)\b"
    ),
}
_WITHIN_A_NUMBER = re.compile(r"(?<=ty)-(?=[a-z])")
"""Twenty-five."""
_NAMED_BY_A_COMMA = re.compile(r"(?<=\d),(?=\d{1,2}(?![\d,]))")
"""Nylon 6,6, or a Polish decimal that slipped in."""
_TENS = frozenset("20 30 40 50 60 70 80 90".split())


@dataclass(frozen=True, slots=True)
class _Spelled:
    value: str
    surely: re.Pattern[str] | None
    perhaps: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Said:
    """`perhaps` holds all of `surely`."""

    surely: frozenset[str]
    perhaps: frozenset[str]


def said_numbers(text: str, language: Language) -> Said:
    """Without dates, ordinals and the numbers of a list's entries."""
    text = _ORDINAL[language].sub(" ", _OF_A_LIST.sub(" ", without_dates(text, language)))
    text = _WITHIN_A_NUMBER.sub(" ", text)
    if language is Language.ENGLISH:
        text = _NAMED_BY_A_COMMA.sub(".", text)
    in_figures = frozenset(numbers(text, language))
    words = list(_words(text, language))
    surely = in_figures | {value for value, match in words if not _is_part(match, text, language)}
    told = {each.value for each in _spelled(language) if each.perhaps.search(text)}
    return Said(surely, surely | told | {value for value, _ in words} | set(_sums(words, text, language)))


def _words(text: str, language: Language) -> Iterator[tuple[str, re.Match[str]]]:
    for each in _spelled(language):
        yield from ((each.value, match) for match in each.surely.finditer(text)) if each.surely else ()


def _is_part(match: re.Match[str], text: str, language: Language) -> bool:
    """Of a longer number or a fraction: "two hundred", "dwadzieścia pięć", "three quarters"."""
    before = text[: match.start()].rstrip().rpartition(" ")[2]
    after = text[match.end() :].lstrip().partition(" ")[0].rstrip(".,;:)")
    return any(_larger(language).fullmatch(word) for word in (before, after))


def _sums(words: Sequence[tuple[str, re.Match[str]]], text: str, language: Language) -> Iterator[str]:
    """Twenty and five."""
    tens = {
        match.end(): int(each.value)
        for each in _spelled(language)
        if each.value in _TENS
        for match in each.perhaps.finditer(text)
    }
    for value, match in words:
        before = len(text[: match.start()].rstrip())
        if int(value) < 10 and before in tens:
            yield str(tens[before] + int(value))


@cache
def _larger(language: Language) -> re.Pattern[str]:
    if language is Language.POLISH:
        return re.compile(
            r"\w+dzieścia?|\w+dziesiąt|\w+dziest\w+|\w+set|sto|stu|tysi\w+|tys|milion\w*|mln|miliard\w*|mld"
            r"|trzecie|trzecich|czwarte|czwartych"
        )
    return re.compile(
        r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?|billions?|thirds|quarters",
        re.IGNORECASE,
    )


@cache
def _spelled(language: Language) -> tuple[_Spelled, ...]:
    source = resources.files("models.rules").joinpath("spelled_numbers.toml").read_text(encoding="utf-8")
    return tuple(
        _Spelled(
            entry["value"],
            pattern(entry[language]) if language in entry else None,
            pattern(entry["also"][language]),
        )
        for entry in tomllib.loads(source)["number"]
    )
