"""Institutions, their units, addresses and brands in the text of an offer that is not to say whose it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.rules.text import cleaned, plain_word

Span = tuple[int, int]
"""Of a passage in a text: its first character, and the first after it."""
_WORD = re.compile(r"[^\W_]+")
LINKS = frozenset("i w we im imienia of the for and at in na nad sp z o s a".split())
"""Words of a name that may be left out or change."""
_START = 2
"""Letters: as many as the shortest name has."""
_BRAND = re.compile(r"[^\W_][\w-]*(?:\s?[®™℠]|\s?\((?:R|TM)\))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class House:
    """`stems` of a name of several words; a name of one word, or a code, is met only as it is written."""

    stems: tuple[str, ...]
    exact: str = ""

    def meets(self, words: Sequence[str]) -> bool:
        return (
            bool(words)
            and len(words) == len(self.stems)
            and all(
                word.startswith(stem) and len(word) - len(stem) <= 5
                for word, stem in zip(words, self.stems, strict=True)
            )
        )


def organisation(name: str) -> House | None:
    """`None` for what names nothing."""
    written = _WORD.findall(cleaned(name))
    meant = [plain for word in written if (plain := plain_word(word)) and plain not in LINKS]
    if len(meant) > 1:
        return House(tuple(_stem(word) for word in meant))
    return House((), written[0]) if written and len(written[0]) > 1 else None


def organisations_named(text: str, houses: Sequence[House]) -> Iterator[Span]:
    """Where each stands, in any grammatical case: Uniwersytetu Jagiellońskiego."""
    return (span for _, span in houses_named(text, houses))


def houses_named(text: str, houses: Sequence[House]) -> Iterator[tuple[House, Span]]:
    """Which, and where. Each word of the text is compared with the few names that begin like it."""
    if not houses:
        return
    by_start = _by_start(houses)
    found = list(_WORD.finditer(text))
    plain = [plain_word(each.group()) for each in found]
    meant = [place for place, word in enumerate(plain) if word not in LINKS]
    for number, place in enumerate(meant):
        for house in by_start.get(plain[place][:_START], ()):
            those = meant[number : number + len(house.stems)]
            if house.meets([plain[each] for each in those]):
                yield house, (found[place].start(), found[those[-1]].end())
    for each, word in zip(found, plain, strict=True):
        for house in by_start.get(word[:_START], ()):
            if house.exact and _is_written_so(each.group(), house.exact):
                yield house, each.span()


def _by_start(houses: Sequence[House]) -> dict[str, list[House]]:
    index: dict[str, list[House]] = {}
    for house in houses:
        index.setdefault((house.stems[0] if house.stems else plain_word(house.exact))[:_START], []).append(house)
    return index


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
