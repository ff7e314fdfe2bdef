"""Files as people send them: what can be read, and the words for what cannot."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from models.errors import ImportRefused
from models.intake.mapping import Mapping, parse_mapping
from models.intake.reading import open_registry
from models.intake.report import Finding, Outcome, write_findings

MAPPING = """
source = "office"
label = "The office's list"
owner = "UJ"
[columns.key]
header = "No"
[columns.title]
header = "Title"
[columns.status]
header = "Status"
[status.open]
stage = "triage"
case = "planned"
"""


@pytest.fixture
def mapping() -> Mapping:
    return parse_mapping(MAPPING, "own.toml")


@pytest.fixture
def written(tmp_path):
    def write(content: str | bytes, name: str = "list.csv") -> Path:
        path = Path(tmp_path, name)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8-sig"))
        return path

    return write


def refused(path: Path, mapping: Mapping, said: str, **limits: int) -> None:
    with pytest.raises(ImportRefused, match=said):
        open_registry(path, mapping, **limits)


def test_rows_are_numbered_as_a_spreadsheet_shows_them(written, mapping):
    path = written('No;Title;Status;Note\r\n1;"Two\r\nlines";open;\r\n\r\n;;;\r\n2;Next;open;x\r\n')
    registry = open_registry(path, mapping)
    assert (registry.total, registry.blank, registry.unused) == (2, 2, ("Note",))
    rows = list(registry.rows())
    assert [(row.number, row.line) for row in rows] == [(2, 2), (5, 6)]
    assert rows[0].cells == {"No": "1", "Title": "Two\r\nlines", "Status": "open", "Note": ""}


def test_a_registry_can_be_read_again(written, mapping):
    registry = open_registry(written("No;Title;Status\n1;A;open\n"), mapping)
    assert list(registry.rows()) == list(registry.rows())


def test_blank_lines_before_the_header_count_as_rows(written, mapping):
    registry = open_registry(written("\n;;\nNo;Title;Status\n1;A;open\n"), mapping)
    assert [(row.number, row.cells["Title"]) for row in registry.rows()] == [(4, "A")]


def test_old_line_ends_are_understood(written, mapping):
    registry = open_registry(written("No;Title;Status\r1;A;open\r2;B;open\r"), mapping)
    assert [row.cells["Title"] for row in registry.rows()] == ["A", "B"]


def test_rows_with_too_few_or_too_many_cells_are_told_not_guessed(written, mapping):
    path = written('No;Title;Status\n1;A\n2;B;open;\n3;C;D;open\n4;"E"F;open\n5;G;open\n')
    problems = {row.number: row.problem for row in open_registry(path, mapping).rows()}
    assert problems == {
        2: "has 2 cells where the header has 3: a delimiter or line break is amiss",
        3: "",
        4: "has 4 cells where the header has 3: put a cell that holds the delimiter in quotes",
        5: 'a quoted cell goes on after its closing quotation mark ("): double it',
        6: "",
    }


@pytest.mark.parametrize("tail", ["", '3;"C";open\n', "x" * 140_000])
def test_a_quote_that_is_never_closed_refuses_the_file(written, mapping, tail):
    path = written(f'No;Title;Status\n1;A;open\n2;"B;open\n{tail}')
    refused(path, mapping, r"opens in row 3, line 3, and is not closed")


@pytest.mark.parametrize(("delimiter", "named"), [(",", r"commas \(,\)"), ("\t", "tabs"), ("|", r"bars \(\|\)")])
def test_a_wrong_delimiter_is_named_with_the_remedy(written, mapping, delimiter, named):
    path = written(f"No{delimiter}Title{delimiter}Status\n1{delimiter}A;B{delimiter}open\n")
    refused(path, mapping, f"list.csv seems to part its cells with {named}, and the mapping expects semicolons")


def test_a_wrong_delimiter_is_seen_also_where_the_header_holds_the_right_one(written, mapping):
    path = written("No,Title,Status,Notes; remarks\n1,A,open,\n")
    refused(path, mapping, r'write delimiter = "," in a mapping of your own')


def test_missing_columns_are_listed_with_those_found(written, mapping):
    path = written("No;Titel;State of it\n1;A;open\n")
    refused(
        path,
        mapping,
        r"lacks the columns 'Title' \(is it 'Titel'\?\), 'Status'\. "
        r"Found, parted by semicolons \(;\): 'No', 'Titel', 'State of it'",
    )


def test_a_column_twice_is_refused(written, mapping):
    refused(written("No;Title;Title;Status\n1;A;B;open\n"), mapping, "column 'Title' more than once")


def test_polish_letters_in_cp1250_are_read(written, mapping):
    registry = open_registry(written("No;Title;Status\n1;Zażółć gęślą jaźń;open\n".encode("cp1250")), mapping)
    assert [row.cells["Title"] for row in registry.rows()] == ["Zażółć gęślą jaźń"]


def test_a_wrong_encoding_names_line_and_byte(written, mapping):
    utf8 = mapping.model_copy(update={"encodings": ("utf-8-sig",)})
    path = written("No;Title;Status\n1;Kraków;open\n".encode("cp1250"))
    refused(path, utf8, r"(?s)utf-8-sig: line 2, byte 22 \(0xF3\) is not utf-8-sig\n.*as cp1250: add \"cp1250\"")


def test_the_place_of_a_bad_byte_is_right_beyond_the_first_chunk_and_a_byte_order_mark(written, mapping):
    utf8 = mapping.model_copy(update={"encodings": ("utf-8-sig",)})
    start = b"\xef\xbb\xbfNo;Title;Status\n" + "1;ż;open\n".encode() * 20_000
    path = written(start + b"2;\xb9;open\n")
    refused(path, utf8, rf"line 20002, byte {len(start) + 2} \(0xB9\)")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_utf_16_is_recognised(written, mapping, encoding):
    refused(written("No;Title;Status\n1;A;open\n".encode(encoding)), mapping, "UTF-16")


def test_utf_16_can_be_read_when_the_mapping_says_so(written, mapping):
    path = written("No;Title;Status\n1;Łódź;open\n".encode("utf-16"))
    registry = open_registry(path, mapping.model_copy(update={"encodings": ("utf-8-sig", "utf-16")}))
    assert [row.cells["Title"] for row in registry.rows()] == ["Łódź"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n;;\n", "nothing but blank lines"),
        (b"No;Title;Status\n\n", "has a header and no rows below it"),
        (b"No;Title;Status\n1;A\0B;open\n", "line 2 holds a NUL character"),
        (b"%PDF-1.7\n", "is a PDF: save the registry as CSV or XLSX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", r"is an old Excel workbook \(\.xls\)"),
        (b"\x1f\x8b\x08", "is a gzip archive"),
        (b"PK\x03\x04 broken", "is a damaged XLSX file"),
    ],
)
def test_what_is_no_registry_is_refused_in_clear_words(written, mapping, content, said):
    refused(written(content), mapping, said)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path, mapping):
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("list.csv", "No;Title;Status\n")
    refused(path, mapping, "cannot be read as XLSX")


def test_a_missing_file_is_refused(tmp_path, mapping):
    refused(tmp_path / "none.csv", mapping, r"none\.csv is not there")


def test_a_file_of_50_mb_is_refused_before_it_is_read(tmp_path, mapping):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(50 << 20)
    refused(path, mapping, r"huge\.csv has 50\.0 MB, and the limit is 32 MB: .* --max-mb 50")


def test_the_limit_can_be_raised(written, mapping):
    path = written("No;Title;Status\n" + f"1;{'a' * 1000};open\n" * 1200)
    refused(path, mapping, "--max-mb 2", max_mb=1)
    assert open_registry(path, mapping, max_mb=2).total == 1200


def test_a_workbook_that_unpacks_beyond_the_limit_is_refused(tmp_path, mapping):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (11 << 20))
    refused(path, mapping, r"unpacks to 11 MB, and the limit is 10 MB: .*--max-mb 2", max_mb=1)
    assert path.stat().st_size < 1 << 20


def workbook(path: Path, *rows: tuple[object, ...], sheet: str = "Cases") -> Path:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yy"}) as book:
        book.add_worksheet("Cover" if sheet == "Other" else sheet)
        target = book.add_worksheet(sheet) if sheet == "Other" else book.worksheets()[0]
        for number, row in enumerate(rows):
            target.write_row(number, 0, row)
    return path


def test_a_workbooks_dates_and_whole_numbers_arrive_as_they_are(tmp_path, mapping):
    path = workbook(
        tmp_path / "list.xlsx",
        ("No", "Title", "Status", "Filed"),
        (17, "Łódź", "open", datetime(2024, 2, 29)),  # noqa: DTZ001  a workbook has no zones
        (),
        ("18a", "B", "open", None),
    )
    registry = open_registry(path, mapping)
    assert (registry.total, registry.blank, registry.unused) == (2, 1, ("Filed",))
    assert [(row.number, list(row.cells.values())) for row in registry.rows()] == [
        (2, [17.0, "Łódź", "open", date(2024, 2, 29)]),
        (4, ["18a", "B", "open", ""]),
    ]


def test_a_workbook_is_known_by_its_content(tmp_path, mapping):
    path = workbook(tmp_path / "list.csv", ("No", "Title", "Status"), (1, "A", "open"))
    assert open_registry(path, mapping).total == 1


def test_a_workbooks_sheet_is_taken_by_name(tmp_path, mapping):
    path = workbook(tmp_path / "list.xlsx", ("No", "Title", "Status"), (1, "A", "open"), sheet="Other")
    refused(path, mapping.model_copy(update={"sheet": "Cases"}), "has no sheet 'Cases', only 'Cover', 'Other'")
    assert open_registry(path, mapping.model_copy(update={"sheet": "Other"})).total == 1


def test_a_workbooks_missing_column_is_refused_without_a_word_on_delimiters(tmp_path, mapping):
    path = workbook(tmp_path / "list.xlsx", ("No", "Title"), (1, "A"))
    refused(path, mapping, r"lacks the column 'Status'\. Found: 'No', 'Title'")


def test_the_report_opens_in_a_spreadsheet_and_runs_no_formula(tmp_path):
    finding = Finding(2, 3, "=1+1", Outcome.REFUSED, "empty", "Tytuł", "-5", "is empty; fill it in")
    write_findings(tmp_path / "report.csv", [finding])
    assert (tmp_path / "report.csv").read_bytes().decode("utf-8") == (
        "\ufeffrow;line;key;outcome;code;column;value;text\r\n"
        "2;3;'=1+1;refused;empty;Tytuł;'-5;\"is empty; fill it in\"\r\n"
    )
