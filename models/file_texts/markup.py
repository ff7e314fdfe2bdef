"""XML of office programs and others, and HTML: which elements part words, and where words stand in attributes.

Entities that a document declares itself are not resolved, and nothing outside it is asked for.
"""

import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from xml.parsers import expat

from models.file_texts.gathering import Gathered, is_phrase
from models.file_texts.plain import readable
from models.rules.words import TextGap

_HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|\A[^\w<]*<(?:head|body|meta|p|div|span|table|h[1-6]|ul|ol|br|b|i|font)[\s/>]",
    re.IGNORECASE,
)
_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\x00", b"\xfe\xff\x00<", b"<\x00", b"\x00<")
_APART = frozenset(
    "p h si li title comment note annotation txbxContent drawing pict object AlternateContent del moveFrom row text "
    "caption oddHeader oddFooter".split()
)
"""Elements whose words are kept apart from those around them: paragraphs, and what stands beside or inside these."""
_GLUED = frozenset(
    "t r delText a span fld hyperlink ins moveTo smartTag sdt sdtContent proofErr bookmarkStart bookmarkEnd bookmark "
    "bookmark-start bookmark-end permStart permEnd commentRangeStart commentRangeEnd commentReference "
    "footnoteReference endnoteReference lastRenderedPageBreak softHyphen "
    "soft-page-break tspan ruby ruby-base rt rubyBase bdo dir customXml oMath reference-mark-start reference-mark-end "
    "change change-start change-end annotation-end meta e num sup sub sSub sSup sSubSup".split()
)
_SIGNS = {"noBreakHyphen": "-", "br": "\n", "cr": "\n", "line-break": "\n"}
_RUNS = frozenset(("r", "p", "ins", "hyperlink", "sdt", "sdtContent", "smartTag", "fld"))
"""Of Word and drawings: blanks between their elements are of the file's layout."""
_NAMED = frozenset(("sheet", "table", "tableColumn", "cacheField", "definedName", "section", "custShow", "category"))
"""Whose names people give."""
_LAYOUT = re.compile(r"\s{2,}")
_BYTES = frozenset(("binary-data", "binData", "binary"))
_SOUP_GLUED = frozenset(
    "a abbr b bdi bdo big cite code data dfn em font i ins kbd mark nobr q rt ruby s samp small span strike strong sub "
    "sup tt u var wbr time label o:p".split()
)
_SILENT = frozenset(("script", "style"))


def is_xml(content: bytes) -> bool:
    """Or HTML: whatever starts as markup."""
    return content[:64].lstrip().startswith(_STARTS)


def read(gathered: Gathered, content: bytes, *, package: bool = False) -> None:
    """What is no sound XML is read as browsers read HTML; of a `package` that is a fault."""
    if not _HTML.search(content[:2000]):
        try:
            Markup(gathered).read(content)
            return
        except (expat.ExpatError, ValueError):
            if package:
                gathered.lack(TextGap.BROKEN)
    read_page(gathered, readable(gathered, content))


def read_page(gathered: Gathered, page: str) -> None:
    """HTML."""
    soup = _Soup(gathered)
    try:
        soup.feed(page)
        soup.close()
    except AssertionError:  # of the standard library's parser, where a declaration is none
        gathered.lack(TextGap.BROKEN)
    finally:
        soup.flush()


class Markup:
    """Collects the text of one XML document."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self._names: list[str] = []
        self._texts: list[list[str]] = [[]]
        self._hushed = 0
        """How many elements that say how the others look, or hold bytes, are around."""

    def read(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.data
        parser.EntityDeclHandler = _refused
        try:
            parser.Parse(content, True)
        finally:
            for texts in self._texts:
                self._say(texts)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._names.append(name)
        local = name.rpartition(":")[2]
        if attributes:
            self._attributes(local, attributes)
        if self._hushed or local.endswith("Pr") or local in _BYTES:
            self._hushed += 1
            if local in _BYTES:
                self.gathered.lack(TextGap.PICTURES)
        elif local in _APART:
            self._texts.append([])
        elif local not in _GLUED:
            self._part(_SIGNS.get(local, " "))

    def end(self, name: str) -> None:
        self._names.pop()
        local = name.rpartition(":")[2]
        if self._hushed:
            self._hushed -= 1
        elif local in _APART:
            self._say(self._texts.pop())
        elif local not in _GLUED and local not in _SIGNS:
            self._part(" ")

    def data(self, data: str) -> None:
        prefix, _, local = self._names[-1].rpartition(":")
        is_layout = data.isspace() and (self._hushed or (prefix in ("w", "a") and local in _RUNS))
        if not is_layout and local not in _BYTES:
            self._texts[-1].append(data)

    def _part(self, sign: str) -> None:
        texts = self._texts[-1]
        texts.append(sign)
        if len(texts) > 1000 and len(self._texts) == 1:
            self._say(texts)
            texts.clear()

    def _say(self, texts: Sequence[str]) -> None:
        self.gathered.say(_LAYOUT.sub(lambda blank: "\n" if "\n" in blank[0] else " ", "".join(texts)))

    def _attributes(self, local: str, attributes: Mapping[str, str]) -> None:
        for key, value in attributes.items():
            name = key.rpartition(":")[2]
            is_named = (name == "name" and local in _NAMED) or (name == "v" and local == "s")
            is_address = name == "Target" and attributes.get("TargetMode") == "External"
            if is_named or is_address or (name not in ("style", "class") and is_phrase(value)):
                self.gathered.say(value)


def _refused(*_: object) -> None:
    raise ValueError("a document that declares entities")


class _Soup(HTMLParser):
    """HTML as it is met, and whatever else has angle brackets."""

    def __init__(self, gathered: Gathered) -> None:
        super().__init__(convert_charrefs=True)
        self._gathered = gathered
        self._texts: list[str] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and name not in ("style", "class", "srcset") and is_phrase(value):
                self._gathered.say(value)
            elif value and name == "src" and value.startswith("data:"):
                self._gathered.lack(TextGap.PICTURES)
        if tag in _SILENT:
            self._silent = tag
        if tag not in _SOUP_GLUED:
            self._part()

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""
        if tag not in _SOUP_GLUED:
            self._part()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._texts.append(data)

    def handle_comment(self, data: str) -> None:
        self._gathered.say(data)

    def unknown_decl(self, data: str) -> None:
        self._gathered.say(data.partition("[")[2] or data)

    def _part(self) -> None:
        self._texts.append(" ")
        if len(self._texts) > 1000:
            self.flush()

    def flush(self) -> None:
        self._gathered.say("".join(self._texts))
        self._texts.clear()
