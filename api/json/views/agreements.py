"""Agreements and money. Amounts are whole minor units of the currency named beside them."""

from datetime import date, datetime

from pydantic import Field

from api.json.views import View
from models.queries.agreements import AgreementRow, DistributionFile
from models.rules.words import AgreementKind, AgreementState, Beneficiary, ObligationKind, ObligationState


class MilestoneView(View):
    text: str
    due_on: date
    amount: int


class AgreementView(View):
    id: int
    kind: AgreementKind
    reference: str = Field(description="The technology's.")
    lead_id: int
    partner_id: int
    partner: str
    state: AgreementState
    created_at: datetime
    effective_on: date | None
    expires_on: date | None
    institution_signed_on: date | None
    institution_signatory: str
    partner_signed_on: date | None
    partner_signatory: str
    exclusive: bool
    territory: str
    field_of_use: str
    currency: str
    upfront: int
    royalty_bp: int
    minimum_annual: int
    milestones: list[MilestoneView]
    terms: str
    policy: str | None
    document_sha256: str | None = Field(description="Of the drawn-up document, once there is one.")

    @classmethod
    def of(cls, row: AgreementRow) -> "AgreementView":
        own = {name: getattr(row.agreement, name) for name in cls.model_fields if hasattr(row.agreement, name)}
        return cls.model_validate(own | {"reference": row.technology.reference, "partner": row.partner.name})


class ObligationView(View):
    id: int
    kind: ObligationKind
    label: str
    due_on: date
    amount: int
    currency: str
    state: ObligationState
    met_on: date | None


class PaymentView(View):
    id: int
    obligation_id: int | None
    amount: int
    direct_costs: int
    currency: str
    received_on: date
    bank_reference: str
    recorded_at: datetime


class ShareView(View):
    beneficiary: Beneficiary
    creator: str | None
    amount: int


class DistributionView(View):
    payment_id: int
    policy: str
    amount: int
    deducted: int
    currency: str
    created_at: datetime
    shares: list[ShareView]

    @classmethod
    def of(cls, file: DistributionFile) -> "DistributionView":
        shares = [
            ShareView(beneficiary=share.beneficiary, creator=name, amount=share.amount) for share, name in file.shares
        ]
        own = {name: getattr(file.distribution, name) for name in cls.model_fields if name != "shares"}
        return cls.model_validate(own | {"shares": shares})
