"""What is gathered from one file: its words, and what of it is no words that we can read."""

import re
from collections.abc import Callable

from models.rules.words import TextGap

LONGEST = 400_000
"""Characters that are compared."""
LARGEST_PART = 60 * 1024**2
"""Bytes of one unpacked part of a document, at most: more is a bomb."""
LARGEST_WHOLE = 300 * 1024**2
"""Bytes that all parts have together, at most."""
DEEPEST = 6
"""Files in files: a letter with an archive of documents with tables in them has four."""
_PHRASE = re.compile(r"[^\W\d_]{2}[^\w<>{}=/\\]{0,3}\s[^\w<>{}=/\\]{0,3}[^\W\d_]{2}")

_HALVES = re.compile("[\ud800-\udfff]")
"""Of letters beyond 65,535: no database takes them."""


class Enough(BaseException):
    """As much was read as is compared, or as there was time for. No reader's `except Exception` shall stop it."""


class Gathered:
    """`read` says what bytes hold, for files inside the file."""

    def __init__(self, read: "Callable[[Gathered, bytes], None]") -> None:
        self.gaps: set[TextGap] = set()
        self._texts: list[str] = []
        self._size = 0
        self._unpacked = 0
        self._depth = 0
        self._read = read

    @property
    def text(self) -> str:
        return "\n".join(self._texts)[:LONGEST]

    def say(self, text: str) -> None:
        """Raises `Enough` when there is more than is compared."""
        text = _HALVES.sub("\ufffd", text.replace("\x00", "").strip())
        if not text:
            return
        self._texts.append(text)
        self._size += len(text) + 1
        if self._size > LONGEST + 1:
            raise Enough

    def lack(self, gap: TextGap) -> None:
        self.gaps.add(gap)

    def unpacked(self, size: int) -> None:
        self._unpacked += size
        if self._unpacked > LARGEST_WHOLE:
            raise Enough

    def open(self, content: bytes) -> None:
        """Read a file that is inside; what is wrong with it does not end the reading of the others."""
        if self._depth >= DEEPEST:
            self.lack(TextGap.INSIDE)
            return
        self._depth += 1
        try:
            self._read(self, content)
        except Exception:
            self.lack(TextGap.BROKEN)
        finally:
            self._depth -= 1


def is_phrase(value: str) -> bool:
    """Whether it has two words beside each other: told from what programs write for programs."""
    return _PHRASE.search(value) is not None
