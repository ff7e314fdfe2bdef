"""Cells as Excel takes them, in English and in Polish settings, whichever the file was made for."""

import csv
from io import StringIO

import pytest

from models.rules.spreadsheet_cells import DELIMITERS, harmless

PAYLOADS = ["=1+1", "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "\t=1+1", "\r=1+1", "  =1+1", "＝1+1", "\n=1+1"]
COMMANDS = tuple("=+-@＝＋－＠")


def parted(line: str, delimiter: str) -> list[str]:
    """As Excel parts it: quotes count at the beginning of a cell only."""
    cells = (cell for row in csv.reader(StringIO(line, newline=""), delimiter=delimiter) for cell in row)
    return [cell.lstrip(" \t") for cell in cells]


def line_of(text: str, delimiter: str) -> str:
    out = StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerow(["UJ-1", harmless(text, delimiter), "end"])
    return out.getvalue()


@pytest.mark.parametrize("opened_with", DELIMITERS.values())
@pytest.mark.parametrize("made_for", DELIMITERS.values())
@pytest.mark.parametrize(
    "before", ["", "Title;", "Title; ", "Title,", "Title,  ", 'Ti"tle;', "Title\n", "Title\t", ";;", "a;b,"]
)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_begins_a_formula_in_either_setting(payload: str, before: str, made_for: str, opened_with: str) -> None:
    cells = parted(line_of(before + payload, made_for), opened_with)
    assert [cell for cell in cells if cell.startswith(COMMANDS)] == []


@pytest.mark.parametrize("delimiter", DELIMITERS.values())
def test_in_its_own_settings_a_text_stays_one_cell_and_as_it_was(delimiter: str) -> None:
    text = 'Żółć; ścięgno, "4 °C", a-b = c + d; e@f'
    assert parted(line_of(text, delimiter), delimiter) == ["UJ-1", text, "end"]


def test_behind_its_own_delimiter_which_is_quoted_nothing_is_added() -> None:
    assert harmless("od 4; -20 °C", ";") == "od 4; -20 °C"
    assert harmless("from 4, -20 °C", ",") == "from 4, -20 °C"
