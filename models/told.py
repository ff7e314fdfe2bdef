"""What a picture says beside its pixels: who made it, where, with what. Read once, before it is drawn anew."""

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from typing import Any

from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

from models.rules.text import cleaned
from models.rules.words import Told

LONGEST = 1000
"""Characters kept of each kind."""

_EXIF = {
    ExifTags.Base.Artist: Told.AUTHOR,
    ExifTags.Base.XPAuthor: Told.AUTHOR,
    ExifTags.Base.CameraOwnerName: Told.AUTHOR,
    ExifTags.Base.Copyright: Told.AUTHOR,
    ExifTags.Base.HostComputer: Told.DEVICE,
    ExifTags.Base.Make: Told.DEVICE,
    ExifTags.Base.Model: Told.DEVICE,
    ExifTags.Base.BodySerialNumber: Told.DEVICE,
    ExifTags.Base.LensModel: Told.DEVICE,
    ExifTags.Base.LensSerialNumber: Told.DEVICE,
    ExifTags.Base.Software: Told.SOFTWARE,
    ExifTags.Base.ProcessingSoftware: Told.SOFTWARE,
    ExifTags.Base.DateTime: Told.TAKEN_AT,
    ExifTags.Base.DateTimeOriginal: Told.TAKEN_AT,
    ExifTags.Base.DocumentName: Told.WORDS,
    ExifTags.Base.ImageDescription: Told.WORDS,
    ExifTags.Base.XPTitle: Told.WORDS,
    ExifTags.Base.XPSubject: Told.WORDS,
    ExifTags.Base.XPComment: Told.WORDS,
    ExifTags.Base.XPKeywords: Told.WORDS,
    ExifTags.Base.UserComment: Told.WORDS,
    ExifTags.Base.MakerNote: Told.OTHER,
}
_KINDS: dict[int, Told] = {int(tag): kind for tag, kind in _EXIF.items()}
_IPTC = {
    (2, 80): Told.AUTHOR,
    (2, 110): Told.AUTHOR,
    (2, 116): Told.AUTHOR,
    (2, 122): Told.AUTHOR,
    (2, 65): Told.SOFTWARE,
    (2, 90): Told.POSITION,
    (2, 92): Told.POSITION,
    (2, 95): Told.POSITION,
    (2, 101): Told.POSITION,
    (2, 5): Told.WORDS,
    (2, 25): Told.WORDS,
    (2, 105): Told.WORDS,
    (2, 120): Told.WORDS,
}
_CHUNKS = {"author": Told.AUTHOR, "copyright": Told.AUTHOR, "software": Told.SOFTWARE, "creation time": Told.TAKEN_AT}
_OF_THE_FORMAT = frozenset({
    "dpi", "gamma", "aspect", "srgb", "chromaticity", "transparency", "interlace", "jfif", "jfif_version", "jfif_unit",
    "jfif_density", "adobe", "adobe_transform", "progressive", "progression", "icc_profile", "exif", "photoshop", "xmp",
    "XML:com.adobe.xmp", "Raw profile type exif", "Raw profile type iptc", "mp", "mpoffset", "flashpix", "loop",
    "background", "timestamp", "duration", "default_image", "bbox", "blend", "disposal", "MP",
})  # fmt: skip
_XMP_AUTHORS = re.compile(rb"<(?:\w+:)?(creator|rights|Owner|AuthorsPosition|Credit)\b[^>]*>(.*?)</(?:\w+:)?\1>", re.S)
_XMP_TOOL = re.compile(rb"(?:CreatorTool|softwareAgent|Producer)(?:=\"([^\"]*)\"|[^>]*>([^<]*)<)")
_XMP_TEXT = re.compile(rb">([^<>]+)<")
_XMP_ATTRIBUTE = re.compile(rb"\s(?!xmlns)[\w:.-]+=\"([^\"]*)\"|\s(?!xmlns)[\w:.-]+='([^']*)'")
_TAG = re.compile(rb"<[^>]*>")

Said = Iterator[tuple[Told, object]]


def told_by(image: Image.Image, content: bytes, name: str) -> dict[str, str]:
    """By kind, in the order of `Told`. What cannot be read is said to be there, as `OTHER`."""
    said: dict[Told, dict[str, None]] = {Told.FILE_NAME: {_text(name): None}}
    for read in _READERS:
        try:
            found = list(read(image, content))
        except Exception:
            found = [(Told.OTHER, f"{read.__name__.strip('_')}: unreadable")]
        for kind, value in found:
            text = _text(value)
            if text:
                said.setdefault(kind, {})[text] = None
    return {kind: "; ".join(said[kind])[:LONGEST] for kind in Told if "".join(said.get(kind, ()))}


def _exif(image: Image.Image, content: bytes) -> Said:
    del content
    exif = image.getexif()
    more = exif.get_ifd(ExifTags.IFD.Exif)
    for tag, value in [*exif.items(), *more.items()]:
        kind = _KINDS.get(int(tag))
        if kind is Told.OTHER:
            yield kind, f"EXIF {ExifTags.TAGS.get(tag, tag)}"
        elif kind is not None:
            yield kind, _exif_text(tag, value)
    position = exif.get_ifd(ExifTags.IFD.GPSInfo)
    if position:
        yield Told.POSITION, _position(position)


def _exif_text(tag: int, value: object) -> object:
    """Windows' own tags are in UTF-16; a comment starts with eight bytes that name its coding."""
    if not isinstance(value, bytes):
        return value
    if ExifTags.TAGS.get(tag, "").startswith("XP"):
        return value.decode("utf-16-le", "replace")
    if tag == ExifTags.Base.UserComment:
        body = value[8:]
        return body.decode("utf-16-be" if value.startswith(b"UNICODE") else "utf-8", "replace")
    return value


def _position(found: Mapping[int, Any]) -> str:
    """Degrees with five digits, about a metre: enough to know the laboratory."""
    try:
        north, east = _degrees(found[2]), _degrees(found[4])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return "GPS"
    north = -north if str(found.get(1, "N")).upper().startswith("S") else north
    east = -east if str(found.get(3, "E")).upper().startswith("W") else east
    return f"{north:.5f}, {east:.5f}"


def _degrees(value: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in value)
    return degrees + minutes / 60 + seconds / 3600


def _iptc(image: Image.Image, content: bytes) -> Said:
    del content
    found = IptcImagePlugin.getiptcinfo(image) if isinstance(image, ImageFile.ImageFile) else None
    for record, value in (found or {}).items():
        for each in value if isinstance(value, list) else [value]:
            if record in _IPTC:
                yield _IPTC[record], each


def _xmp(image: Image.Image, content: bytes) -> Said:
    """Without an XML parser: what attackers make parsers do is not done."""
    del content
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    packet = (packet.encode() if isinstance(packet, str) else packet)[:200_000]
    for found in _XMP_AUTHORS.finditer(packet):
        yield Told.AUTHOR, _TAG.sub(b" ", found[2])
    for found in _XMP_TOOL.finditer(packet):
        yield Told.SOFTWARE, found[1] or found[2]
    plain = _XMP_TOOL.sub(b"", _XMP_AUTHORS.sub(b"", packet))
    values = [found[1] for found in _XMP_TEXT.finditer(plain)]
    values += [found[1] or found[2] for found in _XMP_ATTRIBUTE.finditer(plain)]
    for value in values[:100]:
        if (
            re.search(rb"[A-Za-z\x80-\xff]{3}", value)
            and not re.fullmatch(rb"\w+/[\w.+-]+", value)
            and not value.startswith((b"http://ns.", b"uuid:", b"xmp."))
        ):
            yield Told.WORDS, value


def _chunks(image: Image.Image, content: bytes) -> Said:
    """A PNG's text chunks and a JPEG's comment."""
    del content
    for name, value in image.info.items():
        key = str(name)
        if key not in _OF_THE_FORMAT and isinstance(value, str | bytes):
            yield _CHUNKS.get(key.lower(), Told.WORDS), value


def _rest(image: Image.Image, content: bytes) -> Said:
    """What hangs behind the picture's end: another file, perhaps."""
    end = _ends_at(image.format or "", content)
    if 0 < end < len(content) and content[end:].strip(b"\x00\r\n "):
        yield Told.OTHER, f"{len(content) - end} bytes after the picture's end: {content[end : end + 40]!r}"


def _ends_at(form: str, content: bytes) -> int:
    """0 where that cannot be told: a phone's portrait keeps several pictures in one file."""
    if form == "PNG":
        mark = content.rfind(b"\x00\x00\x00\x00IEND")
        return mark + 12 if mark >= 0 else 0
    if form == "WEBP":
        return 8 + int.from_bytes(content[4:8], "little")
    if form == "JPEG":
        mark = content.rfind(b"\xff\xd9")
        return mark + 2 if mark >= 0 else 0
    return 0


_READERS: tuple[Callable[[Image.Image, bytes], Said], ...] = (_exif, _iptc, _xmp, _chunks, _rest)


def _text(value: object) -> str:
    """One line, nothing in it that turns or hides text."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return " ".join(cleaned(unescape(str(value))).split())[:LONGEST]
