"""Agreements, what they make due, what was received and how it was split. Money is minor units."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field

from models.rules.naming import Naming
from models.rules.words import AgreementKind, AgreementState, Beneficiary, ObligationKind, ObligationState
from models.tables.columns import Table, digest_column, enum_column, key_column, list_column, moment_column


def _money() -> Column[Any]:
    return Column(BigInteger, nullable=False)


class Agreement(Table, table=True):
    __table_args__ = (
        CheckConstraint("royalty_bp BETWEEN 0 AND 10000", name="royalty_in_range"),
        CheckConstraint("upfront >= 0 AND minimum_annual >= 0", name="money_not_negative"),
        CheckConstraint(
            "state <> 'in_force' OR (institution_signed_on IS NOT NULL AND partner_signed_on IS NOT NULL)",
            name="in_force_when_signed",
        ),
    )
    confidential: ClassVar[frozenset[str]] = frozenset(
        {"terms", "milestones", "field_of_use", "territory", "institution_signatory", "partner_signatory"}
    )
    naming: ClassVar[Mapping[str, Naming]] = MappingProxyType(
        {
            "institution_signatory": Naming.PARTIES,
            "partner_signatory": Naming.PARTIES,
        }
    )

    id: int = Field(default=None, primary_key=True)
    kind: AgreementKind = Field(sa_column=enum_column(AgreementKind))
    technology_id: int = Field(sa_column=key_column("technology.id"))
    partner_id: int = Field(sa_column=key_column("partner.id"))
    lead_id: int = Field(sa_column=key_column("lead.id"))
    state: AgreementState = Field(default=AgreementState.DRAFT, sa_column=enum_column(AgreementState))
    created_at: datetime = Field(sa_column=moment_column())
    effective_on: date | None = None
    expires_on: date | None = None
    institution_signed_on: date | None = None
    institution_signatory: str = ""
    partner_signed_on: date | None = None
    partner_signatory: str = ""
    exclusive: bool = False
    territory: str = ""
    field_of_use: str = ""
    currency: str = Field(default="PLN", max_length=3)
    upfront: int = Field(default=0, sa_column=_money())
    royalty_bp: int = 0
    minimum_annual: int = Field(default=0, sa_column=_money())
    milestones: list[dict[str, Any]] = Field(default_factory=list, sa_column=list_column())
    """`{"text", "due_on" (ISO date), "amount" (minor units)}`."""
    terms: str = ""
    policy: str | None = None
    """Name of the distribution policy by which its income is split."""
    document_sha256: str | None = Field(default=None, sa_column=digest_column(nullable=True))


class Obligation(Table, table=True):
    __table_args__ = (UniqueConstraint("agreement_id", "kind", "due_on", "label"),)
    confidential: ClassVar[frozenset[str]] = frozenset({"label"})

    id: int = Field(default=None, primary_key=True)
    agreement_id: int = Field(sa_column=key_column("agreement.id"))
    kind: ObligationKind = Field(sa_column=enum_column(ObligationKind))
    label: str
    due_on: date = Field(index=True)
    amount: int = Field(default=0, sa_column=_money())
    currency: str = Field(max_length=3)
    state: ObligationState = Field(default=ObligationState.OPEN, sa_column=enum_column(ObligationState))
    met_on: date | None = None


class Payment(Table, table=True):
    """Received money. The bank's reference makes a second entry of the same transfer impossible."""

    __table_args__ = (
        UniqueConstraint("agreement_id", "bank_reference"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("direct_costs >= 0", name="costs_not_negative"),
    )

    id: int = Field(default=None, primary_key=True)
    agreement_id: int = Field(sa_column=key_column("agreement.id"))
    obligation_id: int | None = Field(default=None, sa_column=key_column("obligation.id", nullable=True))
    amount: int = Field(sa_column=_money())
    direct_costs: int = Field(default=0, sa_column=_money())
    """Costs of commercialisation set against this payment, before policy caps them."""
    currency: str = Field(max_length=3)
    received_on: date
    bank_reference: str
    recorded_by_id: int = Field(sa_column=key_column("person.id"))
    recorded_at: datetime = Field(sa_column=moment_column())


class Distribution(Table, table=True):
    """One payment split by one policy; made once."""

    id: int = Field(default=None, primary_key=True)
    payment_id: int = Field(sa_column=key_column("payment.id", unique=True))
    policy: str
    amount: int = Field(sa_column=_money())
    deducted: int = Field(default=0, sa_column=_money())
    currency: str = Field(max_length=3)
    created_at: datetime = Field(sa_column=moment_column())


class DistributionShare(Table, table=True):
    __tablename__ = "distribution_share"
    __table_args__ = (CheckConstraint("amount >= 0", name="amount_not_negative"),)

    id: int = Field(default=None, primary_key=True)
    distribution_id: int = Field(sa_column=key_column("distribution.id"))
    beneficiary: Beneficiary = Field(sa_column=enum_column(Beneficiary))
    contributor_id: int | None = Field(default=None, sa_column=key_column("contributor.id", nullable=True))
    amount: int = Field(sa_column=_money())
