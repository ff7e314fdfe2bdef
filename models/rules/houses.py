"""Institutions, their units, addresses and brands in the text of an offer that is not to say whose it is."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.rules.no_names import LEGAL_FORM, LINKS, is_listed, of_firms
from models.rules.text import cleaned, latin, plain_word, sewn_parts, written_words

Span = tuple[int, int]
"""Of a passage in a text: its first character, and the first after it."""
_WORD = re.compile(r"[^\W_]+")
_START = 5
"""Letters at most by which a word is compared with few names only."""
_LONGEST_ENDING = 5
_FEWEST_LETTERS = 3
"""Of a word in which a digit stands for a letter, and of a part of what was written without spaces."""
_ZERO_AND_ONE = str.maketrans("01", "ol")
_OF = frozenset("of the w we im imienia".split())
"""Words of a name that may stand between the others whatever their order."""
_PAUSE = re.compile(r"[.,;:!?()\n]")
_TELEPHONE = re.compile(r"[+\d(][\d\s()./-]+")
_FEWEST_DIGITS, _MOST_DIGITS, _NATIONAL = 7, 15, 9
_BRAND = re.compile(r"[^\W_][\w-]*(?:\s?[®™℠]|\s?\((?:R|TM)\))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class House:
    """`stems` of a name of several words; a name of one word, or a code, is met only as it is written."""

    stems: tuple[str, ...]
    exact: str = ""

    def meets(self, words: Sequence[str]) -> bool:
        return len(words) == len(self.stems) > 0 and all(map(_is_form, words, self.stems))

    def meets_in_any_order(self, words: Sequence[str]) -> bool:
        """As University of Podgórze is Podgórze University."""
        left = list(self.stems) if len(words) > 1 else []
        for word in words:
            stem = next((each for each in left if _is_form(word, each)), None)
            if stem is None:
                return False
            left.remove(stem)
        return len(words) > 1 and not left


@dataclass(frozen=True, slots=True)
class _Word:
    written: str
    plain: str
    start: int
    end: int


def organisation(name: str) -> House | None:
    """`None` for what names nothing."""
    written = _WORD.findall(LEGAL_FORM.sub(" ", cleaned(name)))
    meant = [plain for word in written if (plain := _plain(word)) and plain not in LINKS]
    if len(meant) > 1:
        return House(tuple(_stem(word) for word in meant))
    return House((), written[0]) if written and len(written[0]) > 1 else None


def houses_of(names: Iterable[str]) -> list[House]:
    """Those of the names, and of a firm also the word by which it is known: Novaltis Pharma Ltd is Novaltis."""
    return list(filter(None, (organisation(each) for name in names for each in (name, _known_by(name)))))


def _known_by(name: str) -> str:
    words = _WORD.findall(LEGAL_FORM.sub(" ", cleaned(name)))
    own = [word for word in words if plain_word(word) not in of_firms()]
    is_firm = len(own) == 1 < len(words) and words[0] == own[0]
    return own[0] if is_firm and len(own[0]) >= _FEWEST_LETTERS and not is_listed(plain_word(own[0])) else ""


def organisations_named(text: str, houses: Sequence[House]) -> Iterator[Span]:
    """Where each stands, in any grammatical case: Uniwersytetu Jagiellońskiego. Of two that overlap the longer."""
    end = 0
    for span in sorted({span for _, span in houses_named(text, houses)}, key=lambda span: (span[0], -span[1])):
        if span[0] >= end:
            yield span
            end = span[1]


def houses_named(text: str, houses: Sequence[House]) -> Iterator[tuple[House, Span]]:
    """Which, and where. Each word of the text is compared with the few names that have one like it."""
    if not houses:
        return
    by_start = _by_start(houses)
    words = [_word(each.group(), each.start()) for each in written_words(text)]
    yield from _met(text, words, by_start)
    parts = [list(_parts(word)) for word in words]
    sewn = [part.start for those in parts if len(those) > 1 for part in those]
    if sewn:
        for house, (start, end) in _met(text, [part for those in parts for part in those], by_start):
            if bisect_left(sewn, start) < bisect_left(sewn, end):
                yield house, (start, end)


def _met(text: str, words: Sequence[_Word], by_start: Mapping[str, Sequence[House]]) -> Iterator[tuple[House, Span]]:
    meant = [word for word in words if word.plain not in LINKS]
    for place, word in enumerate(meant):
        for house in _like(word.plain, by_start):
            those = meant[place : place + len(house.stems)]
            plain = [each.plain for each in those]
            if house.meets(plain) or (house.meets_in_any_order(plain) and _belong_together(text, those)):
                yield house, (word.start, those[-1].end)
    for word in words:
        for house in _like(word.plain, by_start):
            if house.exact and _is_written_so(word.written, house.exact):
                yield house, (word.start, word.end)


def _belong_together(text: str, words: Sequence[_Word]) -> bool:
    """In one breath, and one of them with a capital: "at the university, medical staff" names no Medical University."""
    between = text[words[0].end : words[-1].start]
    parted = _PAUSE.search(between) or any(word in LINKS - _OF for word in _WORD.findall(between))
    return not parted and any(word.written[0].isupper() for word in words)


def _word(written: str, start: int) -> _Word:
    return _Word(written, _plain(written), start, start + len(written))


def _plain(written: str) -> str:
    """A zero as the letter o, and a one as l, within a word."""
    plain = plain_word(written)
    if ("0" in plain or "1" in plain) and sum(map(str.isalpha, plain)) >= _FEWEST_LETTERS:
        return plain.translate(_ZERO_AND_ONE)
    return plain


def _parts(word: _Word) -> Iterator[_Word]:
    if word.written.isascii() and (word.written.isdigit() or word.written[1:].islower()):
        yield word
        return
    parts = list(sewn_parts(word.written))
    if len(parts) == 1 or any(len(part) < _FEWEST_LETTERS and part not in LINKS for part, _ in parts):
        yield word
    else:
        yield from (_word(part, word.start + place) for part, place in parts)


def _by_start(houses: Sequence[House]) -> dict[str, list[House]]:
    index: dict[str, list[House]] = {}
    for house in dict.fromkeys(houses):
        for start in {word[:_START] for word in house.stems or (_shortest(_plain(house.exact)),)}:
            index.setdefault(start, []).append(house)
    return index


def _like(word: str, by_start: Mapping[str, Sequence[House]]) -> Iterator[House]:
    """Names with a word that begins as this one does."""
    for length in range(1, min(_START, len(word)) + 1):
        yield from by_start.get(word[:length], ())


def addresses_given(text: str, addresses: Sequence[str]) -> Iterator[Span]:
    """E-mail, web, telephone, ORCID: however they are spaced. A telephone by its digits alone, with or without the
    country's."""
    for address in addresses:
        if number := _telephone(address):
            yield from (match.span() for match in number.finditer(text))
            continue
        core = address.strip().rstrip("/").removeprefix("www.")
        if len(core) >= 6:
            spaced = r"\s?".join(re.escape(letter) for letter in core if not letter.isspace())
            places = re.finditer(rf"(?<![\w.]){spaced}(?!\w)", text, re.IGNORECASE)
            yield from (match.span() for match in places)


def _telephone(address: str) -> re.Pattern[str] | None:
    digits = "".join(filter(str.isdigit, address))
    if not _TELEPHONE.fullmatch(address.strip()) or not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
        return None
    spaced = r"[\W_]{0,3}".join(digits[-_NATIONAL:])
    country = "".join((r"(?:\+\s?|00)\d{1,3}", *(f"|{code}" for code in [digits[:-_NATIONAL]] if code)))
    return re.compile(
        rf"(?<!\d)(?<!\d[.,])(?:\(?(?:{country})\)?[\W_]{{0,3}})?(?:\(?0\)?[\W_]{{0,2}}|\()?{spaced}(?!\d)"
    )


def brands(text: str) -> Iterator[Span]:
    return (match.span() for match in _BRAND.finditer(text))


def _is_form(word: str, stem: str) -> bool:
    return word.startswith(stem) and len(word) - len(stem) <= _LONGEST_ENDING


def _stem(word: str) -> str:
    """Without the ending of the nominative, which other cases replace."""
    return word[: max(4, len(word) - 2)] if len(word) > 5 else word[: max(3, len(word) - 1)]


def _is_written_so(word: str, name: str) -> bool:
    """A code in capitals as it is; a name of one word with an ending, and with a capital: Selvita, Selvity."""
    if name.isupper():
        return latin(word) == latin(name)
    plain, own = _plain(word), _plain(name)
    return any(map(str.isupper, word)) and (
        plain == own or (own != _shortest(own) and plain.startswith(_shortest(own)) and len(plain) - len(own) <= 3)
    )


def _shortest(name: str) -> str:
    """What all forms of a name of one word begin with."""
    return name[:-1] if len(name) > 4 else name
