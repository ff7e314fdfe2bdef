"""The brief on one page: which texts it has room for, and how they are set.

A page is read in a minute, so it keeps what a company looks for first: the problem, why it is better, at what figures,
how far it is, whom it seeks and whom to write to. What is new is told where there is room for it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from reports.density import LINE, opening_weight, weight_of

if TYPE_CHECKING:
    from reports.briefs import BriefContent

SENTENCE_END = re.compile(r"[.!?…](?=\s)")
SIDE_LINE = 36
"""Characters of a line in the narrow column."""
PICTURE_LINES = 8
TEXTS = ("problem", "description", "advantages")


@dataclass(frozen=True)
class Sheet:
    """A way to fill the page. `capacity` is in characters of running text."""

    name: str
    capacity: float
    described: bool = True
    """With what is new."""
    pictures: int = 1
    limit: float = inf
    """Of characters of each text, cut at the end of a sentence."""
    reasons: bool = True
    """Why and how of each partnership."""
    picture_width: float = 56
    picture_height: float = 33

    def texts(self, content: "BriefContent") -> dict[str, str]:
        """Empty where there is no room."""
        left = () if self.described or not content.advantages.strip() else ("description",)
        return {name: "" if name in left else shortened(getattr(content, name), self.limit) for name in TEXTS}

    def leaves_out(self, content: "BriefContent") -> bool:
        """Whether the offer says more than this page."""
        whole = {name: getattr(content, name) for name in TEXTS}
        told = self.texts(content)
        reasons = any(each.why.strip() or each.how.strip() for each in content.partnerships)
        return told != whole or bool(content.expected_role.strip()) or (reasons and not self.reasons)

    def weight(self, content: "BriefContent") -> float:
        """The opening, and the taller of the two columns below it."""
        opening = opening_weight(content.title, content.short_summary, len(content.key_figures))
        return opening + max(weight_of(self.texts(content).values()), self._side(content))

    def _side(self, content: "BriefContent") -> float:
        lines = 8.0 + sum(2 + (len(each.how) / SIDE_LINE if self.reasons else 0) for each in content.partnerships)
        if content.pictures[: self.pictures]:
            lines += PICTURE_LINES + len(content.pictures[0].caption) / SIDE_LINE
        return LINE * lines


SHEETS = (
    Sheet("roomy", 1600),
    Sheet("normal", 2050),
    Sheet("snug", 2500),
    Sheet("normal", 2050, described=False),
    Sheet("snug", 2500, described=False),
    Sheet("close", 2570, described=False),
    Sheet("close", 2950, described=False, reasons=False),
    Sheet("dense", 3700, described=False, reasons=False),
    Sheet("close", 2570, described=False, pictures=0),
    Sheet("close", 2950, described=False, reasons=False, pictures=0),
    Sheet("dense", 3700, described=False, reasons=False, pictures=0),
    Sheet("dense", 3700, described=False, reasons=False, pictures=0, limit=1200),
    Sheet("dense", 3700, described=False, reasons=False, pictures=0, limit=600),
    Sheet("denser", inf, described=False, reasons=False, pictures=0, limit=300),
)


def sheets_for(content: "BriefContent") -> Iterator[Sheet]:
    """The roomiest that should hold the texts, then every closer one."""
    begun = False
    for sheet in SHEETS:
        begun = begun or sheet.weight(content) <= sheet.capacity
        if begun:
            yield sheet


def shortened(text: str, limit: float) -> str:
    """At most `limit` characters, ending with a sentence; where the first one is longer, within it."""
    if len(text) <= limit:
        return text
    kept = text[: int(limit)]
    ends = [match.end() for match in SENTENCE_END.finditer(kept)]
    if ends:
        return kept[: ends[-1]]
    return kept.rpartition(" ")[0].rstrip(" ,;:–-") + " …" if " " in kept else kept + "…"
