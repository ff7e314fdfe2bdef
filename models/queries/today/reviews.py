"""What reviews and their decisions ask of the office: filings decided upon, conflicts to decide, late reviewers,
creators who have not answered the offer of the rights."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.queries.today.scope import SHOWN, Few, Scope, few
from models.rules.words import EffectKind, RequestState, Stage
from models.tables import (
    ConflictStatement,
    DecisionEffect,
    PatentCase,
    Person,
    ReviewDecision,
    ReviewRequest,
    RightsOffer,
    Technology,
)

_OVER = (Stage.LICENSED, Stage.CLOSED, Stage.RELEASED)


class Pending(StrEnum):
    FILING = "filing"
    CONFLICT = "conflict"
    LATE = "late"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Asked:
    kind: Pending
    reference: str
    title: str
    name: str = ""
    on: date | None = None
    """Of a filing the planned publication; of a review the day on which it was wanted; of an offer its own."""


def review_tasks(session: Session, scope: Scope) -> Few[Asked]:
    """The most urgent kind first: a filing that a publication would spoil."""
    asked = (_filings, _conflicts, _late, _answers)
    found = [each(scope) for each in asked]
    rows: list[Asked] = []
    total = 0
    for kind, query in zip(Pending, found, strict=True):
        some, count = few(session, query)
        rows += [Asked(kind, *row) for row in some]
        total += count
    return Few(rows[:SHOWN], total)


def _filings(scope: Scope) -> sa.Select[Any]:
    filed = sa.exists().where(
        col(PatentCase.technology_id) == col(Technology.id),
        col(PatentCase.priority),
        col(PatentCase.filed_on).is_not(None),
    )
    return (
        sa.select(col(Technology.reference), col(Technology.title), sa.literal(""), col(DecisionEffect.due_on))
        .join_from(DecisionEffect, ReviewDecision, col(ReviewDecision.id) == col(DecisionEffect.decision_id))
        .join(Technology, col(Technology.id) == col(ReviewDecision.technology_id))
        .where(
            col(DecisionEffect.kind) == EffectKind.FILING_DUE,
            col(DecisionEffect.undone_at).is_(None),
            col(DecisionEffect.kept_at).is_(None),
            ~filed,
            scope.owns(col(ReviewDecision.technology_id), over=_OVER),
        )
        .order_by(col(DecisionEffect.due_on).is_(None), col(DecisionEffect.due_on), col(DecisionEffect.id))
    )


def _conflicts(scope: Scope) -> sa.Select[Any]:
    later = aliased(ConflictStatement)
    replaced = sa.exists().where(
        col(later.technology_id) == col(ConflictStatement.technology_id),
        col(later.person_id) == col(ConflictStatement.person_id),
        col(later.id) > col(ConflictStatement.id),
    )
    return (
        sa.select(col(Technology.reference), col(Technology.title), col(Person.name), sa.null())
        .join_from(ConflictStatement, Technology, col(Technology.id) == col(ConflictStatement.technology_id))
        .join(Person, col(Person.id) == col(ConflictStatement.person_id))
        .where(
            col(ConflictStatement.declared),
            col(ConflictStatement.ruling).is_(None),
            ~replaced,
            scope.owns(col(ConflictStatement.technology_id), over=_OVER),
        )
        .order_by(col(ConflictStatement.id))
    )


def _late(scope: Scope) -> sa.Select[Any]:
    return (
        sa.select(col(Technology.reference), col(Technology.title), col(Person.name), col(ReviewRequest.due_on))
        .join_from(ReviewRequest, Technology, col(Technology.id) == col(ReviewRequest.technology_id))
        .join(Person, col(Person.id) == col(ReviewRequest.reviewer_id))
        .where(
            col(ReviewRequest.state) == RequestState.OPEN,
            col(ReviewRequest.due_on) < scope.today,
            col(Technology.stage) == Stage.IP_REVIEW,
            scope.owns(col(ReviewRequest.technology_id), over=_OVER),
        )
        .order_by(col(ReviewRequest.due_on), col(ReviewRequest.id))
    )


def _answers(scope: Scope) -> sa.Select[Any]:
    return (
        sa.select(col(Technology.reference), col(Technology.title), col(RightsOffer.name), col(RightsOffer.offered_on))
        .join_from(RightsOffer, Technology, col(Technology.id) == col(RightsOffer.technology_id))
        .where(
            col(RightsOffer.answer).is_(None),
            col(RightsOffer.superseded_at).is_(None),
            scope.owns(col(RightsOffer.technology_id), over=_OVER),
        )
        .order_by(col(RightsOffer.offered_on), col(RightsOffer.id))
    )
