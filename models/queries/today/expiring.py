"""Public offers whose day is near: an officer extends each once, or writes its next version."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from models.queries.today.scope import Few, Scope, few
from models.rules.offers import WARN_BEFORE
from models.rules.words import Language, OfferState
from models.tables import Offer, Technology


@dataclass(frozen=True, slots=True)
class Expiring:
    reference: str
    title: str
    language: Language
    on: date
    days: int
    """From today; 0 or less when the sweep has not taken it down yet."""
    extended: bool
    """Once already."""


def expiring(session: Session, scope: Scope) -> Few[Expiring]:
    """The nearest first."""
    query: sa.Select[Any] = (
        sa.select(
            col(Technology.reference),
            col(Technology.title),
            col(Offer.language),
            col(Offer.expires_on),
            col(Offer.extended_at),
        )
        .join_from(Offer, Technology, col(Technology.id) == col(Offer.technology_id))
        .where(
            col(Offer.expires_on) <= scope.today + WARN_BEFORE,
            col(Offer.state) == OfferState.PUBLISHED,
            scope.owns(col(Offer.technology_id), over=()),
        )
        .order_by(col(Offer.expires_on), col(Offer.id))
    )
    rows, count = few(session, query)
    found = [
        Expiring(reference, title, language, on, (on - scope.today).days, extended is not None)
        for reference, title, language, on, extended in rows
    ]
    return Few(found, count)
