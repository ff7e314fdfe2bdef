"""Signs that our fonts cannot draw, said in words: a box tells nobody anything, and PDF/A forbids it.

Pictographs (emoji) that the packaged fonts lack are always said in words, so that a brief looks the same on every
machine. Letters of other scripts are left to the fonts that the system has; what none of them has is said in words
too.
"""

import logging
import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from models.rules.words import Language
from reports.wording import wording

PICTOGRAPHS = re.compile(
    r"(?:[\U0001f1e6-\U0001f1ff]{2}|[\U0001f000-\U0001faff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2b00-\u2bff])"
    r"[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*"
    r"(?:\u200d[\U0001f000-\U0001faff\u2600-\u27bf][\ufe0f\U0001f3fb-\U0001f3ff]*)*"
)
FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
NOT_DRAWN = re.compile("[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]")


def in_words(text: str, language: Language) -> str:
    """Pictographs that the packaged fonts lack become words in brackets."""
    return PICTOGRAPHS.sub(lambda match: _said(match[0], language), text)


def spelled(text: str, missing: Collection[str]) -> str:
    """The characters that no font has become their Unicode names."""
    for character in sorted(missing):
        text = text.replace(character, f"[{_name(character)}]")
    return text


def _said(sign: str, language: Language) -> str:
    bare = NOT_DRAWN.sub("", sign)
    if len(bare) == 1 and ord(bare) in _drawn():
        return bare
    if FLAG.fullmatch(bare):
        code = "".join(chr(ord(letter) - 0x1F1E6 + ord("A")) for letter in bare)
        return f"[{wording(language).country(code)}]"
    words: dict[str, str] = wording(language).labels["sign"]
    return "[" + ", ".join(words.get(part, _name(part)) for part in bare.split("\u200d")) + "]"


def _name(character: str) -> str:
    return unicodedata.name(character, f"U+{ord(character):04X}").lower()


@lru_cache(maxsize=1)
def _drawn() -> frozenset[int]:
    """The code points of the packaged font; its weights have the same."""
    from fontTools.ttLib import TTFont

    font = files("font_source_sans_pro") / "files" / "SourceSansPro-Regular.ttf"
    with TTFont(BytesIO(font.read_bytes()), lazy=True) as opened:
        return frozenset(opened.getBestCmap())


class Missing(logging.Handler):
    """Collects the characters for which WeasyPrint says that no font has them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.characters: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if str(record.msg).startswith(".notdef glyph") and isinstance(record.args, tuple):
            self.characters.add(str(record.args[0]))
