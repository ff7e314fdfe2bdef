"""What the lint says beside a field: each finding with its passage in the text, why it matters and what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.pages.words import Words
from models.rules.lint_rules import standard
from models.tables import Offer

AROUND = 48
"""Characters shown before and after a passage."""


@dataclass(frozen=True, slots=True)
class Found:
    """`excerpt` is empty where the whole field is meant."""

    message: str
    before: str = ""
    excerpt: str = ""
    after: str = ""
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """All that one rule found in one field."""

    code: str
    field: str
    is_error: bool
    found: Sequence[Found]
    why: str = ""
    fix: str = ""


def notes_of(offer: Offer, words: Words) -> list[Note]:
    """Errors first, as the lint has them."""
    grouped: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for finding in offer.findings:
        grouped.setdefault((finding["field"], finding["code"]), []).append(finding)
    return [_note(offer, name, code, findings, words) for (name, code), findings in grouped.items()]


def by_field(notes: Sequence[Note]) -> dict[str, list[Note]]:
    found: dict[str, list[Note]] = {}
    for note in notes:
        found.setdefault(note.field, []).append(note)
    return found


def _note(offer: Offer, name: str, code: str, findings: Sequence[Mapping[str, Any]], words: Words) -> Note:
    rule = standard().of(code)
    text = getattr(offer, name, "")
    return Note(
        code,
        name,
        findings[0]["severity"] == "error",
        [_found(text if isinstance(text, str) else "", finding, words) for finding in findings],
        rule.why.to(words.language) if rule else "",
        rule.fix.to(words.language) if rule else "",
    )


def _found(text: str, finding: Mapping[str, Any], words: Words) -> Found:
    message, excerpt, start = finding[f"message_{words.language}"], finding.get("excerpt", ""), finding.get("start")
    if start is None or not excerpt or text[start : start + len(excerpt)] != excerpt:
        return Found(message)
    before, after = around(text, start, len(excerpt))
    return Found(message, before, excerpt, after, start)


def around(text: str, start: int, length: int) -> tuple[str, str]:
    """What stands before and after a passage, in its line."""
    return _tail(text[:start]), _head(text[start + length :])


def _tail(text: str) -> str:
    shown = text[-AROUND:].splitlines()[-1] if text and not text.endswith("\n") else ""
    return shown if len(shown) == len(text) or len(shown) < AROUND else f"… {shown.partition(' ')[2]}"


def _head(text: str) -> str:
    shown = text[:AROUND].splitlines()[0] if text and not text.startswith("\n") else ""
    return shown if len(shown) == len(text) or len(shown) < AROUND else f"{shown.rpartition(' ')[0]} …"
