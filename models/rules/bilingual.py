"""A sentence in both of the network's languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.rules.words import Language


@dataclass(frozen=True)
class Bilingual:
    en: str
    pl: str

    @classmethod
    def read(cls, table: Mapping[str, str]) -> "Bilingual":
        """From a TOML table that has exactly `en` and `pl`."""
        return cls(**table)

    def __str__(self) -> str:
        return self.en

    def to(self, language: str) -> str:
        return self.pl if language == Language.POLISH else self.en

    def filled(self, **values: object) -> "Bilingual":
        """With its `{placeholders}` replaced; a `Bilingual` value is put in language by language."""
        return Bilingual(
            en=self.en.format(**{key: _one(value, "en") for key, value in values.items()}),
            pl=self.pl.format(**{key: _one(value, "pl") for key, value in values.items()}),
        )


def _one(value: object, language: str) -> object:
    return value.to(language) if isinstance(value, Bilingual) else value


class Told(str):
    """An English sentence that knows its Polish, where a list of plain texts is asked for."""

    words: Bilingual

    def __new__(cls, words: Bilingual) -> "Told":
        told = super().__new__(cls, words.en)
        told.words = words
        return told

    def __getnewargs__(self) -> tuple[Bilingual]:  # type: ignore[override]  # what `__new__` takes
        return (self.words,)
