"""Does an offer say what is confidential? Passages, names and numbers that must not leave."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from models.rules.houses import Span, addresses_given, brands, houses_of, organisations_named
from models.rules.naming import Naming
from models.rules.near_copies import Secrets, near_copies, secrets_of, tokens as near_tokens
from models.rules.people_named import People
from models.rules.secret_names import names_told, secret_names
from models.rules.text import fold, fold_word, runs, words, written_words

SCAN_VERSION = 1
"""Raised by hand with whatever lets the scan find more: what is public is then compared once more."""
SHINGLE = 8
"""Words in a row that are taken for a copied passage."""
SHORTEST_VALUE = 4
"""Words from which a short confidential value counts as recognisable at all."""
NAME, NUMBER, ORGANISATION, ADDRESS, BRAND = "name", "number", "organisation", "address", "brand"
TELLING_NUMBER = "telling_number"
"""Labels of leaks that are not about a confidential field."""

UNNAMED: Mapping[str, Naming] = MappingProxyType({})

_WORD = re.compile(r"[^\W_]+")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_LONGEST_EXCERPT = 240
LEAST_DIGITS = 6
"""Of a patent's number that is looked for without its prefix."""
_EUROPEAN, _INTERNATIONAL = 9, 10
"""Digits: eight and the check digit (EPO), four of the year and six (PCT)."""


@dataclass(frozen=True)
class Leak:
    """`label` is the confidential field's, or `NAME` or `NUMBER`; `excerpt` is from the offer, shortened where long."""

    field: str
    label: str
    excerpt: str
    start: int
    length: int
    """The whole passage in the field's text, in characters."""


@dataclass(frozen=True)
class _Words:
    """An offer's text as folded words that know where they stand."""

    text: str
    folded: list[str]
    spans: list[tuple[int, int]]


def _cut(passage: str) -> str:
    return passage if len(passage) <= _LONGEST_EXCERPT else passage[: _LONGEST_EXCERPT - 3] + "..."


def scan(
    offer_texts: Mapping[str, str],
    confidential: Mapping[str, str],
    *,
    names: Sequence[str] = (),
    organisations: Sequence[str] = (),
    addresses: Sequence[str] = (),
    telling_numbers: Sequence[str] = (),
    anonymous: bool = False,
    unpublished_numbers: Sequence[str] = (),
    public: Sequence[str] = (),
    naming: Mapping[str, Naming] = UNNAMED,
) -> list[Leak]:
    """What the offer gives away, in the order of its fields.

    `names`, `organisations`, `addresses` and `telling_numbers` are looked for only when given: pass them for an
    anonymous offer, of which registered brands are told too. A passage that also stands in a `public` text (the public
    abstract, a publication) is no leak. `naming` tells by label in which of the `confidential` texts names stand, each
    of which is looked for by itself. The time is linear in the length of all texts.
    """
    secrets = _passages(confidential, public)
    touched = secrets_of(
        {label: near_tokens(text, _spans(text)) for label, text in confidential.items()},
        [near_tokens(text, _spans(text)) for text in public],
    )
    named = secret_names(confidential, naming, public=public, offer=offer_texts.values())
    houses = houses_of(organisations)
    people = People(names)
    found: list[Leak] = []
    for field, text in offer_texts.items():
        tokens = _tokens(text)
        copied = list(_repeated(tokens, secrets, touched))
        own = dict.fromkeys(organisations_named(text, houses))
        places = [
            *copied,
            *(place for place in names_told(text, named) if not _is_within(place, copied) and place[1] not in own),
            *((NAME, span) for span in people.named(text)),
            *((ORGANISATION, span) for span in own),
            *((ADDRESS, span) for span in addresses_given(text, addresses)),
            *((BRAND, span) for span in (brands(text) if anonymous else ())),
            *_numbers(text, unpublished_numbers, telling_numbers),
        ]
        found += [Leak(field, label, _cut(text[start:end]), start, end - start) for label, (start, end) in places]
    return found


def _is_within(place: tuple[str, Span], others: Iterable[tuple[str, Span]]) -> bool:
    """Told already, of the same text."""
    label, (start, end) = place
    return any(of == label and first <= start and end <= last for of, (first, last) in others)


def _passages(confidential: Mapping[str, str], public: Sequence[str]) -> dict[int, dict[str, str]]:
    """Per length in words, the runs that give a confidential value away, with its label.

    Long values are known by shingles, a short one only by the whole of itself.
    """
    secrets: dict[int, dict[str, str]] = {}
    for label, text in confidential.items():
        tokens = words(text)
        size = min(SHINGLE, len(tokens))
        if size >= SHORTEST_VALUE:
            secrets.setdefault(size, {}).update(dict.fromkeys(runs(tokens, size), label))
    for size, passages in secrets.items():
        for text in public:
            for run in runs(words(text), size):
                passages.pop(run, None)
    return secrets


def _copied(tokens: _Words, secrets: Mapping[int, Mapping[str, str]]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each copied stretch once, as long as it is: overlapping runs of one label are joined."""
    for size, passages in secrets.items():
        label, first, last = "", 0, -1
        for start in range(len(tokens.folded) - size + 1):
            hit = passages.get(" ".join(tokens.folded[start : start + size]))
            if hit is None:
                continue
            if hit != label or start > last + 1:
                if label:
                    yield label, (first, last)
                label, first = hit, start
            last = start + size - 1
        if label:
            yield label, (first, last)


def _repeated(tokens: _Words, secrets: Mapping[int, Mapping[str, str]], touched: Secrets) -> Iterator[tuple[str, Span]]:
    """Stretches copied word for word, and those that were touched."""
    copied = [
        (label, (tokens.spans[first][0], tokens.spans[last][1])) for label, (first, last) in _copied(tokens, secrets)
    ]
    yield from copied
    words = near_tokens(tokens.text, _spans(tokens.text))
    for label, first, last in near_copies(words, touched):
        start, end = words[first].start, words[last].end
        if not any(of == label and begin < end and start < stop for of, (begin, stop) in copied):
            yield label, (start, end)


def _spans(text: str) -> list[tuple[int, int]]:
    """Of words, with whatever is not seen inside them."""
    return [match.span() for match in written_words(text)]


def _numbers(text: str, unpublished: Sequence[str], telling: Sequence[str]) -> Iterator[tuple[str, Span]]:
    """One that nobody may know of is told as that alone."""
    yield from ((NUMBER, span) for span in _numbered(text, unpublished))
    others = [number for number in telling if number not in unpublished]
    yield from ((TELLING_NUMBER, span) for span in _numbered(text, others))


def _numbered(text: str, unpublished: Sequence[str]) -> Iterator[Span]:
    """Numbers are compared without spaces, punctuation and case, and however an office's own are shortened."""
    if not unpublished:
        return
    flat = "".join(map(_flat, text))
    plain = _NOT_ALPHANUMERIC.sub("", flat).lower()
    for number in unpublished:
        found: list[Span] = []
        for core in _cores(_NOT_ALPHANUMERIC.sub("", fold(number))):
            if core in plain:
                spans = (match.span() for match in _spaced(core).finditer(flat))
                found += [span for span in spans if not any(span[0] < end and start < span[1] for start, end in found)]
        yield from sorted(found)


def _flat(letter: str) -> str:
    """A full-width digit as a digit; what would be more than one letter stays, so that places stay true."""
    plain = unicodedata.normalize("NFKC", letter)
    return plain if len(plain) == 1 else letter


def _cores(number: str) -> tuple[str, ...]:
    """The number; its digits alone, since the prefix may be left out or another ("P.451234" is PL451234 abroad); those
    of the European office without the check digit, and international ones with two digits of the year."""
    digits = number.lstrip("abcdefghijklmnopqrstuvwxyz")
    if digits == number or len(digits) < LEAST_DIGITS or not digits.isdigit():
        return (number,) if number else ()
    cores = [number, digits]
    if number.startswith("ep") and len(digits) == _EUROPEAN:
        cores.append(digits[:-1])
    if number.startswith("pct") and len(digits) == _INTERNATIONAL:
        cores.append(digits[2:])
    return tuple(cores)


def _spaced(number: str) -> re.Pattern[str]:
    """`number` with anything but letters and digits between its characters, not inside a longer one."""
    before = r"(?<!\d)" if number.isdigit() else r"(?<![^\W_])"
    return re.compile(before + r"[\W_]{0,6}".join(map(re.escape, number)) + r"(?!\d)", re.IGNORECASE)


def _tokens(text: str) -> _Words:
    spans: list[tuple[int, int]] = []
    folded: list[str] = []
    for match in _WORD.finditer(text):
        word = fold_word(match.group())
        parts = (word,) if word.isalnum() else _WORD.findall(word)
        folded += parts
        spans += [match.span()] * len(parts)
    return _Words(text, folded, spans)
