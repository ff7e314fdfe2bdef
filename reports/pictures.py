"""Images in documents: which file, what it shows, and how large it is drawn."""

from dataclasses import dataclass, field
from math import sqrt

LOGO_AREA = 430.0
"""Square millimetres: logos of one area look equally large, whatever their shape."""
LOGO_HEIGHTS = (8.0, 15.0)
LOGO_WIDTH = 56.0


@dataclass(frozen=True, kw_only=True)
class Image:
    """A PNG or JPEG that was drawn anew from what somebody uploaded. `alt` tells what it shows, in the document's
    language."""

    sha256: str
    media_type: str
    width: int
    height: int
    alt: str
    caption: str = ""
    file: str = field(default="", compare=False, repr=False)
    """Where it lies now: no part of what it is."""

    @property
    def address(self) -> str:
        """What a document calls it by; `Renderer.fitted` is told where it lies."""
        return f"app:images/{self.sha256}.{'png' if self.media_type == 'image/png' else 'jpg'}"

    @property
    def aspect(self) -> float:
        return self.width / self.height


@dataclass(frozen=True)
class Drawn:
    """Width and height in millimetres."""

    image: Image
    width: float
    height: float


def drawn_logo(image: Image | None) -> Drawn | None:
    if image is None:
        return None
    low, high = LOGO_HEIGHTS
    height = min(max(sqrt(LOGO_AREA / image.aspect), low), high, LOGO_WIDTH / image.aspect)
    return Drawn(image, round(height * image.aspect, 2), round(height, 2))


def drawn_row(images: tuple[Image, ...], *, width: float, height: float) -> tuple[Drawn, ...]:
    """Side by side at one height, each in a column `width` wide."""
    if not images:
        return ()
    tall = min(height, *(width / image.aspect for image in images))
    return tuple(Drawn(image, round(tall * image.aspect, 2), round(tall, 2)) for image in images)
