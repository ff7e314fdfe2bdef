"""Agreements signed, income received, and the numbers of applications: what offices report to AUTM and ASTP."""

import sqlalchemy as sa
from sqlalchemy import ColumnElement, case, func
from sqlmodel import Session, col

from models.queries.portfolio.counts import Deals, Income, Survey
from models.queries.portfolio.stages import Scope, is_disclosure
from models.rules.periods import Period
from models.rules.words import AgreementKind, CaseStatus, PatentEventKind
from models.tables import Agreement, Disclosure, PatentCase, PatentEvent, Payment, Technology, Transition

LICENCES = (AgreementKind.LICENCE, AgreementKind.OPTION)
ENDS = (
    PatentEventKind.LAPSED,
    PatentEventKind.REVOKED,
    PatentEventKind.ABANDONED,
    PatentEventKind.WITHDRAWN,
    PatentEventKind.PAID_PERIOD_ENDED,
)


def deals(session: Session, scope: Scope, period: Period) -> Deals:
    return Deals(_signed(session, scope, period), _income(session, scope, period))


def _signed(session: Session, scope: Scope, period: Period) -> dict[AgreementKind, int]:
    """By the day of the second signature."""
    query = (
        sa.select(col(Agreement.kind), func.count())
        .join(Technology, col(Technology.id) == col(Agreement.technology_id))
        .where(scope.of(Technology.institution_id), _in_force_on() >= period.first, _in_force_on() < period.until)
        .group_by(col(Agreement.kind))
    )
    return dict.fromkeys(AgreementKind, 0) | {AgreementKind(kind): count for kind, count in session.execute(query)}


def _in_force_on() -> ColumnElement[object]:
    """NULL, which no comparison holds for, until both have signed."""
    ours, theirs = col(Agreement.institution_signed_on), col(Agreement.partner_signed_on)
    return case((ours > theirs, ours), (theirs >= ours, theirs))


def _income(session: Session, scope: Scope, period: Period) -> list[Income]:
    """By the day on which it came, whenever it was recorded."""
    amount = col(Payment.amount)
    of_licences = func.sum(case((col(Agreement.kind).in_(LICENCES), amount), else_=0))
    query = (
        sa.select(
            col(Payment.currency),
            func.count(sa.distinct(col(Payment.agreement_id))),
            func.count(),
            func.sum(amount),
            of_licences,
        )
        .join_from(Payment, Agreement, col(Agreement.id) == col(Payment.agreement_id))
        .join(Technology, col(Technology.id) == col(Agreement.technology_id))
        .where(
            scope.of(Technology.institution_id),
            col(Payment.received_on) >= period.first,
            col(Payment.received_on) < period.until,
        )
        .group_by(col(Payment.currency))
        .order_by(col(Payment.currency))
    )
    return [
        Income(currency, agreements, payments, int(total), int(licences))
        for currency, agreements, payments, total, licences in session.execute(query)
    ]


def survey(session: Session, scope: Scope, period: Period, disclosures: int) -> Survey:
    priority, filings, grants, in_force = _patents(session, scope, period)
    return Survey(
        disclosures=disclosures,
        spin_off_intents=_spin_offs(session, scope, period),
        priority_filings=priority,
        filings=filings,
        grants=grants,
        patents_in_force=in_force,
        active_licences=_active_licences(session, scope, period),
    )


def _spin_offs(session: Session, scope: Scope, period: Period) -> int:
    """By what the first version of each disclosure says: a later one changes no past report."""
    query = (
        sa.select(func.count())
        .select_from(Transition)
        .join(Disclosure, col(Disclosure.technology_id) == col(Transition.technology_id))
        .where(
            scope.of(Transition.institution_id),
            is_disclosure(),
            col(Transition.at) >= period.starts_at,
            col(Transition.at) < period.ends_at,
            col(Disclosure.version) == 1,
            col(Disclosure.spin_off_intent),
        )
    )
    return int(session.execute(query).scalar_one())


def _patents(session: Session, scope: Scope, period: Period) -> tuple[int, int, int, int]:
    """First filings, all filings and grants of the period; patents in force at its end."""
    filed, granted = col(PatentCase.filed_on), col(PatentCase.granted_on)
    is_filed = sa.and_(filed >= period.first, filed < period.until, col(PatentCase.status) != CaseStatus.PLANNED)
    is_granted = sa.and_(granted >= period.first, granted < period.until)
    query = (
        sa.select(
            _number_where(sa.and_(is_filed, col(PatentCase.priority))),
            _number_where(is_filed),
            _number_where(is_granted),
            _number_where(_is_in_force(period)),
        )
        .select_from(PatentCase)
        .join(Technology, col(Technology.id) == col(PatentCase.technology_id))
        .where(scope.of(Technology.institution_id))
    )
    priority, filings, grants, in_force = session.execute(query).one()
    return int(priority), int(filings), int(grants), int(in_force)


def _is_in_force(period: Period) -> ColumnElement[bool]:
    """Granted before the end, and neither run out nor ended by then. One that ended later was in force."""
    ended = sa.select(col(PatentEvent.id)).where(
        col(PatentEvent.case_id) == col(PatentCase.id), col(PatentEvent.kind).in_(ENDS)
    )
    expires = col(PatentCase.expires_on)
    return sa.and_(
        col(PatentCase.granted_on) < period.until,
        sa.or_(expires.is_(None), expires >= period.until),
        ~ended.where(col(PatentEvent.happened_on) < period.until).exists(),
        sa.or_(
            col(PatentCase.status) != CaseStatus.LAPSED,
            ended.where(col(PatentEvent.happened_on) >= period.until).exists(),
        ),
    )


def _active_licences(session: Session, scope: Scope, period: Period) -> int:
    expires = col(Agreement.expires_on)
    query = (
        sa.select(func.count())
        .select_from(Agreement)
        .join(Technology, col(Technology.id) == col(Agreement.technology_id))
        .where(
            scope.of(Technology.institution_id),
            col(Agreement.kind).in_(LICENCES),
            _in_force_on() < period.until,
            sa.or_(expires.is_(None), expires >= period.until),
        )
    )
    return int(session.execute(query).scalar_one())


def _number_where(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
