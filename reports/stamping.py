"""Words put onto a finished PDF, without laying it out again: for whom a copy is, of which day, under which id.

What is drawn is an artifact in the sense of tagged PDF: screen readers pass it over, and a file that was PDF/UA or
PDF/A before still is. The same file and the same words give the same bytes. Only pikepdf and fontTools are needed, so
the web process stamps by itself and never loads WeasyPrint.
"""

import io
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import cos, hypot, radians, sin
from typing import Any, ClassVar

import pikepdf
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from models.errors import HelixError
from reports.prose import printable

VERSION = "1"
"""Raise it with any change of what is drawn: readers' programs are told that a copy they keep is out of date."""
FACE = "SourceSansPro-Semibold.ttf"
ALPHABETS = ((0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x370, 0x3FF), (0x400, 0x45F), (0x1E80, 0x1EF9))
"""Latin with all that European names put on it, Greek, Cyrillic."""
SIGNS = "–—‘’‚“”„…•€№"
FALLBACK = "?"
FOOT_SIZE, FOOT_SMALLEST, FOOT_HEIGHT, FOOT_MARGIN = 7.5, 4.5, 12.0, 36.0
"""Points: the type size of the line at the foot and how small it may get, its base above the page's edge, and what
stays free at either side."""
MARK_SIZE, MARK_SMALLEST, MARK_ANGLE = 46.0, 12.0, 52.0
NAME = "HelixStamp"
ENDING = "Q\n/Artifact <</Type /Pagination /Subtype /Watermark>> BDC\nq {name} Do Q\nEMC\n"
GREY, RED = "0.38 g", "0.56 0.11 0.17 rg"


class NotStampable(HelixError):
    """The stored file is damaged; an unstamped copy is never handed out in its place."""

    code: ClassVar[str] = "not_stampable"
    status: ClassVar[int] = 500


@dataclass(frozen=True, slots=True)
class Stamp:
    """`foot` stands in small type below every page. `across` are lines drawn over it, pale and large."""

    foot: str
    across: tuple[str, ...] = ()


def stamped(document: bytes, stamp: Stamp) -> bytes:
    """Raises `NotStampable` for what is no PDF, or an encrypted one."""
    try:
        with pikepdf.open(io.BytesIO(document)) as pdf:
            _draw(pdf, stamp)
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True, compress_streams=True, fix_metadata_version=False)
    except (pikepdf.PdfError, pikepdf.PasswordError):
        raise NotStampable("The stored document is damaged: restore it from a backup.") from None
    return out.getvalue()


def _draw(pdf: pikepdf.Pdf, stamp: Stamp) -> None:
    """One drawing for all pages of a size. The page's own contents are fenced in: they may leave the pen anywhere."""
    font = _embedded(pdf)
    before = pdf.make_stream(b"q\n")
    drawings: dict[tuple[float, ...], tuple[Any, Any, Any]] = {}
    first = _first_free(pdf)
    for page in pdf.pages:
        box = tuple(round(float(side), 2) for side in page.mediabox)
        if box not in drawings:
            name = pikepdf.Name(f"/{NAME}{first + len(drawings)}")
            ending = pdf.make_stream(ENDING.format(name=name).encode("ascii"))
            drawings[box] = name, _drawing(pdf, font, stamp, box), ending
        name, drawn, ending = drawings[box]
        page.add_resource(drawn, pikepdf.Name.XObject, name)
        own = page.obj.get("/Contents", pikepdf.Array())
        parts = own.as_list() if isinstance(own, pikepdf.Array) else [own]
        page.obj.Contents = pikepdf.Array([before, *parts, ending])


def _first_free(pdf: pikepdf.Pdf) -> int:
    """A file that was stamped before has drawings under these names already."""
    names = {str(name) for page in pdf.pages for name in page.resources.get("/XObject", pikepdf.Dictionary()).as_dict()}
    numbers = (name.removeprefix(f"/{NAME}") for name in names)
    return max((int(number) for number in numbers if number.isdigit()), default=-1) + 1


def _drawing(pdf: pikepdf.Pdf, font: pikepdf.Object, stamp: Stamp, box: tuple[float, ...]) -> pikepdf.Object:
    left, bottom, right, top = box
    content = "\n".join((*_foot(stamp.foot, box), *_across(stamp.across, box)))
    return pdf.make_stream(
        content.encode("ascii"),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=pikepdf.Array([left, bottom, right, top]),
        Resources=pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F=font),
            ExtGState=pikepdf.Dictionary(
                Pale=pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, ca=0.11, CA=0.11, BM=pikepdf.Name.Normal)
            ),
        ),
    )


def _foot(text: str, box: tuple[float, ...]) -> Iterator[str]:
    left, bottom, right, _ = box
    face = face_of_stamps()
    room = right - left - 2 * FOOT_MARGIN
    text, size = face.fitted(text, room, FOOT_SIZE, FOOT_SMALLEST)
    x = (left + right - face.width(text, size)) / 2
    yield f"q {GREY} BT /F {size:.2f} Tf {x:.2f} {bottom + FOOT_HEIGHT:.2f} Td <{face.codes(text)}> Tj ET Q"


def _across(lines: Sequence[str], box: tuple[float, ...]) -> Iterator[str]:
    """Along the diagonal, one line below the other, around the middle of the page."""
    if not lines:
        return
    left, bottom, right, top = box
    face = face_of_stamps()
    room = hypot(right - left, top - bottom) * 0.68
    turn, climb = cos(radians(MARK_ANGLE)), sin(radians(MARK_ANGLE))
    middle_x, middle_y = (left + right) / 2, (bottom + top) / 2
    sizes = [MARK_SIZE] + [MARK_SIZE / 2] * (len(lines) - 1)
    fitting = [face.fitted(line, room, size, MARK_SMALLEST) for line, size in zip(lines, sizes, strict=True)]
    height = sum(size * 1.25 for _, size in fitting)
    down = height / 2
    yield "q /Pale gs " + RED
    for text, size in fitting:
        down -= size * 1.25
        along, up = -face.width(text, size) / 2, down + size * 0.3
        x, y = middle_x + along * turn - up * climb, middle_y + along * climb + up * turn
        place = f"{turn:.5f} {climb:.5f} {-climb:.5f} {turn:.5f} {x:.2f} {y:.2f}"
        yield f"BT /F {size:.2f} Tf {place} Tm <{face.codes(text)}> Tj ET"
    yield "Q"


@dataclass(frozen=True)
class Face:
    """A part of Source Sans that holds every character a stamp may need, ready to be embedded."""

    program: bytes
    """The font file, deflated."""
    length: int
    """Of the font file itself."""
    glyphs: dict[str, int]
    advances: tuple[int, ...]
    """By glyph, in thousandths of the type size."""
    ascent: int
    descent: int
    cap_height: int
    box: tuple[int, int, int, int]

    def width(self, text: str, size: float) -> float:
        return sum(self.advances[self.glyphs[each]] for each in text) * size / 1000

    def codes(self, text: str) -> str:
        return "".join(f"{self.glyphs[each]:04X}" for each in text)

    def writable(self, text: str) -> str:
        """The text in characters that the face has: marks are dropped where the letter with them is missing."""
        plain = " ".join(printable(unicodedata.normalize("NFC", text)).split())
        return "".join(self._nearest(each) for each in plain)

    def fitted(self, text: str, room: float, size: float, smallest: float) -> tuple[str, float]:
        """The writable text and a type size at which it fits, shortened when even the smallest is too wide."""
        text = self.writable(text)
        wide = self.width(text, 1)
        if wide * size > room:
            size = max(smallest, int(room / wide * 100) / 100)
        while self.width(text, size) > room:
            text = text[:-2] + "…"
        return text, size

    def _nearest(self, character: str) -> str:
        if character in self.glyphs:
            return character
        bare = unicodedata.normalize("NFKD", character)
        if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
            return ""
        found = "".join(each for each in bare if each in self.glyphs and not unicodedata.combining(each))
        return found or FALLBACK


@cache
def face_of_stamps() -> Face:
    """Made once a process (about a third of a second)."""
    options = Options(layout_features=[], hinting=False, name_IDs=[], notdef_outline=True, glyph_names=False)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "DSIG", "BASE", "STAT", "meta"]
    source = (files("font_source_sans_pro") / "files" / FACE).read_bytes()
    with TTFont(io.BytesIO(source), recalcTimestamp=False) as font:
        wanted = {code for first, last in ALPHABETS for code in range(first, last + 1)} | set(map(ord, SIGNS))
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=wanted)
        subsetter.subset(font)
        out = io.BytesIO()
        font.save(out)
        return _face(font, out.getvalue())


def _face(font: TTFont, program: bytes) -> Face:
    unit = 1000 / font["head"].unitsPerEm
    head, os2 = font["head"], font["OS/2"]
    order = font.getGlyphOrder()
    return Face(
        program=zlib.compress(program, 9),
        length=len(program),
        glyphs={chr(code): font.getGlyphID(name) for code, name in font.getBestCmap().items()},
        advances=tuple(round(font["hmtx"][name][0] * unit) for name in order),
        ascent=round(font["hhea"].ascent * unit),
        descent=round(font["hhea"].descent * unit),
        cap_height=round(os2.sCapHeight * unit),
        box=tuple(round(side * unit) for side in (head.xMin, head.yMin, head.xMax, head.yMax)),
    )


def _embedded(pdf: pikepdf.Pdf) -> pikepdf.Object:
    face = face_of_stamps()
    name = pikepdf.Name("/HLXSTP+SourceSansPro-Semibold")
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=name,
        Flags=4,
        FontBBox=pikepdf.Array(list(face.box)),
        ItalicAngle=0,
        Ascent=face.ascent,
        Descent=face.descent,
        CapHeight=face.cap_height,
        StemV=110,
        FontFile2=_deflated(pdf, face.program, Length1=face.length),
    )
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        CIDToGIDMap=pikepdf.Name.Identity,
        DW=1000,
        W=pikepdf.Array([0, pikepdf.Array(list(face.advances))]),
    )
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=name,
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=pikepdf.Array([pdf.make_indirect(descendant)]),
            ToUnicode=_deflated(pdf, _meanings()),
        )
    )


def _deflated(pdf: pikepdf.Pdf, content: bytes, **entries: int) -> pikepdf.Object:
    stream = pdf.make_stream(content, **entries)
    stream.Filter = pikepdf.Name.FlateDecode
    return stream


@cache
def _meanings() -> bytes:
    """The ToUnicode map, deflated: what is drawn can be searched for and copied."""
    pairs = sorted({glyph: character for character, glyph in reversed(face_of_stamps().glyphs.items())}.items())
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    for start in range(0, len(pairs), 100):
        part = pairs[start : start + 100]
        lines.append(f"{len(part)} beginbfchar")
        lines += [f"<{glyph:04X}> <{ord(character):04X}>" for glyph, character in part]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return zlib.compress("\n".join(lines).encode("ascii"), 9)
