"""How close a brief is set: which step of type size to try first, from the length of its texts.

A layout costs about a tenth of a second, so the first one should fit. The capacities were measured with
Polish prose and are a little cautious: a step too close looks better than a second layout costs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, inf

LINE = 72
"""Characters of a line of running text; a list entry or a paragraph's end costs a whole one."""

FLOWING_DEAL = 1.25
"""Where all runs together, the deal's side-by-side columns cost more room than the same text in two columns."""


@dataclass(frozen=True)
class Weights:
    """Characters that the technology (first page) and the deal (second page) amount to."""

    technology: float
    deal: float


@dataclass(frozen=True)
class Layout:
    """A step of density. The `flowing` ones run on from page to page, and count both weights together."""

    name: str
    technology: float
    deal: float
    flowing: bool = False
    tight: bool = False
    """Smaller margins."""

    @property
    def classes(self) -> str:
        return " ".join((self.name, *("flowing",) * self.flowing, *("tight",) * self.tight))

    def holds(self, weights: Weights) -> bool:
        if self.flowing:
            return weights.technology + FLOWING_DEAL * weights.deal <= self.technology
        return weights.technology <= self.technology and weights.deal <= self.deal


LAYOUTS = (
    Layout("poster", 1400, 560),
    Layout("roomy", 2070, 1000),
    Layout("normal", 2520, 1540),
    Layout("snug", 3040, 1900),
    Layout("close", 6650, 0, flowing=True),
    Layout("dense", 8850, 0, flowing=True),
    Layout("denser", 13_300, 0, flowing=True, tight=True),
    Layout("densest", 18_000, 0, flowing=True, tight=True),
    Layout("least densest", inf, 0, flowing=True, tight=True),
)


def layouts_for(weights: Weights) -> tuple[Layout, ...]:
    """The roomiest layout that should hold the texts, then every closer one."""
    first = next(index for index, layout in enumerate(LAYOUTS) if layout.holds(weights))
    return LAYOUTS[first:]


def weight_of(texts: Iterable[str]) -> float:
    return sum(ceil(len(line) / LINE) * LINE or LINE / 2 for text in texts for line in text.strip().splitlines())


def opening_weight(title: str, summary: str, figures: int) -> float:
    """What stands above the text, in characters of text: the title and the summary are set larger."""
    return 3 * len(title) + 1.3 * len(summary) + (530 if figures else 0)


def columns_weight(texts: Iterable[str]) -> float:
    """Columns side by side are as tall as the longest of them."""
    lengths = [len(text) for text in texts]
    return 0.75 * len(lengths) * max(lengths, default=0)


def pictures_weight(pictures: int) -> float:
    """A row of pictures stands where so much of the deal's text would."""
    return 620 if pictures else 0
