"""Partners and what happened with them. For officers, coordinators and administrators."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from api.json.views import View
from models.queries.partners import DeliveryRow, LeadRow, PartnerFile
from models.rules.words import (
    Answer,
    DeclineReason,
    DispatchState,
    Field as Subject,
    Language,
    LeadState,
    PartnershipType,
    PartnerSize,
    ValueChain,
)
from models.tables import Match, Partner


class PartnerView(View):
    id: int
    name: str
    country: str
    city: str
    website: str
    size: PartnerSize
    about: str


class PartnerPage(View):
    items: list[PartnerView]
    next: int | None = Field(description="Send it as `after` for the next page; null on the last one.")


class ContactView(View):
    id: int
    name: str
    email: str
    language: Language
    consent_on: date | None
    consent_source: str
    stopped_at: datetime | None = Field(description="Since when the contact wants no e-mails.")


class ProfileView(View):
    value_chain: ValueChain | None
    fields_of_interest: list[Subject] = Field(validation_alias="fields")
    keywords: list[str]
    trl_min: int
    trl_max: int
    countries: list[str]
    partnerships: list[PartnershipType]


class PartnerFileView(PartnerView):
    contacts: list[ContactView]
    profile: ProfileView | None

    @classmethod
    def of(cls, file: PartnerFile) -> "PartnerFileView":
        return cls.model_validate(
            PartnerView.model_validate(file.partner).model_dump()
            | {
                "contacts": [ContactView.model_validate(each) for each in file.contacts],
                "profile": ProfileView.model_validate(file.profile) if file.profile else None,
            }
        )


class MatchView(View):
    partner: PartnerView
    score: int = Field(ge=0, le=100)
    parts: list[dict[str, Any]] = Field(description="What the score is made of, each with its points.")
    shared_terms: list[str]
    matched_at: datetime

    @classmethod
    def of(cls, match: Match, partner: Partner) -> "MatchView":
        return cls(
            partner=PartnerView.model_validate(partner),
            score=match.score,
            parts=match.parts,
            shared_terms=match.shared_terms,
            matched_at=match.matched_at,
        )


class DeliveryView(View):
    id: int
    offer_id: int
    language: Language
    partner_id: int
    partner: str
    contact: str
    email: str
    state: DispatchState
    queued_at: datetime
    sent_at: datetime | None
    error: str
    opened_at: datetime | None
    answer: Answer | None
    decline_reason: DeclineReason | None
    answered_at: datetime | None
    message: str

    @classmethod
    def of(cls, row: DeliveryRow) -> "DeliveryView":
        own = {name: getattr(row.delivery, name) for name in cls.model_fields if hasattr(row.delivery, name)}
        return cls.model_validate(
            own
            | {
                "language": row.offer.language,
                "partner_id": row.partner.id,
                "partner": row.partner.name,
                "contact": row.contact.name,
                "email": row.contact.email,
            }
        )


class LeadView(View):
    id: int
    partner_id: int
    partner: str
    contact: str
    email: str
    state: LeadState
    lost_reason: str
    opened_at: datetime
    changed_at: datetime

    @classmethod
    def of(cls, row: LeadRow) -> "LeadView":
        own = {name: getattr(row.lead, name) for name in cls.model_fields if hasattr(row.lead, name)}
        return cls.model_validate(
            own | {"partner": row.partner.name, "contact": row.contact.name, "email": row.contact.email}
        )
