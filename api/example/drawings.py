"""The example's pictures, drawn here: a logo, and figures that say the same in every language.

What they mean stands beside them, in each language, in the stories' files.
"""

from collections.abc import Callable, Mapping
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

INK, BLUE, SOFT, PALE = "#1f2933", "#1a4a7a", "#b9cade", "#eef3f8"
GREY, FAINT = "#5f6b78", "#c8ccd1"
AMBER, VIOLET = "#e3a34a", "#6b4a94"
SIZE = (1200, 720)
FINER = 2
"""Times as large as it becomes: edges are smooth then."""
WELLS = ("KPC", "NDM", "VIM", "IMP", "OXA-48", "+", "", "")
"""Of the blood-culture strip; the sixth shows that the reaction worked, the last two are free."""
CHANGED = ("NDM", "+")


class Sheet:
    """White paper, measured in the pixels of the finished picture."""

    def __init__(self, size: tuple[int, int] = SIZE) -> None:
        self._size = size
        self._image = Image.new("RGB", (size[0] * FINER, size[1] * FINER), "white")
        self._draw = ImageDraw.Draw(self._image)

    def block(self, x: float, y: float, width: float, height: float, fill: str, *, radius: float = 0) -> None:
        corners = [each * FINER for each in (x, y, x + width, y + height)]
        self._draw.rounded_rectangle(corners, radius * FINER, fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: str, rim: str = INK) -> None:
        corners = [each * FINER for each in (x - radius, y - radius, x + radius, y + radius)]
        self._draw.ellipse(corners, fill=fill, outline=rim, width=3 * FINER)

    def slope(self, *corners: tuple[float, float], fill: str) -> None:
        self._draw.polygon([(x * FINER, y * FINER) for x, y in corners], fill=fill)

    def word(self, x: float, y: float, text: str, size: int, *, fill: str = INK, anchor: str = "lm") -> None:
        font = ImageFont.load_default(size * FINER)
        self._draw.text((x * FINER, y * FINER), text, fill=fill, font=font, anchor=anchor)

    def png(self) -> bytes:
        file = BytesIO()
        self._image.resize(self._size, Image.Resampling.LANCZOS).save(file, "PNG")
        return file.getvalue()


def times_to_result() -> bytes:
    """Bars of three tests on one scale of hours: what one takes at least, and paler what it may take."""
    sheet, hour = Sheet(), 42.0
    for row, (name, least, most, said) in enumerate(
        (("A", 0.75, 0.75, "45 min"), ("B", 1.25, 1.5, "75-90 min"), ("C", 18, 24, "18-24 h"))
    ):
        y = 120 + row * 180
        sheet.word(60, y, name, 56, fill=BLUE if name == "A" else INK, anchor="mm")
        sheet.block(120, y - 48, most * hour, 96, FAINT)
        sheet.block(120, y - 48, least * hour, 96, BLUE if name == "A" else GREY)
        inside = most * hour > 600
        sheet.word(160 if inside else 144 + most * hour, y, said, 48, fill="white" if inside else INK)
    sheet.block(120, 590, 24 * hour, 4, INK)
    for hours in range(0, 25, 6):
        sheet.block(118 + hours * hour, 590, 4, 20, INK)
        sheet.word(120 + hours * hour, 645, f"{hours} h", 40, anchor="mm")
    return sheet.png()


def strip_before_and_after() -> bytes:
    """The eight wells before the reaction, and after it with a gene of one family in the sample."""
    sheet = Sheet()
    for said, top, changed in (("0 min", 90, ()), ("30 min, 65 °C", 420, CHANGED)):
        sheet.word(60, top, said, 46, fill=BLUE)
        sheet.block(50, top + 50, 1100, 150, PALE, radius=28)
        for number, name in enumerate(WELLS):
            x = 122 + number * 136.5
            fill = "white" if not name else VIOLET if name in changed else AMBER
            sheet.disc(x, top + 125, 48, fill)
            sheet.word(x, top + 232, name, 34, anchor="mm")
    return sheet.png()


def hills() -> bytes:
    """Podgórze University's: three hills over a line, and its initials."""
    sheet = Sheet((1000, 380))
    for x, height, fill in ((40, 190, SOFT), (200, 190, SOFT), (110, 260, BLUE)):
        sheet.slope((x, 310), (x + 120, 310 - height), (x + 240, 310), fill=fill)
    sheet.block(40, 322, 400, 18, BLUE)
    sheet.word(500, 200, "UPG", 210, fill=BLUE)
    return sheet.png()


DRAWINGS: Mapping[str, Callable[[], bytes]] = {
    "times_to_result": times_to_result,
    "strip_before_and_after": strip_before_and_after,
    "hills": hills,
}
"""By the names that the stories use."""
