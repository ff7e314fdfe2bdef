"""Work that failed and waits for a person, as far as it concerns the cases looked at."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import SQLColumnExpression
from sqlmodel import Session, col

from models.queries.today.scope import MOST_COUNTED, SHOWN, Few, Scope
from models.rules.words import DispatchState, WorkKind, WorkState
from models.tables import Agreement, DecisionLetter, Delivery, Notice, Offer, Payment, Technology, Work

_LOOKED_AT = 2 * MOST_COUNTED
"""Parked rows of the whole network, the latest first: there are few, or the administrator is at it."""


@dataclass(frozen=True, slots=True)
class Stuck:
    work_id: int
    kind: WorkKind
    error: str
    reference: str
    title: str
    doubtful: bool
    """An e-mail that may have left: a person looks before it is sent again."""


def stuck(session: Session, scope: Scope) -> Few[Stuck]:
    parked = session.execute(
        sa.select(col(Work.id), col(Work.kind), col(Work.subject_id), col(Work.error))
        .where(col(Work.state) == WorkState.PARKED)
        .order_by(col(Work.not_before).desc(), col(Work.id).desc())
        .limit(_LOOKED_AT)
    ).all()
    subjects: dict[WorkKind, set[int]] = defaultdict(set)
    for row in parked:
        subjects[WorkKind(row.kind)].add(row.subject_id)
    found = {
        (kind, row.subject): row
        for kind, ids in subjects.items()
        if kind in _CASE_OF
        for row in session.execute(_CASE_OF[kind](ids).where(scope.cases))
    }
    rows = []
    for number, kind, subject, error in parked:
        case = found.get((kind, subject))
        if case:
            rows.append(Stuck(number, kind, error, case.reference, case.title, bool(case.doubtful)))
    return Few(rows[:SHOWN], len(rows))


_NO = sa.literal(False).label("doubtful")


def _of_technology(ids: Iterable[int]) -> sa.Select[Any]:
    return _case(col(Technology.id), _NO).where(col(Technology.id).in_(ids))


def _of_offer(ids: Iterable[int]) -> sa.Select[Any]:
    query = _case(col(Offer.id), _NO).join(Offer, col(Offer.technology_id) == col(Technology.id))
    return query.where(col(Offer.id).in_(ids))


def _of_delivery(ids: Iterable[int]) -> sa.Select[Any]:
    query = _case(col(Delivery.id), _doubtful(Delivery))
    return (
        query.join(Offer, col(Offer.technology_id) == col(Technology.id))
        .join(Delivery, col(Delivery.offer_id) == col(Offer.id))
        .where(col(Delivery.id).in_(ids))
    )


def _of_notice(ids: Iterable[int]) -> sa.Select[Any]:
    query = _case(col(Notice.id), _doubtful(Notice))
    return query.join(Notice, col(Notice.technology_id) == col(Technology.id)).where(col(Notice.id).in_(ids))


def _of_agreement(ids: Iterable[int]) -> sa.Select[Any]:
    query = _case(col(Agreement.id), _NO).join(Agreement, col(Agreement.technology_id) == col(Technology.id))
    return query.where(col(Agreement.id).in_(ids))


def _of_letter(ids: Iterable[int]) -> sa.Select[Any]:
    query = _case(col(DecisionLetter.id), _NO)
    query = query.join(DecisionLetter, col(DecisionLetter.technology_id) == col(Technology.id))
    return query.where(col(DecisionLetter.id).in_(ids))


def _of_payment(ids: Iterable[int]) -> sa.Select[Any]:
    query = _case(col(Payment.id), _NO).join(Agreement, col(Agreement.technology_id) == col(Technology.id))
    return query.join(Payment, col(Payment.agreement_id) == col(Agreement.id)).where(col(Payment.id).in_(ids))


def _doubtful(table: type[Delivery] | type[Notice]) -> sa.ColumnElement[bool]:
    parked = col(table.state) == DispatchState.PARKED
    return sa.and_(parked, col(table.sending_at).is_not(None)).label("doubtful")


def _case(subject: SQLColumnExpression[int], doubtful: sa.ColumnElement[bool]) -> sa.Select[Any]:
    case: tuple[Any, ...] = (subject.label("subject"), col(Technology.reference), col(Technology.title), doubtful)
    return sa.select(*case).select_from(Technology)


_CASE_OF = {
    WorkKind.RECEIVE_DISCLOSURE: _of_technology,
    WorkKind.PREPARE_REVIEW: _of_technology,
    WorkKind.MATCH_PARTNERS: _of_technology,
    WorkKind.COMPARE_OFFERS: _of_technology,
    WorkKind.RENDER_BRIEF: _of_offer,
    WorkKind.SEND_DELIVERY: _of_delivery,
    WorkKind.SEND_NOTICE: _of_notice,
    WorkKind.DRAW_AGREEMENT: _of_agreement,
    WorkKind.DRAW_LETTER: _of_letter,
    WorkKind.SCHEDULE_OBLIGATIONS: _of_agreement,
    WorkKind.DISTRIBUTE_PAYMENT: _of_payment,
}
"""What is of no case, such as the sweep of the clocks, is the administrator's."""
