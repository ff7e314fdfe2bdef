"""The picture that other sites and messengers put beside a link to an offer: its title, drawn."""

from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any

from models.queries.catalogue import PublishedOffer
from models.rules.words import Language, ValueChain
from models.settings import settings
from reports.prose import typeset
from reports.wording import wording

WIDTH, HEIGHT = 1200, 630
"""What Open Graph asks for."""
MARGIN = 80
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
        typeset(offer.title, language),
        labels["field"][shown.technology.field] if shown.technology.field else "",
        f"TRL {offer.trl}",
        whose.name(language) if whose else settings().network_name,
        settings().network_name if whose else "",
        shown.technology.value_chain,
        language,
    )


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
        lines = _lines(title, size)
        if len(lines) * size * 1.2 <= HEIGHT - 150 - 140 and len(lines) <= MOST_LINES:
            return lines, size
    lines = _lines(title, SIZES[-1])
    return [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]} …"], SIZES[-1]


def _lines(title: str, size: int) -> list[str]:
    font, lines = _font("Light", size), [""]
    for word in title.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > WIDTH - 2 * MARGIN:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _short(text: str, weight: str) -> str:
    font = _font(weight, 30)
    while font.getlength(text) > WIDTH - 2 * MARGIN and len(text) > 1:
        text = text.rstrip("…")[:-1] + "…"
    return text


@lru_cache
def _font(weight: str, size: int) -> Any:
    from PIL import ImageFont

    file = files("font_source_sans_pro") / "files" / f"SourceSansPro-{weight}.ttf"
    return ImageFont.truetype(BytesIO(file.read_bytes()), size)
