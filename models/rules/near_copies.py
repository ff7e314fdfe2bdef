"""Passages that were copied and then touched: a word changed, two swapped, another grammatical case, letters that only
look alike. What is left of a sentence then is its rare words, near each other."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from models.rules.text import plain_word

STEM = 5
"""Letters by which two long words are taken for forms of one: genipina, genipiną, genipinami."""
NEAR = 3
"""Words apart, at most, of two that are taken as a pair; their order does not matter."""
FEWEST = 7
"""Different words with a meaning that a passage must share."""
DENSITY = 0.7
"""Of the words with a meaning from the first shared to the last: how many are shared."""
DRIFT = 8
"""Words by which a copy may have moved against its source, before it counts as another place."""
_MOST_PLACES = 12
"""Of one pair in a secret: a text that repeats itself costs no more than another."""

EMPTY = frozenset(
    "a aby ale albo ani as at az bardzo bez bo by byc byl byla bylo byly co czy dla do gdy i ich ile im in inne "
    "inny is it ja jak jako je jego jej jest jezeli juz kazdy ktora ktore ktorego ktorej ktory ktorych ktorym lub "
    "ma maja mozna moze na nad nam nas nie niz o od of on one oraz po pod podczas poniewaz poprzez przed przez "
    "przy sa sie sposob ta tak takich takie taki tej ten tego to tu tych tym u w we wiec wraz wszystkie z za zas "
    "ze zeby an and are be been but can could does each for from had has have he her his how if into its may more "
    "most must no nor not or our out over shall she should so some such than that the their them then there these "
    "they this those through thus up upon was were what when where which while who will with within without would "
    "you your after also any because before between both during either however only other same since under until "
    "using used use very via it's".split()
)


class Token(NamedTuple):
    """A word that means something: its key, and where it stands in the text."""

    key: str
    start: int
    end: int


def tokens(text: str, spans: Iterable[tuple[int, int]]) -> list[Token]:
    """Of the words at `spans`; a hyphen at a line's end joins what it parted."""
    found: list[Token] = []
    broken = ""
    began = 0
    for start, end in spans:
        plain = broken + plain_word(text[start:end])
        begin = began if broken else start
        if text[end : end + 1] in "-\u00ad\u2010" and text[end + 1 : end + 3].lstrip(" \r")[:1] == "\n":
            broken, began = plain, begin
            continue
        broken = ""
        if plain and plain not in EMPTY and (len(plain) > 1 or plain.isdigit()):
            found.append(Token(plain[:STEM] if plain.isalpha() else plain, begin, end))
    return found


@dataclass(frozen=True, slots=True)
class Secrets:
    """Pairs of words near each other, with the secrets and the places in them where they stand."""

    labels: Sequence[str]
    starts: Sequence[int]
    """Where each label's words begin among all."""
    keys: Sequence[str]
    """Of all words, with nothing between one text and the next for as long as words are near."""
    places: Mapping[str, Sequence[int]]
    public: frozenset[tuple[str, str]]
    pairs: dict[tuple[str, str], list[tuple[str, int]]] = field(default_factory=dict)
    """Those that were asked for: few of what long texts hold."""

    def ask(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Find where these stand. Of each pair the places of its rarer word are looked at."""
        beside: dict[str, set[str]] = {}
        for pair in pairs:
            if pair not in self.pairs:
                self.pairs[pair] = []
                one, other = sorted(pair, key=lambda key: len(self.places.get(key, ())))
                beside.setdefault(one, set()).add(other)
        for key, wanted in beside.items():
            for place in self.places.get(key, ()):
                for near in range(max(place - NEAR, 0), place + NEAR + 1):
                    if self.keys[near] in wanted:
                        self._found(min(place, near), max(place, near))

    def _found(self, first: int, second: int) -> None:
        pair = _pair(self.keys[first], self.keys[second])
        if pair is None or pair in self.public:
            return
        places = self.pairs[pair]
        if len(places) < _MOST_PLACES:
            text = bisect_right(self.starts, first) - 1
            places.append((self.labels[text], first - self.starts[text]))


def secrets_of(texts: Mapping[str, list[Token]], public: Iterable[list[Token]]) -> Secrets:
    """What is public too gives nothing away."""
    keys: list[str] = []
    starts: list[int] = []
    for words in texts.values():
        starts.append(len(keys))
        keys += [word.key for word in words]
        keys += [""] * NEAR
    places: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        places.setdefault(key, []).append(place)
    known = frozenset(pair for words in public for pair, _, _ in _pairs(words))
    return Secrets(list(texts), starts, keys, places, known)


def near_copies(words: list[Token], secrets: Secrets) -> Iterator[tuple[str, int, int]]:
    """Label, first and last token of each stretch that repeats a secret nearly as it stands there."""
    pairs = list(_pairs(words))
    secrets.ask(pair for pair, _, _ in pairs)
    met: dict[tuple[str, int], set[int]] = {}
    for pair, first, second in pairs:
        for label, place in secrets.pairs[pair]:
            band = (place - first) // DRIFT
            for near in (band, band + 1):  # a copy that drifts over a band's edge is whole in one of two
                met.setdefault((label, near), set()).update((first, second))
    found: dict[str, list[tuple[int, int]]] = {}
    for (label, _), places in met.items():
        found.setdefault(label, []).extend(_stretches(sorted(places), words))
    for label, stretches in found.items():
        for first, last in _joined(sorted(stretches)):
            yield label, first, last


def _pairs(words: Sequence[Token]) -> Iterator[tuple[tuple[str, str], int, int]]:
    for first, word in enumerate(words):
        for second in range(first + 1, min(first + 1 + NEAR, len(words))):
            pair = _pair(word.key, words[second].key)
            if pair is not None:
                yield pair, first, second


def _pair(one: str, other: str) -> tuple[str, str] | None:
    """In one order, whichever came first."""
    return None if one == other else (one, other) if one < other else (other, one)


def _stretches(places: Sequence[int], words: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The dense runs among the places."""
    run: list[int] = []
    for place in [*places, 1 << 60]:
        if run and place - run[-1] > NEAR:
            if _is_dense(run, words):
                yield run[0], run[-1]
            run = []
        run.append(place)


def _is_dense(run: Sequence[int], words: Sequence[Token]) -> bool:
    """Numbers count for the density alone: what a thing measures and costs is told again in every text about it."""
    told = {words[place].key for place in run if words[place].key.isalpha() and len(words[place].key) > 2}
    return len(told) >= FEWEST and len(run) >= DENSITY * (run[-1] - run[0] + 1)


def _joined(stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    first, last = -1, -2
    for start, end in stretches:
        if start > last + 1:
            if last >= first >= 0:
                yield first, last
            first, last = start, end
        last = max(last, end)
    if first >= 0:
        yield first, last
