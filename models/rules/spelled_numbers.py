"""The numbers that a text says, in figures or in words, comparable between English and Polish."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from models.rules.dates_in_text import without_dates
from models.rules.lint_rules import entries, pattern
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
_TENS = "20 30 40 50 60 70 80 90".split()
_LARGER = {
    Language.ENGLISH: re.compile(
        r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?|billions?|thirds|quarters",
        re.IGNORECASE,
    ),
    Language.POLISH: re.compile(
        r"\w+dzieścia?|\w+dziesiąt|\w+dziest\w+|\w+set|sto|stu|tysi\w+|tys|milion\w*|mln|miliard\w*|mld"
        r"|trzecie|trzecich|czwarte|czwartych",
        re.IGNORECASE,
    ),
}
"""What a number in words is only a part of."""


class Told:
    """The numbers of one text, without dates, ordinals and the numbers of a list's entries."""

    def __init__(self, text: str, language: Language) -> None:
        text = _ORDINAL[language].sub(" ", _OF_A_LIST.sub(" ", without_dates(text, language)))
        text = _WITHIN_A_NUMBER.sub(" ", text)
        if language is Language.ENGLISH:
            text = _NAMED_BY_A_COMMA.sub(".", text)
        self._text, self._language = text, language
        self._words = list(_surely(language).finditer(text))
        self.surely = frozenset(numbers(text, language)) | {
            self._value(match) for match in self._words if not self._is_part(match)
        }

    def lacks(self, other: "Told") -> set[str]:
        """Of what the other one surely says, what this one does not say, not even perhaps."""
        return {number for number in other.surely - self.surely if not self._may_say(number)}

    def _may_say(self, number: str) -> bool:
        if any(self._value(match) == number for match in self._words) or number in self._sums():
            return True
        words = _perhaps(self._language).get(number, "")
        return pattern(words).search(self._text) is not None

    def _value(self, match: re.Match[str]) -> str:
        return _values(self._language)[match.group().lower()]

    def _is_part(self, match: re.Match[str]) -> bool:
        """Of a longer number or a fraction: "two hundred", "dwadzieścia pięć", "three quarters"."""
        before = self._text[: match.start()].rstrip().rpartition(" ")[2]
        after = self._text[match.end() :].lstrip().partition(" ")[0].rstrip(".,;:)")
        return any(_LARGER[self._language].fullmatch(word) for word in (before, after))

    def _sums(self) -> Iterator[str]:
        """Twenty and five."""
        for match in self._words:
            before = self._text[: match.start()].rstrip().rpartition(" ")[2]
            for ten in _TENS if int(self._value(match)) < 10 else ():
                if pattern(_perhaps(self._language)[ten]).fullmatch(before):
                    yield str(int(ten) + int(self._value(match)))


@cache
def _surely(language: Language) -> re.Pattern[str]:
    return pattern(" | ".join(_values(language)))


@cache
def _values(language: Language) -> Mapping[str, str]:
    """Numbers by the words that say them."""
    return {word: each["value"] for each in _numbers() if language in each for word in entries(each[language])}


@cache
def _perhaps(language: Language) -> Mapping[str, str]:
    """Lists of words by number."""
    return {each["value"]: each["also"][language] for each in _numbers()}


@cache
def _numbers() -> Sequence[Mapping[str, Any]]:
    source = resources.files("models.rules").joinpath("spelled_numbers.toml").read_text(encoding="utf-8")
    found: Sequence[Mapping[str, Any]] = tomllib.loads(source)["number"]
    return found
