"""Agreements of a case and the money under them. For the officers of the case's institution."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from models.errors import NotFound
from models.queries.technologies import institution_case, visible_to
from models.rules.permissions import Act, Actor, demand
from models.tables import (
    Agreement,
    Contributor,
    Distribution,
    DistributionShare,
    Obligation,
    Partner,
    Payment,
    Technology,
)


@dataclass(frozen=True, slots=True)
class AgreementRow:
    agreement: Agreement
    partner: Partner
    technology: Technology


def agreement_row(session: Session, agreement_id: int, actor: Actor) -> AgreementRow:
    found = session.exec(
        select(Agreement, Partner, Technology)
        .join(Technology, col(Technology.id) == col(Agreement.technology_id))
        .join(Partner, col(Partner.id) == col(Agreement.partner_id))
        .where(Agreement.id == agreement_id, visible_to(actor))
    ).one_or_none()
    if found is None:
        raise NotFound(f"There is no agreement {agreement_id} among those you may see.")
    row = AgreementRow(*found)
    demand(actor, Act.MANAGE_AGREEMENTS, institution_case(row.technology))
    return row


def agreements_of(session: Session, technology: Technology, actor: Actor) -> Sequence[AgreementRow]:
    demand(actor, Act.MANAGE_AGREEMENTS, institution_case(technology))
    rows = session.exec(
        select(Agreement, Partner)
        .join(Partner, col(Partner.id) == col(Agreement.partner_id))
        .where(Agreement.technology_id == technology.id)
        .order_by(col(Agreement.id))
    )
    return [AgreementRow(agreement, partner, technology) for agreement, partner in rows]


def obligations_of(session: Session, agreement: Agreement) -> Sequence[Obligation]:
    query = select(Obligation).where(Obligation.agreement_id == agreement.id)
    return session.exec(query.order_by(col(Obligation.due_on), col(Obligation.id))).all()


def payments_of(session: Session, agreement: Agreement) -> Sequence[Payment]:
    return session.exec(select(Payment).where(Payment.agreement_id == agreement.id).order_by(col(Payment.id))).all()


@dataclass(frozen=True, slots=True)
class DistributionFile:
    distribution: Distribution
    shares: Sequence[tuple[DistributionShare, str | None]]
    """Each with its creator's name; `None` for the unit and the institution."""


def distributions_of(session: Session, agreement: Agreement) -> Sequence[DistributionFile]:
    distributions = session.exec(
        select(Distribution)
        .join(Payment, col(Payment.id) == col(Distribution.payment_id))
        .where(Payment.agreement_id == agreement.id)
        .order_by(col(Distribution.id))
    ).all()
    rows = session.exec(
        select(DistributionShare, Contributor.name)
        .join(Contributor, col(Contributor.id) == col(DistributionShare.contributor_id), isouter=True)
        .where(col(DistributionShare.distribution_id).in_([each.id for each in distributions]))
        .order_by(col(DistributionShare.id))
    ).all()
    return [
        DistributionFile(each, [(share, name) for share, name in rows if share.distribution_id == each.id])
        for each in distributions
    ]
