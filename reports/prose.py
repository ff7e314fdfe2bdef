"""Plain text as people type it, made ready for setting: paragraphs, lists, and spaces that must not break."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from models.rules.words import Language
from reports.glyphs import in_words

UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
BEFORE_A_SHORT_UNIT = re.compile(r"(?<=\d) (?=[^\s.,;:)]{1,3}(?:[\s.,;:)]|$))")
AFTER_A_ONE_LETTER_WORD = re.compile(r"(?<![^\s(„])([aiouwzAIOUWZ]) (?=\S\S)")
AROUND_A_RELATION = re.compile(r" ([=<>≤≥≈±×]) (?=\d)")
BEFORE_A_NUMBER = re.compile(r"(?<![^\s(„])(ISO|EN|art\.|ust\.|nr|No\.|ok\.|ca\.|n) (?=[\d=])")
NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class BulletList:
    entries: tuple[str, ...]


def blocks(text: str) -> tuple[Paragraph | BulletList, ...]:
    """Blank lines part paragraphs; lines that start with `- ` make a list."""
    return tuple(block for chunk in re.split(r"\n\s*\n", text.strip()) for block in _blocks_of(chunk) if chunk.strip())


def _blocks_of(chunk: str) -> Iterator[Paragraph | BulletList]:
    lines = [line.strip() for line in chunk.splitlines() if line.strip()]
    for listed, group in groupby(lines, key=lambda line: line.startswith("- ")):
        if listed:
            yield BulletList(tuple(line[2:].strip() for line in group))
        else:
            yield Paragraph(" ".join(group))


def printable(text: str) -> str:
    """The text without control characters and broken surrogates, which neither HTML nor XMP can hold, and without what
    turns its direction: then another text would be read than stands there."""
    return UNPRINTABLE.sub("", text)


def typeset(text: str, language: Language) -> str:
    """The printable text, its numbers tied to their units.

    In Polish a one-letter word is tied to the next: it may not end a line.
    """
    tied = AROUND_A_RELATION.sub(rf"{NO_BREAK_SPACE}\1{NO_BREAK_SPACE}", in_words(printable(text), language))
    tied = BEFORE_A_SHORT_UNIT.sub(NO_BREAK_SPACE, tied)
    tied = BEFORE_A_NUMBER.sub(rf"\1{NO_BREAK_SPACE}", tied)
    if language is Language.POLISH:
        tied = AFTER_A_ONE_LETTER_WORD.sub(rf"\1{NO_BREAK_SPACE}", tied)
    return tied
