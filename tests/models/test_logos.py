from io import BytesIO

import pytest
from PIL import Image, ImageDraw, PngImagePlugin

from models.errors import PictureRefused
from models.logos import TALLEST, WIDEST, fit_for_paper


def drawn(mode: str = "RGB", paper: str = "white", ink: str = "#123456", size=(2400, 1200), **saved) -> bytes:
    picture = Image.new(mode, size, (0, 0, 0, 0) if mode == "RGBA" else paper)
    ImageDraw.Draw(picture).rectangle((size[0] // 4, size[1] // 4, size[0] * 3 // 4, size[1] // 2), fill=ink)
    file = BytesIO()
    picture.save(file, "PNG", **saved)
    return file.getvalue()


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_the_empty_margin_is_cut_off(mode):
    content, width, height = fit_for_paper(drawn(mode, size=(1200, 800)), "logo.png")
    assert (width, height) == (601, 201)
    with Image.open(BytesIO(content)) as logo:
        assert (logo.format, logo.mode, logo.size) == ("PNG", "RGB", (601, 201))


def test_it_is_no_larger_than_print_needs():
    _, width, height = fit_for_paper(drawn(size=(2400, 2400)), "logo.png")
    assert width <= WIDEST
    assert height <= TALLEST


def test_what_programs_write_beside_the_pixels_is_not_kept():
    note = PngImagePlugin.PngInfo()
    note.add_text("Author", "canary-in-a-logo")
    content = drawn(pnginfo=note)
    assert b"canary-in-a-logo" in content
    assert b"canary-in-a-logo" not in fit_for_paper(content, "logo.png")[0]


@pytest.mark.parametrize("ink", ["white", "#fafafa"])
def test_a_white_logo_is_refused_in_words(ink):
    with pytest.raises(PictureRefused, match="version for light backgrounds"):
        fit_for_paper(drawn("RGBA", ink=ink), "logo.png")


@pytest.mark.parametrize("content", [b"<svg><script>alert(1)</script></svg>", b"%PDF-1.7", b"", drawn()[:500]])
def test_what_is_no_plain_picture_is_refused(content):
    with pytest.raises(PictureRefused):
        fit_for_paper(content, "logo.png")
