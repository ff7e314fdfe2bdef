"""The picture that other sites and messengers put beside a link to an offer: its title, drawn."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import islice
from typing import Any

from models.queries.catalogue import PublishedOffer
from models.rules.words import Language, ValueChain
from models.settings import settings
from reports.prose import printable, typeset
from reports.wording import wording

WIDTH, HEIGHT = 1200, 630
"""What Open Graph asks for."""
MARGIN = 80
ROOM = WIDTH - 2 * MARGIN
COLOURS = {ValueChain.HEALTH: "#1a4a7a", ValueChain.BIOECONOMY: "#3d6628", None: "#3f4650"}
SIZES = (64, 56, 48, 42, 36)
"""Of the title's letters: the largest with which it fits."""
MOST_LINES = 5


def card_of(shown: PublishedOffer) -> bytes:
    """A PNG, the same for the same offer; drawn once while it is among the last asked for."""
    offer, language = shown.offer, shown.offer.language
    labels = wording(language).labels
    whose = shown.institution_shown
    return _draw(
        typeset(_on_one_line(offer.title), language),
        labels["field"][shown.technology.field] if shown.technology.field else "",
        f"TRL {offer.trl}",
        _on_one_line(whose.name(language) if whose else settings().network_name),
        settings().network_name if whose else "",
        shown.technology.value_chain,
        language,
    )


def _on_one_line(text: str) -> str:
    return printable(" ".join(text.splitlines()))


@lru_cache(maxsize=64)
def _draw(
    title: str, field: str, level: str, whose: str, network: str, chain: ValueChain | None, _language: Language
) -> bytes:
    from PIL import Image, ImageDraw  # a few megabytes: not at the start of every process

    colour = COLOURS[chain]
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#ffffff")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDTH, 14), fill=colour)
    pen.text((MARGIN, 84), f"{field} · {level}" if field else level, font=_font("Semibold", 32), fill=colour)
    lines, size = _fitted(title)
    for place, line in enumerate(lines):
        pen.text((MARGIN, 150 + place * size * 1.2), line, font=_font("Light", size), fill="#16191d")
    pen.text((MARGIN, HEIGHT - 112), _short(whose, "Semibold"), font=_font("Semibold", 30), fill="#16191d")
    if network:
        pen.text((MARGIN, HEIGHT - 72), _short(network, "Regular"), font=_font("Regular", 28), fill="#545b64")
    content = BytesIO()
    picture.save(content, "PNG", optimize=True)
    return content.getvalue()


def _fitted(title: str) -> tuple[list[str], int]:
    for size in SIZES:
        lines = list(islice(_lines(title, size), MOST_LINES + 1))
        if len(lines) * size * 1.2 <= HEIGHT - 150 - 140 and len(lines) <= MOST_LINES:
            return lines, size
    lines = list(islice(_lines(title, SIZES[-1]), MOST_LINES))
    return [*lines[:-1], _shortened(f"{lines[-1]} ", _font("Light", SIZES[-1]))], SIZES[-1]


def _lines(title: str, size: int) -> Iterator[str]:
    """A word that is longer than a line is broken where the line ends."""
    font, line = _font("Light", size), ""
    for word in title.split(" "):
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > ROOM:
            yield line
            longer = word
        while (fitting := _fitting(longer, font)) < len(longer):
            yield longer[:fitting]
            longer = longer[fitting:]
        line = longer
    yield line


def _short(text: str, weight: str) -> str:
    font = _font(weight, 30)
    return text if _fitting(text, font) == len(text) else _shortened(text, font)


def _shortened(text: str, font: Any) -> str:
    """As much of it as fits before an ellipsis."""
    return text[: _fitting(text, font, ROOM - font.getlength("…"))] + "…"


def _fitting(text: str, font: Any, room: float = ROOM) -> int:
    """How many of its characters have room, and one in any case."""
    if font.getlength(text) <= room:
        return len(text)
    return max(1, bisect_right(range(1, len(text) + 1), room, key=lambda count: font.getlength(text[:count])))


@lru_cache
def _font(weight: str, size: int) -> Any:
    from PIL import ImageFont

    file = files("font_source_sans_pro") / "files" / f"SourceSansPro-{weight}.ttf"
    return ImageFont.truetype(BytesIO(file.read_bytes()), size)
