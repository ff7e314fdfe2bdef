"""The brief on one page: which texts it has room for, and how they are set.

A page is read in a minute, so it keeps what a company looks for first: the problem, why it is better, at what figures,
how far it is, whom it seeks and whom to write to. What is new is told where there is room for it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from reports.density import opening_weight, weight_of

if TYPE_CHECKING:
    from reports.briefs import BriefContent

SENTENCE_END = re.compile(r"[.!?…](?=\s)")
PICTURE_WEIGHT = 900
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
    picture_height: float = 44

    def texts(self, content: "BriefContent") -> dict[str, str]:
        """Empty where there is no room."""
        left = () if self.described or not content.advantages.strip() else ("description",)
        return {
            name: "" if name in left else shortened(getattr(content, name), self.limit) for name in TEXTS
        }

    def leaves_out(self, content: "BriefContent") -> bool:
        """Whether the offer says more than this page."""
        whole = {name: getattr(content, name) for name in TEXTS}
        told = self.texts(content)
        reasons = any(each.why.strip() or each.how.strip() for each in content.partnerships)
        return told != whole or bool(content.expected_role.strip()) or (reasons and not self.reasons)

    def weight(self, content: "BriefContent") -> float:
        asked = sum(len(each.why) + len(each.how) for each in content.partnerships) if self.reasons else 0
        return (
            weight_of(self.texts(content).values())
            + opening_weight(content.title, shortened(content.short_summary, 2 * self.limit), len(content.key_figures))
            + (PICTURE_WEIGHT if content.pictures[: self.pictures] else 0)
            + max(0.0, 1.4 * asked - 600)
        )


SHEETS = (
    Sheet("roomy", 1500),
    Sheet("normal", 2200),
    Sheet("snug", 2700),
    Sheet("normal", 2200, described=False),
    Sheet("snug", 2700, described=False),
    Sheet("close", 3300, described=False),
    Sheet("close", 3300, described=False, reasons=False, pictures=0),
    Sheet("dense", 3900, described=False, reasons=False, pictures=0, limit=1200),
    Sheet("dense", 3900, described=False, reasons=False, pictures=0, limit=600),
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
