"""What happened in a period and where all stood at its end: counts, read from what is never changed."""

from models.queries.portfolio.counts import (
    Answers,
    Cohort,
    Deals,
    HouseLine,
    Income,
    Line,
    Pooled,
    Portfolio,
    PublishedOffer,
    StageLine,
    SubjectLine,
    Survey,
)
from models.queries.portfolio.reading import institution_portfolio, network_portfolio

__all__ = [
    "Answers",
    "Cohort",
    "Deals",
    "HouseLine",
    "Income",
    "Line",
    "Pooled",
    "Portfolio",
    "PublishedOffer",
    "StageLine",
    "SubjectLine",
    "Survey",
    "institution_portfolio",
    "network_portfolio",
]
