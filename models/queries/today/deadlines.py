"""Clocks that run out: those that a law sets, and what agreements made due."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from models.queries.today.scope import Few, Scope, few
from models.rules.clocks import clock_rules
from models.rules.words import AgreementState, ClockState, ObligationKind, ObligationState, Stage
from models.tables import Agreement, Clock, Obligation, Technology

AHEAD = timedelta(days=30)
BEHIND = timedelta(days=366)
"""A date missed longer ago than this is told on the case's own page only."""
_OVER = (Stage.CLOSED, Stage.RELEASED)


@dataclass(frozen=True, slots=True)
class Deadline:
    reference: str
    title: str
    code: str
    """Of the legal rule, or the obligation's kind."""
    on: date
    """As the law or the agreement says it; `due_on` may be a working day later."""
    due_on: date | None
    days: int
    """From today to `on`; negative when it is past."""
    label: str = ""
    """What the agreement calls it."""


def legal_deadlines(session: Session, scope: Scope) -> Few[Deadline]:
    query: sa.Select[Any] = (
        sa.select(
            col(Technology.reference),
            col(Technology.title),
            col(Clock.rule).label("code"),
            col(Clock.nominal_on).label("on"),
            col(Clock.due_on),
        )
        .join_from(Clock, Technology, col(Technology.id) == col(Clock.technology_id))
        .where(
            col(Clock.state) == ClockState.RUNNING,
            col(Clock.nominal_on).between(scope.today - BEHIND, scope.today + AHEAD),
            col(Clock.rule).not_in(_events()),
            scope.owns(col(Clock.technology_id), over=_OVER),
        )
        .order_by(col(Clock.nominal_on), col(Clock.id))
    )
    rows, count = few(session, query)
    return Few([Deadline(**row._mapping, days=(row.on - scope.today).days) for row in rows], count)


def agreed_deadlines(session: Session, scope: Scope) -> Few[Deadline]:
    query = (
        sa.select(
            col(Technology.reference),
            col(Technology.title),
            col(Obligation.kind),
            col(Obligation.due_on),
            col(Obligation.label),
        )
        .join_from(Obligation, Agreement, col(Agreement.id) == col(Obligation.agreement_id))
        .join(Technology, col(Technology.id) == col(Agreement.technology_id))
        .where(
            col(Obligation.state) == ObligationState.OPEN,
            col(Obligation.due_on).between(scope.today - BEHIND, scope.today + AHEAD),
            col(Agreement.state) == AgreementState.IN_FORCE,
            scope.owns(col(Agreement.technology_id), over=_OVER),
        )
        .order_by(col(Obligation.due_on), col(Obligation.id))
    )
    rows, count = few(session, query)
    return Few(
        [
            Deadline(reference, title, ObligationKind(kind), on, on, (on - scope.today).days, label)
            for reference, title, kind, on, label in rows
        ],
        count,
    )


@cache
def _events() -> tuple[str, ...]:
    """What an office does around a day: nobody has to act by it."""
    return tuple(code for code, rule in clock_rules().items() if rule.event)
