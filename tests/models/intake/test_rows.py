"""One row at a time, by a mapping with every kind of column."""

from datetime import date

import pytest

from models.intake.mapping import Mapping, parse_mapping
from models.intake.reading import Row
from models.intake.rows import CaseValues, Taken, take
from models.rules.words import CaseStatus, Stage

MAPPING = """
source = "office"
label = "The office's list"
office = "PL"

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
on_bad = "drop_with_warning"
[columns.filed_on]
header = "Filed"
formats = ["%d.%m.%Y"]
required = true
[columns.expires_on]
header = "Expires"
formats = ["%d.%m.%Y"]

[status.pending]
stage = "ip_review"
case = "pending"
[status.granted]
stage = "offer"
case = "granted"
warn_without_expiry = true
[expired]
stage = "closed"
case = "lapsed"

[institutions.Jagiellonian]
code = "UJ"

[[foreign_cases]]
ends_with = "-EP"
office = "EP"
"""
TODAY = date(2026, 11, 23)
GOOD = {
    "No": "7/12",
    "Title": "  Gęś  pump",
    "Status": "Pending",
    "Unit": "jagiellonian",
    "Application": "P 437123",
    "Filed": "01.02.2021",
    "Expires": "",
}


@pytest.fixture(scope="module")
def mapping() -> Mapping:
    return parse_mapping(MAPPING, "own.toml")


def taken(mapping: Mapping, **cells: str) -> Taken:
    return take(Row(5, 6, {**GOOD, **cells}), mapping, TODAY)


def told(taken: Taken) -> list[tuple[str, str, str]]:
    return [(finding.outcome.value, finding.code, finding.column) for finding in taken.findings]


def test_a_good_row_becomes_a_case_and_nothing_is_said(mapping):
    result = taken(mapping)
    assert result.findings == []
    assert result.mapped is not None
    assert (result.mapped.key, result.mapped.institution.code, result.mapped.stage) == ("7/12", "UJ", Stage.IP_REVIEW)
    assert result.mapped.values == CaseValues(
        title="Gęś pump",
        status=CaseStatus.PENDING,
        office="PL",
        application_number="P.437123",
        filed_on=date(2021, 2, 1),
    )


@pytest.mark.parametrize(
    ("expires", "stage", "status"),
    [
        ("22.11.2026", Stage.CLOSED, CaseStatus.LAPSED),
        ("23.11.2026", Stage.OFFER, CaseStatus.GRANTED),
        ("24.11.2026", Stage.OFFER, CaseStatus.GRANTED),
    ],
)
def test_a_right_is_in_force_on_its_last_day_and_not_after(mapping, expires, stage, status):
    mapped = taken(mapping, Status="granted", Expires=expires).mapped
    assert mapped is not None
    assert (mapped.stage, mapped.values.status) == (stage, status)


def test_every_problem_of_a_row_is_told(mapping):
    result = taken(mapping, No="", Title="x" * 301, Status="GM", Unit="Moon", Filed="soon", Expires="31.02.2030")
    assert result.mapped is None
    assert told(result) == [
        ("refused", "empty", "No"),
        ("refused", "unreadable", "Title"),
        ("refused", "unknown_word", "Unit"),
        ("refused", "unknown_word", "Status"),
        ("refused", "unreadable", "Filed"),
        ("refused", "unreadable", "Expires"),
    ]
    assert {(finding.row, finding.line) for finding in result.findings} == {(5, 6)}


def test_a_bad_cell_is_left_out_with_a_warning_where_the_mapping_allows_it(mapping):
    result = taken(mapping, Application="soon")
    assert told(result) == [("warning", "left_out", "Application")]
    assert result.mapped is not None
    assert result.mapped.values.application_number == ""


def test_a_required_cell_may_not_be_empty(mapping):
    assert told(taken(mapping, Filed="")) == [("refused", "empty", "Filed")]


def test_a_granted_case_without_an_expiry_date_is_taken_with_a_warning(mapping):
    result = taken(mapping, Status="granted")
    assert told(result) == [("warning", "expiry_unknown", "Expires")]
    assert result.mapped is not None
    assert result.mapped.stage is Stage.OFFER


def test_a_case_at_another_office_does_not_keep_its_parents_number(mapping):
    result = taken(mapping, No="7/12-EP")
    assert told(result) == [("warning", "number_of_parent", "Application")]
    assert result.mapped is not None
    assert (result.mapped.values.office, result.mapped.values.application_number) == ("EP", "")


def test_a_malformed_row_is_refused_with_its_problem(mapping):
    result = take(Row(5, 6, {}, "has 2 cells where the header has 3"), mapping, TODAY)
    assert told(result) == [("refused", "malformed", "")]
    assert result.findings[0].text == "has 2 cells where the header has 3"
