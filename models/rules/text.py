"""Text made comparable: folding, words, sentences, shingles."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_SIMPLE = {
    # The letters and marks of Polish texts, replaced one by one: ten times as fast as decomposing them.
    **dict(zip("ąćęłńóśźż", "acelnoszz", strict=True)),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    **dict.fromkeys("\u2018\u2019\u201a", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
    "\u00a0": " ",
}
_LETTERS = str.maketrans(_SIMPLE | {"ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})
"""What Unicode does not decompose beside it."""
_WORD = re.compile(r"[^\W_]+")
_WRITTEN = re.compile(
    r"[^\W_](?:[^\W_]|[\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff](?=[^\W_])"
    r"|[\u0300-\u036f])*"
)
_BOUNDARY = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[„“]?[A-ZĄĆĘŁŃÓŚŹŻ0-9])")
_ABBREVIATION = re.compile(
    r"(?:np|tj|tzn|m\.in|ok|dr|hab|prof|inż|mgr|ww|tzw|pkt|ust|art|poz|por|zob|rys|tab|św|ul"
    r"|e\.g|i\.e|approx|ca|cf|vs|fig|eq|resp|incl|st|mr|mrs|ms|(?-i:[A-Z]))\.",
    re.IGNORECASE,
)


def fold(text: str) -> str:
    """`text` without case, marks and runs of spaces: "Łódź  Straße" becomes "lodz strasse"."""
    if text.isascii():
        return " ".join(text.lower().split())
    folded = text.casefold()
    for letter, plain in _SIMPLE.items():
        folded = folded.replace(letter, plain)
    if not folded.isascii():
        folded = " ".join(word if word.isascii() else _fold_rare(word) for word in folded.split())
    return " ".join(folded.split())


def _fold_rare(word: str) -> str:
    """Folded again until nothing changes: case folding may make letters that decompose anew."""
    while (again := _without_marks(word)) != word:
        word = again
    return word


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


_TURNING = "\u202a-\u202e\u2066-\u2069"
"""Overrides and embeddings of the writing direction: what is read is not what stands there."""
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff"
_HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u206a-\u206f\ufe00-\ufe0f\ufeff"
)
_DECEIVING = re.compile(f"[{_TURNING}{_CONTROLS}]")
_NOT_SEEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\u2800\u3164\ufeff\uffa0"
    "\U000e0000-\U000e0fff]|(?<=[^\\W_])[\u200c\u200d](?=[^\\W_])"
)
_UNSEEN = re.compile(f"[{_TURNING}{_CONTROLS}{_HIDDEN}\U000e0000-\U000e01ef]")


def deceives(text: str) -> bool:
    """Whether it holds characters that turn the direction of text or control machines: no field needs them."""
    return _DECEIVING.search(text) is not None


def cleaned(text: str) -> str:
    """Without any character that is not seen: those that turn, hide, join or control."""
    return _UNSEEN.sub("", text)


def seen(text: str) -> str:
    """As it is seen: composed, and without what hides. What joins pictographs stays."""
    return unicodedata.normalize("NFC", _NOT_SEEN.sub("", text))


def unbroken(value: object) -> object:
    """A text on one line; anything else as it is."""
    return " ".join(map(str.strip, value.splitlines())) if isinstance(value, str) else value


def words(text: str) -> list[str]:
    """The folded words of `text`, numbers included; punctuation and hyphens part words."""
    return _WORD.findall(fold(text))


def sentences(text: str) -> list[str]:
    """The sentences of `text` as written; a line break ends one, a known abbreviation does not."""
    return [sentence for line in text.splitlines() for sentence in _of_line(line)]


def _of_line(line: str) -> list[str]:
    found: list[str] = []
    for piece in filter(None, map(str.strip, _BOUNDARY.split(line))):
        if found and _ABBREVIATION.fullmatch(found[-1].rsplit(maxsplit=1)[-1].lstrip("(")):
            found[-1] += " " + piece
        else:
            found.append(piece)
    return found


def shingles(text: str, size: int) -> set[str]:
    """Every run of `size` folded words; empty when the text has fewer."""
    return runs(words(text), size)


def runs(tokens: list[str], size: int) -> set[str]:
    return {" ".join(tokens[start : start + size]) for start in range(len(tokens) - size + 1)}


def spelled_words(text: str) -> list[str]:
    """The words of `text` in lower case with their marks, as a stemmer wants them."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


fold_word = lru_cache(maxsize=1 << 16)(fold)
"""`fold` for single words, which come again and again."""

_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХҺԌԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧаеорсухкмтвнігѕјԁһӏԛԝαεοικνρτυχηıɑɡʼ",
    "ABESIJKMHOPCTYXHGQWABEZHIKMNOPTYXaeopcyxkmtbhigsjdhlqwaeoikvptuxniag'",
)
"""Letters that pass for those of the Latin alphabet: Cyrillic, Greek, and a few strange ones of its own."""


def latin(word: str) -> str:
    """As it is read, in its capitals and with its marks."""
    return word if word.isascii() else unicodedata.normalize("NFKC", cleaned(word)).translate(_ALIKE)


def sewn_parts(word: str) -> Iterator[tuple[str, int]]:
    """Parts of what was written without spaces, and where each begins: before a capital that follows a small letter,
    and between letters and digits."""
    start = 0
    for place in range(1, len(word) + 1):
        before, after = word[place - 1], word[place : place + 1]
        if not after or before.isalpha() != after.isalpha() or (before.islower() and after.isupper()):
            yield word[start:place], start
            start = place


@lru_cache(maxsize=1 << 16)
def plain_word(word: str) -> str:
    """As it is read: without what is not seen, full-width letters narrow, look-alikes Latin; folded."""
    if word.isascii():
        return word.lower()
    plain = latin(word).casefold().translate(_ALIKE)
    return "".join(letter for letter in fold_word(plain) if letter.isalnum())


def written_words(text: str) -> Iterator[re.Match[str]]:
    """The words of `text` where they stand, with whatever is not seen inside them."""
    return _WRITTEN.finditer(text)
