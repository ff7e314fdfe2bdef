"""The network's list of keywords (`keywords.toml`): type one word of it, and it is known in both languages."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from models.rules.bilingual import Bilingual
from models.rules.text import fold
from models.rules.words import Language


class KeywordKind(StrEnum):
    """The field of the offer in which they stand is called after it, as in `technology_keywords`."""

    TECHNOLOGY = "technology"
    MARKET = "market"


@dataclass(frozen=True, slots=True)
class Keyword:
    code: str
    """Such as `T-DIA-03`; it stays what it is."""
    kind: KeywordKind
    group: Bilingual
    label: Bilingual


@cache
def keywords() -> tuple[Keyword, ...]:
    source = resources.files("models.rules").joinpath("keywords.toml").read_text(encoding="utf-8")
    return read_keywords(source)


def read_keywords(source: str) -> tuple[Keyword, ...]:
    """From TOML text; ValueError for a word that stands twice in one language of one kind."""
    data = tomllib.loads(source)
    found = tuple(
        Keyword(code, kind, Bilingual(*group["label"]), Bilingual(*label))
        for kind in KeywordKind
        for group in data[kind].values()
        for code, label in group.items()
        if code != "label"
    )
    for kind in KeywordKind:
        for language in Language:
            twins = _twins(fold(each.label.to(language)) for each in found if each.kind is kind)
            if twins:
                raise ValueError(f'The {kind} keyword "{twins[0]}" stands twice in the list.')
    return found


def _twins(words: Iterable[str]) -> Sequence[str]:
    seen: set[str] = set()
    return [word for word in words if word in seen or seen.add(word)]  # type: ignore[func-returns-value]  # add gives None


@cache
def _index(language: Language) -> Mapping[str, tuple[Keyword, ...]]:
    index: dict[str, tuple[Keyword, ...]] = {}
    for each in keywords():
        word = fold(each.label.to(language))
        index[word] = (*index.get(word, ()), each)
    return index


def listed(word: str, language: Language, kind: KeywordKind | None = None) -> Keyword | None:
    """The entry that `word` names, whatever its case and marks; of `kind` first where both kinds have it."""
    found = _index(language).get(fold(word), ())
    return next((each for each in found if kind is None or each.kind is kind), found[0] if found else None)


def translated(words: Sequence[str], language: Language, to: Language, kind: KeywordKind) -> list[str]:
    """Those of `words` that the list knows, in the other language; words of one's own are left to the author."""
    known = (listed(word, language, kind) for word in words)
    return list(dict.fromkeys(each.label.to(to) for each in known if each is not None))
