"""The published offers as rows: for CSV, and for a workbook that Excel opens as it is.

Rows come page by page and leave as they come, so that ten thousand take no more memory than a few hundred.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from models.queries.catalogue import PublishedOffer
from models.rules.days import local_date
from models.rules.spreadsheet_cells import DELIMITERS, harmless
from models.rules.words import Language, development_stage
from models.settings import settings
from reports.prose import printable
from reports.wording import wording

Cell = str | int | date | None
COLUMNS = (
    "reference title summary language chain field trl stage protection partnership partner technology_keywords "
    "market_keywords countries institution kind city country published_on expires_on page brief"
).split()
WIDTHS = dict(
    zip(COLUMNS, (15, 60, 80, 9, 24, 24, 6, 24, 24, 30, 30, 30, 30, 20, 34, 22, 14, 14, 12, 12, 40, 40), strict=True)
)
MOST_OF_A_CELL = 32_767
"""Characters; Excel takes no more."""
MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""A workbook's own date; the same rows make the same bytes."""


def headings(language: Language) -> list[str]:
    labels = wording(language).labels["spreadsheet"]
    return [labels[name] for name in COLUMNS]


def row_of(shown: PublishedOffer, language: Language) -> list[Cell]:
    """In the order of `COLUMNS`; codes in the reader's language, texts in the offer's own."""
    offer, whose, w = shown.offer, shown.institution_shown, wording(language)
    labels, technology = w.labels, shown.technology
    base = settings().base_url.rstrip("/") + shown.path
    return [
        shown.reference,
        offer.title,
        offer.short_summary,
        str(offer.language),
        labels["chain"][technology.value_chain] if technology.value_chain else "",
        labels["field"][technology.field] if technology.field else "",
        offer.trl,
        " ".join(labels["development_stage"][development_stage(offer.trl)]),
        labels["ipr_status"][offer.ipr_status],
        "; ".join(labels["partnership_type"][each["type"]] for each in offer.partnerships),
        "; ".join(labels["partner_size"][size] for size in offer.partner_sizes),
        "; ".join(offer.technology_keywords),
        "; ".join(offer.market_keywords),
        w.countries(tuple(offer.countries)) if offer.countries else labels["brief"]["any_country"],
        whose.name(language) if whose else settings().network_name,
        labels["area"][shown.area],
        whose.city if whose else "",
        w.country(shown.institution.country),
        _day(offer.published_at),
        offer.expires_on,
        base,
        f"{base}/brief.pdf" if shown.brief else "",
    ]


def _day(moment: datetime | None) -> date | None:
    return local_date(moment) if moment else None


def csv_lines(rows: Iterable[PublishedOffer], language: Language) -> Iterator[bytes]:
    """UTF-8 with the mark by which Excel knows it. A text that would be read as a formula begins with a quote."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=DELIMITERS[language], lineterminator="\r\n")
    writer.writerow(headings(language))
    yield b"\xef\xbb\xbf" + lines.getvalue().encode()
    for shown in rows:
        lines.seek(0)
        lines.truncate()
        writer.writerow([_written(cell, DELIMITERS[language]) for cell in row_of(shown, language)])
        yield lines.getvalue().encode()


def _written(cell: Cell, delimiter: str) -> str | int:
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return harmless(printable(cell), delimiter)
    return "" if cell is None else cell


def write_workbook(rows: Iterable[PublishedOffer], language: Language, file: Path) -> None:
    """One sheet; dates are dates, and no text is ever a formula or a link of its own accord."""
    import xlsxwriter  # half a megabyte: not at the start of every process

    w = wording(language)
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(file), options) as book:
        book.set_properties(
            {"title": w.labels["catalogue"]["title"], "created": MADE, "author": settings().network_name}
        )
        sheet = book.add_worksheet(w.labels["spreadsheet"]["sheet"])
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        plain = book.add_format({"valign": "top"})
        for place, name in enumerate(COLUMNS):
            sheet.set_column(place, place, WIDTHS[name], plain)
        sheet.freeze_panes(1, 2)
        for place, heading in enumerate(headings(language)):
            sheet.write_string(0, place, heading, bold)
        last = 0
        for last, shown in enumerate(rows, 1):
            for place, cell in enumerate(row_of(shown, language)):
                _write(sheet, last, place, cell, plain, day)
        sheet.autofilter(0, 0, last, len(COLUMNS) - 1)


def _write(sheet: Any, row: int, column: int, cell: Cell, plain: Any, day: Any) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell, plain)
    elif cell:
        sheet.write_string(row, column, printable(cell)[:MOST_OF_A_CELL], plain)
