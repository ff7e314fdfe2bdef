"""Labels, dates, numbers and money in the document's language."""

import datetime
import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_precision

from models.rules.words import Language

LOCALES = {Language.ENGLISH: Locale("en", "GB"), Language.POLISH: Locale("pl", "PL")}
NO_BREAK = "\u00a0"
"""Between a currency's code and the amount (CLDR's currency spacing, which Babel leaves out)."""


@dataclass(frozen=True)
class Wording:
    language: Language
    labels: dict[str, Any]

    @property
    def locale(self) -> Locale:
        return LOCALES[self.language]

    def date(self, day: datetime.date) -> str:
        return format_date(day, format="long", locale=self.locale)

    def short_date(self, day: datetime.date) -> str:
        """For the narrow columns of tables."""
        return format_date(day, format="medium", locale=self.locale)

    def basis_points(self, points: int) -> str:
        """As a percentage: 1,250 points are "12.5%"."""
        return format_percent(Decimal(points) / 10_000, format="#,##0.##%", locale=self.locale)

    def decimal(self, number: float) -> str:
        return str(format_decimal(number, locale=self.locale))

    def money(self, minor: int, currency: str) -> str:
        """`minor` counts the currency's smallest unit, such as grosz."""
        amount = Decimal(minor).scaleb(-get_currency_precision(currency))
        text = format_currency(amount, currency, locale=self.locale)
        return re.sub(r"(?<=[A-Z]{3})(?=\d)", NO_BREAK, text)

    def country(self, code: str) -> str:
        """The country's name; an unknown ISO code stands for itself."""
        return str(self.locale.territories.get(code.upper(), code))

    def countries(self, codes: tuple[str, ...]) -> str:
        return format_list([self.country(code) for code in codes], style="standard", locale=self.locale)


@lru_cache
def wording(language: Language) -> Wording:
    resource = files("reports") / "labels" / f"{language}.toml"
    return Wording(language, tomllib.loads(resource.read_text(encoding="utf-8")))
