"""What an import did: counts that add up, and a finding for each thing that a person should know."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from models.rules.spreadsheet_cells import harmless
from models.rules.words import Stage


class Outcome(StrEnum):
    REFUSED = "refused"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of one row. A refused row has one finding for each of its problems."""

    row: int
    line: int
    key: str
    outcome: Outcome
    code: str
    column: str
    value: str
    text: str


@dataclass(slots=True)
class ImportReport:
    """`read` is `created + updated + unchanged + refused`; blank rows are counted apart."""

    file: str
    source: str
    dry_run: bool
    blank: int = 0
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    stages: Counter[Stage] = field(default_factory=Counter)
    """Where the created technologies entered."""
    institutions: list[str] = field(default_factory=list)
    """Codes of the institutions that were created."""
    unused_columns: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)

    def warnings(self) -> Counter[str]:
        return Counter(each.code for each in self.findings if each.outcome is Outcome.WARNING)

    def refusals(self) -> list[Finding]:
        return [each for each in self.findings if each.outcome is Outcome.REFUSED]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self) | {
            "stages": {stage.value: count for stage, count in sorted(self.stages.items())},
            "warnings": dict(sorted(self.warnings().items())),
            "findings": [asdict(each) for each in self.findings],
        }


COLUMNS = ("row", "line", "key", "outcome", "code", "column", "value", "text")


def write_findings(path: Path, findings: Iterable[Finding]) -> None:
    """As a CSV that a Polish or English spreadsheet opens as it is: a BOM, semicolons, no formulas."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(COLUMNS)
        writer.writerows([_harmless(getattr(each, column)) for column in COLUMNS] for each in findings)


def _harmless(value: object) -> object:
    return harmless(value, ";") if isinstance(value, str) else value
