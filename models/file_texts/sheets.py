"""The sheets of a workbook, row by row: a cell names its text by a number, or has it itself."""

from collections.abc import Iterator, Mapping
from xml.parsers import expat

from models.file_texts.gathering import Gathered
from models.file_texts.markup import Markup
from models.rules.words import TextGap


class Strings:
    """Texts that cells refer to."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._used: set[int] = set()

    def read(self, gathered: Gathered, content: bytes) -> None:
        collected = _Collected(gathered, self._texts)
        try:
            collected.read(content)
        except (expat.ExpatError, ValueError):
            gathered.lack(TextGap.BROKEN)

    def at(self, number: str) -> str:
        place = int(number) if number.isascii() and number.isdigit() else -1
        if not 0 <= place < len(self._texts):
            return ""
        self._used.add(place)
        return self._texts[place]

    def unused(self) -> Iterator[str]:
        return (text for place, text in enumerate(self._texts) if place not in self._used)


def read(gathered: Gathered, content: bytes, strings: Strings) -> None:
    try:
        _Sheet(gathered, strings).read(content)
    except (expat.ExpatError, ValueError):
        gathered.lack(TextGap.BROKEN)


class _Collected(Markup):
    """Each item's text, in order; how its signs are spoken is left out."""

    def __init__(self, gathered: Gathered, texts: list[str]) -> None:
        super().__init__(gathered)
        self._items = texts
        self._item: list[str] | None = None
        self._spoken = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        del attributes
        local = name.rpartition(":")[2]
        if local == "si":
            self._item = []
        self._spoken = self._spoken or local == "rPh"

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "si":
            self._items.append("".join(self._item or ()))
            self._item = None
        elif local == "rPh":
            self._spoken = False

    def data(self, data: str) -> None:
        if self._item is not None and not self._spoken:
            self._item.append(data)


class _Sheet(Markup):
    """Rows of nothing but numbers are left out: there is no word in them to compare."""

    def __init__(self, gathered: Gathered, strings: Strings) -> None:
        super().__init__(gathered)
        self._strings = strings
        self._kind = ""
        self._inside = ""
        self._value: list[str] = []
        self._row: list[str] = []
        self._has_words = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "row":
            self._row, self._has_words = [], False
        elif local == "c":
            self._kind, self._value = attributes.get("t", "n"), []
        elif local in ("v", "is", "f"):
            self._inside = local
            if local == "f":
                self._value = []
        elif not self._inside:
            super().start(name, attributes)

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "row":
            if self._has_words:
                self.gathered.say("\t".join(self._row))
        elif local == "f":
            self._formula("".join(self._value))
        elif local == "c":
            self._cell("".join(self._value))
        if local in ("v", "is", "f"):
            self._inside = ""
        elif local not in ("row", "c") and not self._inside:
            super().end(name)

    def data(self, data: str) -> None:
        if self._inside:
            self._value.append(data)
        elif self._names:
            super().data(data)

    def _formula(self, formula: str) -> None:
        """What it computes stands beside it; texts inside it are words too."""
        self._value = []
        if '"' in formula:
            self.gathered.say(formula)

    def _cell(self, value: str) -> None:
        text = self._strings.at(value.strip()) if self._kind == "s" else value
        if text:
            self._row.append(text)
            self._has_words = self._has_words or (self._kind in ("s", "str", "inlineStr") and not _is_number(text))


def _is_number(text: str) -> bool:
    return not any(letter.isalpha() for letter in text)
