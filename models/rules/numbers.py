"""Numbers in running text, comparable between English and Polish notation."""

import re

from models.rules.words import Language

# A digit glued to a letter belongs to a name: CO2, IL-6, COVID-19, 3D.
_START = r"(?<![\w.,])(?<![^\W\d]-)"
_END = r"(?!\d|[DG]\b)"
_ENGLISH = re.compile(rf"{_START}(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+|\d+)(?:\.\d+)?{_END}")
_POLISH = re.compile(rf"{_START}(?:\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+|\d+)(?:,\d+)?{_END}")
_GROUPS = re.compile(r"[\s\u00a0\u202f]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_TIMES = re.compile(r"\w*krotn\w*|\w+fold\b|\btwice\b|\bhalf\b|\bpołow\w*|\bhalv\w+", re.IGNORECASE)


def numbers(text: str, language: str) -> list[str]:
    """The numbers of `text` in one notation: "1,000.5" in English and "1 000,5" in Polish are "1000.5"."""
    if language == Language.POLISH:
        return [_plain(_GROUPS.sub("", found).replace(",", ".")) for found in _POLISH.findall(text)]
    return [_plain(_GROUPS.sub("", found).replace(",", "")) for found in _ENGLISH.findall(text)]


def is_quantified(text: str, language: str) -> bool:
    """Whether `text` makes a claim in figures; a year alone is none, "twice" is one."""
    return _TIMES.search(text) is not None or any(not _YEAR.fullmatch(found) for found in numbers(text, language))


def _plain(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


def in_notation_of(text: str, source: str, target: str) -> str:
    """`text` with its numbers written as the language `target` has them: "1.5 kg" becomes "1,5 kg"."""
    if source == target:
        return text
    pattern = _POLISH if source == Language.POLISH else _ENGLISH
    return pattern.sub(lambda match: _written(match.group(), target), text)


def _written(number: str, target: str) -> str:
    if target == Language.POLISH:
        return number.replace(",", "\u00a0").replace(".", ",")
    return _GROUPS.sub(",", number.replace(",", "."))
