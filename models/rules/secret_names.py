"""Names of parties and things in confidential lists and notes: each is looked for by itself, however short it is.

"Novaltis Pharma; Bayer, and Krka d.d." are three names, and "asked by Novaltis for a sample" holds one. Decision 27
says what is taken for a name, and why.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.rules.houses import House, Span, houses_named, organisation
from models.rules.naming import Naming
from models.rules.near_copies import EMPTY
from models.rules.no_names import LEGAL_FORM, LINKS, is_listed, of_firms
from models.rules.text import plain_word, sentences

LONGEST_TERM = 3
"""Words of a term without capitals, such as "ruthenium acetylacetonate"."""
_LONGEST_NAME = 8
_SHORTEST_NAME, _SHORTEST_TERM, _SHORTEST_RARE = 3, 8, 4
"""Letters of a name of one word; of a term of one word; of the rare word of a term."""
_ROOT = 6
"""Letters by which a word is taken for a form of another."""

_WORD = re.compile(r"[^\W_]+")
_LONGEST_ACRONYM = 5
"""Letters; what is longer is a name in capitals: NOVALTIS."""
_CODE = re.compile(r"(?<!\w)[^\W\d_]+-\d\w*")
"""Of a method or a product: Caco-2."""
_SMALL = re.compile(r"(?<![\w@./-])[^\W\d_]+(?![\w@/-]|\.\w)")
"""A word of running text: not a part of an address."""
_BETWEEN = re.compile(r"[;,:|•/()\[\]\n]|\s[-\u2013\u2014]\s|(?<!\w)(?:and|or|i|oraz|lub|albo|vs|versus)(?!\w)")


@dataclass(frozen=True, slots=True)
class SecretNames:
    """With the label of the text in which each stands first."""

    houses: dict[House, str]
    terms: dict[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """`begins` a sentence of more words, so that its capital says nothing."""

    words: tuple[str, ...]
    begins: bool
    whole: bool
    """The whole entry of a list."""


class _Common:
    """Words that name nobody: those of our lists, and those that are written small where `texts` speak of them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.small = {plain_word(word) for text in texts for word in _SMALL.findall(text) if word.islower()}
        self.roots = {word[:_ROOT] for word in self.small if len(word) >= _ROOT}

    def is_listed(self, word: str) -> bool:
        return is_listed(plain_word(word))

    def is_written_small(self, word: str) -> bool:
        plain = plain_word(word)
        return plain in self.small or plain[:_ROOT] in self.roots


def secret_names(
    texts: Mapping[str, str], naming: Mapping[str, Naming], *, public: Sequence[str], offer: Iterable[str] = ()
) -> SecretNames:
    """Those in the `texts` whose labels have a naming. What a `public` text names too is no secret.

    A word that may owe its capital to the beginning of a sentence is no name where the `offer` writes it small.
    """
    found = SecretNames({}, {})
    named = {label: kind for label, kind in naming.items() if texts.get(label)}
    if not named:
        return found
    common, told = _Common([*texts.values(), *public]), _Common(offer)
    others = (text for label, text in texts.items() if label not in named)
    elsewhere = {word for text in others for word in _WORD.findall(text) if not word[1:].islower()}
    for label, kind in named.items():
        if kind is Naming.TERM:
            terms = [_term(_WORD.findall(texts[label]), least=2)]
        else:
            items = list(_items(_CODE.sub(" ; ", texts[label]) if kind is Naming.RIVALS else texts[label]))
            terms = [_term(item) for item, _ in items] if kind is Naming.MATERIALS else []
            if texts[label].islower():  # whoever writes no capitals writes names without them too
                terms += [_small_name(item) for item, _ in items]
            for candidate in (each for item, begins in items for each in _candidates(item, begins, common, kind)):
                if _is_name(candidate, kind, common, told, elsewhere):
                    _take(found.houses, organisation(" ".join(candidate.words)), label)
        for term in filter(None, terms):
            found.terms.setdefault(term, label)
    _leave_public(found, public)
    return found


def names_told(text: str, names: SecretNames) -> Iterator[tuple[str, Span]]:
    """The labels, and the places in `text`: of two that overlap the longer."""
    places = [
        *((names.houses[house], span) for house, span in _met(text, names)),
        *((names.terms[term], span) for term, span in _terms_met(text, names.terms)),
    ]
    end = 0
    for label, span in sorted(places, key=lambda place: (place[1][0], -place[1][1])):
        if span[0] >= end:
            yield label, span
            end = span[1]


def _take(houses: dict[House, str], house: House | None, label: str) -> None:
    if house:
        houses.setdefault(house, label)


def _leave_public(names: SecretNames, public: Iterable[str]) -> None:
    for text in public:
        for house, _ in list(_met(text, names)):
            names.houses.pop(house, None)
        for term, _ in list(_terms_met(text, names.terms)):
            names.terms.pop(term, None)


def _met(text: str, names: SecretNames) -> Iterator[tuple[House, Span]]:
    """Names have capitals; one of several words, none of which is common, is met without them too."""
    for house, (start, end) in houses_named(text, tuple(names.houses)):
        if not text[start:end].islower() or (len(house.stems) > 1 and not any(map(is_listed, house.stems))):
            yield house, (start, end)


def _terms_met(text: str, terms: Mapping[tuple[str, ...], str]) -> Iterator[tuple[tuple[str, ...], Span]]:
    if not terms:
        return
    found = list(_WORD.finditer(text))
    plain = [plain_word(each.group()) for each in found]
    firsts = {term[0] for term in terms}
    for place in (place for place, word in enumerate(plain) if word in firsts):
        for size in range(1, LONGEST_TERM + 1):
            run = tuple(plain[place : place + size])
            if len(run) == size and run in terms:
                yield run, (found[place].start(), found[place + size - 1].end())


def _items(text: str) -> Iterator[tuple[list[str], bool]]:
    """The words of each entry of a list or part of a sentence, and whether it begins a sentence."""
    for sentence in sentences(LEGAL_FORM.sub(" ; ", f" {text}")):
        for place, part in enumerate(_BETWEEN.split(sentence)):
            if item := _WORD.findall(part):
                yield item, place == 0


def _candidates(item: Sequence[str], begins: bool, common: _Common, kind: Naming) -> Iterator[_Candidate]:
    """The whole of an entry, or what is written with capitals in it; and the word by which a firm is known."""
    for place, run in _capitalised(item, kind):
        run = [word.capitalize() if _is_loud(word) else word for word in run]
        first, whole = begins and place == 0, len(run) == len(item)
        if first and not whole and len(run) > 1 and (common.is_listed(run[0]) or common.is_written_small(run[0])):
            run, first = run[1:], False
        yield _Candidate(tuple(run), first and not whole, whole)
        own = [word for word in run if plain_word(word) not in of_firms()]
        if len(own) == 1 < len(run):
            yield _Candidate(tuple(own), False, whole)


def _is_name(name: _Candidate, kind: Naming, common: _Common, told: _Common, elsewhere: set[str]) -> bool:
    meant = [word for word in name.words if plain_word(word) not in LINKS]
    if len(name.words) > _LONGEST_NAME or all(map(common.is_listed, meant)):
        return False
    if len(meant) > 1:
        return True
    [word] = meant
    if len(word) < 2 or common.is_written_small(word) or (name.begins and told.is_written_small(word)):
        return False
    if word.isupper() or word[0].islower():  # an acronym, a code such as 3M, or mRNA
        return kind is Naming.PARTIES and (name.whole or (len(word) >= _SHORTEST_NAME and word not in elsewhere))
    return len(word) >= _SHORTEST_NAME and (kind is Naming.MATERIALS or word.isalpha())


def _capitalised(item: Sequence[str], kind: Naming) -> Iterator[tuple[int, list[str]]]:
    """Runs of words with capitals, and where each begins; small links between them, and numbers of materials, belong
    to them."""
    run: list[str] = []
    links: list[str] = []
    begun = 0
    for place, word in enumerate([*item, ""]):
        if any(map(str.isupper, word)) or (run and word.isdigit() and kind is Naming.MATERIALS):
            begun = begun if run else place
            run += [*links, word]
            links = []
        elif run and word in LINKS:
            links.append(word)
        elif run:
            yield begun, run
            run, links = [], []


def _is_loud(word: str) -> bool:
    return word.isalpha() and word.isupper() and len(word) > _LONGEST_ACRONYM


def _small_name(item: Sequence[str]) -> tuple[str, ...]:
    """Of several words, none of which is known but as what firms add to theirs."""
    words = tuple(map(plain_word, item))
    own = [word for word in words if word not in of_firms()]
    return words if 1 < len(words) <= LONGEST_TERM and own and not any(map(is_listed, own)) else ()


def _term(item: Sequence[str], *, least: int = 1) -> tuple[str, ...]:
    """An entry of few words, one of them rare; of one word only where it is long."""
    words = tuple(map(plain_word, item))
    rare = [word for word in words if len(word) >= _SHORTEST_RARE and word.isalpha() and not is_listed(word)]
    if not words or words[0] in LINKS | EMPTY:  # no copyleft, bez zastrzeżeń
        return ()
    is_term = least <= len(words) <= LONGEST_TERM and rare and (len(words) > 1 or len(words[0]) >= _SHORTEST_TERM)
    return words if is_term else ()
