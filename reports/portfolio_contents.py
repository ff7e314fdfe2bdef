"""From the figures of a period to what its report says, in every language."""

from datetime import date

from sqlmodel import Session

from models.queries.portfolio import institution_portfolio, network_portfolio
from models.rules.periods import Period
from models.rules.permissions import Actor
from models.rules.words import Language
from models.settings import settings
from models.tables import Institution, PortfolioReport
from reports.portfolios import PortfolioContent


def portfolio_contents(session: Session, report_id: int, actor: Actor, *, today: date) -> list[PortfolioContent]:
    """The same figures in each language, read once: two files of a report never differ in a number."""
    report = session.get_one(PortfolioReport, report_id)
    period, home = Period(report.first_on, report.span), report.institution_id
    if home is None:
        figures = network_portfolio(session, period, actor, today=today)
    else:
        figures = institution_portfolio(session, home, period, actor, today=today)
    owner = session.get(Institution, home) if home is not None else None
    return [
        PortfolioContent(
            language=language,
            owner=owner.name(language) if owner else settings().network_name,
            is_network=owner is None,
            figures=figures,
        )
        for language in Language
    ]
