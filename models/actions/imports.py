"""Taking a legacy registry in: each row becomes a technology with its patent case, or a line of the report."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from models.actions.people import InstitutionForm, register_institution
from models.actions.references import new_alias, next_reference
from models.actions.stages import enter
from models.db import reading, transaction
from models.errors import HelixError
from models.intake.mapping import InstitutionEntry, Mapping
from models.intake.reading import Registry, Row
from models.intake.report import Finding, ImportReport
from models.intake.rows import MappedRow, Taken, plain, refused_for, take, warned_of
from models.rules.days import local_date
from models.rules.permissions import Act, Actor, Case, may
from models.rules.pipeline import CURRENT
from models.rules.text import fold
from models.similarity import prepared
from models.tables import ImportedRow, Institution, PatentCase, Technology

CHUNK = 200
"""Rows of one transaction: short enough for others to write in between."""


def import_registry(
    engine: Engine,
    registry: Registry,
    mapping: Mapping,
    *,
    actor: Actor,
    now: datetime,
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda _rows: None,
) -> ImportReport:
    """Take every row that can be taken; the others are in the report with all their problems.

    A chunk of rows is one transaction and a row one savepoint, so an import that was killed is
    made whole by running it again: rows already taken are `unchanged`. A dry run opens no
    writing transaction and reports the same. `progress` gets the number of rows read so far.
    """
    report = ImportReport(registry.name, mapping.source, dry_run, blank=registry.blank, unused_columns=registry.unused)
    taking = _Taking(mapping, actor, now, report, dry_run)
    rows = registry.rows()
    while chunk := list(islice(rows, CHUNK)):
        with (reading if dry_run else transaction)(engine) as session:
            taking.take_chunk(session, chunk)
        progress(report.read)
    return report


@dataclass(slots=True)
class _Known:
    """What an earlier import made of a row."""

    record: ImportedRow
    technology: Technology
    case: PatentCase | None


@dataclass(slots=True)
class _Taking:
    mapping: Mapping
    actor: Actor
    now: datetime
    report: ImportReport
    dry_run: bool
    keys: dict[str, int] = field(default_factory=dict)
    """The row in which each key was first seen."""
    numbers: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Row and key of the first case with each application number."""
    institutions: dict[str, Institution] = field(default_factory=dict)

    def take_chunk(self, session: Session, rows: Sequence[Row]) -> None:
        today = local_date(self.now)
        takings = [take(row, self.mapping, today) for row in rows]
        mapped = [taking.mapped for taking in takings if taking.mapped is not None]
        known = _known_rows(session, self.mapping.source, [row.key for row in mapped])
        self.institutions = {each.code: each for each in session.exec(select(Institution))}
        for taking in takings:
            row, refusal = taking.mapped, self._duplicate(taking)
            if row is not None and refusal is None:
                refusal = self._objection(row)
            if row is not None and refusal is None:
                taking.findings.extend(self._shared_number(row))
                refusal = self._settle(session, row, known.get(row.key), taking.findings)
            taking.findings.extend([refusal] if refusal else [])
            self.report.read += 1
            self.report.refused += row is None or refusal is not None
            self.report.findings += taking.findings

    def _duplicate(self, taking: Taken) -> Finding | None:
        """The first row with a key has it, even where that row is refused: which is right, people decide."""
        first = self.keys.setdefault(taking.key, taking.row.number) if taking.key else taking.row.number
        if first == taking.row.number:
            return None
        text = f"stands in row {first} already: keep one of them"
        return refused_for(taking.row, taking.key, "duplicate_key", text, self.mapping.columns.key.header)

    def _objection(self, row: MappedRow) -> Finding | None:
        """Why a row that reads well may still not be taken."""
        code = row.institution.code
        institution = self.institutions.get(code)
        if institution is None and not self._may_create(row.institution):
            return refused_for(
                row.row, row.key, "unknown_institution", f"the institution {code} is not registered: register it"
            )
        if institution is not None and not may(self.actor, Act.IMPORT, Case(institution.id)):
            return refused_for(
                row.row, row.key, "not_permitted", f"you may not import for {code}: ask one of its officers"
            )
        return None

    def _may_create(self, entry: InstitutionEntry) -> bool:
        creates = self.mapping.create_institutions and bool(entry.name_en)
        return creates and may(self.actor, Act.MANAGE_PEOPLE, Case(None)) and may(self.actor, Act.IMPORT, Case(None))

    def _shared_number(self, row: MappedRow) -> list[Finding]:
        number = row.values.application_number
        first, key = self.numbers.setdefault(number, (row.row.number, row.key))
        if not number or first == row.row.number:
            return []
        text = f"row {first} ({key}) has this application number too: check which is right"
        return [warned_of(row.row, row.key, "number_shared", text, value=number)]

    def _settle(
        self, session: Session, row: MappedRow, known: _Known | None, findings: list[Finding]
    ) -> Finding | None:
        """Create, update or leave; a failure undoes this row alone and is answered as its refusal."""
        try:
            if known is None:
                self._create(session, row)
            elif known.record.content == _digest(row):
                self.report.unchanged += 1
            else:
                findings += self._update(session, row, known)
        except (HelixError, IntegrityError) as error:
            reason = str(error) if isinstance(error, HelixError) else "the database refused it: import the file again"
            return refused_for(row.row, row.key, "not_taken", reason)
        return None

    def _create(self, session: Session, row: MappedRow) -> None:
        if not self.dry_run:
            institution = self._institution(session, row.institution)
            with session.begin_nested():
                self._write(session, row, institution)
        elif row.institution.code not in (*self.institutions, *self.report.institutions):
            self.report.institutions.append(row.institution.code)
        self.report.created += 1
        self.report.stages[row.stage] += 1

    def _institution(self, session: Session, entry: InstitutionEntry) -> Institution:
        if entry.code not in self.institutions:
            with session.begin_nested():
                form = InstitutionForm(**entry.model_dump())
                self.institutions[entry.code] = register_institution(session, form, actor=self.actor)
            self.report.institutions.append(entry.code)
        return self.institutions[entry.code]

    def _write(self, session: Session, row: MappedRow, institution: Institution) -> None:
        values = row.values
        technology = Technology(
            institution_id=institution.id,
            reference=next_reference(session, institution, local_date(self.now).year),
            alias=new_alias(session),
            title=values.title,
            kind=self.mapping.kind,
            stage=row.stage,
            pipeline="standard",
            pipeline_version=CURRENT,
            stage_since=self.now,
            created_at=self.now,
            strategy=self.mapping.strategy,
            search_text=fold(f"{values.title} {row.key}"),
            terms=prepared(values.title),
        )
        reason = f"Imported from {self.mapping.label}, case {row.key}"
        enter(session, technology, actor=self.actor, now=self.now, stage=row.stage, reason=reason)
        case = PatentCase(technology_id=technology.id, case_number=row.key, **_case_values(row))
        record = ImportedRow(
            source=self.mapping.source,
            source_key=row.key,
            content=_digest(row),
            taken=_content(row),
            technology_id=technology.id,
            imported_at=self.now,
        )
        session.add_all((case, record))

    def _update(self, session: Session, row: MappedRow, known: _Known) -> list[Finding]:
        """What the registry changed goes in, unless a person has changed the same thing meanwhile."""
        findings = []
        before, after = known.record.taken, _content(row)
        if before["institution"] != after["institution"]:
            text = f"stays with {before['institution']}: a technology changes hands by people's decision alone"
            findings.append(warned_of(row.row, row.key, "institution_kept", text, value=str(after["institution"])))
        changes: list[tuple[Technology | PatentCase, str, Any]] = []
        for name in after:
            if name == "institution" or before.get(name) == after[name]:
                continue
            for target in _owners(name, known):
                current = plain(getattr(target, name))
                if current == before.get(name):
                    changes.append((target, name, getattr(row.values, name)))
                elif current != after[name]:
                    text = f"{name} was changed in Helix and is kept; the registry now has {after[name] or 'nothing'}"
                    findings.append(warned_of(row.row, row.key, "change_kept", text, value=after[name] or ""))
        if not self.dry_run:
            with session.begin_nested():
                self._apply(session, row, known, changes)
        self.report.updated += 1
        return findings

    def _apply(
        self,
        session: Session,
        row: MappedRow,
        known: _Known,
        changes: Sequence[tuple[Technology | PatentCase, str, Any]],
    ) -> None:
        for target, name, value in changes:
            if isinstance(target, Technology):
                target.search_text = target.search_text.replace(fold(target.title), fold(value), 1)
                target.terms = target.terms.replace(prepared(target.title), prepared(value), 1)
            setattr(target, name, value)
            session.add(target)
        known.record.content, known.record.taken, known.record.imported_at = _digest(row), _content(row), self.now
        session.add(known.record)


def _owners(name: str, known: _Known) -> Iterator[Technology | PatentCase]:
    """Where a value lives; a case that people have removed is not brought back."""
    if name == "title":
        yield known.technology
    if known.case is not None:
        yield known.case


def _case_values(row: MappedRow) -> dict[str, Any]:
    values = row.values
    return {name: getattr(values, name) for name in values.__dataclass_fields__}


def _known_rows(session: Session, source: str, keys: Sequence[str]) -> dict[str, _Known]:
    rows = session.exec(
        select(ImportedRow, Technology, PatentCase)
        .join(Technology, col(Technology.id) == col(ImportedRow.technology_id))
        .join(
            PatentCase,
            (col(PatentCase.technology_id) == col(ImportedRow.technology_id))
            & (col(PatentCase.case_number) == col(ImportedRow.source_key)),
            isouter=True,
        )
        .where(ImportedRow.source == source, col(ImportedRow.source_key).in_(keys))
        .order_by(col(Technology.id))
        .with_for_update(of=Technology, key_share=True)  # all turns, before the trail is written to
    )
    return {record.source_key: _Known(record, technology, case) for record, technology, case in rows}


def _content(row: MappedRow) -> dict[str, str | None]:
    return {"institution": row.institution.code, **row.values.plain()}


def _digest(row: MappedRow) -> str:
    canonical = json.dumps(_content(row), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
