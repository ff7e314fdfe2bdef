"""Public offers that were found to say what is confidential: until somebody decides, they are sent to nobody more."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from models.queries.today.scope import Few, Scope, few
from models.rules.words import Language, OfferState
from models.tables import Offer, Technology


@dataclass(frozen=True, slots=True)
class Alarm:
    reference: str
    title: str
    language: Language
    since: datetime


def alarms(session: Session, scope: Scope) -> Few[Alarm]:
    """The longest first."""
    query: sa.Select[Any] = (
        sa.select(col(Technology.reference), col(Technology.title), col(Offer.language), col(Offer.alarmed_at))
        .join_from(Offer, Technology, col(Technology.id) == col(Offer.technology_id))
        .where(
            col(Offer.alarmed_at).is_not(None),
            col(Offer.state) == OfferState.PUBLISHED,
            scope.owns(col(Offer.technology_id), over=()),
        )
        .order_by(col(Offer.alarmed_at), col(Offer.id))
    )
    rows, count = few(session, query)
    return Few([Alarm(*row) for row in rows], count)
