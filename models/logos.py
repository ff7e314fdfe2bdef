"""A logo made fit for paper: drawn anew, no larger than print needs, the empty margin around it cut off."""

from io import BytesIO

from PIL import Image, ImageChops

from models.errors import PictureRefused
from models.pictures import draw

WIDEST, TALLEST = 1200, 600
"""Pixels kept: 56 mm at 540 to the inch."""
FAINT = 235
"""Grey levels from here to 255 are hardly seen on white paper."""
EDGE = 251
"""Lighter than this is margin: what JPEG leaves around a drawing is not part of it."""


def fit_for_paper(content: bytes, name: str) -> tuple[bytes, int, int]:
    """A PNG on white, with its width and height. Nothing else that stood in the file is kept.

    Raises `PictureRefused`, with what to do, for what is no plain picture or cannot be seen on white.
    """
    with Image.open(BytesIO(draw(content, name).content)) as drawn:
        picture = drawn.convert("RGB")
    grey = picture.convert("L")
    if not any(grey.histogram()[:FAINT]):
        raise PictureRefused(
            "The logo cannot be seen on white paper: upload its version for light backgrounds.", "logo_faint"
        )
    margin = ImageChops.invert(grey).point([255 if level > 255 - EDGE else 0 for level in range(256)])
    picture = picture.crop(margin.getbbox())
    picture.thumbnail((WIDEST, TALLEST), Image.Resampling.LANCZOS)
    file = BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue(), picture.width, picture.height
