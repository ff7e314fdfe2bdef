"""From a file to numbered rows. A first pass proves that the whole file can be read; nothing is taken before."""

import csv
import difflib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from models.errors import ImportRefused
from models.intake.files import DELIMITERS, Kind, better_delimiter, encoding_of, recognise
from models.intake.mapping import Mapping
from models.intake.sheets import sheet_rows
from models.intake.values import Cell, as_text

MAX_MB = 32


@dataclass(frozen=True, slots=True)
class Record:
    """A row as it stands. `number` is the spreadsheet's, where a cell with line breaks is one row."""

    number: int
    line: int
    cells: list[Cell]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    """As a spreadsheet shows it: the header is usually 1; blank rows count."""
    line: int
    """Where it begins in the file; differs from `number` after cells with line breaks."""
    cells: dict[str, Cell]
    """By header; empty when `problem` says why the row cannot be told apart."""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Registry:
    """A file that has been read through once, ready to be taken."""

    name: str
    headers: tuple[str, ...]
    unused: tuple[str, ...]
    """Headers that the mapping does not name: their columns are left where they are."""
    total: int
    blank: int
    read: Callable[[], Iterator[Record]]

    def rows(self) -> Iterator[Row]:
        """Every row but the header and blank ones, read anew from the file."""
        for record in _filled(self.read(), skip_header=True):
            yield _row(record, self.headers)


def open_registry(path: Path, mapping: Mapping, *, max_mb: int = MAX_MB) -> Registry:
    """Raises `ImportRefused` for whatever is wrong with the file as a whole: then nothing was taken."""
    kind = recognise(path, max_mb)
    read = _workbook_reader(path, mapping) if kind is Kind.WORKBOOK else _csv_reader(path, mapping)
    header = next(_filled(read()), None)
    if header is None:
        raise ImportRefused(f"{path.name} holds nothing but blank lines.")
    if header.problem:
        raise ImportRefused(f"{path.name}: the header in row {header.number} cannot be read: {header.problem}.")
    headers = _headers(header)
    _check_headers(path, headers, mapping, kind)
    wanted = {column.header for column in mapping.columns.named().values()}
    total, blank = _count(read())
    if total == 0:
        raise ImportRefused(f"{path.name} has a header and no rows below it: there is nothing to take.")
    return Registry(
        name=path.name,
        headers=headers,
        unused=tuple(each for each in headers if each and each not in wanted),
        total=total,
        blank=blank,
        read=read,
    )


def _workbook_reader(path: Path, mapping: Mapping) -> Callable[[], Iterator[Record]]:
    rows = sheet_rows(path, mapping.sheet)
    return lambda: (Record(number, number, cells) for number, cells in enumerate(rows, 1))


def _csv_reader(path: Path, mapping: Mapping) -> Callable[[], Iterator[Record]]:
    encoding = encoding_of(path, mapping.encodings)
    with path.open(encoding=encoding, newline="") as file:
        first = next((line for line in file if line.strip()), "")
    headers = [column.header for column in mapping.columns.named().values()]
    better = better_delimiter(first, mapping.delimiter, headers)
    if better:
        expected = DELIMITERS.get(mapping.delimiter, repr(mapping.delimiter))
        raise ImportRefused(
            f"{path.name} seems to part its cells with {DELIMITERS[better]}, and the mapping expects {expected}: "
            f"write delimiter = {json.dumps(better)} in a mapping of your own, or export the file anew."
        )
    return lambda: csv_records(path, encoding, mapping.delimiter)


def csv_records(path: Path, encoding: str, delimiter: str) -> Iterator[Record]:
    """Raises `ImportRefused` where quoting runs over lines and breaks: rows in between would be lost unseen."""
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        number = 0
        while True:
            number, line = number + 1, reader.line_num + 1
            try:
                cells: list[Cell] = list(next(reader))
            except StopIteration:
                return
            except csv.Error as error:
                if reader.line_num > line or "unexpected end" in str(error) or "field larger" in str(error):
                    raise ImportRefused(
                        f'{path.name}: a quotation mark (") opens in row {number}, line {line}, and is not closed in '
                        "its cell. Close it, or double it where it belongs to the text, and import again."
                    ) from None
                yield Record(number, line, [], 'a quoted cell goes on after its closing quotation mark ("): double it')
                continue
            yield Record(number, line, cells)


def _count(records: Iterator[Record]) -> tuple[int, int]:
    """Rows below the header, and blank ones."""
    filled = blank = 0
    for record in records:
        if _is_blank(record):
            blank += 1
        else:
            filled += 1
    return filled - 1, blank


def _is_blank(record: Record) -> bool:
    return not record.problem and not any(as_text(cell) for cell in record.cells)


def _filled(records: Iterator[Record], *, skip_header: bool = False) -> Iterator[Record]:
    """Without the blank ones; the first of the others is the header."""
    filled = (record for record in records if not _is_blank(record))
    if skip_header:
        next(filled, None)
    return filled


def _headers(record: Record) -> tuple[str, ...]:
    names = [as_text(cell) for cell in record.cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _check_headers(path: Path, headers: tuple[str, ...], mapping: Mapping, kind: Kind) -> None:
    wanted = [column.header for column in mapping.columns.named().values()]
    twice = [name for name in wanted if headers.count(name) > 1]
    if twice:
        raise ImportRefused(f"{path.name} has the column {twice[0]!r} more than once: rename or remove the other.")
    missing = [name for name in wanted if name not in headers]
    if not missing:
        return
    hints = [
        f"{name!r} (is it {near[0]!r}?)" if (near := difflib.get_close_matches(name, headers, 1)) else repr(name)
        for name in missing
    ]
    separator = f", parted by {DELIMITERS.get(mapping.delimiter, mapping.delimiter)}" if kind is Kind.CSV else ""
    raise ImportRefused(
        f"{path.name} lacks {'the columns' if len(missing) > 1 else 'the column'} {', '.join(hints)}. "
        f"Found{separator}: {', '.join(map(repr, headers))}. Rename the columns, or name them so in the mapping."
    )


def _row(record: Record, headers: tuple[str, ...]) -> Row:
    cells, problem = record.cells, record.problem
    if not problem and len(cells) < len(headers):
        problem = f"has {len(cells)} cells where the header has {len(headers)}: a delimiter or line break is amiss"
    beyond = [as_text(cell) for cell in cells[len(headers) :]]
    if not problem and any(beyond):
        problem = (
            f"has {len(cells)} cells where the header has {len(headers)}: put a cell that holds the delimiter in quotes"
        )
    if problem:
        return Row(record.number, record.line, {}, problem)
    return Row(record.number, record.line, dict(zip(headers, cells, strict=False)))
