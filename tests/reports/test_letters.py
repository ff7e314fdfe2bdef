"""Polish letters, seen as shapes: text extraction looks right even where the glyphs are garbage."""

import io
import re
import shutil
import subprocess

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from reports.fetcher import packaged
from reports.render import renderer

LETTERS = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"
PLAIN = "acelnoszzACELNOSZZ"
WEIGHTS = {300: "Light", 400: "Regular", 600: "Semibold"}


def page_of(weight: int, size: int = 12) -> bytes:
    cells = "".join(
        f'<p style="line-height: 14mm; font-weight: {weight}; font-size: {size}pt">{letter}{plain}</p>'
        for letter, plain in zip(LETTERS, PLAIN, strict=True)
    )
    return renderer().pdf(
        f'<html lang="pl"><title>x</title><body>{cells}</body></html>',
        stylesheets=["tokens.css"],
        created=None,
        title="x",
        language="pl",
    )


def embedded_font(pdf: bytes) -> tuple[TTFont, dict[str, int]]:
    """The embedded font that the letters are set in, and the glyph number that stands for each character."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for font in document.pages[0].Resources.Font.values():
            pairs = re.findall(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]{4})>", font.ToUnicode.read_bytes())
            glyphs = {chr(int(code, 16)): int(glyph, 16) for glyph, code in pairs}
            if "ą" in glyphs:
                assert font.Encoding == "/Identity-H"
                program = font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
                return TTFont(io.BytesIO(program)), glyphs
    raise AssertionError("no font of the page has Polish letters")


def outline(font: TTFont, glyph: int) -> list[tuple[int, int]]:
    table = font["glyf"]
    points, _, _ = table[font.getGlyphName(glyph)].getCoordinates(table)
    return list(points)


@pytest.mark.parametrize("weight", WEIGHTS)
def test_every_letter_is_drawn_with_the_outline_of_the_whole_font(weight):
    embedded, glyphs = embedded_font(page_of(weight))
    whole = TTFont(io.BytesIO(packaged(f"app:fonts/SourceSansPro-{WEIGHTS[weight]}.ttf")))
    for letter in LETTERS + PLAIN:
        original = outline(whole, whole.getGlyphID(whole.getBestCmap()[ord(letter)]))
        assert outline(embedded, glyphs[letter]) == original, letter


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler's pdftoppm draws the page")
def test_no_two_letters_look_alike_on_paper(tmp_path):
    (tmp_path / "letters.pdf").write_bytes(page_of(400, size=24))
    subprocess.run(["pdftoppm", "-r", "72", "-gray", "-png", "letters.pdf", "sheet"], cwd=tmp_path, check=True)
    with Image.open(next(tmp_path.glob("sheet-*1.png"))) as sheet:
        line = sheet.height * 14 / 297
        top = sheet.height * 25 / 297
        rows = [sheet.crop((0, round(top + n * line), 200, round(top + (n + 1) * line))) for n in range(16)]
    shapes = {row.tobytes() for row in rows}
    assert len(shapes) == 16
    assert all(min(row.tobytes()) < 100 for row in rows)
