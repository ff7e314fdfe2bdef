"""ZIP files: documents of office programs, whose parts are read as they are meant, and archives of other files."""

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO

from models.file_texts import markup, sheets
from models.file_texts.gathering import LARGEST_PART, Gathered
from models.rules.words import TextGap

_MOST_ENTRIES = 20_000
_READ_FIRST = "xl/sharedstrings.xml"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_OF_THE_FORMAT = re.compile(
    r"\[content_types\]\.xml|mimetype|meta-inf/.*|(?:.*/)?(?:theme|fonts|thumbnails|printersettings)/.*"
    r"|docprops/thumbnail\.\w+|word/(?:styles|stylesWithEffects|fontTable|webSettings|settings)\.xml"
    r"|xl/(?:styles|calcchain)\.xml|ppt/(?:tablestyles|viewprops|presprops)\.xml|.*\.(?:odttf|fntdata)",
    re.IGNORECASE,
)
"""Parts that say how a document looks, and hold nothing that was written."""


def read(gathered: Gathered, content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > _MOST_ENTRIES:
            gathered.lack(TextGap.REST)
            entries = entries[:_MOST_ENTRIES]
        _Package(gathered, archive, entries).read()


class _Package:
    def __init__(self, gathered: Gathered, archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> None:
        self._gathered = gathered
        self._archive = archive
        names = {entry.filename.lower() for entry in entries}
        self._is_document = bool(names & {"[content_types].xml", "mimetype"}) or _READ_FIRST in names
        self._strings = sheets.Strings()
        self._entries = sorted(entries, key=_turn)

    def read(self) -> None:
        for entry in self._entries:
            if not self._is_document:
                self._gathered.say(entry.filename)
            elif _OF_THE_FORMAT.fullmatch(entry.filename):
                continue
            self._part(entry)
        for text in self._strings.unused():
            self._gathered.say(text)

    def _part(self, entry: zipfile.ZipInfo) -> None:
        if entry.flag_bits & 1:
            self._gathered.lack(TextGap.LOCKED)
            return
        if entry.file_size > LARGEST_PART:
            self._gathered.lack(TextGap.REST)
            return
        try:
            with self._archive.open(entry) as part:
                content = part.read(LARGEST_PART + 1)
        except Exception:  # each way of packing has faults of its own
            self._gathered.lack(TextGap.BROKEN)
            return
        self._gathered.unpacked(len(content))
        if content:
            self._read(entry.filename.lower(), content)

    def _read(self, name: str, content: bytes) -> None:
        if not (self._is_document and markup.is_xml(content)):
            self._gathered.open(content)
        elif name == _READ_FIRST:
            self._strings.read(self._gathered, content)
        elif _SHEET.fullmatch(name):
            sheets.read(self._gathered, content, self._strings)
        else:
            markup.read(self._gathered, content, package=True)


def _turn(entry: zipfile.ZipInfo) -> tuple[int, int]:
    """Small parts before large ones, so that a long table keeps no comment from being read; sheets after what their
    cells refer to."""
    name = entry.filename.lower()
    return (0 if name == _READ_FIRST else 2 if _SHEET.fullmatch(name) else 1), entry.file_size
