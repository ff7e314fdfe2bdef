"""The files of the example portfolio, read for their tests."""

import re
import tomllib
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from models.rules import words

EXAMPLE = Path(__file__).parents[2] / "api" / "example"
TECHNOLOGY_FILES = sorted((EXAMPLE / "technologies").glob("*.toml"))
FILES = {"institution": "institutions.toml", "person": "people.toml", "partner": "partners.toml"}
ON_THE_WAY = list(words.Stage)[: list(words.Stage).index(words.Stage.LICENSED) + 1]
STAGES = {
    words.Stage.DISCLOSURE: 3,
    words.Stage.TRIAGE: 3,
    words.Stage.IP_REVIEW: 4,
    words.Stage.OFFER: 3,
    words.Stage.PARTNERING: 5,
    words.Stage.NEGOTIATION: 2,
    words.Stage.LICENSED: 2,
    words.Stage.RELEASED: 1,
    words.Stage.CLOSED: 1,
}
LENGTHS = {
    "short_summary": (300, 500),
    "problem": (300, 700),
    "description": (900, 1800),
    "advantages": (500, 1100),
    "expected_role": (300, 800),
}
"""Characters from and to: real texts, neither stubs nor essays."""
ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+|https?://[\w./-]+")
PRAISE = re.compile(
    r"innovativ|revolutionar|\bunique|cutting.edge|state.of.the.art|\bnovel\b|\bbest\b|\bleading\b"
    r"|innowacyj|rewolucyj|unikal|unikat|nowatorsk|najleps|przełomow",
    re.IGNORECASE,
)
APPLICATION_NUMBER = {"PL": r"P\.\d{6}", "EP": r"EP\d{8}\.\d", "US": r"\d{2}/\d{3},\d{3}"}


@cache
def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def rows(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(EXAMPLE / FILES[name])[name]
    return found


def by_key(name: str) -> dict[str, dict[str, Any]]:
    return {row["key"]: row for row in rows(name)}


def technologies() -> list[dict[str, Any]]:
    return [read(path) for path in TECHNOLOGY_FILES]


def reached(technology: dict[str, Any], stage: words.Stage) -> bool:
    end = words.Stage(technology["script"]["ends_at"])
    return end in ON_THE_WAY and ON_THE_WAY.index(end) >= ON_THE_WAY.index(stage)


def reviewed(technology: dict[str, Any]) -> bool:
    ends = (words.Stage.RELEASED, words.Stage.CLOSED)
    return reached(technology, words.Stage.IP_REVIEW) or technology["script"]["ends_at"] in ends


def offers(technology: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = technology.get("offer", {})
    return found


def is_one_of(vocabulary: type[StrEnum], *values: str) -> bool:
    return set(values) <= {str(word) for word in vocabulary}


def texts_of(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts_of(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts_of(item)]
    return [value] if isinstance(value, str) else []


WRITTEN_APART = ("offer", "disclosure", "contributor")
"""Of a technology's file: the rest is what officers, reviewers and creators wrote, and stays confidential."""


def offer_texts(offer: dict[str, Any]) -> dict[str, str]:
    return {name: " ; ".join(texts_of(value)) for name, value in offer.items()}


every_technology = pytest.mark.parametrize("path", TECHNOLOGY_FILES, ids=lambda path: path.stem)
every_file = pytest.mark.parametrize("path", sorted(EXAMPLE.rglob("*.toml")), ids=lambda path: path.stem)


# the network
