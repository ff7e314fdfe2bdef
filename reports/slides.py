"""An offer on one slide of 16:9, for a pitch event; and a selection of offers as one file, a slide each."""

from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import ClassVar, Self

from models.rules.text import fold
from models.rules.words import Language, development_stage
from reports import charts
from reports.briefs import BriefContent, Contact, contact_of
from reports.designs import Design
from reports.leaves import Book, Leaf, Line, Mark
from reports.sheets import shortened
from reports.slide_steps import STEPS, roomiest, value_of
from reports.wording import wording

DESIGN = Design(
    template="slides.html",
    stylesheets=("tokens.css", "slides.css"),
    parts=(
        "slides.py",
        "slide_steps.py",
        "line_widths.py",
        "leaves.py",
        "binding.py",
        "stream_ends.py",
        "charts.py",
        "sheets.py",
        "briefs.py",
    ),
)
SLIDES_OF_A_LEAF = 40


@dataclass(frozen=True, kw_only=True)
class SlidesContent:
    language: Language
    made_on: date
    network_name: str
    entries: tuple[BriefContent, ...]


@lru_cache(maxsize=1)
def template_version() -> str:
    return DESIGN.version()


def title_of(content: SlidesContent) -> str:
    """Of a single slide the offer's own."""
    if len(content.entries) == 1:
        return content.entries[0].title
    return f"{content.network_name}: {wording(content.language).labels['slides']['title']}"


def book(content: SlidesContent) -> Generator[Sequence["SlidesOrder"], Sequence[Leaf], Book]:
    ranked = sorted(content.entries, key=lambda each: (fold(each.title), each.reference))
    numbered = tuple(enumerate(ranked, 1))
    leaves = yield [
        SlidesOrder(content.language, content.network_name, numbered[first : first + SLIDES_OF_A_LEAF])
        for first in range(0, len(numbered), SLIDES_OF_A_LEAF)
    ]
    return Book(
        leaves=tuple(leaves),
        title=title_of(content),
        language=content.language,
        made_on=content.made_on,
        outline=tuple(Line(offer.title, _mark(number)) for number, offer in numbered),
    )


def _mark(number: int) -> str:
    return f"slide-{number}"


@dataclass(frozen=True)
class SlidesOrder:
    stylesheets: ClassVar[tuple[str, ...]] = DESIGN.stylesheets
    steps: ClassVar[int] = len(STEPS) - 1
    apart: ClassVar[bool] = True

    language: Language
    network_name: str
    entries: tuple[tuple[int, BriefContent], ...]

    def html(self, closer: Mapping[str, int]) -> str:
        slides = [_slide(number, offer, closer.get(_mark(number), 0)) for number, offer in self.entries]
        return DESIGN.html(self.language, slides=slides, network=self.network_name, palette=charts.NEUTRAL)

    def too_long(self, leaf_pages: int, marks: Mapping[str, Mark]) -> Sequence[str]:
        starts = [marks[_mark(number)].page for number, _ in self.entries]
        ends = (*starts[1:], leaf_pages)
        return [
            _mark(number) for (number, _), start, end in zip(self.entries, starts, ends, strict=True) if end - start > 1
        ]

    def only(self, marks: Collection[str]) -> Self:
        return replace(self, entries=tuple(entry for entry in self.entries if _mark(entry[0]) in marks))


@dataclass(frozen=True)
class Text:
    said: str
    shortened: bool


@dataclass(frozen=True)
class Slide:
    mark: str
    offer: BriefContent
    style: str
    texts: dict[str, Text]
    palette: charts.Palette
    value_size: float
    scale: charts.ReadinessScale
    stage_name: str
    code: charts.QrCode | None
    reference: str
    contact: Contact
    institution: str
    place: str

    @property
    def shown_url(self) -> str:
        return self.offer.offer_url.partition("://")[2]


def _slide(number: int, offer: BriefContent, closer: int) -> Slide:
    w = wording(offer.language)
    step = STEPS[min(roomiest(offer) + closer, len(STEPS) - 1)]
    return Slide(
        mark=_mark(number),
        offer=offer,
        style=step.style,
        texts={name: _text(getattr(offer, name), step.limit) for name in ("problem", "short_summary", "advantages")},
        palette=charts.palette_of(offer.value_chain),
        value_size=value_of(offer),
        scale=charts.readiness_scale(offer.trl, width=174),
        stage_name=" ".join(w.labels["development_stage"][development_stage(offer.trl)]),
        code=charts.qr_code(offer.offer_url) if offer.offer_url else None,
        reference=offer.reference,
        contact=contact_of(offer),
        institution=w.labels["area"][offer.institution_area] if offer.anonymous else offer.institution_name,
        place=w.country(offer.institution_country) if offer.anonymous else offer.institution_city,
    )


def _text(whole: str, limit: float) -> Text:
    said = shortened(whole, limit)
    return Text(said, said != whole)
