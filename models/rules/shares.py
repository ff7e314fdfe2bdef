"""Shares as people write them, and as we count them."""

import re
from decimal import Decimal

from models.rules.words import Language

_PERCENTAGE = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*%?", re.ASCII)


def basis_points(typed: str) -> int | None:
    """Of a percentage such as "33,3", "33.33 %" or "50"; `None` for what is none, or not between 0 and 100."""
    match = _PERCENTAGE.fullmatch(typed.strip())
    if match is None:
        return None
    points = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
    return points if points <= 10_000 else None


def percentage(points: int, language: Language) -> str:
    """For a form's field: 3,330 points are "33.3" in English and "33,3" in Polish."""
    plain = f"{(Decimal(points) / 100).normalize():f}"
    return plain.replace(".", ",") if language is Language.POLISH else plain
