"""What a disclosure must say before it counts as submitted, and how a second submit is recognised."""

import hashlib
import re
from collections.abc import Iterable, Mapping

from models.rules.text import words
from models.rules.words import PublicDisclosure

REQUIRED_FIELDS: tuple[str, ...] = (
    "title",
    "kind",
    "abstract_public",
    "abstract_confidential",
    "problem",
    "description",
    "novelty",
    "advantages",
    "keywords",
    "trl",
    "public_disclosure",
)
"""In the order of the form."""

REQUIRED_BY_ANSWER: dict[PublicDisclosure, tuple[str, ...]] = {
    PublicDisclosure.NONE: (),
    PublicDisclosure.PLANNED: ("planned_publication_on",),
    PublicDisclosure.PUBLISHED: ("public_disclosure_on", "public_disclosure_note"),
}

SHARES_WHOLE = 10_000
"""All contributors' shares together, in basis points."""

_CONTENT = ("title", "abstract_public", "abstract_confidential", "problem", "description", "novelty", "advantages")
_ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4})-(\d{4})-(\d{4})-(\d{3}[\dX])", re.IGNORECASE)


def missing_fields(values: Mapping[str, object]) -> list[str]:
    """The required fields that are absent or blank, in the order of the form.

    What was or will be made public decides which dates are asked for.
    """
    required = REQUIRED_FIELDS + REQUIRED_BY_ANSWER.get(_answer(values), ())
    return [name for name in required if _is_blank(values.get(name))]


def shares_total(shares: Iterable[int]) -> int:
    """The sum in basis points; `SHARES_WHOLE` when the creators have agreed on the whole."""
    return sum(shares)


def valid_orcid(text: str) -> bool:
    """Whether the sixteen characters carry the right check digit (ISO 7064, mod 11-2)."""
    match = _ORCID.fullmatch(text.strip())
    if match is None:
        return False
    *digits, check = list("".join(match.groups()).upper())
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    expected = (12 - total % 11) % 11
    return check == ("X" if expected == 10 else str(expected))


def fingerprint(values: Mapping[str, object]) -> str:
    """The SHA-256 of the folded words of the content: equal when only case, accents, spacing or
    punctuation were changed, or fields such as dates and shares that do not describe the invention."""
    digest = hashlib.sha256()
    for name in _CONTENT:
        digest.update(f"{name}\x1f{' '.join(words(str(values.get(name) or '')))}\x1e".encode())
    return digest.hexdigest()


def _answer(values: Mapping[str, object]) -> PublicDisclosure:
    try:
        return PublicDisclosure(str(values.get("public_disclosure")))
    except ValueError:
        return PublicDisclosure.NONE


def _is_blank(value: object) -> bool:
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, list | tuple | set | frozenset):
        return all(_is_blank(item) for item in value)
    return value is None
