"""Who gets to the portfolio reports. Plain data for the walk over all pages.

`WHO` is ("nobody", "researcher", "colleague", "officer", "reviewer", "stranger", "coordinator", "administrator",
"contact", "other_contact"); the walk's report is the institution's own, which the network's coordinator may not read.
"""

from datetime import date
from typing import Any

from sqlmodel import Session

from models.files import keep
from models.rules.periods import Period
from models.rules.words import Language, ReportFormat, ReportSpan
from models.settings import settings
from models.tables import PortfolioFile, PortfolioReport
from tests.api.conftest import PDF, World
from tests.factories import NOW

ITS_OFFICE = "thhihhhirr"

ROUTES: dict[tuple[str, str], tuple[str, dict[str, str] | None]] = {
    ("GET", "/reports"): ("trririiirr", None),
    ("POST", "/reports"): ("trririiirr", {"period": "1999-01"}),
    ("GET", "/reports/{report_id}/{language}.pdf"): (ITS_OFFICE, None),
    ("GET", "/reports/{report_id}/{language}.csv"): (ITS_OFFICE, None),
}


def prepare(session: Session, world: World, _values: dict[str, Any]) -> dict[str, Any]:
    period = Period(date(2026, 6, 1), ReportSpan.MONTH)
    report = PortfolioReport(
        unique_key="walk",
        institution_id=world.cast.institution.id,
        span=period.span,
        first_on=period.first,
        until=period.until,
        asked_at=NOW,
        made_at=NOW,
    )
    session.add(report)
    session.flush()
    stored = keep(PDF, settings().files)
    session.add_all(
        PortfolioFile(
            report_id=report.id, language=Language.ENGLISH, format=form, sha256=stored.sha256, size=stored.size
        )
        for form in ReportFormat
    )
    session.flush()
    return {"report_id": report.id}
