"""What was published in the period, and what businesses answered."""

from collections import Counter
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from models.queries.catalogue import shown_reference
from models.queries.portfolio.counts import Answers, PublishedOffer
from models.queries.portfolio.stages import Scope, made_public
from models.rules.periods import Period
from models.rules.words import Answer, DeclineReason, OfferState
from models.tables import Delivery, Institution, Lead, Offer, Technology

MOST_LISTED = 60


def published_offers(
    session: Session, scope: Scope, period: Period, *, today: date
) -> tuple[list[PublishedOffer], int]:
    """Those of the period that everybody may still read, by title, and how many more there are."""
    among = (
        scope.of(Technology.institution_id),
        Offer.state == OfferState.PUBLISHED,
        sa.or_(col(Offer.expires_on).is_(None), col(Offer.expires_on) >= today),
        col(Offer.published_at) >= period.starts_at,
        col(Offer.published_at) < period.ends_at,
    )
    rows = session.exec(
        select(Offer, Technology, Institution)
        .join(Technology, col(Technology.id) == col(Offer.technology_id))
        .join(Institution, col(Institution.id) == col(Technology.institution_id))
        .where(*among)
        .order_by(col(Offer.title), col(Offer.id))
        .limit(MOST_LISTED)
    ).all()
    count = session.exec(
        select(func.count())
        .select_from(Offer)
        .join(Technology, col(Technology.id) == col(Offer.technology_id))
        .where(*among)
    ).one()
    return [_listed(*row) for row in rows], count - len(rows)


def _listed(offer: Offer, technology: Technology, home: Institution) -> PublishedOffer:
    """An anonymous offer stays so in whatever report."""
    return PublishedOffer(
        reference=shown_reference(offer, technology),
        title=offer.title,
        language=offer.language,
        field=technology.field,
        name_en="" if offer.anonymous else home.name_en,
        name_pl="" if offer.anonymous else home.name_pl,
    )


def answers(session: Session, scope: Scope, period: Period) -> Answers:
    """A business that answered twice counts with its last answer, in the period when it gave it."""
    given, reasons = _given(session, scope, period)
    leads = session.exec(
        select(func.count())
        .select_from(Lead)
        .join(Technology, col(Technology.id) == col(Lead.technology_id))
        .where(scope.of(Technology.institution_id), *_within(Lead.opened_at, period))
    ).one()
    sent = session.execute(_deliveries(sa.select(func.count()), scope).where(*_within(Delivery.sent_at, period)))
    return Answers(made_public(session, scope, period), int(sent.scalar_one()), given, reasons, leads)


def _given(session: Session, scope: Scope, period: Period) -> tuple[dict[Answer, int], dict[DeclineReason, int]]:
    kinds = (col(Delivery.answer), col(Delivery.decline_reason))
    query = (
        _deliveries(sa.select(*kinds, func.count()), scope)
        .where(*_within(Delivery.answered_at, period), col(Delivery.answer).is_not(None))
        .group_by(*kinds)
    )
    given: Counter[Answer] = Counter(dict.fromkeys(Answer, 0))
    reasons: Counter[DeclineReason] = Counter(dict.fromkeys(DeclineReason, 0))
    for answer, reason, count in session.execute(query):
        given[answer] += count
        if reason is not None:
            reasons[reason] += count
    return dict(given), dict(reasons)


def _deliveries(query: sa.Select[Any], scope: Scope) -> sa.Select[Any]:
    return (
        query.select_from(Delivery)
        .join(Offer, col(Offer.id) == col(Delivery.offer_id))
        .join(Technology, col(Technology.id) == col(Offer.technology_id))
        .where(scope.of(Technology.institution_id))
    )


def _within(column: Any, period: Period) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    moment = col(column)
    return moment >= period.starts_at, moment < period.ends_at
