"""A first classification of a technology into a field, for an officer to confirm."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.rules.taxonomy import Taxonomy, concept_of, phrases_from, standard
from models.rules.text import fold_word, spelled_words
from models.rules.words import Field, Language, ValueChain, chain_of

_IN_TITLE, _IN_KEYWORDS, _IN_ABSTRACT = 3, 3, 1
_MOST_PER_CONCEPT = 5
"""A word that is repeated all over says no more than this."""
_LEAST_POINTS = 4
"""Below it the text says nothing about its field: one general word, once."""
_TERMS_SHOWN = 8


@dataclass(frozen=True)
class Classification:
    """`score` is the field's part of all the points found, 0 to 1; `terms` are the words that spoke
    for it, as written, weightiest first."""

    field: Field | None
    value_chain: ValueChain | None
    score: float
    terms: tuple[str, ...]


UNCLASSIFIED = Classification(None, None, 0.0, ())


def classify(title: str, abstract: str, keywords: Sequence[str], taxonomy: Taxonomy | None = None) -> Classification:
    """The field that the words speak for most; `UNCLASSIFIED` when they say too little."""
    taxonomy = taxonomy or standard()
    counts: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for text, weight in ((title, _IN_TITLE), (" . ".join(keywords), _IN_KEYWORDS), (abstract, _IN_ABSTRACT)):
        for concept, word in _concepts(text, taxonomy):
            counts[concept] += weight
            spelled.setdefault(concept, word)
    points = {name: _points(weights, counts) for name, weights in taxonomy.weights.items()}
    best = max(points, key=lambda name: sum(points[name].values()))
    total = sum(points[best].values())
    if total < _LEAST_POINTS:
        return UNCLASSIFIED
    terms = sorted(points[best], key=lambda concept: -points[best][concept])[:_TERMS_SHOWN]
    return Classification(
        field=best,
        value_chain=chain_of(best),
        score=round(total / sum(sum(one.values()) for one in points.values()), 3),
        terms=tuple(spelled[concept] for concept in terms),
    )


def label(what: Field | ValueChain, language: Language | str) -> str:
    """The name of a field or a value chain in `language`."""
    names = standard().fields.get(what) if isinstance(what, Field) else standard().chains.get(what)
    if names is None:
        raise LookupError(f"the taxonomy has no label for {what!r}")
    return names.to(language)


def _points(weights: dict[str, int], counts: Counter[str]) -> dict[str, int]:
    return {
        concept: weights[concept] * min(counts[concept], _MOST_PER_CONCEPT) for concept in weights if concept in counts
    }


def _concepts(text: str, taxonomy: Taxonomy) -> Iterable[tuple[str, str]]:
    """The concepts of single words and of phrases, each with the words that stand for it."""
    expected: tuple[tuple[str, str], ...] = ()
    before = ""
    for word in spelled_words(text):
        folded = fold_word(word)
        for stem, concept in expected:
            if folded.startswith(stem):
                yield concept, f"{before} {word}"
        if (single := concept_of(folded, taxonomy.stems)) is not None:
            yield single, word
        expected, before = phrases_from(folded, taxonomy.stems), word
