"""How many lines a text takes at least in the packaged font: what surely overflows need not be laid out."""

import re
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

KERNED = 0.985
"""What kerning leaves at least of the width of running text."""
SHORTEST_HYPHENATED = 8
"""`hyphenate-limit-chars` of the stylesheets."""
BREAKS_WITHIN = re.compile(r"\w[^\w\s\u00a0]+\w")


def lines_of(text: str, *, room: float, weight: str = "Regular", hyphenated: bool = False, spacing: float = 0) -> int:
    """At least. `room` is a line's width in ems, `spacing` stands between two letters.

    Wherever a word might be broken it is taken to fill its line to the end.
    """
    count, used, space = 1, 0.0, width_of(" ", weight, spacing)
    for word in text.split(" "):
        width, lead = width_of(word, weight, spacing), space if used else 0.0
        if used + lead + width <= room:
            used += lead + width
        elif width > room or BREAKS_WITHIN.search(word) or (hyphenated and len(word) >= SHORTEST_HYPHENATED):
            full, used = divmod(used + lead + width, room)
            count += int(full)
        else:
            count, used = count + 1, width
    return count


def width_of(text: str, weight: str, spacing: float = 0) -> float:
    """At least, in ems. A letter that the font lacks is not counted."""
    widths = _widths(weight)
    return KERNED * sum(widths.get(letter, 0.0) for letter in text) + spacing * len(text)


@lru_cache
def _widths(weight: str) -> dict[str, float]:
    from fontTools.ttLib import TTFont

    font = files("font_source_sans_pro") / "files" / f"SourceSansPro-{weight}.ttf"
    with TTFont(BytesIO(font.read_bytes()), lazy=True) as opened:
        em, advances = opened["head"].unitsPerEm, opened["hmtx"].metrics
        return {chr(code): advances[glyph][0] / em for code, glyph in opened.getBestCmap().items()}
