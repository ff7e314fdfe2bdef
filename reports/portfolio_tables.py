"""The tables of a portfolio report: as they are read, and as numbers for other programs."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel.dates import format_skeleton
from babel.numbers import format_decimal, format_percent, get_currency_precision

from models.rules.periods import Period
from models.rules.spreadsheet_cells import harmless
from models.rules.words import Language, ReportSpan
from reports.prose import printable
from reports.wording import Wording

WITHHELD = "#"
"""The mark of Poland's official statistics for what may not be published; every table that has one says so."""
NOTHING = "–"
PRINTED_BEFORE = "\ufeff"
"""A byte order mark: without it, spreadsheets read Polish letters wrongly."""


@dataclass(frozen=True, slots=True)
class Cell:
    said: str
    value: int | Decimal | str | None
    """For other programs; None where there is nothing."""
    numeric: bool = True

    @classmethod
    def text(cls, text: str) -> "Cell":
        return cls(text, text, numeric=False)


@dataclass(frozen=True, slots=True)
class Row:
    head: str
    cells: tuple[Cell, ...]
    level: int = 0
    """1 for what belongs to the row above."""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. `code` names it in the file for other programs, in whatever language that is."""

    code: str
    heading: str
    first: str
    """Over the rows' headings."""
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""

    @property
    def withholds(self) -> bool:
        return any(cell.value == WITHHELD for row in self.rows for cell in row.cells)


class Teller:
    """Puts numbers into words of one language. None is what is withheld."""

    withheld = WITHHELD

    def __init__(self, w: Wording) -> None:
        self.w = w
        self.t: dict[str, Any] = w.labels["portfolio"]

    def number(self, number: int) -> str:
        return str(format_decimal(number, locale=self.w.locale))

    def count(self, count: int | None) -> Cell:
        return Cell(WITHHELD, WITHHELD) if count is None else Cell(self.number(count), count)

    def maybe(self, number: int | None) -> Cell:
        """None is what is not there."""
        return Cell(NOTHING, None) if number is None else Cell(self.number(number), number)

    def share(self, part: int | None, whole: int | None) -> Cell:
        if part is None or whole is None:
            return Cell(WITHHELD, WITHHELD)
        if not whole:
            return Cell(NOTHING, None)
        rounded = (Decimal(part) / Decimal(whole)).quantize(Decimal("0.01"))
        return Cell(str(format_percent(rounded, locale=self.w.locale)), rounded)

    def part(self, part: int | None, whole: int | None) -> Cell:
        """A count with its share of the whole; other programs get the count."""
        if part is None or whole is None or not part:
            return self.count(part) if whole is not None else self.count(None)
        return Cell(f"{self.number(part)} ({self.share(part, whole).said})", part)

    def money(self, minor: int | None, currency: str) -> Cell:
        if minor is None:
            return Cell(WITHHELD, WITHHELD)
        return Cell(self.w.money(minor, currency), Decimal(minor).scaleb(-get_currency_precision(currency)))

    def period(self, period: Period) -> str:
        if period.span is ReportSpan.MONTH:
            return str(format_skeleton("yMMMM", period.first, locale=self.w.locale))
        number = (period.first.month + 2) // 3
        if self.w.language is Language.POLISH:
            return f"{('I', 'II', 'III', 'IV')[number - 1]} kw. {period.first.year}"
        return f"Q{number} {period.first.year}"


def as_csv(sheets: Iterable[Sheet], t: dict[str, Any]) -> bytes:
    """One line a number: table, row, column, value; decimal points, `#` for what is withheld. A title of an offer that
    begins as a formula gets an apostrophe, so that no spreadsheet runs it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((t["csv_table"], t["csv_row"], t["csv_column"], t["csv_value"]))
    for sheet in sheets:
        for row in sheet.rows:
            for column, cell in zip(sheet.columns, row.cells, strict=True):
                value = "" if cell.value is None else cell.value
                writer.writerow((sheet.code, _tame(row.head), _tame(column), _tame(value)))
    return (PRINTED_BEFORE + out.getvalue()).encode()


def _tame(value: object) -> object:
    return harmless(printable(value), ",") if isinstance(value, str) else value
