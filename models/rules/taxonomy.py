"""The vocabulary of the fields as shipped (`taxonomy.toml`) and the general words (`glossary.toml`)."""

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from models.rules.bilingual import Bilingual
from models.rules.words import Field, ValueChain

Phrases = dict[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, eq=False)
class Stems:
    """Folded stems and the concepts they stand for."""

    prefixes: dict[str, str]
    whole: dict[str, str]
    phrases: Phrases
    """First stem of a phrase: the second stems that may follow, each with its concept."""


@lru_cache(maxsize=1 << 16)
def concept_of(word: str, stems: Stems) -> str | None:
    """The concept that the folded `word` stands for by itself: the longest stem decides."""
    if (exact := stems.whole.get(word)) is not None:
        return exact
    starts = (word[:end] for end in range(len(word), 2, -1))
    return next((stems.prefixes[start] for start in starts if start in stems.prefixes), None)


@lru_cache(maxsize=1 << 16)
def phrases_from(word: str, stems: Stems) -> tuple[tuple[str, str], ...]:
    """What may follow the folded `word` in a phrase: pairs of the second stem and the concept."""
    starts = (word[:end] for end in range(1, len(word) + 1))
    return tuple(pair for start in starts for pair in stems.phrases.get(start, ()))


@dataclass(frozen=True, eq=False)
class Taxonomy:
    weights: dict[Field, dict[str, int]]
    """Per field, how much each concept speaks for it."""
    stems: Stems
    fields: dict[Field, Bilingual]
    chains: dict[ValueChain, Bilingual]


def read_taxonomy(source: str) -> Taxonomy:
    """From TOML text; ValueError for a field that does not exist, KeyError for one that is missing."""
    data = tomllib.loads(source)
    weights: dict[Field, dict[str, int]] = {Field(name): {} for name in data["fields"]}
    spelled: dict[str, str] = {}
    for name, concepts in data["fields"].items():
        for concept, (weight, stems) in concepts.items():
            weights[Field(name)][concept] = weight
            spelled[concept] = f"{spelled.get(concept, '')} {stems}"
    labels: dict[str, Any] = data["labels"]
    return Taxonomy(
        weights=weights,
        stems=stems_of(spelled),
        fields={one: Bilingual.read(labels["fields"][one.value]) for one in Field},
        chains={one: Bilingual.read(labels["chains"][one.value]) for one in ValueChain},
    )


def stems_of(spelled: Mapping[str, str]) -> Stems:
    """Stems by the conventions of `taxonomy.toml`: `stem`, `word.`, `first_second`."""
    prefixes: dict[str, str] = {}
    whole: dict[str, str] = {}
    phrases: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for concept, stems in spelled.items():
        for stem in stems.split():
            first, _, second = stem.partition("_")
            if second:
                phrases[first].append((second, concept))
            elif stem.endswith("."):
                whole[stem[:-1]] = concept
            else:
                prefixes[stem] = concept
    return Stems(prefixes, whole, {first: tuple(pairs) for first, pairs in phrases.items()})


@cache
def standard() -> Taxonomy:
    return read_taxonomy(_shipped("taxonomy.toml"))


@cache
def general_stems() -> Stems:
    """The words that belong to no field: measure, rapid, surface ..."""
    return stems_of(tomllib.loads(_shipped("glossary.toml")))


def _shipped(name: str) -> str:
    return resources.files("models.rules").joinpath(name).read_text(encoding="utf-8")
