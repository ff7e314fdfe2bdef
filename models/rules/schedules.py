"""Published schedules that share income in bands, the first money otherwise than the later. Data: `schedules.toml`."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from models.rules.bilingual import Bilingual
from models.rules.money import split


@dataclass(frozen=True, slots=True)
class Band:
    to: int | None
    """Where it ends, in the same units as the amount; the last band has no end."""
    weights: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    code: str
    label: Bilingual
    base: Bilingual
    """Of which income it shares."""
    grade: str
    currency: str
    parties: tuple[str, ...]
    bands: tuple[Band, ...]


def share_out(schedule: Schedule, amount: int, *, before: int = 0, unit: int = 1) -> dict[str, int]:
    """`amount` by party, exactly; `before` is what was shared earlier and has filled the first bands.

    `unit` is how many units of `amount` make one of the schedule's major units: 100 for pence.
    """
    if amount < 0 or before < 0:
        raise ValueError("income that is shared is not negative")
    totals = dict.fromkeys(schedule.parties, 0)
    for part, weights in _parts(schedule, amount, before, unit):
        for party, share in zip(schedule.parties, split(part, list(weights)), strict=True):
            totals[party] += share
    return totals


def _parts(schedule: Schedule, amount: int, before: int, unit: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """How much of the amount falls into each band."""
    begin, end = before, before + amount
    floor = 0
    for band in schedule.bands:
        ceiling = end if band.to is None else band.to * unit
        part = min(end, ceiling) - max(begin, floor)
        if part > 0:
            yield part, band.weights
        floor = ceiling


@cache
def schedules() -> dict[str, Schedule]:
    data = tomllib.loads(resources.files("models.rules").joinpath("schedules.toml").read_text(encoding="utf-8"))
    return {code: _schedule(code, entry) for code, entry in data["schedule"].items()}


def _schedule(code: str, entry: dict[str, Any]) -> Schedule:
    bands = tuple(Band(each.get("to"), tuple(each["weights"])) for each in entry["bands"])
    return Schedule(
        code,
        Bilingual.read(entry["label"]),
        Bilingual.read(entry["base"]),
        entry["grade"],
        entry["currency"],
        tuple(entry["parties"]),
        bands,
    )
