"""A registry becomes technologies with their patent cases, once, and nothing of it is lost."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from models.actions.imports import CHUNK, import_registry
from models.actions.people import InstitutionForm, PersonForm, register_institution, register_person
from models.actions.trail import verify
from models.db import engine_for, reading, transaction
from models.intake.mapping import Mapping, parse_mapping
from models.intake.reading import open_registry
from models.intake.report import ImportReport
from models.queries.accounts import person_actor
from models.rules.permissions import Actor, system
from models.rules.words import Area, CaseStatus, MoveKind, ProtectionStrategy, Role, Stage, Via
from models.similarity import prepared
from models.tables import ImportedRow, Institution, PatentCase, ReferenceCounter, Technology, Transition

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
IMPORTER = system(Via.IMPORT)

MAPPING = """
source = "office"
label = "The office's list"
encodings = ["utf-8-sig", "cp1250"]
create_institutions = true
[columns.key]
header = "No"
[columns.title]
header = "Title"
[columns.status]
header = "Status"
[columns.institution]
header = "Unit"
[columns.application_number]
header = "Application"
form = "pl_application"
[columns.expires_on]
header = "Expires"
formats = ["%d.%m.%Y"]
[status.pending]
stage = "ip_review"
case = "pending"
[status.granted]
stage = "offer"
case = "granted"
[expired]
stage = "closed"
case = "lapsed"
[institutions.Jagiellonian]
code = "UJ"
name_en = "Jagiellonian University"
[institutions.Agricultural]
code = "UR"
"""
HEADER = "No;Title;Status;Unit;Application;Expires"
FIRST = "1;Gęś pump;pending;Jagiellonian;P.437001;"
SECOND = "2;Beet yeast;granted;Agricultural;P.437002;01.02.2030"


@pytest.fixture
def engine(database_url: str) -> Engine:
    return engine_for(database_url)


@pytest.fixture
def mapping() -> Mapping:
    return parse_mapping(MAPPING, "own.toml")


Import = Callable[..., ImportReport]


@pytest.fixture
def take(engine: Engine, mapping: Mapping, tmp_path: Path) -> Import:
    def take(*rows: str, actor: Actor = IMPORTER, **options: Any) -> ImportReport:
        path = tmp_path / "list.csv"
        path.write_bytes("\n".join((HEADER, *rows)).encode("cp1250"))
        return import_registry(engine, open_registry(path, mapping), mapping, actor=actor, now=NOW, **options)

    return take


def counts(report: ImportReport) -> dict[str, int]:
    numbers = {name: getattr(report, name) for name in ("created", "updated", "unchanged", "refused")}
    assert report.read == sum(numbers.values())
    return {name: number for name, number in numbers.items() if number}


def told(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(finding.row, finding.outcome.value, finding.code) for finding in report.findings]


def case_of(session: Session, key: str) -> tuple[Technology, PatentCase]:
    query = select(Technology, PatentCase).where(
        PatentCase.case_number == key, PatentCase.technology_id == Technology.id
    )
    technology, case = session.exec(query).one()
    return technology, case


def rows_of(session: Session, table: type[Any]) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def test_a_row_becomes_a_technology_with_its_patent_case(engine, take):
    assert counts(take(FIRST, SECOND)) == {"created": 2}
    with reading(engine) as session:
        technology, case = case_of(session, "2")
        assert technology.model_dump(exclude={"id", "institution_id", "alias"}) == {
            "reference": "UR-2026-0001",
            "brief_length": None,
            "title": "Beet yeast",
            "kind": "invention",
            "stage": Stage.OFFER,
            "version": 1,
            "pipeline": "standard",
            "pipeline_version": 2,
            "stage_since": NOW,
            "created_at": NOW,
            "submitter_id": None,
            "officer_id": None,
            "value_chain": None,
            "field": None,
            "strategy": ProtectionStrategy.PATENT,
            "hold_reason": None,
            "resume_on": None,
            "obligations_reviewed_on": None,
            "statutory_offer_on": None,
            "review_prepared_at": None,
            "dossier_sha256": None,
            "search_text": "beet yeast 2",
            "terms": prepared("Beet yeast"),
        }
        assert (case.status, case.office, case.application_number) == (CaseStatus.GRANTED, "PL", "P.437002")
        assert (case.title, case.expires_on, case.priority) == ("Beet yeast", date(2030, 2, 1), False)


def test_polish_letters_arrive_and_are_found_without_them(engine, take):
    take(FIRST)
    with reading(engine) as session:
        technology, _ = case_of(session, "1")
        assert (technology.title, technology.search_text) == ("Gęś pump", "ges pump 1")


def test_institutions_are_created_once_by_the_mapping(engine, take):
    assert take(FIRST, SECOND).institutions == ["UJ", "UR"]
    assert take(FIRST, SECOND).institutions == []
    with reading(engine) as session:
        found = session.exec(select(Institution).order_by(col(Institution.code))).all()
        assert [(each.code, each.name_en, each.name_pl, each.area) for each in found] == [
            ("UJ", "Jagiellonian University", "Jagiellonian University", Area.RD),
            ("UR", "Agricultural", "Agricultural", Area.RD),
        ]


def test_the_trail_says_where_a_technology_came_from(engine, take):
    take(FIRST)
    with reading(engine) as session:
        entry = session.exec(select(Transition)).one()
        assert (entry.kind, entry.from_stage, entry.to_stage) == (MoveKind.ENTER, None, Stage.IP_REVIEW)
        assert (entry.via, entry.reason) == (Via.IMPORT, "Imported from The office's list, case 1")
        assert verify(session).entries == 1


def everything(session: Session, table: type[Any]) -> list[Any]:
    return list(session.exec(select(table).order_by(table.id)))


def snapshot(engine: Engine) -> list[dict[str, Any]]:
    tables = (Technology, PatentCase, ImportedRow, Transition, Institution)
    with reading(engine) as session:
        return [row.model_dump() for table in tables for row in everything(session, table)]


def test_a_second_import_changes_nothing(engine, take):
    take(FIRST, SECOND)
    before = snapshot(engine)
    assert counts(take(FIRST, SECOND)) == {"unchanged": 2}
    assert snapshot(engine) == before


def test_a_changed_row_updates_what_the_registry_owns_and_leaves_the_stage(engine, take):
    take(FIRST, SECOND)
    changed = "1;Gęś pump, improved;granted;Jagiellonian;P.437009;01.01.2031"
    report = take(changed, SECOND)
    assert (counts(report), told(report)) == ({"updated": 1, "unchanged": 1}, [])
    with reading(engine) as session:
        technology, case = case_of(session, "1")
        assert (technology.title, technology.stage, technology.version) == ("Gęś pump, improved", Stage.IP_REVIEW, 1)
        assert technology.search_text == "ges pump, improved 1"
        assert technology.terms == prepared("Gęś pump, improved")
        assert (case.title, case.status) == ("Gęś pump, improved", CaseStatus.GRANTED)
        assert (case.application_number, case.expires_on) == ("P.437009", date(2031, 1, 1))
        assert rows_of(session, Transition) == 2
    assert counts(take(changed, SECOND)) == {"unchanged": 2}


def test_what_a_person_changed_is_kept_and_said(engine, take):
    take(FIRST)
    with transaction(engine) as session:
        technology, case = case_of(session, "1")
        technology.title, technology.search_text = "Pump for geese", "pump for geese 1"
        session.add(technology)
    report = take("1;Goose pump;granted;Jagiellonian;P.437001;")
    assert (counts(report), told(report)) == ({"updated": 1}, [(2, "warning", "change_kept")])
    with reading(engine) as session:
        technology, case = case_of(session, "1")
        assert (technology.title, technology.search_text) == ("Pump for geese", "pump for geese 1")
        assert (case.title, case.status) == ("Goose pump", CaseStatus.GRANTED)


def test_what_a_person_changed_is_kept_when_the_registry_did_not_change(engine, take):
    take(FIRST)
    with transaction(engine) as session:
        _, case = case_of(session, "1")
        case.application_number = "P.999999"
        session.add(case)
    assert counts(take("1;New title;pending;Jagiellonian;P.437001;")) == {"updated": 1}
    with reading(engine) as session:
        assert case_of(session, "1")[1].application_number == "P.999999"


def test_a_case_that_people_removed_is_not_brought_back(engine, take):
    take(FIRST)
    with transaction(engine) as session:
        session.delete(case_of(session, "1")[1])
    assert counts(take("1;New title;granted;Jagiellonian;P.437001;")) == {"updated": 1}
    with reading(engine) as session:
        assert [technology.title for technology in everything(session, Technology)] == ["New title"]
        assert rows_of(session, PatentCase) == 0


def test_a_technology_does_not_change_hands_by_import(engine, take):
    take(FIRST, SECOND)
    report = take(FIRST.replace("Jagiellonian", "Agricultural"), SECOND)
    assert told(report) == [(2, "warning", "institution_kept")]
    with reading(engine) as session:
        assert case_of(session, "1")[0].reference == "UJ-2026-0001"


def test_a_right_that_has_expired_since_is_lapsed_by_the_next_import(engine, mapping, take, tmp_path):
    take(SECOND)
    registry = open_registry(tmp_path / "list.csv", mapping)
    later = datetime(2030, 2, 2, 12, tzinfo=UTC)
    report = import_registry(engine, registry, mapping, actor=IMPORTER, now=later)
    assert counts(report) == {"updated": 1}
    with reading(engine) as session:
        technology, case = case_of(session, "2")
        assert (technology.stage, case.status) == (Stage.OFFER, CaseStatus.LAPSED)


def test_a_key_twice_in_one_file_refuses_the_second_row(engine, take):
    report = take(FIRST, SECOND, FIRST.replace("Gęś", "Kaczka"))
    assert (counts(report), told(report)) == ({"created": 2, "refused": 1}, [(4, "refused", "duplicate_key")])
    assert report.findings[0].text == "stands in row 2 already: keep one of them"
    with reading(engine) as session:
        assert case_of(session, "1")[0].title == "Gęś pump"


def test_a_key_twice_is_seen_across_chunks_and_after_a_refused_row(take):
    rows = [f"{number};T;pending;Jagiellonian;;" for number in range(3, CHUNK + 3)]
    report = take("1;Bad;unknown;Jagiellonian;;", SECOND, *rows, FIRST, SECOND)
    assert told(report) == [
        (2, "refused", "unknown_word"),
        (CHUNK + 4, "refused", "duplicate_key"),
        (CHUNK + 5, "refused", "duplicate_key"),
    ]


def test_an_application_number_twice_is_taken_with_a_warning(take):
    report = take(FIRST, SECOND.replace("P.437002", "P 437001"))
    assert (counts(report), told(report)) == ({"created": 2}, [(3, "warning", "number_shared")])
    assert report.findings[0].text == "row 2 (1) has this application number too: check which is right"


def test_two_registries_may_use_the_same_keys(engine, mapping, take, tmp_path):
    take(FIRST)
    other = mapping.model_copy(update={"source": "other_office"})
    report = import_registry(engine, open_registry(tmp_path / "list.csv", other), other, actor=IMPORTER, now=NOW)
    assert counts(report) == {"created": 1}


def test_a_dry_run_reports_the_same_and_writes_nothing(engine, take):
    rows = (FIRST, SECOND, FIRST, "4;D;odd;Nowhere;x;y")
    tried = take(*rows, dry_run=True)
    with reading(engine) as session:
        assert [rows_of(session, table) for table in (Technology, Institution, ImportedRow, Transition)] == [0, 0, 0, 0]
    done = take(*rows)
    assert tried.as_dict() | {"dry_run": False} == done.as_dict()
    assert counts(done) == {"created": 2, "refused": 2}
    changed = FIRST.replace("Gęś", "Kaczka")
    assert take(changed, SECOND, dry_run=True).updated == 1
    assert take(changed, SECOND).updated == 1


def test_a_row_that_fails_leaves_nothing_behind_and_the_others_stand(engine, take):
    take("9;Ninth;pending;Agricultural;;")
    with transaction(engine) as session:  # the counter goes back, so that its next reference is taken already
        counter = session.exec(select(ReferenceCounter)).one()
        counter.last = 0
        session.add(counter)
    before = snapshot(engine)
    report = take(FIRST, SECOND, "3;Third;pending;Jagiellonian;;")
    assert (counts(report), told(report)) == ({"created": 2, "refused": 1}, [(3, "refused", "not_taken")])
    assert report.findings[0].text == "the database refused it: import the file again"
    with reading(engine) as session:
        assert [each.title for each in everything(session, Technology)] == ["Ninth", "Gęś pump", "Third"]
        assert case_of(session, "3")[0].reference == "UJ-2026-0002"
        assert session.exec(select(ReferenceCounter.last).order_by(col(ReferenceCounter.last))).all() == [0, 2]
        assert verify(session).entries == 3
    assert [row for row in snapshot(engine) if row in before] == before


def officer(engine: Engine, code: str) -> Actor:
    with transaction(engine) as session:
        register_institution(
            session, InstitutionForm(code=code, name_en=code, name_pl=code, area=Area.RD), actor=system()
        )
        form = PersonForm(name="Ola", email=f"ola@{code.lower()}.example", role=Role.OFFICER, institution=code)
        return person_actor(register_person(session, form, actor=system()), Via.CLI)


def test_an_officer_takes_only_rows_of_their_own_institution(engine, take):
    ola = officer(engine, "UJ")
    report = take(FIRST, SECOND, actor=ola)
    assert (counts(report), told(report)) == (
        {"created": 1, "refused": 1},
        [(3, "refused", "unknown_institution")],
    )
    officer(engine, "UR")
    assert told(take(FIRST, SECOND, actor=ola)) == [(3, "refused", "not_permitted")]


def test_progress_is_told_a_chunk_at_a_time(take):
    seen: list[int] = []
    rows = [f"{number};T;pending;Jagiellonian;;" for number in range(CHUNK + 5)]
    take(*rows, progress=seen.append)
    assert seen == [CHUNK, CHUNK + 5]
