"""Habits of writing that weaken an offer, found where they stand."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources

from models.rules.text import sentences
from models.rules.words import Language

LONGEST_SENTENCE = 40
"""Words."""


def marketing(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Where words of praise stand and how they are written."""
    return _passages(_patterns(language, "marketing"), text)


def first_person(text: str, language: str) -> Iterator[tuple[int, str]]:
    return _passages(_patterns(language, "first_person"), text)


def long_sentences(text: str) -> Iterator[tuple[int, str, int]]:
    """Where a sentence above `LONGEST_SENTENCE` starts, its first words, and its length in words."""
    start = 0
    for sentence in sentences(text):
        opening = sentence.split(maxsplit=8)[:8]
        start = text.index(opening[0], start)
        length = len(sentence.split())
        if length > LONGEST_SENTENCE:
            yield start, " ".join(opening), length
        start += len(sentence)


def _passages(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, str]]:
    return ((match.start(), match.group()) for match in pattern.finditer(text))


@cache
def _patterns(language: str, kind: str) -> re.Pattern[str]:
    source = resources.files("models.rules").joinpath("lint_words.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(source)[Language(language)][kind].split("|")
    forms = sorted((_form(entry.strip()) for entry in entries), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?![\w-])", re.IGNORECASE)


def _form(entry: str) -> str:
    return r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in entry.split())
