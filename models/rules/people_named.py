"""Where a text names people: with capitals in any grammatical case, joined as a handle, run together with other words,
or spelled so that only a reader sees the name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from models.rules.names import Person, Surname, person
from models.rules.text import plain_word, sewn_parts, written_words

Span = tuple[int, int]
_START = 3
"""Letters by which a word is compared with few names only."""
_CAPITAL_FOR_SMALL = re.compile(r"(?<=[^\W\d_])I(?=[a-z])")
"""A capital i that is read as a small L: KowaIski."""
_ZERO_AND_ONE = (str.maketrans("01", "ol"), str.maketrans("01", "oi"))
_JOINS = frozenset((".", "_", "-"))
_BETWEEN_LETTERS = _JOINS | {" "}
_FEWEST_LETTERS = 3
"""Of a word with digits for letters, and of a name that is written letter by letter."""


@dataclass(frozen=True, slots=True)
class _Word:
    written: str
    plain: str
    start: int
    end: int
    surnames: Sequence[Surname]
    """Those that it is a form of."""

    @property
    def is_name(self) -> bool:
        """Names are capitalised: so "Nowak" is met and "nowak" in a foreign word is not."""
        return bool(self.surnames) and self.written[0].isupper()


class People:
    """Those who must not be named; each word of a text is compared with the few whose names begin like it."""

    def __init__(self, names: Sequence[str]) -> None:
        people = [person(name) for name in names]
        self.handles = frozenset().union(*(one.handles for one in people))
        self.of: dict[Surname, list[Person]] = {}
        self.by_start: dict[str, list[Surname]] = {}
        for one in people:
            for surname in one.family:
                self.of.setdefault(surname, []).append(one)
        for surname in self.of:
            for start in {form[:_START] for form in (*surname.stems, *surname.forms)}:
                self.by_start.setdefault(start, []).append(surname)

    def named(self, text: str) -> Iterator[Span]:
        """In their order, none within another."""
        if not self.of:
            return
        words = [self._word(each) for each in written_words(text)]
        spans = [(each.start, each.end) for each in words if each.is_name or self._is_account(text, each)]
        spans += [span for word in words if not word.is_name for span in self._disguised(word)]
        spans += [*self._pairs(text, words), *self._spelled(text, words)]
        end = 0
        for span in sorted(set(spans), key=lambda span: (span[0], -span[1])):
            if span[0] >= end:
                yield span
                end = span[1]

    def _word(self, found: re.Match[str]) -> _Word:
        written = found.group()
        plain = plain_word(written)
        return _Word(written, plain, found.start(), found.end(), self._meeting(plain))

    def _meeting(self, plain: str) -> Sequence[Surname]:
        likely = self.by_start.get(plain[:_START], ())
        return [one for one in likely if one.meets(plain)] if likely else ()

    def _is_account(self, text: str, word: _Word) -> bool:
        beside = text[max(0, word.start - 1) : word.start] + text[word.end : word.end + 1]
        return word.plain.rstrip("0123456789") in self.handles or (bool(word.surnames) and "@" in beside)

    def _disguised(self, word: _Word) -> Iterator[Span]:
        """Sewn to other words, or with digits and capitals for letters that look like them."""
        written = word.written
        if written.isalpha() and (written.isupper() or written.islower() or written[1:].islower()):
            return
        for part, place in sewn_parts(written):
            if part[0].isupper() and self._meeting(plain_word(part)):
                yield word.start + place, word.start + place + len(part)
                return
        if not written[0].islower() and any(self._meeting(plain_word(each)) for each in _as_read(written)):
            yield word.start, word.end

    def _pairs(self, text: str, words: Sequence[_Word]) -> Iterator[Span]:
        """A surname without its capital beside the given name or its first letter, joined or not (anna_nowak,
        j.kowalski, anny nowak); and one that a hyphen parts."""
        for first, second in pairwise(words):
            between = text[first.end : second.start]
            if between != " " and between.strip() not in _JOINS:
                continue
            joined = between in _JOINS
            for one, other in ((first, second), (second, first)):
                people = (each for surname in one.surnames for each in self.of[surname])
                if not one.is_name and any(_is_of(each, other.plain, joined) for each in people):
                    yield first.start, second.end
            if between[0] == "-" and first.written[0].isupper() and self._meeting(first.plain + second.plain):
                yield first.start, second.end

    def _spelled(self, text: str, words: Sequence[_Word]) -> Iterator[Span]:
        """Letter by letter: K o w a l s k i, K-o-w-a-l-s-k-i."""
        run: list[_Word] = []
        for word in (*words, None):
            is_letter = word is not None and len(word.plain) == 1
            if run and not (word and is_letter and text[run[-1].end : word.start] in _BETWEEN_LETTERS):
                spelled = "".join(each.plain for each in run)
                if len(run) >= _FEWEST_LETTERS and any(one.whole in spelled for one in self.of):
                    yield run[0].start, run[-1].end
                run = []
            if word and is_letter:
                run.append(word)


def _is_of(person: Person, word: str, joined: bool) -> bool:
    return person.is_called(word) or (joined and word == person.given[:1])


def _as_read(written: str) -> Iterator[str]:
    if sum(map(str.isalpha, written)) < _FEWEST_LETTERS:
        return
    likely = [written.translate(table) for table in _ZERO_AND_ONE] if "0" in written or "1" in written else []
    yield from (each for each in (*likely, _CAPITAL_FOR_SMALL.sub("l", written)) if each != written and each.isalpha())
