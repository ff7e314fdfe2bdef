"""PDF: the text of its pages, and what is written beside it: comments, forms, titles, descriptions, files inside."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pypdf

from models.file_texts.gathering import LARGEST_PART, Gathered, is_phrase
from models.file_texts.plain import is_readable
from models.rules.words import TextGap

_TOLD = frozenset(("/Title", "/Author", "/Subject", "/Keywords", "/T", "/TU", "/V", "/F", "/UF", "/Desc"))
"""What one word may stand in; elsewhere what is no phrase is written by programs for programs."""
_PLAYED = frozenset(("/Sound", "/Movie", "/RichMedia", "/3D", "/Screen"))
_IDENTITY = frozenset(("/Identity-H", "/Identity-V"))
_OWN_NAMES = re.compile(r"/(?:g|G|c|C|a|cid|glyph|index)\d+")


def read(gathered: Gathered, content: bytes) -> None:
    try:
        document = pikepdf.open(BytesIO(content))
    except pikepdf.PasswordError:
        gathered.lack(TextGap.LOCKED)
        return
    with document:
        try:
            _pages(gathered, content)
        except Exception:
            repaired = BytesIO()
            document.save(repaired)
            _pages(gathered, repaired.getvalue())
        _Beside(gathered).read(document)


def _pages(gathered: Gathered, content: bytes) -> None:
    reader = pypdf.PdfReader(BytesIO(content))
    if reader.is_encrypted:
        reader.decrypt("")
    for page in reader.pages:
        try:
            text = page.extract_text()
            drawn = page.get_contents()
            if not text.strip() and drawn is not None and drawn.get_data().strip():
                gathered.lack(TextGap.PAGES)
        except Exception:
            gathered.lack(TextGap.BROKEN)
        else:
            gathered.say(text)


class _Beside:
    """Walks all objects of the document, since what is written stands in many of them."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered

    def read(self, document: pikepdf.Pdf) -> None:
        files: dict[tuple[int, int], pikepdf.Object] = {}
        key_to_all = document.trailer.get("/Encrypt")
        for each in document.objects:
            if isinstance(key_to_all, pikepdf.Dictionary) and each.objgen == key_to_all.objgen:
                continue
            for key, value in _inside(each):
                if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
                    self._object(value, files)
                elif isinstance(value, pikepdf.String):
                    self._string(key, value)
        form = document.Root.get("/AcroForm")
        if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
            parts = form["/XFA"]
            for part in parts if isinstance(parts, pikepdf.Array) else [parts]:
                if isinstance(part, pikepdf.Stream):
                    files[part.objgen] = part
        for file in files.values():
            self._open(file)

    def _object(self, value: Any, files: dict[tuple[int, int], pikepdf.Object]) -> None:
        kind, subtype = str(value.get("/Type", "")), str(value.get("/Subtype", ""))
        if subtype == "/Image":
            self._gathered.lack(TextGap.PICTURES)
        elif subtype in _PLAYED:
            self._gathered.lack(TextGap.INSIDE)
        elif kind == "/Font" and _is_without_key(value, subtype):
            self._gathered.lack(TextGap.LETTERS)
        elif kind in ("/EmbeddedFile", "/Metadata") and isinstance(value, pikepdf.Stream):
            files[value.objgen] = value
        embedded = value.get("/EF")
        if isinstance(embedded, pikepdf.Dictionary):
            for each in embedded.values():
                if isinstance(each, pikepdf.Stream):
                    files[each.objgen] = each

    def _string(self, key: str, value: pikepdf.String) -> None:
        text = str(value)
        if text.startswith("<?xml"):
            self._gathered.open(text.encode())
        elif is_readable(text) and (key in _TOLD or is_phrase(text)):
            self._gathered.say(text)

    def _open(self, file: Any) -> None:
        try:
            content = file.read_bytes()
        except (pikepdf.PdfError, MemoryError):
            self._gathered.lack(TextGap.BROKEN)
            return
        if len(content) > LARGEST_PART:
            self._gathered.lack(TextGap.REST)
            return
        self._gathered.unpacked(len(content))
        self._gathered.open(content)


def _inside(value: Any) -> Iterator[tuple[str, Any]]:
    """The value and what it holds itself, each with the key under which it stands; other objects have their turn."""
    waiting = [("", value)]
    while waiting:
        key, one = waiting.pop()
        yield key, one
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            inner = [(name, one.get(name)) for name in one.keys()]  # noqa: SIM118  a stream is iterated by nothing else
        elif isinstance(one, pikepdf.Array):
            inner = [(key, each) for each in one]
        else:
            continue
        waiting += [pair for pair in reversed(inner) if not getattr(pair[1], "is_indirect", False)]


def _is_without_key(font: Any, subtype: str) -> bool:
    """Whether it draws glyphs of which nothing says what letters they are."""
    if "/ToUnicode" in font:
        return False
    coding = font.get("/Encoding")
    if subtype == "/Type0":
        return isinstance(coding, pikepdf.Name) and str(coding) in _IDENTITY
    if isinstance(coding, pikepdf.Dictionary):
        names = [str(each) for each in coding.get("/Differences", ()) if isinstance(each, pikepdf.Name)]
        return bool(names) and sum(map(bool, map(_OWN_NAMES.fullmatch, names))) > len(names) / 2
    return subtype == "/Type3"
