"""How large a slide is set: from the roomiest step that its texts may fit, told without laying them out."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from math import inf

from reports.briefs import BriefContent, KeyFigure
from reports.charts import value_size
from reports.line_widths import lines_of
from reports.prose import BulletList, blocks, typeset
from reports.sheets import shortened
from reports.wording import wording

MM = 72 / 25.4
WIDTH, HEIGHT = 306.667 * MM, 170.5 * MM
"""Of the slide within its margins, and all else here, in points as `slides.css` has them."""
GUTTER = 6 * MM
FIGURES_WIDTH = 600.0
"""Points that the row of key figures may take."""


@dataclass(frozen=True)
class Step:
    """Points. `limit` is in characters of each of the two texts, cut at the end of a sentence."""

    text: float
    line: float
    """In ems of the text."""
    title: float
    heading: float
    label: float
    against: float
    gap: float
    """Millimetres."""
    limit: float = inf

    @property
    def style(self) -> str:
        sizes = (f"--{name}: {getattr(self, name)}pt" for name in ("title", "heading", "label", "against"))
        return "; ".join((f"font-size: {self.text}pt; line-height: {self.line}", *sizes, f"--gap: {self.gap}mm"))

    def surely_overflows(self, offer: BriefContent) -> bool:
        return self._opening(offer) + self._columns(offer) + _foot(offer) > HEIGHT

    def _opening(self, offer: BriefContent) -> float:
        title = typeset(offer.title, offer.language)
        lines = lines_of(title, room=WIDTH / self.title, weight="Semibold", spacing=-0.015)
        kicker = 7 * MM + 13 * self.line + 1.5 * MM
        return kicker + 1.12 * lines * self.title + (self._figures(offer) if offer.key_figures else 0)

    def _figures(self, offer: BriefContent) -> float:
        count = len(offer.key_figures)
        column = (WIDTH - (count - 1) * GUTTER) / count
        value = 1.1 * value_of(offer)
        return (
            self.gap * MM + 1.2 + 1.5 * MM + value + max(self._below(each, offer, column) for each in offer.key_figures)
        )

    def _below(self, figure: KeyFigure, offer: BriefContent, column: float) -> float:
        label = typeset(figure.label, offer.language)
        height = 1.25 * self.label * lines_of(label, room=column / self.label, weight="Semibold")
        if not figure.compared_with:
            return height
        against = wording(offer.language).labels["brief"]["compared_with"]
        said = f"{against} {typeset(figure.compared_with, offer.language)}"
        return height + 1.25 * self.against * lines_of(said, room=column / self.against)

    def _columns(self, offer: BriefContent) -> float:
        left = offer.problem if offer.problem.strip() else offer.short_summary
        return self.gap * MM + max(self._column(left, offer), self._column(offer.advantages, offer))

    def _column(self, whole: str, offer: BriefContent) -> float:
        said = shortened(whole, self.limit)
        room = (WIDTH - GUTTER) / 2 / self.text
        lines = sum(
            lines_of(typeset(text, offer.language), room=room - indent, hyphenated=True)
            for text, indent in _paragraphs(said)
        )
        between = 0.5 * self.text * (len(blocks(said)) - 1)
        more = (0.3 + self.line) * self.text if said != whole else 0
        heading = self.line * self.heading + 0.8 * MM if whole is not offer.short_summary else 0
        return heading + lines * self.line * self.text + between + more


def _paragraphs(text: str) -> Iterator[tuple[str, int]]:
    """Each with its indent in ems."""
    return chain.from_iterable(
        ((entry, 1) for entry in block.entries) if isinstance(block, BulletList) else ((block.text, 0),)
        for block in blocks(text)
    )


def _foot(offer: BriefContent) -> float:
    """With the picture of the address; without it at least the institution and its place."""
    tallest = 27 * MM if offer.offer_url else 2 * 1.27 * 11.5
    return 3 * MM + 2 * 2.2 * MM + tallest + 1.5 * MM + 1.2 * 11


def value_of(offer: BriefContent) -> float:
    """Points of the key figures' values."""
    return value_size([each.value for each in offer.key_figures], width=FIGURES_WIDTH, largest=34)


LIMITS = (1500, 1200, 1000, 800, 650, 500, 400, 300, 220, 150)
STEPS = (
    Step(26, 1.28, 42, 17, 16, 14, 5),
    Step(22, 1.3, 36, 17, 16, 14, 5),
    Step(18, 1.32, 31, 15, 13, 11.5, 5),
    Step(16, 1.32, 28, 15, 13, 11.5, 5),
    Step(14, 1.33, 25, 13.5, 13, 11.5, 5),
    Step(13, 1.33, 24, 13.5, 13, 11.5, 5),
    Step(12, 1.32, 23, 12.5, 12, 11, 3.5),
    Step(11, 1.3, 21, 12.5, 12, 11, 3.5),
    *(Step(11, 1.25, 18, 12.5, 12, 11, 3.5, limit) for limit in LIMITS),
)
"""From the roomiest; what is smaller than 11 points nobody in a room can read, so what is longer is shortened."""


def roomiest(offer: BriefContent) -> int:
    """The place of the first step that may hold the offer."""
    return next((place for place, step in enumerate(STEPS) if not step.surely_overflows(offer)), len(STEPS) - 1)
