"""Portfolio reports: an institution's by month for its office, the network's by quarter for its coordinator."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from api.deps import Key, Now
from api.documents import csv, pdf
from api.pages.given import Given, Read, text
from api.pages.officer.acting import acted, told
from api.pages.rendering import own_page, words_for
from api.pages.words import N_
from api.visitors import Member
from models.actions.portfolio_reports import order_report
from models.db import reading
from models.errors import Incomplete
from models.queries.accounts import SignedIn
from models.queries.portfolio_reports import choosable, desk_of, named_period, readers_of, report_file, reports_for
from models.rules.days import local_date
from models.rules.words import Language, ReportFormat
from models.tables import Institution
from reports.portfolio_tables import Teller

router = APIRouter()

READ = ["GET", "HEAD"]
HERE = "/reports"
DONE = {
    "ordered": N_("The report is being made. It stands in the list in a minute."),
    "again": N_("The report is being made anew. The one there was stays below it."),
}
LANGUAGE = {Language.ENGLISH: N_("English"), Language.POLISH: N_("Polish")}


@router.api_route(HERE, methods=READ)
def portfolio_reports(request: Request, member: Member, now: Now, done: str = "") -> Response:
    return _page(request, member, now, done=told(request, DONE, done))


@router.post(HERE)
def order(request: Request, member: Member, now: Now, given: Given) -> Response:
    code, anew = text(given, "period"), bool(text(given, "anew"))

    def act(session: Session) -> None:
        home = desk_of(session, member.actor)
        period = named_period(code, home)
        if period is None:
            raise Incomplete("Choose a period.")
        order_report(session, home, period, actor=member.actor, now=now, anew=anew)

    def again(refused: Sequence[str], status: int) -> Response:
        return _page(request, member, now, chosen=code, refused=refused, status=status)

    return acted(request, act, again, to=HERE, done="again" if anew else "ordered")


@router.api_route(HERE + "/{report_id}/{language}.pdf", methods=READ)
def as_pdf(request: Request, report_id: Key, language: Language, member: Member) -> Response:
    with reading() as session:
        found, name = report_file(session, report_id, language, ReportFormat.PDF, member.actor)
    return pdf(found.sha256, name, public=False, request=request)


@router.api_route(HERE + "/{report_id}/{language}.csv", methods=READ)
def as_csv(request: Request, report_id: Key, language: Language, member: Member) -> Response:
    with reading() as session:
        found, name = report_file(session, report_id, language, ReportFormat.CSV, member.actor)
    return csv(found.sha256, name, request=request)


def _page(
    request: Request,
    member: SignedIn,
    now: datetime,
    *,
    done: str = "",
    chosen: str = "",
    refused: Sequence[str] = (),
    status: int = 200,
) -> Response:
    words = words_for(request)
    name_of = Teller(words.field).period
    with reading() as session:
        home = desk_of(session, member.actor)
        rows = reports_for(session, member.actor, institution_id=home)
        periods = choosable(session, home, local_date(now))
        readers = readers_of(session, home)
        owner = session.get(Institution, home) if home is not None else None
    versions = {period: list(several) for period, several in groupby(rows, key=attrgetter("period"))}
    free = [period for period in periods if period not in versions]
    return own_page(
        request,
        "officer/reports.html",
        status=status,
        rows=[(name_of(period), newest, before) for period, (newest, *before) in versions.items()],
        periods=[(period.code, name_of(period)) for period in free],
        read=Read({"period": chosen or (free[0].code if free else "")}),
        readers=[person.name for person in readers],
        owner=owner,
        spoken=LANGUAGE,
        done=done,
        refused=refused,
    )
