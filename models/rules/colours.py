"""Brand colours and whether text set in them can be read (WCAG 2.2, contrast)."""

import re
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass

READABLE = 4.5
"""Contrast that running text needs against what lies behind it (WCAG 1.4.3)."""
WHITE = "#ffffff"
WASH = 0.06
"""How much of a colour is in the tint behind the last section of a brief."""
SOFT = 0.3

_HEX = re.compile(r"#[0-9a-f]{6}")
_STEP = 0.005


@dataclass(frozen=True, slots=True)
class Brand:
    """An institution's colour as it is, for surfaces, and as text is set in it: darker where it must be."""

    colour: str
    text: str

    @property
    def darkened(self) -> bool:
        return self.text != self.colour


def colour_of(typed: str) -> str | None:
    """As `#rrggbb` in small letters, from `#RGB` or `#RRGGBB` with or without the mark; `None` for anything else."""
    given = "#" + typed.strip().lower().removeprefix("#")
    if len(given) == 4:
        given = "#" + "".join(2 * digit for digit in given[1:])
    return given if _HEX.fullmatch(given) else None


def brand_of(colour: str) -> Brand:
    """Text keeps the hue and gets darker until it can be read on white and on the colour's own tint."""
    text = colour
    red, green, blue = _channels(colour)
    hue, light, saturation = rgb_to_hls(red, green, blue)
    while contrast(text, mixed(colour, WASH)) < READABLE:
        light = max(0.0, light - _STEP)
        text = _hex(hls_to_rgb(hue, light, saturation))
    return Brand(colour, text)


def contrast(one: str, other: str) -> float:
    """1 for the same, 21 for black on white."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def mixed(colour: str, part: float) -> str:
    """That `part` of the colour, the rest white."""
    return _hex(tuple(part * channel + 1 - part for channel in _channels(colour)))


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _hex(channels: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, channel))):02x}" for channel in channels)
