"""RTF: its letters are escapes in the coding of the font in use, and much of it is no text."""

import re
from dataclasses import dataclass, replace

from models.file_texts.gathering import Gathered
from models.rules.words import TextGap

_TOKEN = re.compile(
    r"\\(?:([a-z]{1,32})(-?\d{1,10})? ?|'([0-9a-f]{2})|([^a-z]))|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\", re.IGNORECASE
)
_SILENT = frozenset(
    "fonttbl colortbl stylesheet listtable listoverridetable rsidtbl themedata colorschememapping latentstyles "
    "datastore sn pntext xmlnstbl mmathPr generator panose falt listpicture blipuid objclass datafield".split()
)
"""Groups that say how the text looks."""
_UNREAD = {"pict": TextGap.PICTURES, "objdata": TextGap.INSIDE}
_SPOKEN = frozenset(
    "title subject author operator keywords comment doccomm company manager category annotation atnauthor footnote "
    "header headerl headerr headerf footer footerl footerr footerf shptxt ftnsep hlinkbase userprops propname "
    "staticval shpinst sv ud fldinst bkmkstart".split()
)
"""Of the groups that older readers may pass over, those in which words stand."""
_BREAKS = {"par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "cell": "\t", "tab": "\t"} | {
    "emdash": "\u2014", "endash": "\u2013", "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c",
    "rdblquote": "\u201d", "bullet": "\u2022", "emspace": " ", "enspace": " ", "nestcell": "\t", "nestrow": "\n",
    "column": "\n",
}  # fmt: skip
_SYMBOLS = {"~": " ", "_": "-", "\n": "\n", "\r": "\n"}
_CODINGS = {0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253"} | {
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250",
}  # fmt: skip
"""Of a font's letters, by its `fcharset`."""
_DEEPEST = 5_000


@dataclass(frozen=True, slots=True)
class _Group:
    silent: bool = False
    apart: bool = False
    coding: str = ""
    fallback: int = 1
    """Characters after each `u` that stand for it in readers which know no Unicode."""


def read(gathered: Gathered, content: bytes) -> None:
    _Reader(gathered).read(content.decode("latin-1"))


class _Reader:
    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered
        self._groups = [_Group()]
        self._texts: list[list[str]] = [[]]
        self._letters = bytearray()
        self._skipped = 0
        self._starred = False
        self._coding = "cp1250"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._in_fonts = 0
        """The depth at which the table of fonts began."""

    def read(self, source: str) -> None:
        try:
            self._read(source)
        finally:
            self._flush()
            for texts in self._texts:
                self._emit(texts)
            if len(self._groups) > 1:
                self._gathered.lack(TextGap.BROKEN)

    def _read(self, source: str) -> None:
        place = 0
        while len(self._groups) <= _DEEPEST and (token := _TOKEN.match(source, place)):
            place = token.end()
            word, number, code, symbol, brace, text = token.groups()
            if brace:
                self._brace(brace)
            elif word:
                place += self._word(word, int(number) if number else None)
            elif code:
                self._code(int(code, 16))
            elif symbol == "*":
                self._starred = True
            elif symbol:
                self._say(_SYMBOLS.get(symbol, symbol if symbol in "\\{}" else ""))
            elif text:
                self._literal(text)

    def _brace(self, brace: str) -> None:
        self._flush()
        self._skipped = 0
        if brace == "{":
            self._groups.append(replace(self._groups[-1], apart=False))
            self._starred = False
            return
        if len(self._groups) > 1:
            group = self._groups.pop()
            if group.apart:
                self._emit(self._texts.pop())
        if len(self._groups) < self._in_fonts:
            self._in_fonts = 0

    def _word(self, word: str, number: int | None) -> int:
        """How many characters after it are bytes of a picture or object."""
        if word == "u" and number is not None:
            self._unicode(number)
            return 0
        self._flush()
        if word == "bin":
            return max(number or 0, 0)
        if word in _BREAKS:
            self._say(_BREAKS[word])
        elif word in _UNREAD or word in _SILENT or word in _SPOKEN or self._starred:
            self._destination(word)
        else:
            self._setting(word, number or 0)
        self._starred = False
        return 0

    def _destination(self, word: str) -> None:
        if word in _UNREAD:
            self._gathered.lack(_UNREAD[word])
        if word == "fonttbl":
            self._in_fonts = len(self._groups)
        if word in _SPOKEN:
            if not self._groups[-1].apart:
                self._texts.append([])
            self._groups[-1] = replace(self._groups[-1], apart=True, silent=False)
        else:
            self._groups[-1] = replace(self._groups[-1], silent=True)

    def _setting(self, word: str, number: int) -> None:
        if word == "ansicpg":
            self._coding = f"cp{number}"
        elif word == "uc":
            self._groups[-1] = replace(self._groups[-1], fallback=max(number, 0))
        elif word == "f" and self._in_fonts:
            self._font = number
        elif word == "fcharset" and self._in_fonts:
            self._fonts[self._font] = _CODINGS.get(number, "") if number else ""
        elif word == "f":
            self._groups[-1] = replace(self._groups[-1], coding=self._fonts.get(number, ""))
        elif word == "plain":
            self._groups[-1] = replace(self._groups[-1], coding="")

    def _unicode(self, number: int) -> None:
        self._flush()
        point = number % 65536
        self._texts[-1].append("" if self._groups[-1].silent else chr(point))
        self._skipped = self._groups[-1].fallback

    def _code(self, letter: int) -> None:
        if self._skipped:
            self._skipped -= 1
        elif not self._groups[-1].silent:
            self._letters.append(letter)

    def _literal(self, text: str) -> None:
        self._flush()
        skipped = min(self._skipped, len(text))
        self._skipped -= skipped
        plain = text[skipped:]
        self._say(plain if plain.isascii() else self._decoded(plain.encode("latin-1")))

    def _say(self, text: str) -> None:
        self._flush()
        if not self._groups[-1].silent:
            self._texts[-1].append(text)
            if text == "\n" and len(self._texts) == 1 and len(self._texts[0]) > 1000:
                self._emit(self._texts[0])
                self._texts[0] = []

    def _emit(self, texts: list[str]) -> None:
        """Letters that were written in two halves are joined."""
        self._gathered.say("".join(texts).encode("utf-16", "surrogatepass").decode("utf-16", "replace"))

    def _flush(self) -> None:
        if self._letters:
            letters, self._letters = bytes(self._letters), bytearray()
            self._texts[-1].append(self._decoded(letters))

    def _decoded(self, letters: bytes) -> str:
        try:
            return letters.decode(self._groups[-1].coding or self._coding)
        except (LookupError, UnicodeDecodeError):
            self._gathered.lack(TextGap.LETTERS)
            return letters.decode("cp1250", "replace")
