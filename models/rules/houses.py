"""Institutions, their units, addresses and brands in the text of an offer that is not to say whose it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.rules.near_copies import plain_word
from models.rules.text import cleaned

Span = tuple[int, int]
"""Of a passage in a text: its first character, and the first after it."""
_WORD = re.compile(r"[^\W_]+")
_LINKS = frozenset("i w we im imienia of the for and at in na nad sp z o s a".split())
"""Words of a name that may be left out or change."""
_BRAND = re.compile(r"[^\W_][\w-]*(?:\s?[®™℠]|\s?\((?:R|TM)\))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class House:
    """`stems` of a name of several words; a name of one word, or a code, is met only as it is written."""

    stems: tuple[str, ...]
    exact: str = ""

    def meets(self, words: Sequence[str]) -> bool:
        return len(words) == len(self.stems) and all(
            word.startswith(stem) and len(word) - len(stem) <= 5 for word, stem in zip(words, self.stems, strict=True)
        )


def organisation(name: str) -> House | None:
    """`None` for what names nothing."""
    written = _WORD.findall(cleaned(name))
    meant = [plain for word in written if (plain := plain_word(word)) and plain not in _LINKS]
    if len(meant) > 1:
        return House(tuple(_stem(word) for word in meant))
    return House((), written[0]) if written and len(written[0]) > 1 else None


def organisations_named(text: str, houses: Sequence[House]) -> Iterator[Span]:
    """Where each stands, in any grammatical case: Uniwersytetu Jagiellońskiego."""
    if not houses:
        return
    found = list(_WORD.finditer(text))
    meant = [(plain, each) for each in found if (plain := plain_word(each.group())) not in _LINKS]
    for house in houses:
        size = len(house.stems)
        for start in range(len(meant) - size + 1) if size else ():
            if house.meets([plain for plain, _ in meant[start : start + size]]):
                yield meant[start][1].start(), meant[start + size - 1][1].end()
        if house.exact:
            yield from (each.span() for each in found if _is_written_so(each.group(), house.exact))


def addresses_given(text: str, addresses: Sequence[str]) -> Iterator[Span]:
    """E-mail, web, telephone, ORCID: however they are spaced."""
    for address in addresses:
        core = address.strip().rstrip("/").removeprefix("www.")
        if len(core) >= 6:
            spaced = r"\s?".join(re.escape(letter) for letter in core if not letter.isspace())
            places = re.finditer(rf"(?<![\w.]){spaced}(?!\w)", text, re.IGNORECASE)
            yield from (match.span() for match in places)


def brands(text: str) -> Iterator[Span]:
    return (match.span() for match in _BRAND.finditer(text))


def _stem(word: str) -> str:
    """Without the ending of the nominative, which other cases replace."""
    return word[: max(4, len(word) - 2)] if len(word) > 5 else word[: max(3, len(word) - 1)]


def _is_written_so(word: str, name: str) -> bool:
    """A code in capitals as it is; a name of one word with an ending, and with a capital: Selvita, Selvity."""
    if name.isupper():
        return word == name
    plain, own = plain_word(word), plain_word(name)
    return word[0].isupper() and (
        plain == own or (len(own) > 4 and plain.startswith(own[:-1]) and len(plain) - len(own) <= 3)
    )
