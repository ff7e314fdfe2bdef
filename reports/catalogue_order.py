"""The order of a catalogue: offers by section, and the words of its indexes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from models.rules.text import fold
from models.rules.words import FIELDS_OF_CHAIN, Field, Grouping, ValueChain, chain_of
from reports.wording import wording

if TYPE_CHECKING:
    from reports.briefs import BriefContent
    from reports.catalogues import CatalogueContent

OFFERS_OF_A_DIVIDER = 4
"""Fewer, and a section's own page would be one of few that say something."""


@dataclass(frozen=True)
class Section:
    number: int
    name: str
    chain: ValueChain | None
    entries: "tuple[tuple[int, BriefContent], ...]"
    """With the number of each in the whole catalogue."""

    @property
    def has_page(self) -> bool:
        """Of its own, before its offers; few offers have its name above the first one alone."""
        return len(self.entries) >= OFFERS_OF_A_DIVIDER

    @property
    def mark(self) -> str:
        return f"section-{self.number}"


def sections_of(content: "CatalogueContent") -> list[Section]:
    """In the order of the value chains and their fields; within one by title. What has none comes last."""
    w = wording(content.language)
    by_field = content.grouping is Grouping.FIELD
    fields = [each for of_chain in FIELDS_OF_CHAIN.values() for each in of_chain]
    order: list[Field | ValueChain | None] = [*(fields if by_field else ValueChain), None]

    def key(entry: "BriefContent") -> Field | ValueChain | None:
        return entry.field if by_field else entry.value_chain

    ranked = sorted(content.entries, key=lambda each: (order.index(key(each)), fold(each.title), each.reference))
    numbered = list(enumerate(ranked, 1))
    found = []
    for number, (group, entries) in enumerate(groupby(numbered, key=lambda pair: key(pair[1])), 1):
        if group is None:
            name, chain = w.labels["catalogue"]["other"], None
        elif isinstance(group, Field):
            name, chain = w.labels["field"][group], chain_of(group)
        else:
            name, chain = w.labels["chain"][group], group
        found.append(Section(number, name, chain, tuple(entries)))
    return found


def mark_of(number: int) -> str:
    return f"offer-{number}"


@dataclass(frozen=True)
class Entry:
    """A word of an index, with the offers under it."""

    word: str
    marks: tuple[str, ...]


def keywords_of(content: "CatalogueContent") -> list[Entry]:
    """Technology and market keywords together, each as its first offer spells it; case and marks do not part them."""
    return _entries(content, lambda offer: (*offer.technology_keywords, *offer.market_keywords))


def institutions_of(content: "CatalogueContent") -> list[Entry]:
    """Without the anonymous offers: they would be found under whose they are."""
    return _entries(content, lambda offer: () if offer.anonymous else (offer.institution_name,))


def _entries(content: "CatalogueContent", words_of: Callable[["BriefContent"], Iterable[str]]) -> list[Entry]:
    spelled: dict[str, str] = {}
    marks: dict[str, dict[str, None]] = {}
    for section in sections_of(content):
        for number, offer in section.entries:
            for word in words_of(offer):
                key = fold(word).strip()
                if key:
                    spelled.setdefault(key, word.strip())
                    marks.setdefault(key, {})[mark_of(number)] = None
    return [Entry(spelled[key], tuple(marks[key])) for key in sorted(spelled, key=_collation)]


def _collation(key: str) -> tuple[bool, str]:
    """Letters before figures and signs."""
    return not key[:1].isalpha(), key


def by_letter(entries: Sequence[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    def letter(entry: Entry) -> str:
        first = fold(entry.word)[:1].upper()
        return first if first.isalpha() else "#"

    for initial, group in groupby(entries, key=letter):
        yield initial, list(group)
