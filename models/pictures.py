"""Pictures that people hand in are drawn anew: only their pixels go on, at the size that print needs."""

import io
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageCms, ImageFile

from models.errors import PictureRefused
from models.told import told_by

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
"""Looked at in the header, before anything is decoded."""
LONGEST_SIDE = 2000
"""Pixels: the width of a page's text at 300 dots an inch."""
SHORTEST_SIDE = 300
"""Pixels of the longer side; less is a blur on paper."""

_PNG = b"\x89PNG\r\n\x1a\n"
_ACCEPTED = {"PNG": "PNG", "JPEG": "JPEG", "MPO": "JPEG", "WEBP": "WebP"}
_KNOWN = (
    (b"%PDF", "PDF"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"BM", "BMP"),
    (b"PK\x03\x04", "ZIP"),
    (b"\x1f\x8b", "GZIP"),
    (b"\x00\x00\x01\x00", "ICO"),
    (b"%!PS", "PostScript"),
)
_AS_JPEG_ABOVE = 600_000
"""Bytes of a PNG above which a photograph's coding is tried."""

_one_at_a_time = threading.Lock()
"""A picture takes a few hundred megabytes while it is drawn; ten at once would be ours to pay for."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """`told` is what the original said beside its pixels, by `Told`."""

    content: bytes
    media_type: str
    width: int
    height: int
    told: dict[str, str]


def draw(content: bytes, name: str) -> Drawn:
    """Raises `PictureRefused`, with a sentence for the person, for whatever is no single plain picture."""
    _look_at_bytes(content)
    with _one_at_a_time, _opened(content) as original:
        told = told_by(original, content, name)
        image = _plain(original)
        media_type, drawn = _coded(image, photograph=original.format in ("JPEG", "MPO"))
        return Drawn(drawn, media_type, *image.size, told)


def _look_at_bytes(content: bytes) -> None:
    """By what it is and not by what it is called."""
    if len(content) > MOST_BYTES:
        raise PictureRefused(
            "The picture has more than %(most)s MB: make it smaller.", "picture_large", most=MOST_BYTES // 1024**2
        )
    if content.startswith((_PNG, b"\xff\xd8\xff")) or (content.startswith(b"RIFF") and content[8:12] == b"WEBP"):
        return
    start = content[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").replace(b"\x00", b"").lower()
    if b"<svg" in start or start.startswith((b"<?xml", b"<!doctype", b"<html")):
        raise PictureRefused(
            "This is a drawing in SVG or a web page, which can carry programs: export it as PNG.", "picture_svg"
        )
    kind = next((kind for mark, kind in _KNOWN if content.startswith(mark)), "")
    if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        kind = "HEIC/AVIF"
    if not kind:
        raise _other_kind()
    raise PictureRefused(
        "This is %(kind)s. Figures are PNG, JPEG or WebP files: export it as one of these.", "picture_kind", kind=kind
    )


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as image:
            _look_at_header(image)
            _load_whole(image)
            yield image
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except Exception:
        raise PictureRefused(
            "The picture cannot be read: the file is broken or cut off. Export it again.", "picture_broken"
        ) from None


def _look_at_header(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise _too_many_pixels()
    if max(width, height) < SHORTEST_SIDE:
        raise PictureRefused(
            "The picture has %(width)s x %(height)s pixels: it needs %(least)s on its longer side.",
            "picture_small",
            width=width,
            height=height,
            least=SHORTEST_SIDE,
        )
    if min(width, height) * 30 < max(width, height):
        raise PictureRefused("The picture is a strip that nobody could read: crop it.", "picture_strip")
    if image.format not in _ACCEPTED:
        raise _other_kind()
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise PictureRefused("The picture moves: choose one frame of it.", "picture_moves")


def _other_kind() -> PictureRefused:
    return PictureRefused(
        "This is no picture that we know. Figures are PNG, JPEG or WebP files: export it as one of these.",
        "picture_kind",
    )


def _too_many_pixels() -> PictureRefused:
    return PictureRefused(
        "The picture has more than %(most)s megapixels: reduce it.", "picture_bomb", most=MOST_PIXELS // 10**6
    )


def _plain(original: Image.Image) -> Image.Image:
    """Upright, in the colours of screens, on white, no larger than needed; a new image that carries nothing else."""
    profile = original.info.get("icc_profile")
    original.draft("RGB" if original.mode == "RGB" else original.mode, (LONGEST_SIDE, LONGEST_SIDE))
    image = _in_eight_bits(original)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    image = _in_srgb(_on_white(image), profile)
    image = _upright(image, original)
    plain = Image.new(image.mode, image.size)
    plain.paste(image)
    return plain


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """A copy in a mode that can be made smaller smoothly."""
    if image.mode in ("I;16", "I;16B", "I;16L"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode == "P" or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode in ("1", "LA", "PA", "La", "RGBa"):
        return image.convert("L" if image.mode == "1" else "RGBA")
    _load_whole(image)
    return image.copy()


def _on_white(image: Image.Image) -> Image.Image:
    """Black lines on nothing would vanish on a dark page."""
    if image.mode != "RGBA":
        return image
    white = Image.new("RGBA", image.size, "white")
    white.alpha_composite(image)
    return white.convert("RGB")


def _in_srgb(image: Image.Image, profile: object) -> Image.Image:
    """By the file's own profile, where that is good for something."""
    if isinstance(profile, bytes) and image.mode in ("RGB", "CMYK"):
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
            turned = ImageCms.profileToProfile(image, own, screen, outputMode="RGB")
            if turned is not None:
                return turned
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a broken profile: the colours are then as most programs show them
    return image if image.mode in ("RGB", "L") else image.convert("RGB")


def _upright(image: Image.Image, original: Image.Image) -> Image.Image:
    """As the camera was held."""
    turn = _TURNS.get(_orientation(original))
    return image.transpose(turn) if turn is not None else image


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION = 274


def _orientation(image: Image.Image) -> int:
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except (SyntaxError, ValueError, OSError, struct.error, KeyError, TypeError, IndexError):
        return 1
    return found if isinstance(found, int) else 1


def _coded(image: Image.Image, *, photograph: bool) -> tuple[str, bytes]:
    """A photograph as JPEG; a drawing as PNG, unless that is much larger."""
    if not photograph:
        drawing = _saved(image, "PNG", optimize=True)
        if len(drawing) <= _AS_JPEG_ABOVE:
            return "image/png", drawing
        photo = _saved(image, "JPEG", quality=90, subsampling=0, optimize=True)
        return ("image/jpeg", photo) if len(photo) * 2 < len(drawing) else ("image/png", drawing)
    return "image/jpeg", _saved(image, "JPEG", quality=90, subsampling=0, optimize=True)


def _saved(image: Image.Image, form: str, **how: Any) -> bytes:
    made = io.BytesIO()
    image.save(made, form, **how)
    return made.getvalue()


_LOADING = threading.Lock()


def _load_whole(image: Image.Image) -> None:
    """A cut-off file raises, also in a process where WeasyPrint has told Pillow to bear with such files."""
    with _LOADING:
        borne, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            image.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = borne
