"""What is wrong with an offer before a person reads it: errors stop the approval, warnings advise."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from models.rules.bilingual import Bilingual
from models.rules.numbers import is_quantified, numbers
from models.rules.offers import OFFER_COUNTS, OFFER_LIMITS, OFFER_REQUIRED
from models.rules.prose import LONGEST_SENTENCE, first_person, long_sentences, marketing
from models.rules.text import fold
from models.rules.words import Language

PROSE = ("title", "short_summary", "problem", "description", "advantages", "expected_role")
_COMPARED = ("short_summary", "problem", "description", "advantages")
_KEY_FIGURE_PARTS = ("value", "label", "compared_with")


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """`start` is where `excerpt` begins in the field's text, when the finding is about a passage."""

    code: str
    severity: Severity
    field: str
    message: Bilingual
    excerpt: str = ""
    start: int | None = None


def lint(
    offer: Mapping[str, object], language: Language | str, sibling: Mapping[str, object] | None = None
) -> list[Finding]:
    """Errors first, each group in the order of the form. `sibling` is the offer in the other language."""
    found = [
        *_missing(offer),
        *_lengths(offer),
        *_counts(offer),
        *_partnerships(offer),
        *_substance(offer, language),
        *_style(offer, language),
        *(_differences(offer, sibling, language) if sibling is not None else ()),
    ]
    return sorted(found, key=lambda finding: finding.severity is not Severity.ERROR)


def has_errors(findings: Sequence[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _missing(offer: Mapping[str, object]) -> Iterator[Finding]:
    for name in OFFER_REQUIRED:
        if _is_blank(offer.get(name)):
            yield _finding("required_missing", name)
    if _is_blank(offer.get("problem")):
        yield _finding("problem_missing", "problem")


def _lengths(offer: Mapping[str, object]) -> Iterator[Finding]:
    for name, limit_name, text in _limited_texts(offer):
        limit = OFFER_LIMITS[limit_name]
        if len(text) > limit:
            yield _finding("too_long", name, excess=len(text) - limit, length=len(text), limit=limit)


def _limited_texts(offer: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """Each text that has a limit: the field it stands in, the limit's name, the text."""
    for name in (*PROSE, "ipr_notes"):
        yield name, name, _text(offer, name)
    for figure in _entries(offer, "key_figures"):
        for part in _KEY_FIGURE_PARTS:
            yield "key_figures", f"key_figure_{part}", _text(figure, part)
    for partnership in _entries(offer, "partnerships"):
        for part in ("why", "how"):
            yield "partnerships", f"partnership_{part}", _text(partnership, part)
    for name in ("technology_keywords", "market_keywords"):
        for keyword in _list(offer, name):
            yield name, "keyword", str(keyword)


def _counts(offer: Mapping[str, object]) -> Iterator[Finding]:
    for name, limit in OFFER_COUNTS.items():
        length = len(_list(offer, name))
        if length > limit:
            yield _finding("too_many", name, excess=length - limit, length=length, limit=limit)


def _partnerships(offer: Mapping[str, object]) -> Iterator[Finding]:
    partnerships = _entries(offer, "partnerships")
    if not partnerships:
        yield _finding("partnership_missing", "partnerships")
    for position, partnership in enumerate(partnerships, start=1):
        if any(_is_blank(partnership.get(part)) for part in ("type", "why", "how")):
            yield _finding("partnership_unexplained", "partnerships", position=position)


def _substance(offer: Mapping[str, object], language: str) -> Iterator[Finding]:
    title, summary = fold(_text(offer, "title")), fold(_text(offer, "short_summary"))
    if title and title in summary:
        yield _finding("title_repeated", "short_summary")
    if not _entries(offer, "key_figures") and not is_quantified(_text(offer, "advantages"), language):
        yield _finding("nothing_quantified", "advantages")


def _style(offer: Mapping[str, object], language: str) -> Iterator[Finding]:
    for name in PROSE:
        text = _text(offer, name)
        for start, excerpt in marketing(text, language):
            yield _finding("marketing", name, excerpt=excerpt, start=start)
        for start, excerpt in first_person(text, language):
            yield _finding("first_person", name, excerpt=excerpt, start=start)
        for start, sentence, length in long_sentences(text):
            yield _finding("long_sentence", name, excerpt=sentence, start=start, length=length, limit=LONGEST_SENTENCE)


def _differences(offer: Mapping[str, object], sibling: Mapping[str, object], language: str) -> Iterator[Finding]:
    if offer.get("trl") != sibling.get("trl"):
        yield _finding("trl_differs", "trl", here=offer.get("trl"), there=sibling.get("trl"))
    other = Language.ENGLISH if language == Language.POLISH else Language.POLISH
    for name in (*_COMPARED, "key_figures"):
        mine, theirs = set(numbers(_figures(offer, name), language)), set(numbers(_figures(sibling, name), other))
        here, there = mine - theirs, theirs - mine
        if _tells(here, there):
            yield _finding("numbers_differ", name, here=_listed(here), there=_listed(there))


def _tells(here: set[str], there: set[str]) -> bool:
    """A small whole number on one side only is probably spelled out on the other."""
    return bool(here and there) or any(len(number) > 1 for number in here | there)


def _figures(offer: Mapping[str, object], name: str) -> str:
    if name != "key_figures":
        return _text(offer, name)
    return " ; ".join(_text(figure, part) for figure in _entries(offer, name) for part in _KEY_FIGURE_PARTS)


def _listed(found: set[str]) -> str:
    return ", ".join(sorted(found, key=lambda number: (float(number), number))) or "-"


def _finding(code: str, field: str, excerpt: str = "", start: int | None = None, **values: object) -> Finding:
    entry = _wording()["messages"][code]
    message = Bilingual(entry["en"], entry["pl"]).filled(
        field=Bilingual.read(_wording()["fields"][field]), excerpt=excerpt, **values
    )
    return Finding(code, Severity(entry["severity"]), field, message, excerpt, start)


@cache
def _wording() -> dict[str, Any]:
    source = resources.files("models.rules").joinpath("lint_messages.toml").read_text(encoding="utf-8")
    return tomllib.loads(source)


def _text(values: Mapping[str, object], name: str) -> str:
    value = values.get(name)
    return "" if value is None else str(value)


def _list(values: Mapping[str, object], name: str) -> Sequence[object]:
    value = values.get(name)
    return value if isinstance(value, list | tuple) else ()


def _entries(values: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    return [entry for entry in _list(values, name) if isinstance(entry, Mapping)]


def _is_blank(value: object) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or value in ([], ())
