"""What differs between two versions of a text or of an offer, word by word."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

TEXTS = ("title", "short_summary", "problem", "description", "advantages", "ipr_notes", "expected_role")
ROWS = ("key_figures", "partnerships")
LISTS = ("sdgs", "partner_sizes", "technology_keywords", "market_keywords", "countries")
VALUES = ("trl", "ipr_status", "anonymous")
ORDER = (
    "title", "short_summary", "problem", "description", "advantages", "key_figures", "trl", "ipr_status", "ipr_notes",
    "expected_role", "partnerships", "partner_sizes", "technology_keywords", "market_keywords", "sdgs", "countries",
    "anonymous",
)  # fmt: skip
"""As the form has them."""
_PART = re.compile(r"\w+(?:[-.,'’/]\w+)*|\s+|[^\w\s]")
_WORD = re.compile(r"\w")
MOST_COMPARED = 20_000
"""Parts of both texts together beyond which they are shown whole, not word by word."""


class Mark(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field that is not as it was. What was removed stands before what was put in its place."""

    field: str
    pieces: Sequence[Piece] = ()
    """Of a text, or of the row of a list."""
    added: int = 0
    removed: int = 0
    """Words."""
    before: object = None
    after: object = None
    """Of a field that is one value."""
    gained: Sequence[object] = ()
    lost: Sequence[object] = ()
    """Of a list, entry by entry."""


def changes(old: Mapping[str, object], new: Mapping[str, object]) -> list[Change]:
    """The fields that differ, in the order of the form."""
    return [change for name in ORDER if (change := _change(name, old.get(name), new.get(name))) is not None]


def _change(name: str, old: object, new: object) -> Change | None:
    if name in ROWS:
        old, new = _written(old), _written(new)
    if ((old or None) == (new or None) and name not in VALUES) or old == new:
        return None
    if name in VALUES:
        return Change(name, before=old, after=new)
    if name in LISTS:
        was, becomes = _list(old), _list(new)
        gained = [each for each in becomes if each not in was]
        lost = [each for each in was if each not in becomes]
        return Change(name, gained=gained, lost=lost)
    pieces = compare(str(old or ""), str(new or ""))
    return Change(name, pieces, count(pieces, Mark.ADDED), count(pieces, Mark.REMOVED))


def compare(old: str, new: str) -> list[Piece]:
    """`old` made into `new`; neighbours of one kind are one piece. A space between two changes is no likeness."""
    before, after = _PART.findall(old), _PART.findall(new)
    if len(before) + len(after) > MOST_COMPARED:
        return [piece for piece in (Piece(Mark.REMOVED, old), Piece(Mark.ADDED, new)) if piece.text]
    matcher = SequenceMatcher(lambda part: part.isspace(), before, after, autojunk=False)
    pieces: list[Piece] = []
    for kind, start, end, first, last in _joined(matcher.get_opcodes(), before):
        if kind == "equal":
            pieces.append(Piece(Mark.SAME, "".join(before[start:end])))
            continue
        pieces += [Piece(Mark.REMOVED, "".join(before[start:end]))] if start < end else []
        pieces += [Piece(Mark.ADDED, "".join(after[first:last]))] if first < last else []
    return pieces


_Opcode = tuple[str, int, int, int, int]


def _joined(opcodes: Iterable[_Opcode], before: Sequence[str]) -> list[_Opcode]:
    """With the changes joined that only white space holds apart."""
    joined: list[_Opcode] = []
    for code in opcodes:
        kind, start, end, _, last = code
        bridge = kind == "equal" and "".join(before[start:end]).isspace()
        if joined and joined[-1][0] != "equal" and (kind != "equal" or bridge):
            _, begin, _, begun, _ = joined.pop()
            joined.append(("replace", begin, end, begun, last))
        else:
            joined.append(code)
    return joined


def count(pieces: Iterable[Piece], mark: Mark) -> int:
    """Words; punctuation is none."""
    return sum(bool(_WORD.search(part)) for piece in pieces if piece.mark is mark for part in _PART.findall(piece.text))


def _written(rows: object) -> str:
    """Rows as lines, so that they are compared as a text."""
    lines = [row for row in _list(rows) if isinstance(row, Mapping)]
    return "\n".join(" · ".join(str(part) for part in row.values() if part) for row in lines)


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()
