"""The pages' words in one language: their own, and the field's from `reports`."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources

from babel.dates import format_datetime, format_timedelta
from babel.numbers import format_decimal

from models.rules.bilingual import Bilingual
from models.rules.days import HOME, local_date
from models.rules.words import Language
from reports.wording import Wording, wording


@cache
def labels() -> dict[str, Bilingual]:
    text = (resources.files("api.pages") / "labels.toml").read_text(encoding="utf-8")
    return {key: Bilingual.read(value) for key, value in tomllib.loads(text).items()}


@dataclass(frozen=True)
class Words:
    language: Language

    def __call__(self, key: str, **values: object) -> str:
        return labels()[key].filled(**values).to(self.language) if values else labels()[key].to(self.language)

    @property
    def field(self) -> Wording:
        return wording(self.language)

    def of(self, group: str, code: object) -> str:
        """The field's word for a code, such as `of("chain", "health")`."""
        word = self.field.labels[group][str(code)]
        return " ".join(word) if isinstance(word, list) else str(word)

    def number(self, number: int) -> str:
        return format_decimal(number, locale=self.field.locale)

    def day(self, day: date | datetime) -> str:
        return self.field.date(local_date(day) if isinstance(day, datetime) else day)

    def moment(self, moment: datetime) -> str:
        """Day and time in Kraków."""
        return format_datetime(moment, "medium", tzinfo=HOME, locale=self.field.locale).rpartition(":")[0]

    def minutes(self, count: int) -> str:
        """From now, such as `in 2 minutes`."""
        return format_timedelta(
            timedelta(minutes=count),
            granularity="minute",
            threshold=10**6,
            add_direction=True,
            locale=self.field.locale,
        )
