"""What endpoints ask for alike: the moment, the asked language, and parameters with their bounds."""

import re
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Path, Query
from starlette.requests import HTTPConnection

from models.rules.words import Language

MOST_ROWS = 200
LARGEST_KEY = 2**31 - 1
LANGUAGES = frozenset(Language)


def moment() -> datetime:
    return datetime.now(UTC)


Now = Annotated[datetime, Depends(moment)]

Key = Annotated[int, Path(ge=1, le=LARGEST_KEY)]
Reference = Annotated[
    str,
    Path(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$",
        description="A technology's reference, such as `UJ-2026-0042`.",
    ),
]
After = Annotated[
    int | None, Query(ge=1, le=LARGEST_KEY, description="The `next` of the page before; without it, the first page.")
]
Limit = Annotated[int, Query(ge=1, le=MOST_ROWS, description="The most rows of the page.")]
SearchText = Annotated[
    str,
    Query(
        max_length=200,
        description="Words that all occur, in any order; case and Polish marks do not matter.",
    ),
]


def asked_language(connection: HTTPConnection) -> Language:
    """`?lang=` decides; else the first of the browser's languages that we have; else English."""
    chosen = chosen_language(connection)
    return chosen or preferred_language(connection.headers.get("accept-language", ""))


def chosen_language(connection: HTTPConnection) -> Language | None:
    asked = connection.query_params.get("lang", "")
    return Language(asked) if asked in LANGUAGES else None


def preferred_language(header: str) -> Language:
    """Of an Accept-Language header, by its weights."""
    found: list[tuple[float, int, Language]] = []
    for place, entry in enumerate(header.split(",")):
        tag, _, parameter = entry.strip().partition(";")
        code = tag.strip().lower().partition("-")[0]
        weight = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", parameter)
        if code in LANGUAGES and (not parameter or weight):
            found.append((-float(weight[1]) if weight else -1.0, place, Language(code)))
    wanted = [language for weight, _, language in sorted(found) if weight < 0]
    return wanted[0] if wanted else Language.ENGLISH


AskedLanguage = Annotated[Language, Depends(asked_language)]
