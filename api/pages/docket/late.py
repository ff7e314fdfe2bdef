"""What was done late, as a page and as a table for spreadsheets."""

import csv
from collections.abc import Sequence
from datetime import date
from io import StringIO

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.deps import Now
from api.documents import SANDBOX
from api.pages.docket.shared import READ, Keeper
from api.pages.rendering import own_page, words_for
from api.pages.words import N_, Words
from models.db import reading
from models.queries.docket import Late, late_acts
from models.rules.days import local_date
from models.rules.spreadsheet_cells import DELIMITERS, harmless
from reports.prose import printable

router = APIRouter()

COLUMNS = (
    N_("Reference"),
    N_("Case"),
    N_("Office"),
    N_("Rule"),
    N_("Source"),
    N_("Date by the law"),
    N_("Moved to"),
    N_("Act recorded for"),
    N_("Days late"),
    N_("Recorded by"),
)


@router.api_route("/docket/late", methods=READ)
def late(request: Request, member: Keeper, now: Now, since: str = "") -> Response:
    first, today = _since(since, local_date(now)), local_date(now)
    return own_page(request, "docket/late.html", rows=_rows(member, first, today), since=first, today=today)


@router.api_route("/docket/late.csv", methods=READ)
def late_table(request: Request, member: Keeper, now: Now, since: str = "") -> Response:
    words, today = words_for(request), local_date(now)
    text = StringIO()
    writer = csv.writer(text, delimiter=DELIMITERS[words.language])
    writer.writerow([words.say(column) for column in COLUMNS])
    writer.writerows(_cells(row, words) for row in _rows(member, _since(since, today), today))
    headers = {
        "Content-Disposition": f'attachment; filename="helix-late-{today.isoformat()}.csv"',
        "Content-Security-Policy": SANDBOX,
        "X-Robots-Tag": "noindex",
    }
    return Response(text.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


def _rows(member: Keeper, since: date, today: date) -> Sequence[Late]:
    with reading() as session:
        return late_acts(session, member.actor, since=since, today=today)


def _since(text: str, today: date) -> date:
    """A year back unless a day is named."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today.replace(year=today.year - 1, day=1)


def _cells(row: Late, words: Words) -> list[str]:
    clock, language = row.line.clock, words.language
    cells = [
        row.line.reference,
        row.line.case_number,
        row.line.office,
        row.line.label(language),
        row.line.source(language),
        clock.nominal_on.isoformat(),
        clock.due_on.isoformat() if clock.due_on else "",
        clock.done_on.isoformat() if clock.done_on else "",
        str(row.days),
        row.done_by,
    ]
    return [harmless(printable(cell), DELIMITERS[language]) for cell in cells]
