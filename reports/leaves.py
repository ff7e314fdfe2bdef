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
    apart: ClassVar[bool]
    """Whether each mark has pages of its own, without numbers: then pages of several layouts make one leaf."""

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
    document = _fitted(order, frozenset())
    content, missing = _written(document, order.language)
    if missing:
        document = _fitted(order, missing)
        content, _ = _written(document, order.language)
    file = folder / f"{hashlib.sha256(content).hexdigest()}.pdf"
    file.write_bytes(content)
    return Leaf(file, len(document.pages), _marks(document))


def _written(document: Any, language: Language) -> tuple[bytes, frozenset[str]]:
    document.metadata.lang = language
    return renderer().written(lambda: bytes(document.write_pdf(pdf_variant=VARIANT)))


def _fitted(order: Order, missing: Collection[str]) -> Any:
    """What does not fit is set closer and tried again."""
    return _put_together(order, missing) if order.apart else _all_at_once(order, missing)


def _all_at_once(order: Order, missing: Collection[str]) -> Any:
    """Once more is enough for most, so first with all the rest; then what is left by itself, if less than half."""
    closer: dict[str, int] = {}
    part = order
    document = _laid_out(order, closer, missing)
    overlong = order.too_long(len(document.pages), _marks(document))
    for tried in range(order.steps):
        if not overlong:
            break
        closer |= {name: closer.get(name, 0) + 1 for name in overlong}
        if tried and 2 * len(overlong) < len(_marks(document)):
            part = order.only(overlong)
        document = _laid_out(part, closer, missing)
        overlong = part.too_long(len(document.pages), _marks(document))
    return document if part is order else _laid_out(order, closer, missing)


def _put_together(order: Order, missing: Collection[str]) -> Any:
    """What fits is kept, and only the rest laid out again."""
    closer: dict[str, int] = {}
    document = _laid_out(order, closer, missing)
    pages = _pages_of_each(document)
    overlong = order.too_long(len(document.pages), _marks(document))
    for _ in range(order.steps):
        if not overlong:
            break
        closer |= {name: closer.get(name, 0) + 1 for name in overlong}
        part = order.only(overlong)
        again = _laid_out(part, closer, missing)
        pages |= _pages_of_each(again)
        overlong = part.too_long(len(again.pages), _marks(again))
    return document.copy([page for of_one in pages.values() for page in of_one])


def _pages_of_each(document: Any) -> dict[str, list[Any]]:
    """By mark, in their order."""
    starts = {name: mark.page for name, mark in _marks(document).items()}
    ends = [*starts.values(), len(document.pages)][1:]
    return {name: document.pages[start:end] for (name, start), end in zip(starts.items(), ends, strict=True)}


def _laid_out(order: Order, closer: Mapping[str, int], missing: Collection[str]) -> Any:
    return renderer().layout(spelled(order.html(closer), missing), order.stylesheets)


def _marks(document: Any) -> dict[str, Mark]:
    return {
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
