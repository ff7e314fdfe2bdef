"""Pictures as people and attackers hand them in: drawn anew or refused, with a sentence that says what to do."""

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageDraw, ImageFilter, PngImagePlugin

from models.errors import PictureRefused
from models.pictures import LONGEST_SIDE, MOST_BYTES, draw
from models.rules.words import Told
from models.told import LONGEST

WHO, WHERE = "Grażyna Wójcik", "50.06143, 19.93658"
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>fetch("http://127.0.0.1:9/")</script></svg>'


def saved(image: Image.Image, form: str, **how) -> bytes:
    made = io.BytesIO()
    image.save(made, form, **how)
    return made.getvalue()


def drawing(size=(800, 500), mode="RGB") -> Image.Image:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((20, 20, size[0] // 2, size[1] // 3), fill=(200, 30, 30))
    return image.convert(mode)


def loaded(content: bytes) -> Any:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def fault_of(content: bytes, name: str = "figure.png") -> str:
    with pytest.raises(PictureRefused) as refusal:
        draw(content, name)
    assert str(refusal.value).endswith(".")
    return refusal.value.fault


def outcome(content: bytes) -> str:
    try:
        return "drawn small" if len(draw(content, "x.png").content) < 100_000 else "drawn large"
    except PictureRefused as refusal:
        return refusal.fault


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def bomb(width: int, height: int) -> bytes:
    """A few kilobytes that say they are a picture of any size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(10_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def exif_of(image: Image.Image, orientation: int = 1) -> bytes:
    exif = image.getexif()
    exif[0x0112], exif[0x013B], exif[0x0131], exif[0x010F] = orientation, WHO, "GIMP 3.0", "Nikon"
    exif[0x9C9B] = "Wewnętrzny tytuł".encode("utf-16-le")
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (50.0, 3.0, 41.148), "E", (19.0, 56.0, 11.688)
    return exif.tobytes()


XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description xmp:CreatorTool="Illustrator 29" '
    'dc:format="image/jpeg"><dc:creator><rdf:Seq><rdf:li>Grażyna Wójcik</rdf:li></rdf:Seq></dc:creator>'
    "<dc:description><rdf:li>Boronic ester linker, lot 7</rdf:li></dc:description></rdf:Description>"
    "</rdf:RDF></x:xmpmeta>"
).encode()


# What is refused


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (SVG, "picture_svg"),
        (SVG.decode().encode("utf-16"), "picture_svg"),
        (b"  \n<!DOCTYPE html><script>alert(1)</script>", "picture_svg"),
        (b"<html><img src=file:///etc/passwd></html>", "picture_svg"),
        (b"\x1f\x8b" + bytes(100), "picture_kind"),  # a packed SVG
        (b"%PDF-1.7 ...", "picture_kind"),
        (b"PK\x03\x04" + bytes(100), "picture_kind"),
        (b"%!PS-Adobe-3.0 EPSF", "picture_kind"),
        (saved(Image.new("RGB", (400, 400)), "GIF"), "picture_kind"),
        (saved(Image.new("RGB", (400, 400)), "TIFF"), "picture_kind"),
        (saved(Image.new("RGB", (400, 400)), "BMP"), "picture_kind"),
        (b"", "picture_kind"),
        (b"\x89PNG\r\n\x1a\n", "picture_broken"),
        (b"\xff\xd8\xff" + SVG, "picture_broken"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "picture_broken"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused_by_its_bytes(content, fault):
    assert fault_of(content) == fault


@pytest.mark.parametrize("size", [(100_000, 100_000), (7_000, 7_000), (2**31 - 1, 2), (10_000, 5_000)])
def test_a_bomb_is_refused_by_its_header_and_nothing_is_unpacked(size, monkeypatch):
    def unpack(*_: object) -> None:
        raise AssertionError("it was decoded")

    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load_read", unpack)
    assert fault_of(bomb(*size)) == "picture_bomb"


def test_a_bomb_in_a_text_chunk_or_a_profile_is_not_unpacked():
    packed = zlib.compress(bytes(200_000_000), 9)
    picture = saved(drawing(), "PNG")
    for kind, body in ((b"zTXt", b"Comment\x00\x00" + packed), (b"iCCP", b"x\x00\x00" + packed)):
        grown = picture[:33] + chunk(kind, body) + picture[33:]
        assert outcome(grown) in ("drawn small", "picture_broken")


def test_a_file_above_the_limit_is_refused_before_anything_looks_into_it():
    assert fault_of(saved(drawing(), "PNG") + bytes(MOST_BYTES)) == "picture_large"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_that_is_cut_off_is_refused(form):
    whole = saved(Image.effect_noise((600, 400), 80), form)
    assert fault_of(whole[: len(whole) // 2]) == "picture_broken"


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_a_picture_that_moves_is_refused(form):
    frames = [drawing(), drawing().rotate(90)]
    assert fault_of(saved(frames[0], form, save_all=True, append_images=frames[1:])) == "picture_moves"


@pytest.mark.parametrize(("size", "fault"), [((200, 100), "picture_small"), ((4000, 20), "picture_strip")])
def test_what_nobody_could_see_on_paper_is_refused(size, fault):
    assert fault_of(saved(Image.new("RGB", size), "PNG")) == fault


# What is drawn anew


def with_everything(form: str) -> bytes:
    """All that cameras and programs write beside the pixels."""
    image = drawing()
    how: dict[str, Any] = {
        "exif": exif_of(image),
        "icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    }
    if form == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", WHO)
        texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
        texts.add_text("Comment", "From notebook 12", zip=True)
        return saved(image, form, pnginfo=texts, **how)
    if form == "JPEG":
        how["comment"] = "From notebook 12"
    return saved(image, form, xmp=XMP, **how)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_all_that_stands_beside_the_pixels_is_told_and_then_gone(form):
    drawn = draw(with_everything(form), "wójcik-secret.png")
    assert WHO in drawn.told[Told.AUTHOR]
    assert drawn.told[Told.POSITION] == WHERE
    assert drawn.told[Told.DEVICE] == "Nikon"
    assert "GIMP 3.0" in drawn.told[Told.SOFTWARE]
    assert "Illustrator 29" in drawn.told[Told.SOFTWARE]
    assert "Boronic ester linker, lot 7" in drawn.told[Told.WORDS]
    assert "Wewnętrzny tytuł" in drawn.told[Told.WORDS]
    assert form == "WEBP" or "From notebook 12" in drawn.told[Told.WORDS]
    assert drawn.told[Told.FILE_NAME] == "wójcik-secret.png"
    kept = loaded(drawn.content).info
    assert set(kept) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for trace in (
        b"jcik",
        b"GIMP",
        b"Nikon",
        b"linker",
        b"notebook",
        b"Exif",
        b"GPS",
        b"ICC_PROFILE",
        b"iCCP",
        b"http",
    ):
        assert trace not in drawn.content


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("tail", [b"PK\x03\x04 an archive", b"<script>alert(1)</script>", SVG, b"%PDF-1.7"])
def test_another_file_behind_the_picture_is_told_and_left_behind(form, tail):
    drawn = draw(saved(drawing(), form) + tail, "figure")
    assert f"{len(tail)} bytes after the picture's end" in drawn.told[Told.OTHER]
    assert tail not in drawn.content


def test_a_picture_lies_as_the_camera_was_held():
    image = Image.new("RGB", (600, 400), "blue")
    image.paste("red", (0, 0, 600, 200))
    drawn = draw(saved(image, "JPEG", exif=exif_of(image, orientation=6)), "photo.jpg")
    assert (drawn.width, drawn.height) == (400, 600)
    red, _, blue = loaded(drawn.content).getpixel((390, 300))
    assert red > 200 > blue  # the top is now on the right


def test_a_large_picture_is_made_as_large_as_print_needs():
    drawn = draw(saved(drawing((6000, 3000)), "PNG"), "large.png")
    assert (drawn.width, drawn.height, drawn.media_type) == (LONGEST_SIDE, LONGEST_SIDE // 2, "image/png")
    assert loaded(drawn.content).size == (drawn.width, drawn.height)


def test_a_drawing_stays_sharp_and_a_photograph_small():
    noise = Image.merge("RGB", [Image.effect_noise((1500, 1500), 90) for _ in range(3)]).filter(
        ImageFilter.GaussianBlur(4)
    )
    assert draw(saved(drawing(), "PNG"), "x").media_type == "image/png"
    assert draw(saved(noise, "JPEG", quality=95), "x").media_type == "image/jpeg"
    assert draw(saved(noise, "PNG"), "x").media_type == "image/jpeg"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_a_picture_of_any_mode_is_drawn_as_it_is_seen(mode):
    grey = Image.linear_gradient("L").resize((400, 400))
    deep = b"".join(value.to_bytes(2, "little") * 400 for value in range(0, 64_000, 160))
    made = {
        "I;16": lambda: Image.frombytes("I;16", (400, 400), deep),
        "LA": lambda: grey.convert("LA"),
    }.get(mode, lambda: grey.convert(mode))()
    drawn = loaded(draw(saved(made, "PNG"), "x").content)
    assert drawn.mode in ("L", "RGB")
    dark, light = (drawn.convert("L").resize((20, 20)).getpixel((10, y)) for y in (1, 18))
    assert dark < 40
    assert light > 200


def test_what_is_transparent_becomes_white():
    clear = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    assert loaded(draw(saved(clear, "PNG"), "x").content).getpixel((5, 5)) == (255, 255, 255)


def test_the_inks_of_a_printer_become_the_colours_of_a_screen():
    drawn = loaded(draw(saved(drawing(mode="CMYK"), "JPEG"), "print.jpg").content)
    red, green, _ = drawn.getpixel((100, 60))
    assert drawn.mode == "RGB"
    assert red > 150 > green + 60


def test_broken_metadata_does_not_stop_a_good_picture():
    texts = PngImagePlugin.PngInfo()
    texts.add(b"eXIf", b"II*\x00\xff\xff\xff\xff")
    assert draw(saved(drawing(), "PNG", pnginfo=texts), "x").width == 800


def test_what_is_told_is_short_plain_and_cannot_turn():
    texts = PngImagePlugin.PngInfo()
    texts.add_itxt("Author", "\u202egpj.exe " + "long " * 1000)
    told = draw(saved(drawing(), "PNG", pnginfo=texts), "a\u202eb\n.png").told
    assert told[Told.FILE_NAME] == "ab .png"
    assert told[Told.AUTHOR].startswith("gpj.exe long")
    assert len(told[Told.AUTHOR]) <= LONGEST


def test_the_same_picture_gives_the_same_bytes():
    content = with_everything("JPEG")
    assert draw(content, "a.jpg").content == draw(content, "b.jpg").content
