"""Offers: as the world sees the published ones, and as the office works on them."""

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import Field

from api.json.views import View
from models.queries.catalogue import PublishedOffer
from models.queries.file_texts import NotCompared
from models.queries.offers import CONTENT
from models.rules.words import (
    Answer,
    Area,
    DeclineReason,
    DevelopmentStage,
    Field as Subject,
    IprStatus,
    Language,
    OfferState,
    PartnershipType,
    PartnerSize,
    TextGap,
    ValueChain,
    development_stage,
)
from models.tables import Brief, Delivery, Offer


class KeyFigureView(View):
    value: str
    label: str
    compared_with: str


class PartnershipView(View):
    type: PartnershipType
    why: str
    how: str


class FigureShown(View):
    """A picture that the version shows; it lies below the offer's page, at `figures/` and its place from 1."""

    sha256: str
    media_type: str
    width: int
    height: int
    alt: str = Field(description="What is seen, for those who cannot see it.")
    caption: str


class _Content(View):
    language: Language
    title: str
    short_summary: str
    problem: str
    description: str
    advantages: str
    key_figures: list[KeyFigureView]
    trl: int = Field(ge=1, le=9)
    ipr_status: IprStatus
    ipr_notes: str
    sdgs: list[int]
    expected_role: str
    partnerships: list[PartnershipView]
    partner_sizes: list[PartnerSize]
    technology_keywords: list[str]
    market_keywords: list[str]
    countries: list[str] = Field(description="ISO codes; empty means any country.")
    anonymous: bool | None = Field(description="Null in a draft in which nobody has decided yet.")
    figures: list[FigureShown]


class BriefLink(View):
    id: int
    sha256: str
    size: int
    rendered_at: datetime

    @classmethod
    def of(cls, brief: Brief | None) -> "BriefLink | None":
        return cls.model_validate(brief) if brief else None


class InstitutionShown(View):
    name_en: str
    name_pl: str
    city: str
    country: str
    homepage: str
    email: str
    phone: str


class PublishedOfferView(_Content):
    """What anybody may read. An anonymous offer says of its institution only the kind and the country."""

    key: str = Field(description="Stands for the technology in public addresses.")
    reference: str
    version: int
    development_stage: DevelopmentStage
    value_chain: ValueChain | None
    field: Subject | None
    area: Area
    country: str
    institution: InstitutionShown | None
    published_at: datetime | None
    expires_on: date | None
    page: str = Field(description="Path of the offer's page.")
    brief: BriefLink | None

    @classmethod
    def of(cls, shown: PublishedOffer) -> "PublishedOfferView":
        offer, institution = shown.offer, shown.institution_shown
        return cls.model_validate(
            {name: getattr(offer, name) for name in CONTENT}
            | {
                "key": shown.key,
                "reference": shown.reference,
                "version": offer.version,
                "development_stage": development_stage(offer.trl),
                "value_chain": shown.technology.value_chain,
                "field": shown.technology.field,
                "area": shown.area,
                "country": shown.institution.country,
                "institution": InstitutionShown.model_validate(institution) if institution else None,
                "published_at": offer.published_at,
                "expires_on": offer.expires_on,
                "page": shown.path,
                "brief": BriefLink.of(shown.brief),
            }
        )


class OfferPage(View):
    items: list[PublishedOfferView]
    next: int | None = Field(description="Send it as `after` for the next page; null on the last one.")


class FindingView(View):
    code: str
    severity: str
    field: str
    message_en: str
    message_pl: str
    excerpt: str = Field(default="", description="The passage that is meant; empty where the whole field is.")
    start: int | None = Field(default=None, description="Where the passage begins in the field's text, from 0.")


class LeakView(View):
    place: int = Field(description="Name it to accept this place.")
    field: str
    label: str = Field(description="The confidential text that it repeats.")
    excerpt: str
    start: int | None = Field(default=None, description="Where the passage begins in the field's text, from 0.")
    length: int | None = Field(default=None, description="Its length in characters: the excerpt may be shortened.")
    accepted: str = Field(description="The officer's reason; empty while it stands in the way of approval.")


class NotComparedView(View):
    """An attached file with which the scan could not compare the offer, or not wholly."""

    name: str
    gaps: list[TextGap] = Field(description="What of it was not compared; empty where that is all of it.")
    is_waiting: bool = Field(description="It is read before the offer is approved.")


class OfferFileView(_Content):
    """One version, with what lint and scan found, for those whose case it is."""

    id: int
    version: int
    state: OfferState
    created_at: datetime
    digest: str = Field(description="Consent and approval name it, so that they are given to exactly this content.")
    checked_digest: str | None = Field(
        description="Of the content and of what the scan compared it with: accepting a place names it."
    )
    findings: list[FindingView]
    leaks: list[LeakView] = Field(description="For officers and reviewers; empty for others.")
    not_compared: list[NotComparedView] = Field(description="For officers and reviewers; empty for others.")
    consented_at: datetime | None
    approved_at: datetime | None
    published_at: datetime | None
    expires_on: date | None
    extended_at: datetime | None
    brief: BriefLink | None

    @classmethod
    def of(
        cls, offer: Offer, brief: Brief | None, *, notes: bool, not_compared: Sequence[NotCompared] = ()
    ) -> "OfferFileView":
        """With `notes` for those who may read what the office says among itself."""
        leaks = [leak | {"place": place} for place, leak in enumerate(offer.leaks)] if notes else []
        own = {name: getattr(offer, name) for name in cls.model_fields if hasattr(offer, name)}
        return cls.model_validate(
            own | {"leaks": leaks, "not_compared": list(not_compared), "brief": BriefLink.of(brief)}
        )


class SentOfferView(PublishedOfferView):
    """What a contact sees through their signed link: the offer, and their own answer."""

    answer: Answer | None
    decline_reason: DeclineReason | None
    answered_at: datetime | None

    @classmethod
    def sent(cls, shown: PublishedOffer, delivery: Delivery) -> "SentOfferView":
        answered = {name: getattr(delivery, name) for name in ("answer", "decline_reason", "answered_at")}
        return cls.model_validate(PublishedOfferView.of(shown).model_dump() | answered)
