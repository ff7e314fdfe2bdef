"""Text files, in the codings that are met here, told by what they make of the bytes."""

import codecs
import json
import re

from models.file_texts.gathering import LONGEST, Gathered
from models.rules.words import TextGap

_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
"""The longer ones first."""
_GUESSED = ("cp1250", "iso8859-2", "utf-8", "cp852")
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([\w.:-]{3,20})", re.IGNORECASE)
_POLISH = re.compile("[ąćęłńóśźżĄĆĘŁŃÓŚŹŻ]")
_USUAL = re.compile("[éèáíöüäßčšřžëçñêâîôûàùòìåøÉÖÜÄÇ„”“’‘«»–—…°±×·µ²³§©®€\u00a0α-ωΑ-Ω]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_SAMPLE = 200_000
_MOST_BYTES = 4 * LONGEST + 8
"""Of which the text may be made: more than enough to see that it is too long."""


def read(gathered: Gathered, content: bytes) -> None:
    """Also what is no text at all: then nothing is said, and the gap is told."""
    text = readable(gathered, content)
    for each in _strings_of_json(text) if text.lstrip()[:1] in ("{", "[") else (text,):
        gathered.say(each)


def readable(gathered: Gathered, content: bytes) -> str:
    """Its text, and what is doubtful about it as a gap; empty where it is none."""
    text, sure = decoded(content)
    if not is_readable(text):
        gathered.lack(TextGap.INSIDE)
        return ""
    if not sure:
        gathered.lack(TextGap.LETTERS)
    return text


def decoded(content: bytes) -> tuple[str, bool]:
    """The text, and whether its coding is sure. Of long files as much as is compared, and a little more."""
    for mark, coding in _MARKS.items():
        if content.startswith(mark):
            return _decode(content[len(mark) :], coding, "replace"), True
    wide = _wide(content[:4096])
    if wide:
        return _decode(content, wide, "replace"), True
    try:
        return _decode(content, "utf-8", "strict"), True
    except UnicodeDecodeError:
        pass
    codings = [*_declared(content), *_GUESSED]
    plausible = {coding: _plausible(_decode(content[:_SAMPLE], coding, "replace")) for coding in codings}
    best = max(codings, key=lambda coding: plausible[coding])
    text = _decode(content, best, "replace")
    return text, plausible[best] > 0 and "\ufffd" not in text


def is_readable(text: str) -> bool:
    """Whether it is made of what people read."""
    sample = text[:4096]
    printable = sum(letter.isprintable() or letter.isspace() for letter in sample)
    return not text.startswith("%!PS") and printable >= 0.95 * len(sample)


def _decode(content: bytes, coding: str, errors: str) -> str:
    """A letter that is cut in two at the end is left out."""
    head = content[:_MOST_BYTES]
    return codecs.getincrementaldecoder(coding)(errors).decode(head, len(head) == len(content))


def _wide(head: bytes) -> str:
    """UTF-16 without its mark: of Latin letters every other byte is zero."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    if most < 0.3 * (len(head) // 2) or least > 0.02 * len(head):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _declared(content: bytes) -> list[str]:
    """What a page, or a document, says of itself."""
    found = _DECLARED.search(content[:2048])
    try:
        return [codecs.lookup(found.group(1).decode()).name] if found else []
    except LookupError:
        return []


def _plausible(text: str) -> float:
    """From -3 to 1: how much the letters beyond ASCII are those of our texts."""
    odd = len(_NOT_ASCII.findall(text))
    polish, usual, lost = len(_POLISH.findall(text)), len(_USUAL.findall(text)), text.count("\ufffd")
    return (polish + usual / 2 - (odd - polish - usual - lost) - 3 * lost) / odd if odd else 1.0


def _strings_of_json(text: str) -> list[str]:
    """With their escapes resolved; of what is no JSON, the text itself."""
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError):
        return [text]
    found: list[str] = []
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [each for pair in reversed(value.items()) for each in reversed(pair)]
        elif isinstance(value, list):
            waiting += reversed(value)
        elif value is not None:
            found.append(str(value))
    return found
