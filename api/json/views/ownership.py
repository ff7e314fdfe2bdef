"""On what the rights rest, who else owns them, what funders demand, what of others went in. Confidential."""

from datetime import date
from typing import Self

from pydantic import Field

from api.json.views import View
from models.queries.ownership import Financed, received
from models.rules.inputs import limits_of
from models.rules.ownership import Title
from models.rules.words import (
    ContributorStatus,
    DemandEvent,
    DemandKind,
    DemandState,
    InputKind,
    InputState,
    Language,
    LegalBasis,
)
from models.tables import Contributor, ThirdPartyInput


class RightView(View):
    contributor_id: int
    name: str
    status: ContributorStatus
    employer: str
    employed_here: bool = Field(description="The office's finding, or what the named employer says.")
    share_bp: int
    basis: LegalBasis | None
    document: str
    dated_on: date | None
    evidence_id: int | None
    waiver: str

    @classmethod
    def of(cls, row: Contributor, title: Title) -> Self:
        return cls(
            contributor_id=row.id,
            name=row.name,
            status=row.status,
            employer=row.employer,
            employed_here=title.employed_here,
            share_bp=row.share_bp,
            basis=row.legal_basis,
            document=row.basis_document,
            dated_on=row.basis_dated_on,
            evidence_id=row.basis_evidence_id,
            waiver=row.basis_waiver,
        )


class CoOwnerView(View):
    id: int
    name: str
    share_bp: int
    agreement: str
    agreed_on: date | None
    evidence_id: int | None
    waiver: str
    we_manage: bool


class DemandView(View):
    id: int
    kind: DemandKind
    text: str
    due_on: date | None
    due_event: DemandEvent | None
    source: str
    state: DemandState
    settled_on: date | None
    document: str
    evidence_id: int | None


class FinancedView(View):
    id: int
    sponsor: str
    number: str
    instrument: str
    obligations: str
    demands: list[DemandView]

    @classmethod
    def of(cls, each: Financed) -> Self:
        funding = each.funding
        return cls(
            id=funding.id,
            sponsor=funding.sponsor,
            number=funding.number,
            instrument=funding.instrument,
            obligations=funding.obligations,
            demands=[DemandView.model_validate(demand) for demand in each.demands],
        )


class InputView(View):
    id: int
    kind: InputKind
    name: str
    provider: str
    agreement: str
    licence: str
    no_commercial_use: bool
    reach_through: bool
    publication_limited: bool
    state: InputState
    note: str
    evidence_id: int | None


class WeighedInput(InputView):
    limits: list[str] = Field(description="What its terms restrict, a copyleft among it, in the asked language.")

    @classmethod
    def weighed(cls, row: ThirdPartyInput, language: Language) -> Self:
        limits = [each.to(language) for each in limits_of(received(row))]
        return cls(**InputView.model_validate(row).model_dump(), limits=limits)


class OwnershipView(View):
    rights: list[RightView]
    co_owners: list[CoOwnerView]
    funding: list[FinancedView]
    inputs: list[WeighedInput]
    missing: list[str] = Field(description="What is missing for whom, in sentences of the asked language.")
