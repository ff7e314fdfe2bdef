"""The published offers as a spreadsheet and as CSV, with the choice of the list that they are taken from."""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from api.deps import AskedLanguage, Now
from api.documents import SANDBOX
from api.pages.public.choosing import Wanted
from models.db import reading
from models.queries.catalogue import Choice, PublishedOffer, published_offers
from models.rules.days import local_date
from models.rules.words import Language
from reports.spreadsheets import csv_lines, write_workbook

router = APIRouter()

READ = ["GET", "HEAD"]
AT_ONCE = 500
"""Offers read from the database in one go."""
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Content-Security-Policy": SANDBOX}
"""Not kept by anybody on the way: what is withdrawn is missing in the next one."""


@router.api_route("/offers.csv", methods=READ)
def as_csv(request: Request, asked: AskedLanguage, choice: Wanted, now: Now) -> Response:
    today = local_date(now)
    headers = HEADERS | {"Content-Disposition": f'attachment; filename="{_name(asked, today)}.csv"'}
    if request.method == "HEAD":
        return Response(media_type="text/csv; charset=utf-8", headers=headers)
    lines = csv_lines(offers(choice, asked, today), asked)
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)


@router.api_route("/offers.xlsx", methods=READ)
def as_workbook(asked: AskedLanguage, choice: Wanted, now: Now) -> Response:
    """Written to disk row by row, sent from there, and removed."""
    today = local_date(now)
    with tempfile.NamedTemporaryFile(prefix="offers-", suffix=".xlsx", delete=False) as file:
        path = Path(file.name)
    try:
        write_workbook(offers(choice, asked, today), asked, path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return FileResponse(
        path,
        media_type=WORKBOOK,
        filename=f"{_name(asked, today)}.xlsx",
        headers=HEADERS,
        background=BackgroundTask(path.unlink, missing_ok=True),
    )


def offers(choice: Choice, asked: Language, today: date) -> Iterator[PublishedOffer]:
    """Newest first, each technology once. A reading of its own for each page: no long one holds up the database."""
    before = None
    while True:
        with reading() as session:
            rows = published_offers(session, choice, today=today, prefer=asked, before=before, limit=AT_ONCE)
        yield from rows
        if len(rows) < AT_ONCE:
            return
        before = rows[-1].offer.id


def _name(language: Language, today: date) -> str:
    return f"{'oferty' if language is Language.POLISH else 'offers'}-{today.isoformat()}"
