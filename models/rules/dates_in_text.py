"""Dates in running text, comparable between English and Polish."""

import re
from collections.abc import Callable, Iterator

from models.rules.words import Language

_EN = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?"
)
_PL = (
    "stycze[ńn]|styczni[au]|luty|lut(?:ego|ym)|marzec|marc[au]|kwiecie[ńn]|kwietni[au]|maj[au]?|czerwiec|czerwc[au]"
    "|lipiec|lipc[au]|sierpie[ńn]|sierpni[au]|wrzesie[ńn]|wrze[śs]ni[au]|pa[źz]dziernika?u?|listopad(?:a|zie)?"
    "|grudzie[ńn]|grudni[au]"
)
_STARTS = {
    Language.ENGLISH: "jan feb mar apr may jun jul aug sep oct nov dec".split(),
    Language.POLISH: "sty lut mar kwi maj cze lip sie wrz pa lis gru".split(),
}
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_ISO = re.compile(rf"(?<!\d){_YEAR}-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?(?![\d-])")
_FIGURES = re.compile(
    rf"(?<![\d.,/])(?P<day>0?[1-9]|[12]\d|3[01])(?P<part>[./])\s?(?P<month>0?[1-9]|1[0-2])(?P=part)\s?{_YEAR}"
)
_DAY = r"(?<![\d.,])(?P<day>[1-9]|0[1-9]|[12]\d|3[01])"
_NAMED = {
    Language.ENGLISH: (
        re.compile(rf"{_DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<name>{_EN})\b\.?(?:,?\s+{_YEAR})?"),
        re.compile(rf"\b(?P<name>{_EN})\b\.?\s+(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)?\b(?:,?\s+{_YEAR})"),
        re.compile(rf"\b(?P<name>{_EN})\b\.?,?\s+{_YEAR}"),
    ),
    Language.POLISH: (
        re.compile(rf"{_DAY}\.?\s+(?P<name>{_PL})\b(?:\s+{_YEAR})?", re.IGNORECASE),
        re.compile(rf"\b(?P<name>{_PL})\b\s+{_YEAR}", re.IGNORECASE),
    ),
}
"""English months are capitalised: "12 may be" is no date."""


def dates(text: str, language: Language) -> set[str]:
    """As in 2025-03-12, 2025-03 or --03-12, whatever the notation. A year alone is a number."""
    found: set[str] = set()
    _each(text, language, lambda match: found.add(_plain(match, language)))
    return found


def without_dates(text: str, language: Language) -> str:
    return _each(text, language, lambda _match: None)


def _each(text: str, language: Language, told: Callable[[re.Match[str]], None]) -> str:
    """Tells of each date and gives what is left of the text; a longer notation goes before its parts."""

    def replace(match: re.Match[str]) -> str:
        told(match)
        return " "

    for pattern in _patterns(language):
        text = pattern.sub(replace, text)
    return text


def _patterns(language: Language) -> Iterator[re.Pattern[str]]:
    yield from (_ISO, _FIGURES, *_NAMED[language])


def _plain(match: re.Match[str], language: Language) -> str:
    found = match.groupdict()
    month = int(found["month"]) if found.get("month") else _month(found["name"], language)
    day = f"-{int(found['day']):02}" if found.get("day") else ""
    return f"{found.get('year') or '-'}-{month:02}{day}"


def _month(name: str, language: Language) -> int:
    folded = name.lower()
    return next(place for place, start in enumerate(_STARTS[language], 1) if folded.startswith(start))
