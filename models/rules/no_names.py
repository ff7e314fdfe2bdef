"""Words that name nobody by themselves: those of the network's lists, and of `no_names.toml`."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from models.rules.keywords import keywords
from models.rules.near_copies import EMPTY
from models.rules.taxonomy import Stems, general_stems, standard
from models.rules.text import plain_word

LINKS = frozenset("i w we im imienia of the for and at in na nad rzecz dla ds sp z o s a".split())
"""Words of a name that may be left out or change."""
LEGAL_FORM = re.compile(
    r",?\s(?:[Ss]p(?:ółka)?\.? ?z ?o\.? ?o\.?(?: ?[Ss]p\.? ?k\.?)?|[Ss]p\. ?[jkp]\.|s\.c\.|P?S\.? ?A\.?|GmbH|AG|KGa?A?"
    r"|SE|Ltd\.?|LTD|Limited|Inc\.?|Incorporated|LLC|LLP|PLC|plc|Corp\.?|Corporation|Co\.|B\.?V\.?|N\.?V\.?|Oyj?|AB|A/S|ApS"
    r"|S\.?A\.?S\.?|S\.?[aà]\.?r\.?l\.?|S\.?r\.?l\.?|S\.?p\.?A\.?|s\.r\.o\.|a\.s\.|d\.d\.|d\.o\.o\.|Kft\.?|Zrt\.?)(?!\w)"
)
_WORD = re.compile(r"[^\W_]+")
_LONGEST_ENDING = 5
_INFLECTED = 5
"""Letters of a word from which its endings are known to be endings."""


@cache
def is_listed(plain: str) -> bool:
    """Whether one of our lists knows the plain word: it names nobody by itself."""
    return (
        any(plain in words for words in (EMPTY, LINKS, _no_names(), _keywords()))
        or any(plain[:-cut] in _no_names() for cut in range(1, 4) if len(plain) - cut >= _INFLECTED)
        or any(_is_known_to(stems, plain) for stems in (standard().stems, general_stems()))
    )


def _is_known_to(stems: Stems, plain: str) -> bool:
    """As a word or a form of one. Firms begin with such words too: Medicalgorithmics."""
    starts = (plain[:end] for end in range(max(3, len(plain) - _LONGEST_ENDING), len(plain) + 1))
    return plain in stems.whole or any(start in stems.prefixes for start in starts)


@cache
def _groups() -> Mapping[str, frozenset[str]]:
    source = resources.files("models.rules").joinpath("no_names.toml").read_text(encoding="utf-8")
    return {group: frozenset(words.split()) for group, words in tomllib.loads(source).items()}


@cache
def _no_names() -> frozenset[str]:
    return frozenset().union(*_groups().values())


def of_firms() -> frozenset[str]:
    """What firms add to the word by which they are known."""
    return _groups()["of_firms"]


@cache
def _keywords() -> frozenset[str]:
    labels = (text for each in keywords() for text in (each.label.en, each.label.pl, each.group.en, each.group.pl))
    return frozenset(plain_word(word) for label in labels for word in _WORD.findall(label))
