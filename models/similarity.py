"""Texts that speak of the same thing, within a language and between English and Polish.

Three steps bring word forms together: a stemmer per language; the spelling that both languages share
("polymer", "polimer"); and the concepts of the taxonomy and the glossary ("antibody", "przeciwciało").
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from heapq import nsmallest
from threading import Lock
from typing import Any

from models.rules.taxonomy import Stems, concept_of, general_stems, standard
from models.rules.text import fold_word, spelled_words
from models.rules.words import Language

NEAR_DUPLICATE = 0.45
"""Cosine from which two descriptions in one language are probably of one technology. Different
technologies of one field were measured up to 0.27, reworded descriptions from 0.5."""
NEAR_DUPLICATE_ACROSS = 0.2
"""The same between English and Polish, where only concepts and shared spellings can meet: different
technologies were measured up to 0.12, translations from 0.21."""

_CHUNK = 256
"""Queries compared at once: bounds the memory, whatever the number of queries."""
_SHARED = 5
_KEY_LENGTH = 8
_SHORTEST = 3
_CONCEPT = "="
"""Marks a concept among the terms, so that none is mistaken for a word."""

_POLISH_STOPWORDS = frozenset(
    "i w z na do nie się jest to że o od po dla oraz lub przez przy które który która których którym którą jak co "
    "za ze ma są być może można bez pod nad także też tym tej tego te ten ta tych a ale jego jej ich we ku albo "
    "między podczas dzięki poprzez został została zostały około ponad jako gdy już tylko każdy każda każde jednak "
    "niż czy by bardzo tak on one".split()
)
_ENGLISH_STOPWORDS = frozenset(
    "the a an and or of in on to for with without by from at as is are was were be been being that which this "
    "these those it its their his her they we our you than then into onto over under between during while can "
    "could may might will would should has have had do does did not no nor but if so such only also each both all "
    "any more most other some very about after before when where who whom whose how there here up out off per".split()
)
_SPELLINGS = (
    (re.compile(r"(?:izacj|acj)$"), ""),
    (re.compile(r"kcj$"), "kt"),
    (re.compile(r"cz|c(?!h)"), "k"),
    (re.compile(r"qu"), "kw"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"th"), "t"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"v"), "w"),
    (re.compile(r"y"), "i"),
    (re.compile(r"z"), "s"),
    (re.compile(r"(.)\1"), r"\1"),
    (re.compile(r"(?<=....)ikn?$"), ""),
)
_VOWELS = "aeiou"


def terms(text: str) -> list[str]:
    """The terms of `text` in order, repetitions included; without numbers and words that say nothing."""
    words = spelled_words(text)
    language = language_of(words)
    return [term for word in words if (term := _term(word, language))]


def prepared(text: str) -> str:
    """The terms as one string: what a `Corpus` takes, and what may be kept."""
    return " ".join(terms(text))


def language_of(words: Sequence[str]) -> Language:
    """By the words without meaning of their own, and by Polish letters."""
    polish = sum(word in _POLISH_STOPWORDS or not word.isascii() for word in words)
    return Language.POLISH if polish > sum(word in _ENGLISH_STOPWORDS for word in words) else Language.ENGLISH


def is_near_duplicate(score: float, language: Language | str, other: Language | str) -> bool:
    """Whether descriptions in these languages with this cosine deserve a look by a person."""
    return score >= (NEAR_DUPLICATE if language == other else NEAR_DUPLICATE_ACROSS)


def as_written(shared: Sequence[str], text: str) -> list[str]:
    """Each of the `shared` terms by the first word of `text` that stands for it; terms are no words."""
    words = spelled_words(text)
    language = language_of(words)
    first: dict[str, str] = {}
    for word in words:
        first.setdefault(_term(word, language), word)
    return [first[term] for term in shared if term in first]


@lru_cache(maxsize=1 << 17)
def _term(word: str, language: Language) -> str:
    """Empty for a word that says nothing. Stemming is slow in pure Python, and words come again."""
    if len(word) < _SHORTEST or word.isdigit() or word in _POLISH_STOPWORDS or word in _ENGLISH_STOPWORDS:
        return ""
    if (concept := concept_of(fold_word(word), _bridge())) is not None:
        return _CONCEPT + concept
    return _shared_spelling(fold_word(_stem(word, language)))


def _shared_spelling(stem: str) -> str:
    """What English and Polish write alike: "antibiotic" and "antybiotyk" become "antibiot"."""
    key = stem
    for pattern, replacement in _SPELLINGS:
        key = pattern.sub(replacement, key)
    key = key[:_KEY_LENGTH].rstrip(_VOWELS)
    return key if len(key) >= _SHORTEST else stem


_STEMMING = Lock()


def _stem(word: str, language: Language) -> str:
    """A stemmer keeps the word in work on itself: one thread at a time."""
    with _STEMMING:
        stem: str = _stemmer(language).stemWord(word)
    return stem


@cache
def _stemmer(language: Language) -> Any:
    import snowballstemmer  # three dozen languages: not at the start of every process

    return snowballstemmer.stemmer("polish" if language is Language.POLISH else "english")


@cache
def _bridge() -> Stems:
    """Single words of both vocabularies; where both know a word the longer stem counts."""
    specific, general = standard().stems, general_stems()
    return Stems(prefixes=general.prefixes | specific.prefixes, whole=general.whole | specific.whole, phrases={})


@dataclass(frozen=True)
class Neighbour:
    """`index` is the document's place in the corpus, `score` the cosine, `shared_terms` those that
    contribute most to it (see `as_written`)."""

    index: int
    score: float
    shared_terms: tuple[str, ...]


class Corpus:
    """Prepared texts, weighted by TF-IDF, to be asked for the nearest ones.

    Build it once for a batch: the weights are those of these documents.
    """

    def __init__(self, documents: Sequence[str]) -> None:
        self._vectorizer: Any = None
        if any(document.strip() for document in documents):
            self._weigh(documents)

    def nearest(self, queries: Sequence[str], top: int = 5, floor: float = 0.1) -> list[list[Neighbour]]:
        """Per query at most `top` documents with a cosine of at least `floor`, best first.

        A query's terms that no document has still count in its length: otherwise a text about
        something else would seem close for the one word that it shares.
        """
        if self._vectorizer is None:
            return [[] for _ in queries]
        starts = range(0, len(queries), _CHUNK)
        return [found for start in starts for found in self._chunk(queries[start : start + _CHUNK], top, floor)]

    def _weigh(self, documents: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer  # 1.5 s and 100 MB: not in the web process
        from sklearn.preprocessing import normalize

        self._vectorizer = TfidfVectorizer(analyzer=str.split, sublinear_tf=True, norm=None)
        self._documents = normalize(self._vectorizer.fit_transform(documents))
        self._by_term = self._documents.T.tocsr()
        self._terms = self._vectorizer.get_feature_names_out()
        self._unseen = math.log(1 + len(documents)) + 1
        """The weight of a term that is in no document, smoothed like the others."""

    def _chunk(self, queries: Sequence[str], top: int, floor: float) -> Iterator[list[Neighbour]]:
        rows = self._vectorizer.transform(queries)
        products = rows @ self._by_term
        for position, query in enumerate(queries):
            row = slice(*rows.indptr[position : position + 2])
            length = math.sqrt(float(rows.data[row] @ rows.data[row]) + self._unseen_squares(query)) or 1.0
            hits = slice(*products.indptr[position : position + 2])
            best = _best(products.indices[hits], products.data[hits] / length, top, floor)
            weights = dict(zip(rows.indices[row].tolist(), rows.data[row].tolist(), strict=True))
            yield [Neighbour(index, score, self._shared(weights, index)) for index, score in best]

    def _unseen_squares(self, query: str) -> float:
        known = self._vectorizer.vocabulary_
        unseen = Counter(term for term in query.split() if term not in known)
        return sum(((1 + math.log(count)) * self._unseen) ** 2 for count in unseen.values())

    def _shared(self, weights: dict[int, float], index: int) -> tuple[str, ...]:
        row = slice(*self._documents.indptr[index : index + 2])
        pairs = zip(self._documents.indices[row].tolist(), self._documents.data[row].tolist(), strict=True)
        parts = sorted((-weights[term] * weight, term) for term, weight in pairs if term in weights)
        return tuple(str(self._terms[term]) for _, term in parts[:_SHARED])


def likenesses(
    document: str, corpus: Sequence[str], queries: Sequence[str], floor: float = 0.1
) -> list[Neighbour | None]:
    """As `Corpus(corpus).nearest`, of the one `document` alone, which is among them: per query how near it is.

    The same figures without the weight of numpy and scikit-learn, for a process that answers people.
    """
    spread = Counter(term for each in corpus for term in set(each.split()))
    weigh = partial(_weights, spread=spread, documents=len(corpus))
    own = weigh(document)
    length = math.hypot(*own.values())
    return [_near(weigh(query), own, length, floor) for query in queries]


def _weights(text: str, *, spread: Mapping[str, int], documents: int) -> dict[str, float]:
    """TF-IDF as scikit-learn's with `sublinear_tf`, smoothed; a term in no document counts as one of none."""
    counts = Counter(text.split())
    return {
        term: (1 + math.log(count)) * (math.log((1 + documents) / (1 + spread.get(term, 0))) + 1)
        for term, count in counts.items()
    }


def _near(query: dict[str, float], own: dict[str, float], length: float, floor: float) -> Neighbour | None:
    products = {term: weight * own[term] for term, weight in query.items() if term in own}
    cosine = round(sum(products.values()) / (length * math.hypot(*query.values())), 6) if products else 0.0
    if cosine < floor or not products:
        return None
    strongest = sorted(products, key=lambda term: (-products[term], term))[:_SHARED]
    return Neighbour(0, cosine, tuple(strongest))


def _best(indices: Any, scores: Any, top: int, floor: float) -> list[tuple[int, float]]:
    """The `top` documents above `floor`, best first, the earlier of equals first."""
    enough = scores >= floor
    found = zip(scores[enough].round(6).tolist(), indices[enough].tolist(), strict=True)
    return [(index, score) for score, index in nsmallest(top, found, key=lambda one: (-one[0], one[1]))]
