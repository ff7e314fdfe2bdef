"""Portfolio reports: an institution's by month, the network's by quarter."""

from datetime import date, datetime
from typing import Any

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Caller
from api.deps import Key, Now
from api.documents import PDF_OR_UNCHANGED, csv, pdf
from api.json.problems import READS, WRITES
from api.json.views import View
from models.actions.forms import Form
from models.actions.portfolio_reports import order_report
from models.db import reading, transaction
from models.errors import Incomplete
from models.queries.portfolio_reports import (
    Listed,
    choosable,
    desk_of,
    named_period,
    report_file,
    report_for,
    reports_for,
)
from models.rules.days import local_date
from models.rules.words import Language, ReportFormat, ReportSpan

router = APIRouter(prefix="/portfolio-reports", tags=["documents"])

TABLES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {}}, "description": "The tables."},
    304: {"description": "You have it already."},
}


class ReportFileView(View):
    language: Language
    format: ReportFormat
    sha256: str
    size: int = Field(description="Bytes.")


class PortfolioReportView(View):
    id: int
    period: str = Field(description="Such as `2026-03` or `2026-Q1`.")
    span: ReportSpan
    first_on: date
    until: date = Field(description="The day after the period's last.")
    version: int = Field(description="Raised each time the period's report is made anew; the highest one counts.")
    asked_at: datetime
    made_at: datetime | None
    parked: bool = Field(description="It could not be made.")
    files: list[ReportFileView]

    @classmethod
    def of(cls, listed: Listed) -> "PortfolioReportView":
        own = {
            name: getattr(listed.report, name)
            for name in ("id", "span", "first_on", "until", "version", "asked_at", "made_at")
        }
        files = [ReportFileView.model_validate(each) for each in listed.files]
        return cls.model_validate(own | {"period": listed.period.code, "parked": listed.parked, "files": files})


class PeriodForm(Form):
    period: str = Field(max_length=10, description="One of `/portfolio-reports/periods`.")
    anew: bool = Field(default=False, description="Ask for a next version, where the newest one is made.")


@router.get("", responses=READS)
def list_reports(actor: Caller) -> list[PortfolioReportView]:
    """The newest period first, and of each its newest version: the institution's for its head and officers, the
    network's for the coordinator."""
    with reading() as session:
        reports = reports_for(session, actor, institution_id=desk_of(session, actor))
        return [PortfolioReportView.of(each) for each in reports]


@router.get("/periods", responses=READS)
def list_periods(actor: Caller, now: Now) -> list[str]:
    """Those that are over and of which a report can be made, the newest first."""
    with reading() as session:
        return [period.code for period in choosable(session, desk_of(session, actor), local_date(now))]


@router.post("", status_code=201, responses=WRITES)
def order(form: PeriodForm, actor: Caller, now: Now) -> PortfolioReportView:
    """Have one made. A period that was reported on already keeps its report; asked for anew it gets another version."""
    with transaction() as session:
        home = desk_of(session, actor)
        period = named_period(form.period, home)
        if period is None:
            raise Incomplete("Choose a period.")
        made = order_report(session, home, period, actor=actor, now=now, anew=form.anew)
        return PortfolioReportView.of(report_for(session, made.id, actor))


@router.get("/{report_id}", responses=READS)
def read_report(report_id: Key, actor: Caller) -> PortfolioReportView:
    """How it stands, and its files."""
    with reading() as session:
        return PortfolioReportView.of(report_for(session, report_id, actor))


@router.get("/{report_id}/{language}/pdf", response_class=Response, responses=READS | PDF_OR_UNCHANGED)
def read_pdf(report_id: Key, language: Language, actor: Caller, request: Request) -> Response:
    """To be read."""
    with reading() as session:
        found, name = report_file(session, report_id, language, ReportFormat.PDF, actor)
    return pdf(found.sha256, name, public=False, request=request)


@router.get(
    "/{report_id}/{language}/csv",
    response_class=Response,
    responses=READS | TABLES,
)
def read_csv(report_id: Key, language: Language, actor: Caller, request: Request) -> Response:
    """Its tables as one file."""
    with reading() as session:
        found, name = report_file(session, report_id, language, ReportFormat.CSV, actor)
    return csv(found.sha256, name, request=request)
