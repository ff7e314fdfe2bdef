"""A catalogue of many offers: cover, contents, an entry for each by section, and indexes. For print and for reading.

Every entry has a page (or half of one) of its own, so the pages of a leaf are known before it is laid out; where an
entry could not be kept to its page, the leaves behind it are laid out again with their true numbers.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from math import ceil
from typing import ClassVar

from models.rules.text import fold
from models.rules.words import (
    FIELDS_OF_CHAIN,
    EntrySize,
    Field,
    Grouping,
    Language,
    ValueChain,
    chain_of,
    development_stage,
)
from reports import charts
from reports.briefs import BriefContent, contact_of
from reports.density import weight_of
from reports.designs import Design
from reports.leaves import Book, Leaf, Line, Mark
from reports.wording import wording

DESIGN = Design(
    template="catalogue.html",
    stylesheets=("tokens.css", "catalogue.css"),
    parts=("catalogues.py", "leaves.py", "binding.py", "charts.py", "density.py", "briefs.py"),
)
FRONT = Design(template="catalogue_front.html", stylesheets=DESIGN.stylesheets, parts=())
INDEX = Design(template="catalogue_index.html", stylesheets=DESIGN.stylesheets, parts=())
ENTRIES_OF_A_LEAF = 40
"""Enough to make a process's work worth its while, few enough that two share even a small catalogue."""
TEXT_WIDTH = 493.0


PER_PAGE = {EntrySize.PAGE: 1, EntrySize.HALF: 2}


@dataclass(frozen=True, kw_only=True)
class CatalogueContent:
    """Built from briefs' contents alone: what no brief may say, no catalogue can."""

    language: Language
    grouping: Grouping
    size: EntrySize
    scope: str = ""
    """What it was narrowed down to, such as a field's or an institution's name."""
    made_on: date
    network_name: str
    network_email: str = ""
    network_phone: str = ""
    url: str = ""
    """Of the network's own catalogue."""
    entries: tuple[BriefContent, ...]


@dataclass(frozen=True)
class Section:
    number: int
    name: str
    chain: ValueChain | None
    entries: tuple[tuple[int, BriefContent], ...]
    """With the number of each in the whole catalogue."""

    @property
    def mark(self) -> str:
        return f"section-{self.number}"


@lru_cache(maxsize=1)
def template_version() -> str:
    return "-".join(design.version()[:5] for design in (DESIGN, FRONT, INDEX))


def title_of(content: CatalogueContent) -> str:
    t = wording(content.language).labels["catalogue"]
    named = f"{content.network_name}: {t['title']}"
    return f"{named} ({content.scope})" if content.scope else named


def book(content: CatalogueContent) -> Generator[Sequence["Order"], Sequence[Leaf], Book]:
    """Yields orders that may be drawn side by side, takes their leaves; the book at the end."""
    sections = sections_of(content)
    leaves = yield from _body(content, sections)
    numbers, pages = _page_numbers(leaves), sum(leaf.pages for leaf in leaves)
    houses = institutions_of(content)
    (index,) = yield [IndexOrder(content, keywords_of(content), houses, numbers, pages)]
    numbers |= {name: pages + mark.page + 1 for name, mark in index.marks.items()}
    (front,) = yield [FrontOrder(content, sections, numbers, bool(houses))]
    t = wording(content.language).labels["catalogue"]
    return Book(
        leaves=(front, *leaves, index),
        title=title_of(content),
        language=content.language,
        made_on=content.made_on,
        outline=(
            Line(t["contents"], "contents"),
            *(
                Line(each.name, each.mark, tuple(Line(entry.title, mark_of(n)) for n, entry in each.entries))
                for each in sections
            ),
            Line(t["keywords"], "keywords"),
            *((Line(t["institutions"], "institutions"),) if houses else ()),
        ),
        front_pages=front.pages,
    )


def _body(
    content: CatalogueContent, sections: Sequence[Section]
) -> Generator[Sequence["Order"], Sequence[Leaf], list[Leaf]]:
    orders = list(_body_orders(content, sections))
    leaves = list((yield orders))
    for place in range(1, len(leaves)):
        start = sum(leaf.pages for leaf in leaves[:place])
        if orders[place].start != start:
            orders[place] = orders[place].moved(start)
            (leaves[place],) = yield [orders[place]]
    return leaves


def _body_orders(content: CatalogueContent, sections: Sequence[Section]) -> Iterator["BodyOrder"]:
    start = 0
    for section in sections:
        for first in range(0, len(section.entries), ENTRIES_OF_A_LEAF):
            entries = section.entries[first : first + ENTRIES_OF_A_LEAF]
            yield BodyOrder(content.language, content.size, content.network_name, section, entries, start, first == 0)
            start += ceil(len(entries) / PER_PAGE[content.size]) + (first == 0)


def _page_numbers(leaves: Sequence[Leaf]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    before = 0
    for leaf in leaves:
        numbers |= {name: before + mark.page + 1 for name, mark in leaf.marks.items()}
        before += leaf.pages
    return numbers


def sections_of(content: CatalogueContent) -> list[Section]:
    """In the order of the value chains and their fields; within one by title. What has none comes last."""
    w = wording(content.language)
    by_field = content.grouping is Grouping.FIELD
    fields = [each for of_chain in FIELDS_OF_CHAIN.values() for each in of_chain]
    order: list[Field | ValueChain | None] = [*(fields if by_field else ValueChain), None]

    def key(entry: BriefContent) -> Field | ValueChain | None:
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
class BodyOrder:
    stylesheets: ClassVar[tuple[str, ...]] = DESIGN.stylesheets

    language: Language
    size: EntrySize
    network_name: str
    section: Section
    entries: tuple[tuple[int, BriefContent], ...]
    start: int
    """Pages before it, not counting the front."""
    opens: bool
    """Whether the section's own page goes before the entries."""

    def moved(self, start: int) -> "BodyOrder":
        return replace(self, start=start)

    def html(self, closer: Mapping[str, int]) -> str:
        return DESIGN.html(
            self.language,
            order=self,
            palette=charts.palette_of(self.section.chain),
            entries=[_shown(number, each, self.size, closer.get(mark_of(number), 0)) for number, each in self.entries],
        )

    def too_long(self, leaf_pages: int, marks: Mapping[str, Mark]) -> Sequence[str]:
        starts = [marks[mark_of(number)].page for number, _ in self.entries]
        ends = [*starts[1:], leaf_pages]
        if self.size is EntrySize.PAGE:
            return [
                mark_of(number)
                for (number, _), start, end in zip(self.entries, starts, ends, strict=True)
                if end - start > 1
            ]
        return _parted(self.entries, starts)


def _parted(entries: Sequence[tuple[int, BriefContent]], starts: Sequence[int]) -> list[str]:
    """Of pairs that should share a page and do not, both."""
    apart: list[str] = []
    for first in range(0, len(starts) - 1, 2):
        if starts[first] != starts[first + 1]:
            apart += [mark_of(entries[first][0]), mark_of(entries[first + 1][0])]
    return apart


@dataclass(frozen=True)
class Shown:
    """An entry with what its template draws."""

    number: int
    offer: BriefContent
    step: int
    with_description: bool
    drawn: list[charts.Comparison | None]
    value_size: float
    scale: charts.ReadinessScale
    stage_name: str
    code: charts.QrCode | None
    reference: str
    contact: object
    institution: str
    place: str
    palette: charts.Palette

    @property
    def mark(self) -> str:
        return mark_of(self.number)

    @property
    def shown_url(self) -> str:
        return self.offer.offer_url.partition("://")[2]


CAPACITIES = (2200, 2700, 3250, 3950)
"""Characters that a page holds at each step of closeness; a fifth step holds the longest texts that a form takes."""


def _shown(number: int, offer: BriefContent, size: EntrySize, closer: int) -> Shown:
    w = wording(offer.language)
    short = _weight(offer)
    whole = short + weight_of([offer.description])
    with_description = size is EntrySize.PAGE and whole <= CAPACITIES[1] and closer == 0
    weight = whole if with_description else short
    step = next((step for step, most in enumerate(CAPACITIES) if weight <= most), len(CAPACITIES))
    if size is EntrySize.HALF:
        step = 0 if len(offer.title) + len(offer.short_summary) < 560 else 1
    values = [figure.value for figure in offer.key_figures]
    return Shown(
        number=number,
        offer=offer,
        step=min(step + closer, 4),
        with_description=with_description,
        drawn=[charts.comparison(each.value, each.compared_with, offer.language) for each in offer.key_figures],
        value_size=charts.value_size(values, width=TEXT_WIDTH, largest=20 if size is EntrySize.PAGE else 14),
        scale=charts.readiness_scale(offer.trl, width=174),
        stage_name=" ".join(w.labels["development_stage"][development_stage(offer.trl)]),
        code=charts.qr_code(offer.offer_url) if offer.offer_url else None,
        reference=offer.reference,
        contact=contact_of(offer),
        institution=w.labels["area"][offer.institution_area] if offer.anonymous else offer.institution_name,
        place=w.country(offer.institution_country) if offer.anonymous else offer.institution_city,
        palette=charts.palette_of(offer.value_chain),
    )


def _weight(offer: BriefContent) -> float:
    figures = 350 if offer.key_figures else 0
    return (
        2.2 * len(offer.title)
        + 1.2 * len(offer.short_summary)
        + figures
        + weight_of((offer.problem, offer.advantages, offer.ipr_notes))
    )


@dataclass(frozen=True)
class FrontOrder:
    stylesheets: ClassVar[tuple[str, ...]] = DESIGN.stylesheets

    content: CatalogueContent
    sections: Sequence[Section]
    numbers: Mapping[str, int]
    has_institutions: bool

    @property
    def language(self) -> Language:
        return self.content.language

    def html(self, closer: Mapping[str, int]) -> str:
        del closer
        return FRONT.html(
            self.language,
            order=self,
            content=self.content,
            palette=charts.NEUTRAL,
            mark_of=mark_of,
            whose=_whose,
        )

    def too_long(self, leaf_pages: int, marks: Mapping[str, Mark]) -> Sequence[str]:
        del leaf_pages, marks
        return ()


def _whose(offer: BriefContent) -> str:
    w = wording(offer.language)
    if offer.anonymous:
        return f"{w.labels['area'][offer.institution_area]}, {w.country(offer.institution_country)}"
    return offer.institution_name


@dataclass(frozen=True)
class Entry:
    """A word of an index, with the offers under it."""

    word: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class IndexOrder:
    stylesheets: ClassVar[tuple[str, ...]] = DESIGN.stylesheets

    content: CatalogueContent
    keywords: Sequence[Entry]
    institutions: Sequence[Entry]
    numbers: Mapping[str, int]
    start: int

    @property
    def language(self) -> Language:
        return self.content.language

    def html(self, closer: Mapping[str, int]) -> str:
        del closer
        return INDEX.html(self.language, order=self, palette=charts.NEUTRAL, letters=list(_by_letter(self.keywords)))

    def too_long(self, leaf_pages: int, marks: Mapping[str, Mark]) -> Sequence[str]:
        del leaf_pages, marks
        return ()


Order = BodyOrder | FrontOrder | IndexOrder


def keywords_of(content: CatalogueContent) -> list[Entry]:
    """Technology and market keywords together, each as its first offer spells it; case and marks do not part them."""
    return _entries(content, lambda offer: (*offer.technology_keywords, *offer.market_keywords))


def institutions_of(content: CatalogueContent) -> list[Entry]:
    """Without the anonymous offers: they would be found under whose they are."""
    return _entries(content, lambda offer: () if offer.anonymous else (offer.institution_name,))


def _entries(content: CatalogueContent, words_of: Callable[[BriefContent], Iterable[str]]) -> list[Entry]:
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


def _by_letter(entries: Sequence[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    def letter(entry: Entry) -> str:
        first = fold(entry.word)[:1].upper()
        return first if first.isalpha() else "#"

    for initial, group in groupby(entries, key=letter):
        yield initial, list(group)
