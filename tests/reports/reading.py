"""What a finished PDF says and how it is laid out, read back from its bytes."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import page
import pikepdf
from pypdf import PdfReader

from reports.briefs import DESIGN
from reports.render import renderer


def text_of(pdf: bytes) -> str:
    """All pages' text, each run of white space one space, words that were hyphenated at a line's end made whole."""
    drawn = "\n".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"\s+", " ", re.sub(r"(?<=\w)[-‐]\s*\n\s*", "", drawn).replace("\u00a0", " "))


def pages_of(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


def faults_of(pdf: bytes) -> list[str]:
    """Broken rules of PDF/UA-1 and PDF/A-3a, as the validator words them."""
    reports = [page.validate_pdf_bytes(pdf, profile=profile) for profile in ("ua1", "3a")]
    return [f"{failure.rule_id} {failure.message}" for report in reports for failure in report.failures]


def heading_levels(pdf: bytes) -> list[int]:
    """Of the structure tree's headings, in reading order."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return list(_levels(document.Root.StructTreeRoot.K))


def _levels(node: pikepdf.Object) -> Iterator[int]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _levels(child)
    elif isinstance(node, pikepdf.Dictionary):
        level = re.fullmatch(r"/H([1-6])", str(node.get("/S", "")))
        if level:
            yield int(level[1])
        if "/K" in node:
            yield from _levels(node.K)


@dataclass(frozen=True)
class TextRun:
    """A laid-out piece of a line, in CSS pixels from the page's upper left corner."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class LaidOut:
    width: float
    height: float
    pages: int
    runs: tuple[TextRun, ...]

    def outside(self) -> list[TextRun]:
        return [
            run
            for run in self.runs
            if run.left < 0 or run.top < 0 or run.right > self.width or run.bottom > self.height
        ]

    def overlapping(self) -> list[tuple[str, str]]:
        """Pairs of texts of which one stands on the other, by more than tight leading explains."""
        return [(a.text, b.text) for a, b in combinations(self.runs, 2) if a.page == b.page and _overlap(a, b)]


def _overlap(a: TextRun, b: TextRun) -> bool:
    across = min(a.right, b.right) - max(a.left, b.left)
    down = min(a.bottom, b.bottom) - max(a.top, b.top)
    return across > 0.5 and down > 0.4 * min(a.bottom - a.top, b.bottom - b.top)


def laid_out(html: str) -> LaidOut:
    """The layout of a brief: every piece of text on its pages, margins included."""
    document = renderer().layout(html, DESIGN.stylesheets)
    runs = tuple(
        TextRun(
            number,
            box.text,
            box.position_x,
            box.position_y,
            box.position_x + box.width,
            box.position_y + box.height,
        )
        for number, leaf in enumerate(document.pages)
        for box in leaf._page_box.descendants()
        if getattr(box, "text", "").strip()
    )
    return LaidOut(document.pages[0].width, document.pages[0].height, len(document.pages), runs)
