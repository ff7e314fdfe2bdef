"""What people hand in: forms validate, tables hold. Fields unknown to a form are refused."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, EmailStr, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from models.rules.disclosure import valid_orcid
from models.rules.offers import OFFER_LIMITS
from models.rules.text import deceives
from models.rules.words import (
    AgreementKind,
    CaseStatus,
    ContributorStatus,
    Criterion,
    Field as Subject,
    IprStatus,
    Language,
    LegalBasis,
    PartnershipType,
    PartnerSize,
    ProtectionStrategy,
    PublicDisclosure,
    ReviewOutcome,
    TechnologyKind,
    ValueChain,
)


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nul(cls, values: Any) -> Any:
        """PostgreSQL cannot hold the character, and no text needs it. Nested forms look after themselves."""
        if isinstance(values, dict) and any(map(_has_nul, values.values())):
            raise ValueError("texts must not contain the character NUL")
        return values

    @field_validator("*", mode="before")
    @classmethod
    def _without_deceit(cls, value: Any) -> Any:
        if any(deceives(text) for text in _texts_in(value)):
            raise PydanticCustomError(
                "deceiving_text", "texts must not contain control characters or ones that turn it"
            )
        return value


def _texts_in(value: object) -> list[str]:
    """Of a text or a list of texts; nested forms look after themselves."""
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]


def _has_nul(value: object) -> bool:
    return any(map(_has_nul, value)) if isinstance(value, list) else isinstance(value, str) and "\x00" in value


_LONG = 20_000

Line = Annotated[str, Field(max_length=300)]
Keyword = Annotated[str, Field(min_length=1, max_length=OFFER_LIMITS["keyword"])]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="Two capital letters, ISO 3166.")]


class ContributorForm(Form):
    name: str = Field(min_length=1, max_length=200)
    email: EmailStr
    orcid: Annotated[str, Field(max_length=80)] = ""
    post: Line = ""
    department: Line = ""
    employer: Line = ""
    status: ContributorStatus
    role: Line = ""
    contribution: str = Field(default="", max_length=_LONG)
    share_bp: int = Field(ge=0, le=10_000, description="Share in basis points; all together hold 10,000.")
    lead: bool = False
    legal_basis: LegalBasis | None = None

    @field_validator("orcid")
    @classmethod
    def _check_orcid(cls, value: str) -> str:
        if value and not valid_orcid(value):
            raise ValueError("not a valid ORCID: its check digit does not fit")
        return value


class FundingForm(Form):
    sponsor: str = Field(min_length=1, max_length=300)
    number: Line = ""
    instrument: Line = ""
    obligations: str = Field(default="", max_length=_LONG)


class DisclosureForm(Form):
    """What a researcher hands in. Only the title is demanded at once: the rest is a gate."""

    title: str = Field(min_length=1, max_length=300)
    kind: TechnologyKind = TechnologyKind.INVENTION
    language: Language = Language.ENGLISH
    value_chain: ValueChain | None = None
    field: Subject | None = None
    abstract_public: str = Field(default="", max_length=_LONG)
    abstract_confidential: str = Field(default="", max_length=_LONG)
    problem: str = Field(default="", max_length=_LONG)
    description: str = Field(default="", max_length=_LONG)
    novelty: str = Field(default="", max_length=_LONG)
    advantages: str = Field(default="", max_length=_LONG)
    limitations: str = Field(default="", max_length=_LONG)
    supporting_data: str = Field(default="", max_length=_LONG)
    public_disclosure: PublicDisclosure | None = None
    public_disclosure_on: date | None = None
    public_disclosure_note: str = Field(default="", max_length=_LONG)
    planned_publication_on: date | None = None
    conception_on: date | None = None
    conception_record: str = Field(default="", max_length=_LONG)
    applications: str = Field(default="", max_length=_LONG)
    market: str = Field(default="", max_length=_LONG)
    competitors: str = Field(default="", max_length=_LONG)
    interested_companies: str = Field(default="", max_length=_LONG)
    known_prior_art: str = Field(default="", max_length=_LONG)
    development_needed: str = Field(default="", max_length=_LONG)
    third_party_materials: str = Field(default="", max_length=_LONG)
    keywords: list[Keyword] = Field(default_factory=list, max_length=30)
    trl: int | None = Field(default=None, ge=1, le=9)
    spin_off_intent: bool = False
    contributors: list[ContributorForm] = Field(default_factory=list, max_length=50)
    funding: list[FundingForm] = Field(default_factory=list, max_length=20)

    @field_validator("contributors")
    @classmethod
    def _one_lead_and_no_twins(cls, value: list[ContributorForm]) -> list[ContributorForm]:
        if value and sum(contributor.lead for contributor in value) != 1:
            raise ValueError("exactly one contributor is the lead")
        if len({contributor.email.casefold() for contributor in value}) != len(value):
            raise ValueError("each contributor is named once, with an address of their own")
        return value


class PriorArtForm(Form):
    title: str = Field(min_length=1, max_length=500)
    source: str = Field(default="", max_length=200)
    identifier: str = Field(default="", max_length=200)
    relevance: str = Field(default="", max_length=_LONG)


class AssessmentForm(Form):
    scores: dict[Criterion, int] = Field(min_length=1, description="1 (poor) to 5 (strong) by criterion.")
    comment: str = Field(default="", max_length=_LONG)

    @field_validator("scores")
    @classmethod
    def _scores_in_range(cls, value: dict[Criterion, int]) -> dict[Criterion, int]:
        if any(not 1 <= score <= 5 for score in value.values()):
            raise ValueError("a score is a whole number from 1 to 5")
        return value


class DecisionForm(Form):
    outcome: ReviewOutcome
    strategy: ProtectionStrategy | None = None
    reason: str = Field(min_length=1, max_length=_LONG)

    @model_validator(mode="after")
    def _strategy_when_proceeding(self) -> "DecisionForm":
        if self.outcome is ReviewOutcome.PROCEED and self.strategy is None:
            raise ValueError("a decision to proceed names the strategy: patent, know_how or copyright")
        return self


class FilingForm(Form):
    case_number: str = Field(min_length=1, max_length=80)
    office: str = Field(pattern=r"^[A-Z]{2}$", description="Two letters, such as PL, EP, US or WO.")
    application_number: str = Field(default="", max_length=80)
    title: str = Field(default="", max_length=500)
    filed_on: date
    priority: bool = True
    status: CaseStatus = CaseStatus.PENDING
    published_on: date | None = None
    granted_on: date | None = None


class KeyFigure(Form):
    value: str = Field(min_length=1, max_length=24)
    label: str = Field(min_length=1, max_length=80)
    compared_with: str = Field(default="", max_length=80)


class PartnershipForm(Form):
    type: PartnershipType
    why: str = Field(default="", max_length=300)
    how: str = Field(default="", max_length=300)


class OfferForm(Form):
    """One language of the offer. Only the title is demanded at once: the rest is a gate."""

    language: Language
    title: str = Field(min_length=1, max_length=OFFER_LIMITS["title"])
    short_summary: str = Field(default="", max_length=OFFER_LIMITS["short_summary"])
    problem: str = Field(default="", max_length=OFFER_LIMITS["problem"])
    description: str = Field(default="", max_length=OFFER_LIMITS["description"])
    advantages: str = Field(default="", max_length=OFFER_LIMITS["advantages"])
    key_figures: list[KeyFigure] = Field(default_factory=list, max_length=4)
    trl: int = Field(ge=1, le=9)
    ipr_status: IprStatus
    ipr_notes: str = Field(default="", max_length=OFFER_LIMITS["ipr_notes"])
    sdgs: list[int] = Field(default_factory=list, max_length=17)
    expected_role: str = Field(default="", max_length=OFFER_LIMITS["expected_role"])
    partnerships: list[PartnershipForm] = Field(default_factory=list, max_length=3)
    partner_sizes: list[PartnerSize] = Field(default_factory=list, max_length=7)
    technology_keywords: list[Keyword] = Field(default_factory=list, max_length=5)
    market_keywords: list[Keyword] = Field(default_factory=list, max_length=5)
    countries: list[Country] = Field(default_factory=list, max_length=250)
    anonymous: bool = False

    @field_validator("sdgs")
    @classmethod
    def _known_goals(cls, value: list[int]) -> list[int]:
        if any(not 1 <= goal <= 17 for goal in value):
            raise ValueError("the goals are numbered 1 to 17")
        return sorted(set(value))


class ContactForm(Form):
    name: str = Field(min_length=1, max_length=200)
    email: EmailStr
    language: Language = Language.ENGLISH
    consent_on: date | None = None
    consent_source: str = Field(default="", max_length=300)

    @model_validator(mode="after")
    def _consent_has_a_source(self) -> "ContactForm":
        if self.consent_on and not self.consent_source:
            raise ValueError("consent needs its source: where and how it was given")
        return self


class ProfileForm(Form):
    value_chain: ValueChain | None = None
    fields_of_interest: list[Subject] = Field(default_factory=list, max_length=len(Subject))
    keywords: list[Keyword] = Field(default_factory=list, max_length=50)
    trl_min: int = Field(default=1, ge=1, le=9)
    trl_max: int = Field(default=9, ge=1, le=9)
    countries: list[Country] = Field(default_factory=list, max_length=250)
    partnerships: list[PartnershipType] = Field(default_factory=list, max_length=len(PartnershipType))

    @model_validator(mode="after")
    def _range_in_order(self) -> "ProfileForm":
        if self.trl_min > self.trl_max:
            raise ValueError("trl_min must not be above trl_max")
        return self


class PartnerForm(Form):
    name: str = Field(min_length=1, max_length=200)
    country: str = Field(pattern=r"^[A-Z]{2}$")
    city: str = Field(default="", max_length=120)
    website: str = Field(default="", max_length=300)
    size: PartnerSize
    about: str = Field(default="", max_length=2_000)
    contacts: list[ContactForm] = Field(default_factory=list, max_length=20)
    profile: ProfileForm | None = None


class MilestoneForm(Form):
    text: str = Field(min_length=1, max_length=300)
    due_on: date
    amount: int = Field(default=0, ge=0, lt=10**15, description="Minor units.")


class AgreementForm(Form):
    """Terms of an agreement; money in minor units of one currency."""

    kind: AgreementKind
    effective_on: date | None = None
    expires_on: date | None = None
    exclusive: bool = False
    territory: str = Field(default="", max_length=300)
    field_of_use: str = Field(default="", max_length=500)
    currency: str = Field(default="PLN", pattern=r"^[A-Z]{3}$")
    upfront: int = Field(default=0, ge=0, lt=10**15)
    royalty_bp: int = Field(default=0, ge=0, le=10_000)
    minimum_annual: int = Field(default=0, ge=0, lt=10**15)
    milestones: list[MilestoneForm] = Field(default_factory=list, max_length=50)
    terms: str = Field(default="", max_length=_LONG)


class PaymentForm(Form):
    amount: int = Field(gt=0, lt=10**15, description="Minor units.")
    direct_costs: int = Field(default=0, ge=0, lt=10**15)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    received_on: date
    bank_reference: str = Field(min_length=1, max_length=140)
    obligation_id: int | None = None
