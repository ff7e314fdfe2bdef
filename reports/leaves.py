"""A leaf: one part of a longer document, laid out by itself, that will be bound with others.

Laid out in one go, hundreds of pages need memory for all of them at once and keep one process busy. A leaf is a
file of its own with tags of its own, and knows on which of its pages each thing stands that others refer to.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Protocol, Self

from models.rules.words import Language
from reports.glyphs import spelled
from reports.prose import printable
from reports.render import renderer

VARIANT = "pdf/ua-1"
ACROSS = "leaf:"
"""`href="leaf:NAME"` leads to the mark NAME, on whatever leaf it stands; `binding` makes it a link within the file."""


@dataclass(frozen=True)
class Mark:
    """Where something stands: the leaf's page, counted from 0, and points from its upper edge."""

    page: int
    top: float


@dataclass(frozen=True)
class Leaf:
    file: Path
    pages: int
    marks: Mapping[str, Mark]


class Order(Protocol):
    """What a leaf is made from. Pickled into a render process, so it holds contents and no markup."""

    stylesheets: ClassVar[tuple[str, ...]]
    steps: ClassVar[int]
    """How often what does not fit its page may be set closer."""

    @property
    def language(self) -> Language: ...

    def html(self, closer: Mapping[str, int]) -> str:
        """`closer` says by mark how many steps closer than usual it is to be set."""

    def too_long(self, leaf_pages: int, marks: Mapping[str, Mark]) -> Sequence[str]:
        """Marks of what has run on to a page that is not its own."""

    def only(self, marks: Collection[str]) -> Self:
        """What `too_long` has named, laid out by itself: the rest need not be laid out again with each try."""


def draw(order: Order, folder: Path) -> Leaf:
    """Lays the leaf out and writes it into `folder`; what no font can draw is said in words."""
    document, marks = _fitted(order, frozenset())
    content, missing = _written(document, order.language)
    if missing:
        document, marks = _fitted(order, missing)
        content, _ = _written(document, order.language)
    file = folder / f"{hashlib.sha256(content).hexdigest()}.pdf"
    file.write_bytes(content)
    return Leaf(file, len(document.pages), marks)


def _written(document: Any, language: Language) -> tuple[bytes, frozenset[str]]:
    document.metadata.lang = language
    return renderer().written(lambda: bytes(document.write_pdf(pdf_variant=VARIANT)))


def _fitted(order: Order, missing: Collection[str]) -> tuple[Any, dict[str, Mark]]:
    """What does not fit is set closer and tried again.

    Once is enough for most, so the first time with all the rest; then what is left by itself, if it is less than half.
    """
    closer: dict[str, int] = {}
    part = order
    document, marks = _laid_out(order, closer, missing)
    overlong = order.too_long(len(document.pages), marks)
    for tried in range(order.steps):
        if not overlong:
            break
        closer |= {name: closer.get(name, 0) + 1 for name in overlong}
        if tried and 2 * len(overlong) < len(marks):
            part = order.only(overlong)
        document, marks = _laid_out(part, closer, missing)
        overlong = part.too_long(len(document.pages), marks)
    return _laid_out(order, closer, missing) if part is not order else (document, marks)


def _laid_out(order: Order, closer: Mapping[str, int], missing: Collection[str]) -> tuple[Any, dict[str, Mark]]:
    document = renderer().layout(spelled(order.html(closer), missing), order.stylesheets)
    return document, {
        name: Mark(number, 0.75 * place[1])
        for number, page in enumerate(document.pages)
        for name, place in page.anchors.items()
    }


@dataclass(frozen=True)
class Line:
    """Of the outline that readers show beside the pages."""

    title: str
    mark: str
    below: "tuple[Line, ...]" = ()


@dataclass(frozen=True)
class Book:
    """All leaves in their order, with what the whole says of itself."""

    leaves: tuple[Leaf, ...]
    title: str
    language: Language
    made_on: date
    outline: tuple[Line, ...] = ()
    front_pages: int = 0
    """Numbered in Roman figures; what follows begins with 1."""

    @property
    def pages(self) -> int:
        return sum(leaf.pages for leaf in self.leaves)


def plain(title: str) -> str:
    return " ".join(printable(title).split())
