"""A logo made fit for paper: pixels alone, no larger than print needs, the blank margin around it cut off."""

from io import BytesIO

from PIL import Image, ImageChops

from models.errors import Incomplete

LARGEST = 5 * 1024 * 1024
"""Bytes of an upload."""
MOST_PIXELS = 25_000_000
WIDEST, TALLEST = 1200, 600
"""Pixels kept: 56 mm at 540 to the inch."""
FAINT = 235
"""Grey levels from here to 255 are hardly seen on white paper."""
KINDS = {"PNG", "JPEG"}
UNREADABLE = "This is not a PNG or JPEG image. Save the logo as PNG and upload that; SVG is not taken."


def fit_for_paper(content: bytes) -> tuple[bytes, int, int]:
    """A PNG with its width and height. Nothing else that stood in the file is kept.

    Raises `Incomplete`, with what to do, for what is no PNG or JPEG, too large, or not to be seen on white.
    """
    picture = _opened(content).convert("RGBA")
    shown = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("L")
    seen = shown.point(lambda level: 255 if level < FAINT else 0).getbbox()
    if seen is None:
        raise Incomplete("The logo cannot be seen on white paper: upload its version for light backgrounds.")
    edge = ImageChops.invert(shown).point(lambda level: 255 if level > 4 else 0).getbbox() or seen
    picture = picture.crop(edge)
    picture.thumbnail((WIDEST, TALLEST), Image.Resampling.LANCZOS)
    if picture.getchannel("A").getextrema()[0] == 255:  # nothing shines through
        picture = picture.convert("RGB")
    fresh = Image.new(picture.mode, picture.size)
    fresh.paste(picture)
    file = BytesIO()
    fresh.save(file, "PNG", optimize=True)
    return file.getvalue(), fresh.width, fresh.height


def _opened(content: bytes) -> Image.Image:
    if len(content) > LARGEST:
        raise Incomplete(f"The logo is larger than {LARGEST // 1024**2} MB: upload a smaller one.")
    try:
        picture = Image.open(BytesIO(content), formats=sorted(KINDS))
        if picture.width * picture.height > MOST_PIXELS:
            raise Incomplete(f"The logo has more than {MOST_PIXELS // 1_000_000} million pixels: upload a smaller one.")
        picture.load()
    except Incomplete:
        raise
    except Exception:  # a damaged file fails in as many ways as there are decoders
        raise Incomplete(UNREADABLE) from None
    return picture
