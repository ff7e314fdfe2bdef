"""Images for documents: made small and quickly, and kept as the store keeps them."""

from io import BytesIO
from pathlib import Path

from PIL import Image as Pillow, ImageDraw

from models.files import keep, path_of
from reports.pictures import Image


def image(root: Path, *, alt: str, size: tuple[int, int] = (600, 400), kind: str = "png", caption: str = "") -> Image:
    picture = Pillow.new("RGB", size, "#e8eef4")
    ImageDraw.Draw(picture).ellipse((20, 20, size[0] - 20, size[1] - 20), fill="#1a4a7a")
    file = BytesIO()
    picture.save(file, "PNG" if kind == "png" else "JPEG")
    sha256 = keep(file.getvalue(), root).sha256
    return Image(
        sha256=sha256,
        media_type=f"image/{kind}",
        width=size[0],
        height=size[1],
        alt=alt,
        caption=caption,
        file=str(path_of(sha256, root)),
    )
