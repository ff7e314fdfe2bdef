"""The pages' words: sentences by gettext, the field's own words from `reports`, and dates, money and numbers.

Templates and code hold the English sentence, `api/locale/<language>/*.po` the others, a file for each folder of
templates. `python -m api.pages.messages` brings these files up to date.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources
from io import BytesIO

from babel.dates import format_date, format_datetime, format_skeleton, format_timedelta
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.support import NullTranslations, Translations

from models.rules.days import HOME, local_date
from models.rules.words import Language
from reports.wording import Wording, wording


def N_(text: str) -> str:  # noqa: N802  gettext's name for it
    """Marks a sentence that a template translates later."""
    return text


@cache
def translations(language: Language) -> NullTranslations:
    """Every catalogue of the language as one. English needs none: its sentences stand in the code."""
    found = NullTranslations()
    if language is Language.ENGLISH:
        return found
    for file in sorted((resources.files("api") / "locale" / language).iterdir(), key=lambda each: each.name):
        with file.open("rb") as text:
            catalogue = read_po(text, locale=str(language))
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        found = _joined(found, Translations(compiled))
    return found


def _joined(one: NullTranslations, other: Translations) -> NullTranslations:
    if isinstance(one, Translations):
        one.merge(other)
        return one
    return other


@dataclass(frozen=True)
class Words:
    language: Language

    @property
    def field(self) -> Wording:
        return wording(self.language)

    def say(self, text: str, **values: object) -> str:
        """A sentence in this language, its `%(name)s` filled in."""
        said = translations(self.language).ugettext(text)
        return said % values if values else said

    def knows(self, text: str) -> bool:
        """Whether `say` says it in this language, and does not fall back to English."""
        return self.language is Language.ENGLISH or translations(self.language).ugettext(text) != text

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """By the language's plural forms; `%(n)s` is the number."""
        said = translations(self.language).ungettext(one, many, number)
        return said % {"n": self.number(number), **values}

    def of(self, group: str, code: object) -> str:
        """The field's word for a code, such as `of("chain", "health")`."""
        word = self.field.labels[group][str(code)]
        return " ".join(word) if isinstance(word, list) else str(word)

    def number(self, number: int) -> str:
        return format_decimal(number, locale=self.field.locale)

    def share(self, part: float) -> str:
        """As a whole percentage."""
        return format_percent(part, locale=self.field.locale)

    def money(self, minor: int, currency: str) -> str:
        return self.field.money(minor, currency)

    def size(self, octets: int) -> str:
        """Of a file, such as `340 kB` or `1.2 MB`."""
        if octets < 1_000_000:
            return f"{self.number(max(1, round(octets / 1000)))} kB"
        return f"{format_decimal(octets / 1_000_000, format='#,##0.#', locale=self.field.locale)} MB"

    def day(self, day: date | datetime) -> str:
        return self.field.date(local_date(day) if isinstance(day, datetime) else day)

    def short_day(self, day: date | datetime) -> str:
        """For lists and cards, such as `23 Nov 2026`."""
        return format_date(
            local_date(day) if isinstance(day, datetime) else day, format="medium", locale=self.field.locale
        )

    def month(self, day: date, *, long: bool = False) -> str:
        """Such as `Nov 2026`, or `November 2026`."""
        return format_skeleton("yMMMM" if long else "yMMM", day, locale=self.field.locale)

    def weekday(self, day: date) -> str:
        """Such as `Mon`."""
        return format_date(day, format="EEE", locale=self.field.locale)

    def moment(self, moment: datetime) -> str:
        """Day and time in Kraków."""
        return format_datetime(moment, "medium", tzinfo=HOME, locale=self.field.locale).rpartition(":")[0]

    def days(self, count: int) -> str:
        """Such as `3 days`, in the language's plural."""
        return format_timedelta(timedelta(days=count), granularity="day", threshold=10**6, locale=self.field.locale)

    def in_days(self, count: int) -> str:
        """From today, such as `in 3 days`, `3 days ago`, `today`."""
        if count == 0:
            return self.say(N_("today"))
        return format_timedelta(
            timedelta(days=count), granularity="day", threshold=10**6, add_direction=True, locale=self.field.locale
        )

    def minutes(self, count: int) -> str:
        """From now, such as `in 2 minutes`."""
        return format_timedelta(
            timedelta(minutes=count),
            granularity="minute",
            threshold=10**6,
            add_direction=True,
            locale=self.field.locale,
        )
