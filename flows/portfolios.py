"""Portfolio reports: asked for when a month or quarter is over, read once, drawn in each language, kept."""

import asyncio
from datetime import datetime

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from sqlmodel import Session

from flows.chunks import guarded, in_chunks
from flows.leases import claims_of, give_back, moment, settle
from flows.rendering import pool
from models.actions.portfolio_reports import order_due_reports, record_report
from models.actions.work import Claim
from models.db import reading, transaction
from models.files import Stored
from models.queries.portfolio_reports import due_reports
from models.rules.days import local_date
from models.rules.permissions import system
from models.rules.words import Language, ReportFormat
from models.tables import PortfolioReport
from reports import portfolios
from reports.portfolio_contents import portfolio_contents


@flow(name="portfolios")
@guarded
async def portfolio_reports(work_ids: list[int], holder: str) -> int:
    return await in_chunks(report, work_ids, holder, size=1)


@task(name="report", cache_policy=NO_CACHE)
@guarded
async def report(work_ids: list[int], holder: str) -> int:
    claims = await asyncio.to_thread(claims_of, work_ids, holder)
    return sum([await _report(claim) for claim in claims])


async def _report(claim: Claim) -> int:
    try:
        contents = await asyncio.to_thread(_contents, claim.subject_id)
        files = await _files(contents)
    except Exception as error:
        await asyncio.to_thread(give_back, [claim], error)
        return 0

    def record(session: Session, claim: Claim) -> None:
        record_report(session, claim.subject_id, files, actor=system(), now=moment())

    return await asyncio.to_thread(settle, [claim], record)


def _contents(report_id: int) -> list[portfolios.PortfolioContent]:
    """Nothing for one that is made: its files stay."""
    with reading() as session:
        if session.get_one(PortfolioReport, report_id).made_at is not None:
            return []
        return portfolio_contents(session, report_id, system(), today=local_date(moment()))


async def _files(contents: list[portfolios.PortfolioContent]) -> dict[tuple[Language, ReportFormat], Stored]:
    files = {}
    for content in contents:
        files[content.language, ReportFormat.PDF] = await pool().draw(portfolios.render, content)
        files[content.language, ReportFormat.CSV] = await pool().draw(portfolios.tables, content)
    return files


@flow(name="portfolios_daily")
@guarded
async def daily() -> int:
    """Ask for the reports of the months and quarters that are over; how many that were."""
    return await asyncio.to_thread(ask_for_reports)


def ask_for_reports(now: datetime | None = None) -> int:
    """A look first: it costs no write lock on the days on which nothing is due."""
    now = now or moment()
    with reading() as session:
        if not any(due_reports(session, local_date(now))):
            return 0
    with transaction() as session:
        return len(order_due_reports(session, actor=system(), now=now))
