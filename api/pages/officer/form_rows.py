"""Lists in a browser's form: rows of named parts, of which the empty ones do not count."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.datastructures import FormData

from api.pages.given import text

Rows = dict[int, dict[str, str]]


def rows_of(given: FormData, name: str, parts: Sequence[str], most: int) -> Rows:
    """By place, from 0; a part is called as in `milestones.0.text`."""
    return {place: {part: text(given, f"{name}.{place}.{part}").strip() for part in parts} for place in range(most)}


def flat(name: str, rows: Mapping[int, Mapping[str, Any]]) -> dict[str, Any]:
    return {f"{name}.{place}.{part}": value for place, row in rows.items() for part, value in row.items()}


def filled(rows: Rows) -> list[int]:
    """The places of the rows in which something stands."""
    return [place for place, row in rows.items() if any(row.values())]


def placed(wrong: Mapping[str, str], places: Mapping[str, Sequence[int]]) -> dict[str, str]:
    """Faults of a form that was given the filled rows only, at the rows in which they were made."""
    found: dict[str, str] = {}
    for fault, sentence in wrong.items():
        name, _, rest = fault.partition(".")
        number, _, part = rest.partition(".")
        if name in places and part:
            found[f"{name}.{places[name][int(number)]}.{part}"] = sentence
        else:
            found.setdefault(name, sentence)
    return found
