"""A catalogue of many offers: cover, contents, an entry for each by section, and indexes. For print and for reading.

Every entry has a page (or half of one) of its own, so the pages of a leaf are known before it is laid out; where an
entry could not be kept to its page, the leaves behind it are laid out again with their true numbers.
"""

from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from math import ceil
from typing import ClassVar, Self

from models.rules.words import EntrySize, Grouping, Language, development_stage
from reports import charts
from reports.briefs import BriefContent, contact_of
from reports.catalogue_order import Entry, Section, by_letter, institutions_of, keywords_of, mark_of, sections_of
from reports.density import weight_of
from reports.designs import Design
from reports.leaves import Book, Leaf, Line, Mark
from reports.wording import wording

DESIGN = Design(
    template="catalogue.html",
    stylesheets=("tokens.css", "catalogue.css"),
    parts=(
        "catalogues.py",
        "catalogue_order.py",
        "leaves.py",
        "binding.py",
        "stream_ends.py",
        "charts.py",
        "density.py",
        "briefs.py",
    ),
)
FRONT = Design(template="catalogue_front.html", stylesheets=DESIGN.stylesheets, parts=())
INDEX = Design(template="catalogue_index.html", stylesheets=DESIGN.stylesheets, parts=())
ENTRIES_OF_A_LEAF = 40
"""Enough to make a process's work worth its while, few enough that two share even a small catalogue."""
TEXT_WIDTH = 493.0
HEADING = 150
"""Characters that would stand where a section's name is."""


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
            start += ceil(len(entries) / PER_PAGE[content.size]) + (first == 0 and section.has_page)


def _page_numbers(leaves: Sequence[Leaf]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    before = 0
    for leaf in leaves:
        numbers |= {name: before + mark.page + 1 for name, mark in leaf.marks.items()}
        before += leaf.pages
    return numbers


@dataclass(frozen=True)
class BodyOrder:
    stylesheets: ClassVar[tuple[str, ...]] = DESIGN.stylesheets
    steps: ClassVar[int] = 4
    apart: ClassVar[bool] = False

    language: Language
    size: EntrySize
    network_name: str
    section: Section
    entries: tuple[tuple[int, BriefContent], ...]
    start: int
    """Pages before it, not counting the front."""
    opens: bool
    """Whether the section's own page, or its name, goes before the entries."""

    @property
    def headed(self) -> bool:
        return self.opens and not self.section.has_page

    def moved(self, start: int) -> "BodyOrder":
        return replace(self, start=start)

    def html(self, closer: Mapping[str, int]) -> str:
        return DESIGN.html(
            self.language,
            order=self,
            palette=charts.palette_of(self.section.chain),
            entries=[
                _shown(number, each, self.size, closer.get(mark_of(number), 0), headed=self.headed and place == 0)
                for place, (number, each) in enumerate(self.entries)
            ],
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

    def only(self, marks: Collection[str]) -> Self:
        left = tuple(entry for entry in self.entries if mark_of(entry[0]) in marks)
        return replace(self, entries=left, opens=self.opens and left[0] == self.entries[0])


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


def _shown(number: int, offer: BriefContent, size: EntrySize, closer: int, *, headed: bool) -> Shown:
    w = wording(offer.language)
    short = _weight(offer) + HEADING * headed
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
    steps: ClassVar[int] = 0
    apart: ClassVar[bool] = False

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

    def only(self, marks: Collection[str]) -> Self:
        del marks
        return self


def _whose(offer: BriefContent) -> str:
    w = wording(offer.language)
    if offer.anonymous:
        return f"{w.labels['area'][offer.institution_area]}, {w.country(offer.institution_country)}"
    return offer.institution_name


@dataclass(frozen=True)
class IndexOrder:
    stylesheets: ClassVar[tuple[str, ...]] = DESIGN.stylesheets
    steps: ClassVar[int] = 0
    apart: ClassVar[bool] = False

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
        return INDEX.html(self.language, order=self, palette=charts.NEUTRAL, letters=list(by_letter(self.keywords)))

    def too_long(self, leaf_pages: int, marks: Mapping[str, Mark]) -> Sequence[str]:
        del leaf_pages, marks
        return ()

    def only(self, marks: Collection[str]) -> Self:
        del marks
        return self


Order = BodyOrder | FrontOrder | IndexOrder
