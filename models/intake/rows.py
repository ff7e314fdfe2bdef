"""From a row to a case: every cell read by its rule, and every problem of the row told at once."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeVar

from models.intake.mapping import Column, DateColumn, Entry, InstitutionEntry, Mapping, NumberColumn, TextColumn
from models.intake.reading import Row
from models.intake.report import Finding, Outcome
from models.intake.values import (
    NUMBER_FORMS,
    Cell,
    Remark,
    Unreadable,
    as_text,
    check_text,
    read_date,
    repair_double_encoding,
)
from models.rules.text import fold
from models.rules.words import CaseStatus, Stage

NUMBER_LIMIT = 80
_Meaning = TypeVar("_Meaning", Entry, InstitutionEntry)


@dataclass(frozen=True, slots=True)
class CaseValues:
    """What the registry owns: a later import may change it where no person has."""

    title: str
    status: CaseStatus
    office: str
    application_number: str = ""
    patent_number: str = ""
    filed_on: date | None = None
    published_on: date | None = None
    granted_on: date | None = None
    expires_on: date | None = None

    def plain(self) -> dict[str, str | None]:
        return {name: plain(value) for name, value in asdict(self).items()}


def plain(value: Any) -> str | None:
    """A value as JSON keeps it, and as two of them compare."""
    return value.isoformat() if isinstance(value, date) else None if value is None else str(value)


@dataclass(frozen=True, slots=True)
class MappedRow:
    row: Row
    key: str
    institution: InstitutionEntry
    stage: Stage
    values: CaseValues


@dataclass(slots=True)
class Taken:
    """A row after reading: `mapped` is missing exactly when a finding refuses it."""

    row: Row
    key: str
    findings: list[Finding]
    mapped: MappedRow | None = None


def take(row: Row, mapping: Mapping, today: date) -> Taken:
    reader = _Reader(row, mapping)
    if row.problem:
        reader.refuse("malformed", "", "", row.problem)
        return Taken(row, reader.key, reader.findings)
    key = reader.key
    title = reader.text("title")
    institution = reader.institution()
    entry = reader.entry()
    office = mapping.office_of(key)
    number = reader.number("application_number", home=office == mapping.office)
    patent_number = reader.number("patent_number", home=True)
    dates = {name: reader.day(name) for name in ("filed_on", "published_on", "granted_on", "expires_on")}
    if reader.refused or institution is None or entry is None:
        return Taken(row, reader.key, reader.findings)
    expires_on = dates["expires_on"]
    if entry.warn_without_expiry and expires_on is None:
        reader.warn("expiry_unknown", "expires_on", "", "no expiry date: check whether the right is still in force")
    if mapping.expired is not None and expires_on is not None and expires_on < today:
        entry = mapping.expired
    values = CaseValues(title, entry.case, office, number, patent_number, **dates)
    mapped = MappedRow(row, key, institution, entry.stage, values)
    return Taken(row, key, reader.findings, mapped)


class _Reader:
    """Reads the cells of one row and gathers what is wrong with them."""

    def __init__(self, row: Row, mapping: Mapping) -> None:
        self.row = row
        self.mapping = mapping
        self.columns = mapping.columns.named()
        self.findings: list[Finding] = []
        self.key = ""
        if not row.problem:
            self.key = self.text("key")

    @property
    def refused(self) -> bool:
        return any(finding.outcome is Outcome.REFUSED for finding in self.findings)

    def cell(self, target: str) -> Cell:
        return self.row.cells.get(self.columns[target].header)

    def text(self, target: str) -> str:
        """A text that a case cannot be without."""
        column = self.columns[target]
        assert isinstance(column, TextColumn)
        text = as_text(self.cell(target))
        if not text:
            self.refuse("empty", target, "", "is empty: fill it in")
            return ""
        remark = None
        if column.repair_double_encoding:
            text, remark = repair_double_encoding(text)
        try:
            check_text(text, column.longest)
        except Unreadable as reason:
            self.refuse("unreadable", target, text, str(reason))
        self.remark(target, [remark] if remark else [])
        return text

    def number(self, target: str, *, home: bool) -> str:
        """Of the mapping's office; a case at another office has its own number, which this column lacks."""
        column = self.columns.get(target)
        if not isinstance(column, NumberColumn):
            return ""
        text = as_text(self.cell(target))
        if not text:
            self.check_required(target, column)
            return ""
        try:
            check_text(text, NUMBER_LIMIT)
            number, remark = NUMBER_FORMS[column.form](text)
        except Unreadable as reason:
            self.bad(target, column, text, str(reason))
            return ""
        if not home and column.form != "any":
            self.warn("number_of_parent", target, text, "left out: it is the number of the case this one descends from")
            return ""
        self.remark(target, [remark] if remark else [])
        return number

    def day(self, target: str) -> date | None:
        column = self.columns.get(target)
        if not isinstance(column, DateColumn):
            return None
        cell = self.cell(target)
        try:
            day, remarks = read_date(cell, column.rule)
        except Unreadable as reason:
            self.bad(target, column, as_text(cell), str(reason))
            return None
        if day is None:
            self.check_required(target, column)
        self.remark(target, remarks)
        return day

    def institution(self) -> InstitutionEntry | None:
        if self.mapping.owner:
            return InstitutionEntry(code=self.mapping.owner)
        return self.word("institution", self.mapping.institution_of, "the mapping's [institutions]")

    def entry(self) -> Entry | None:
        return self.word("status", self.mapping.entry_of, "the mapping's [status]")

    def word(self, target: str, table: dict[str, _Meaning], where: str) -> _Meaning | None:
        text = as_text(self.cell(target))
        if not text:
            self.refuse("empty", target, "", "is empty: fill it in")
            return None
        found = table.get(fold(text))
        if found is None:
            self.refuse("unknown_word", target, text, f"is not in {where}: add it there, or correct the row")
        return found

    def check_required(self, target: str, column: Column) -> None:
        if column.required:
            self.refuse("empty", target, "", "is empty, and the mapping requires it: fill it in")

    def bad(self, target: str, column: Column, value: str, text: str) -> None:
        if column.on_bad == "refuse":
            self.refuse("unreadable", target, value, text)
        else:
            self.warn("left_out", target, value, f"left out: {text}")

    def remark(self, target: str, remarks: list[Remark]) -> None:
        for remark in remarks:
            self.warn(remark.code, target, as_text(self.cell(target)), remark.text)

    def warn(self, code: str, target: str, value: str, text: str) -> None:
        self._find(Outcome.WARNING, code, target, value, text)

    def refuse(self, code: str, target: str, value: str, text: str) -> None:
        self._find(Outcome.REFUSED, code, target, value, text)

    def _find(self, outcome: Outcome, code: str, target: str, value: str, text: str) -> None:
        column = self.columns[target].header if target else ""
        self.findings.append(Finding(self.row.number, self.row.line, self.key, outcome, code, column, value, text))


def refused_for(row: Row, key: str, code: str, text: str, column: str = "") -> Finding:
    return Finding(row.number, row.line, key, Outcome.REFUSED, code, column, "", text)


def warned_of(row: Row, key: str, code: str, text: str, column: str = "", value: str = "") -> Finding:
    return Finding(row.number, row.line, key, Outcome.WARNING, code, column, value, text)
