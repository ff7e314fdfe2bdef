"""What an offer is made of: the limits and the required parts of the European network's technology offer."""

from datetime import date, timedelta

from models.rules.words import OfferState

WARN_BEFORE = timedelta(days=14)
"""How long before its last day an offer's officer is told of it."""


def is_public(state: OfferState, expires_on: date | None, today: date) -> bool:
    """Not from its last day on, whether or not the sweep that withdraws it has come by."""
    return state is OfferState.PUBLISHED and (expires_on is None or expires_on > today)


PublicDays = tuple[date | None, date | None]
"""Since when, and until when."""


def public_days(state: OfferState, published_on: date | None, expires_on: date | None) -> PublicDays:
    """As documents say it: of an offer that was public once and may be again they say nothing of then."""
    return (published_on, expires_on) if state is OfferState.PUBLISHED else (None, None)


OFFER_LIMITS: dict[str, int] = {
    "title": 256,
    "short_summary": 500,
    "problem": 1000,
    "description": 4000,
    "advantages": 2000,
    "key_figure_value": 24,
    "key_figure_label": 80,
    "key_figure_compared_with": 80,
    "ipr_notes": 500,
    "expected_role": 4000,
    "partnership_why": 300,
    "partnership_how": 300,
    "keyword": 50,
    "figure_alt": 300,
    "figure_caption": 200,
}
"""Characters. The one place: tables, forms and lint read it."""

OFFER_COUNTS: dict[str, int] = {
    "key_figures": 4,
    "partnerships": 3,
    "technology_keywords": 5,
    "market_keywords": 5,
}
"""The most entries of each list."""

MOST_FIGURES = 4
"""Pictures that one offer shows."""

OFFER_REQUIRED: tuple[str, ...] = (
    "title",
    "short_summary",
    "description",
    "advantages",
    "trl",
    "ipr_status",
    "expected_role",
    "partner_sizes",
    "technology_keywords",
    "market_keywords",
    "anonymous",
)
"""What the European network demands, in the order of its form. Partnerships have findings of their own;
no goal means "not relevant", no country means all."""
