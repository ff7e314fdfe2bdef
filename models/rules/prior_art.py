"""Documents that a search found, and the query that a case suggests. Nothing here sends anything."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from models.rules.text import fold, words

LONGEST_QUERY = 500
"""Characters."""
MOST_TERMS = 8
"""In a suggestion: a longer query finds nothing."""
_LITTLE = frozenset(
    "a an and are as at by for from in into is it its method new novel of on or process system that the their this to "
    "use using with without do dla i jest lub metoda na nowa nowe nowy o od oraz po pod przez przy sposób układ w we "
    "wykorzystanie z za ze".split()
)
_NUMBER = re.compile(r"[A-Z]{2}[A-Z0-9]{1,20}")


@dataclass(frozen=True, slots=True)
class Hit:
    """`number` is country, number and kind in one, such as `EP1000000A1`."""

    number: str
    title: str = ""
    published_on: date | None = None
    applicants: tuple[str, ...] = ()

    def kept(self) -> dict[str, Any]:
        """As it is stored."""
        said = asdict(self)
        return said | {
            "published_on": self.published_on.isoformat() if self.published_on else None,
            "applicants": list(self.applicants),
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Hit":
        day = kept["published_on"]
        return cls(kept["number"], kept["title"], date.fromisoformat(day) if day else None, tuple(kept["applicants"]))


def address_of(number: str) -> str:
    """Where anybody can read the document; empty for what is no publication number."""
    if not _NUMBER.fullmatch(number):
        return ""
    return f"https://worldwide.espacenet.com/patent/search?q=pn%3D{number}"


def suggested_query(title: str, keywords: Sequence[str]) -> str:
    """For the EPO's search, in CQL: the telling words of the title in title or abstract, or any of the keywords."""
    telling = _telling(title)[:MOST_TERMS]
    parts = [f'ta all "{" ".join(telling)}"'] if telling else []
    phrases = [" ".join(words(keyword)) for keyword in keywords]
    parts += [f'ta="{phrase}"' for phrase in dict.fromkeys(filter(None, phrases))][: MOST_TERMS // 2]
    return " or ".join(parts)


def told_secrets(query: str, confidential: Iterable[str], public: Iterable[str]) -> list[str]:
    """The words of `query` that stand in confidential texts and in no public one, in the order of the query."""
    secret = {word for text in confidential for word in words(text)}
    known = {word for text in public for word in words(text)}
    return [word for word in dict.fromkeys(words(query)) if word in secret and word not in known and not _small(word)]


def _telling(text: str) -> list[str]:
    return [word for word in dict.fromkeys(words(text)) if not _small(word)]


def _small(word: str) -> bool:
    return len(word) < 3 or word in _FOLDED


_FOLDED = frozenset(map(fold, _LITTLE))
