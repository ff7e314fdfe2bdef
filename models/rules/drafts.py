"""A disclosure while it is written: its steps, and what typed answers mean. Nothing is refused here."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from models.rules.shares import basis_points
from models.rules.words import Field, chain_of


class Step(StrEnum):
    """In the order of the form."""

    PUBLIC = "public"
    WHAT = "what"
    NEW = "new"
    PEOPLE = "people"
    FUNDING = "funding"
    MARKET = "market"
    FILES = "files"
    CHECK = "check"


FIELDS: dict[Step, tuple[str, ...]] = {
    Step.PUBLIC: (
        "public_disclosure",
        "public_disclosure_on",
        "public_disclosure_note",
        "planned_publication_on",
    ),
    Step.WHAT: ("title", "kind", "language", "field", "abstract_public", "problem"),
    Step.NEW: (
        "description",
        "novelty",
        "advantages",
        "limitations",
        "supporting_data",
        "known_prior_art",
        "abstract_confidential",
        "conception_on",
        "conception_record",
    ),
    Step.PEOPLE: ("contributors",),
    Step.FUNDING: ("funding", "inputs", "third_party_materials"),
    Step.MARKET: (
        "applications",
        "market",
        "competitors",
        "interested_companies",
        "trl",
        "development_needed",
        "keywords",
        "spin_off_intent",
    ),
    Step.FILES: (),
    Step.CHECK: (),
}
"""The names of `DisclosureForm` that each step asks for; the value chain follows from the field."""

LIMITS = ("no_commercial_use", "reach_through", "publication_limited")
TICKED = frozenset({"consent", "first_option", *LIMITS})
"""Columns that are boxes: "yes" or nothing."""
CHOSEN = frozenset({"kind"})
"""Columns that a new row fills by itself: alone they are no answer."""

ROWS: dict[str, tuple[str, ...]] = {
    "contributors": (
        "name",
        "email",
        "status",
        "employer",
        "post",
        "department",
        "orcid",
        "role",
        "contribution",
        "share",
    ),
    "funding": ("sponsor", "number", "instrument", "obligations", "consent", "first_option"),
    "inputs": ("kind", "name", "provider", "agreement", "licence", *LIMITS),
}
"""Answers that are tables, with the columns that are typed; `lead` marks one contributor besides."""
MOST_ROWS = {"contributors": 50, "funding": 20, "inputs": 50}

Answers = Mapping[str, Any]


def step_of(name: str) -> Step:
    """Where the form asks for a field, such as `title` or `contributors.0.email`."""
    first = name.partition(".")[0]
    return next((step for step, names in FIELDS.items() if first in names), Step.WHAT)


def is_blank(row: Mapping[str, Any], columns: Sequence[str]) -> bool:
    return not any(str(row.get(column, "")).strip() for column in columns if column not in CHOSEN)


def values_of(answers: Answers) -> dict[str, Any]:
    """What was typed, as `DisclosureForm` takes it: blank answers are left out, senseless ones it refuses itself."""
    values: dict[str, Any] = {}
    for name, typed in answers.items():
        if name in ROWS:
            values[name] = [_row(name, row) for row in typed]
        elif isinstance(typed, str) and typed.strip():
            values[name] = _MEANT[name](typed) if name in _MEANT else typed.strip()
    if values.get("field") in set(Field):
        values.setdefault("value_chain", chain_of(Field(values["field"])))
    return values


def keywords_in(typed: str) -> list[str]:
    """One a line or between commas; the same one twice is one."""
    found = (word.strip() for line in typed.splitlines() for word in line.split(","))
    return list(dict.fromkeys(word for word in found if word))


_MEANT: Mapping[str, Callable[[str], object]] = {
    "keywords": keywords_in,
    "spin_off_intent": lambda typed: typed == "yes",
}


def _row(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    if table != "contributors":
        texts = {column: str(row.get(column, "")).strip() for column in ROWS[table]}
        given = {column: text for column, text in texts.items() if text or column not in CHOSEN}
        return given | {column: texts[column] == "yes" for column in texts if column in TICKED}
    person = {column: str(row.get(column, "")).strip() for column in ROWS[table] if column != "share"}
    typed = str(row.get("share", ""))
    points = basis_points(typed)
    return person | {"share_bp": typed if points is None else points, "lead": bool(row.get("lead"))}
