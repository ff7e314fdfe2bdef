"""How every benchmark measures and reports: contestants in turn, medians, ratios, and the machine they ran on."""

import argparse
import gc
import json
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any


@dataclass(frozen=True, slots=True)
class Claim:
    """A ratio that must not be above its limit."""

    text: str
    ratio: float
    limit: float

    @property
    def holds(self) -> bool:
        return self.ratio <= self.limit


@dataclass
class Report:
    name: str
    settings: dict[str, Any]
    claims: list[Claim] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    """All with the same keys; numbers are rounded when shown."""
    machine: dict[str, Any] = field(default_factory=lambda: machine())

    @property
    def holds(self) -> bool:
        return all(claim.holds for claim in self.claims)


def machine() -> dict[str, Any]:
    """Size, date and how busy it was: figures from two machines are not to be compared."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "cores": len(os.sched_getaffinity(0)),
        "processor": _line("/proc/cpuinfo", "model name"),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def _line(file: str, key: str) -> str:
    lines = Path(file).read_text(encoding="utf-8").splitlines() if Path(file).exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), platform.processor())


def in_turn(contestants: Mapping[str, Callable[[int], object]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each call. All run once in a round, and each round begins with the next of them."""
    names = list(contestants)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    gc.collect()
    for number in range(rounds):
        first = number % len(names)
        for name in (*names[first:], *names[:first]):
            started = perf_counter()
            contestants[name](number)
            seconds[name].append(perf_counter() - started)
    return seconds


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Median and quartiles in milliseconds."""
    low, _, high = quantiles(seconds, n=4) if len(seconds) > 1 else (seconds[0],) * 3
    return {"median_ms": 1000 * median(seconds), "quartile_1_ms": 1000 * low, "quartile_3_ms": 1000 * high}


def ratio(mine: Sequence[float], theirs: Sequence[float]) -> float:
    return median(mine) / median(theirs)


def parser(description: str) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=description, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    made.add_argument("--json", action="store_true", help="print one JSON object instead of the table")
    return made


def show(report: Report, *, as_json: bool) -> None:
    print(json.dumps(as_data(report), ensure_ascii=False) if as_json else as_text(report), flush=True)


def as_data(report: Report) -> dict[str, Any]:
    claims = [asdict(claim) | {"holds": claim.holds} for claim in report.claims]
    return asdict(report) | {"claims": claims, "holds": report.holds}


def as_text(report: Report) -> str:
    where = report.machine
    lines = [
        f"{report.name}   {where['date']}   {where['cores']} cores ({where['processor']}), {where['memory_gib']} GiB, "
        f"Python {where['python']}, load before {where['load_before']}",
        "  " + ", ".join(f"{name} {value}" for name, value in report.settings.items()),
    ]
    for claim in report.claims:
        verdict = "holds" if claim.holds else "DOES NOT HOLD"
        lines.append(f"  {claim.ratio:6.2f}  {claim.text} (at most {claim.limit:g}: {verdict})")
    return "\n".join([*lines, "", *_table(report.rows), ""])


def _table(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    if not rows:
        return []
    cells = [list(rows[0]), *([_shown(value) for value in row.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    aligned = [str.rjust if isinstance(value, int | float) else str.ljust for value in rows[0].values()]
    return ["  " + "  ".join(map(_put, aligned, line, widths)).rstrip() for line in cells]


def _put(align: Callable[[str, int], str], cell: str, width: int) -> str:
    return align(cell, width)


def _shown(value: object) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else str(value)
