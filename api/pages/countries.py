"""Countries by their names, in either language, as people type them; codes stay codes."""

from functools import cache

from api.pages.given import lines
from models.rules.text import fold
from models.rules.words import Language
from reports.wording import LOCALES, wording

EUROPE = ("AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LT LU LV MT NL NO PL PT RO SE SI SK TR UA").split()
FURTHER = "AU BR CA CN IL IN JP KR MX SG TW US ZA".split()


def codes_of(typed: str) -> list[str]:
    """Each entry's code; what is no country stays as it was typed, for the form to refuse."""
    return [code_of(entry) for entry in lines(typed)]


def code_of(typed: str) -> str:
    return _codes().get(fold(typed), typed.strip())


def is_code(code: str) -> bool:
    """Whether it is the ISO code of a country, in capitals."""
    return code in _codes().values()


def named(codes: list[str], language: Language) -> str:
    return ", ".join(wording(language).country(code) for code in codes)


def suggested(language: Language) -> list[str]:
    """Names that a field offers, in the order of the alphabet as the letters fold."""
    return sorted((wording(language).country(code) for code in (*EUROPE, *FURTHER)), key=fold)


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for locale in LOCALES.values():
        for code, name in locale.territories.items():
            if len(code) == 2 and code.isalpha():
                found[fold(name)] = code
                found[code.lower()] = code
    return found
