"""The rules that offers are held to, read from `lint.toml` and checked as they are read."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from hashlib import sha256
from importlib import resources
from string import Formatter
from typing import Any

from models.rules.bilingual import Bilingual
from models.rules.offers import OFFER_COUNTS
from models.rules.words import Language

Settings = Mapping[str, Any]


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a way of looking at a text is told in each language, and what it can name in its message."""

    texts: tuple[str, ...] = ()
    """Lists of words that it must be told."""
    numbers: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


_COUNTED = ("excess", "length", "limit")
KINDS: Mapping[str, Kind] = {
    "required": Kind(),
    "limit": Kind(names=_COUNTED),
    "entries": Kind(names=_COUNTED),
    "no_partnership": Kind(),
    "bare_partnership": Kind(names=("position",)),
    "words": Kind(("words",), optional=("unless",)),
    "density": Kind(("words",), ("most", "from"), ("unless",), ("count", "length", "most", "examples")),
    "sentences": Kind(("words",), ("most", "from"), ("unless",), ("count", "length", "most")),
    "unquantified": Kind(("words", "figures"), optional=("unless",)),
    "nothing_quantified": Kind(("figures",)),
    "lacking": Kind(("words",)),
    "long_sentence": Kind(numbers=("most",), names=("length", "limit")),
    "repeated": Kind(numbers=("most",)),
    "unlisted": Kind(),
    "same_value": Kind(names=("here", "there")),
    "same_numbers": Kind(names=("here", "there")),
    "same_dates": Kind(names=("here", "there")),
}
_PARTS = {"code", "severity", "kind", "fields", "message", "why", "fix", *Language}


class LintRulesWrong(ValueError):
    """Says in a sentence which rule is wrong and how."""


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    severity: Severity
    kind: str
    fields: tuple[str, ...]
    message: Bilingual
    why: Bilingual
    fix: Bilingual
    settings: Mapping[str, Settings] = field(default_factory=dict)
    """By language: lists of words, thresholds."""

    def told(self, language: str, name: str) -> Any:
        return self.settings[Language(language)].get(name, "")


@dataclass(frozen=True, slots=True)
class LintRules:
    rules: tuple[Rule, ...]
    fields: Mapping[str, Bilingual]
    digest: str
    """Of the file: findings of other rules are out of date."""

    def of(self, code: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.code == code), None)


@cache
def standard() -> LintRules:
    return read_rules(resources.files("models.rules").joinpath("lint.toml").read_text(encoding="utf-8"))


def read_rules(source: str) -> LintRules:
    """From TOML text. Raises `LintRulesWrong`, in words for whoever wrote the file."""
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise LintRulesWrong(f"This is not TOML: {error}.") from None
    named, listed = data.get("fields"), data.get("rule")
    if not isinstance(named, dict) or not named:
        raise LintRulesWrong("There is no [fields] in it.")
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        raise LintRulesWrong("There is no [[rule]] in it.")
    fields = {name: _bilingual(labels, f"the field {name}") for name, labels in named.items()}
    rules = tuple(_rule(entry, place, fields) for place, entry in enumerate(listed, 1))
    codes = [rule.code for rule in rules]
    for code in codes:
        if codes.count(code) > 1:
            raise LintRulesWrong(f'The code "{code}" stands twice: each rule needs its own.')
    return LintRules(rules, fields, sha256(source.encode()).hexdigest())


def _rule(entry: Settings, place: int, fields: Mapping[str, Bilingual]) -> Rule:
    code = entry.get("code")
    if not isinstance(code, str) or not re.fullmatch(r"[a-z][a-z_]*", code):
        raise LintRulesWrong(f"Rule number {place} needs a code of small letters and underscores.")
    here = f'the rule "{code}"'
    for part in ("severity", "kind", "fields", "message", "why", "fix"):
        if part not in entry:
            raise LintRulesWrong(f"In {here} there is no {part}.")
    unknown = sorted(set(entry) - _PARTS)
    if unknown:
        raise LintRulesWrong(f"In {here} nobody knows what {unknown[0]} means.")
    if entry["severity"] not in list(Severity):
        raise LintRulesWrong(f'In {here} the severity is "{entry["severity"]}": it is "error" or "warning".')
    if entry["kind"] not in KINDS:
        raise LintRulesWrong(f'In {here} the kind is "{entry["kind"]}": it is one of {", ".join(sorted(KINDS))}.')
    _known_fields(entry, fields, here)
    kind = KINDS[entry["kind"]]
    message = _bilingual(entry["message"], f"the message of {here}")
    for text in (message.en, message.pl):
        _names_only(text, {"field", "excerpt", *kind.names}, here)
    return Rule(
        code=code,
        severity=Severity(entry["severity"]),
        kind=entry["kind"],
        fields=tuple(entry["fields"]),
        message=message,
        why=_bilingual(entry["why"], f"the why of {here}"),
        fix=_bilingual(entry["fix"], f"the fix of {here}"),
        settings={each: _settings(entry.get(each, {}), kind, f"{here}, [rule.{each}],") for each in Language},
    )


def _known_fields(entry: Settings, fields: Mapping[str, Bilingual], here: str) -> None:
    if not isinstance(entry["fields"], list) or not entry["fields"]:
        raise LintRulesWrong(f"In {here} fields must be a list of names.")
    for name in entry["fields"]:
        if name not in fields:
            raise LintRulesWrong(f'In {here} there is a field "{name}", which [fields] does not name.')
        if entry["kind"] == "entries" and name not in OFFER_COUNTS:
            raise LintRulesWrong(f'In {here} the field "{name}" is no list with a limit.')


def _bilingual(found: Any, where: str) -> Bilingual:
    if not isinstance(found, Mapping) or set(found) != set(Language):
        raise LintRulesWrong(f"{where[0].upper()}{where[1:]} must stand in English (en) and in Polish (pl).")
    if not all(isinstance(text, str) and text.strip() for text in found.values()):
        raise LintRulesWrong(f"{where[0].upper()}{where[1:]} is empty in one language.")
    return Bilingual(found["en"], found["pl"])


def _names_only(text: str, known: set[str], here: str) -> None:
    try:
        named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        raise LintRulesWrong(f'In {here} the braces of the message "{text}" do not match.') from None
    for name in sorted(named - known):
        raise LintRulesWrong(f"In {here} the message names {{{name}}}; it may name {', '.join(sorted(known))}.")


def _settings(found: Settings, kind: Kind, here: str) -> Settings:
    for name in (*kind.texts, *kind.numbers):
        if name not in found:
            raise LintRulesWrong(f"In {here} there is no {name}.")
    for name, value in found.items():
        if name not in (*kind.texts, *kind.numbers, *kind.optional):
            raise LintRulesWrong(f"In {here} nobody knows what {name} means.")
        if name in kind.numbers:
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise LintRulesWrong(f"In {here} {name} must be a whole number above zero.")
        elif not isinstance(value, str) or (name in kind.texts and not entries(value)):
            raise LintRulesWrong(f'In {here} {name} must be words with "|" between them.')
    return dict(found)


def entries(words: str) -> Sequence[str]:
    return [entry.strip() for entry in words.split("|") if entry.strip()]


@cache
def pattern(words: str) -> re.Pattern[str]:
    """Of a list of words as `lint.toml` explains it; one that meets nothing for an empty list."""
    forms = sorted(map(form_of, entries(words)), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?![\w-])" if forms else r"(?!)", re.IGNORECASE)


def form_of(entry: str) -> str:
    return r"\s+".join(_alternatives(word) for word in entry.split())


def _alternatives(word: str) -> str:
    opening = _OPENING if word.startswith("^") else ""
    forms = list(map(_form, word.removeprefix("^").split("/")))
    return opening + (forms[0] if len(forms) == 1 else f"(?:{'|'.join(forms)})")


def _form(word: str) -> str:
    form = re.escape(word).replace(r"\*", r"\w*")
    return f"(?-i:{form})" if word.isupper() else form


_OPENING = r"(?:(?<![\s\S])|(?<=[.!?:;,–—]\s)|(?<=\s\s)|(?<=[\n(\"'„“]))"
"""Where a sentence or a part of it begins."""


def passages(text: str, words: str, unless: str = "") -> Iterator[re.Match[str]]:
    """Where one of `words` stands that is no part of what `unless` leaves alone."""
    spared = [match.span() for match in pattern(unless).finditer(text)] if unless else []
    for match in pattern(words).finditer(text):
        start, end = match.span()
        if not any(first < end and start < last for first, last in spared):
            yield match
