"""What people hand in: forms validate, tables hold. Fields unknown to a form are refused."""

from datetime import date
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    EmailStr,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from models.rules.addresses import is_web_address
from models.rules.disclosure import valid_orcid
from models.rules.offers import OFFER_LIMITS
from models.rules.text import deceives, seen, unbroken
from models.rules.words import (
    AgreementKind,
    CaseStatus,
    ContributorStatus,
    Criterion,
    Field as Subject,
    InputKind,
    IprStatus,
    Language,
    LegalBasis,
    PartnershipType,
    PartnerSize,
    PriorArtCategory,
    PriorArtKind,
    ProtectionStrategy,
    PublicDisclosure,
    ReviewOutcome,
    TechnologyKind,
    ValueChain,
)

LINE = 300
"""Characters up to which a text is one line: titles, names, keywords."""


class Form(BaseModel):
    """A line break in what is one line becomes a space, as in the fields of a browser."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nul(cls, values: Any) -> Any:
        """PostgreSQL cannot hold the character, and no text needs it. Nested forms look after themselves."""
        if isinstance(values, dict) and any(map(_has_nul, values.values())):
            raise ValueError("A text must not contain the character NUL.")
        return values

    @field_validator("*", mode="before")
    @classmethod
    def _without_deceit(cls, value: Any) -> Any:
        if any(deceives(text) for text in _texts_in(value)):
            raise PydanticCustomError(
                "deceiving_text", "texts must not contain control characters or ones that turn it"
            )
        return value

    @field_validator("*", mode="before")
    @classmethod
    def _on_one_line(cls, value: Any, info: ValidationInfo) -> Any:
        limits = [getattr(each, "max_length", None) for each in cls.model_fields[info.field_name or ""].metadata]
        return unbroken(value) if any(limit is not None and limit <= LINE for limit in limits) else value


class OutwardForm(Form):
    """Texts that leave the house are composed (NFC) and hold nothing that is not seen: a soft hyphen out of a word
    processor, or a mark set apart, would part a name for every check and still be read as one."""

    @field_validator("*", mode="before")
    @classmethod
    def _as_it_is_seen(cls, value: Any) -> Any:
        if isinstance(value, list):
            return [seen(each) if isinstance(each, str) else each for each in value]
        return seen(value) if isinstance(value, str) else value


def _texts_in(value: object) -> list[str]:
    """Of a text or a list of texts; nested forms look after themselves."""
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]


def _has_nul(value: object) -> bool:
    return any(map(_has_nul, value)) if isinstance(value, list) else isinstance(value, str) and "\x00" in value


def _web_address(value: str) -> str:
    if value and not is_web_address(value):
        raise ValueError("give an address that begins with https:// or http://")
    return value


_LONG = 20_000

Line = Annotated[str, Field(max_length=LINE)]
Keyword = Annotated[str, Field(min_length=1, max_length=OFFER_LIMITS["keyword"]), BeforeValidator(unbroken)]
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
            raise ValueError("This is not a valid ORCID: its check digit does not fit.")
        return value


class FundingForm(Form):
    sponsor: str = Field(min_length=1, max_length=300)
    number: Line = ""
    instrument: Line = ""
    obligations: str = Field(default="", max_length=_LONG)
    consent: bool = Field(default=False, description="The contract asks for consent to a licence or a transfer.")
    first_option: bool = Field(default=False, description="The funder has the first option.")


class InputForm(Form):
    """Something of others that went into it, as the creators or the office know it."""

    kind: InputKind = InputKind.MATERIAL
    name: str = Field(min_length=1, max_length=300)
    provider: Line = ""
    agreement: str = Field(default="", max_length=500, description="The material transfer agreement or other contract.")
    licence: str = Field(default="", max_length=200, description="Of software: its name or SPDX sign.")
    no_commercial_use: bool = False
    reach_through: bool = Field(default=False, description="The provider claims rights in what was made with it.")
    publication_limited: bool = False


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
    inputs: list[InputForm] = Field(default_factory=list, max_length=50)

    @field_validator("contributors")
    @classmethod
    def _one_lead_and_no_twins(cls, value: list[ContributorForm]) -> list[ContributorForm]:
        if value and sum(contributor.lead for contributor in value) != 1:
            raise ValueError("Exactly one contributor is the lead.")
        if len({contributor.email.casefold() for contributor in value}) != len(value):
            raise ValueError("Each contributor is named once, with an address of their own.")
        return value


class PriorArtForm(Form):
    kind: PriorArtKind = PriorArtKind.OTHER
    title: str = Field(min_length=1, max_length=500)
    source: str = Field(default="", max_length=200, description="Where it was found or published.")
    identifier: str = Field(default="", max_length=200, description="A publication number, a DOI, an order number.")
    published_on: date | None = None
    link: str = Field(default="", max_length=1_000)
    category: PriorArtCategory | None = None
    relevance: str = Field(default="", max_length=_LONG)
    features: str = Field(default="", max_length=_LONG, description="Which features of the technology it shows.")

    @field_validator("link")
    @classmethod
    def _link(cls, value: str) -> str:
        return _web_address(value)


class PriorArtSearchForm(Form):
    """A search that somebody has made, whatever it gave."""

    place: str = Field(min_length=1, max_length=200, description="Where: a database, a library, a fair.")
    query: str = Field(min_length=1, max_length=4_000, description="How: the words and classes that were searched for.")
    searched_on: date
    found: int = Field(ge=0, le=1_000_000, description="How many documents it gave; 0 for none.")
    note: str = Field(default="", max_length=_LONG)


class AssessmentForm(Form):
    scores: dict[Criterion, int] = Field(min_length=1, description="1 (poor) to 5 (strong) by criterion.")
    comments: dict[Criterion, Annotated[str, Field(max_length=_LONG)]] = Field(
        default_factory=dict, description="What speaks for and against it, by criterion."
    )
    comment: str = Field(
        default="", max_length=_LONG, description="For each criterion scored here that has no comment of its own."
    )

    @field_validator("scores")
    @classmethod
    def _scores_in_range(cls, value: dict[Criterion, int]) -> dict[Criterion, int]:
        if any(not 1 <= score <= 5 for score in value.values()):
            raise ValueError("A score is a whole number from 1 to 5.")
        return value


class DecisionForm(Form):
    outcome: ReviewOutcome
    strategy: ProtectionStrategy | None = None
    reason: str = Field(min_length=1, max_length=_LONG, description="The office's own; the creators never see it.")
    told: str = Field(default="", max_length=4_000, description="Why, in words for the creators' letter.")
    no_duty: str = Field(
        default="",
        max_length=_LONG,
        description="To decline without an offer of the rights: why art. 154(3) does not demand one here.",
    )

    @model_validator(mode="after")
    def _strategy_when_proceeding(self) -> "DecisionForm":
        if self.outcome is ReviewOutcome.PROCEED and self.strategy is None:
            raise ValueError("A decision to proceed names the strategy: patent, know-how or copyright.")
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


class KeyFigure(OutwardForm):
    value: str = Field(min_length=1, max_length=24)
    label: str = Field(min_length=1, max_length=80)
    compared_with: str = Field(default="", max_length=80)


class PartnershipForm(OutwardForm):
    type: PartnershipType
    why: str = Field(default="", max_length=300)
    how: str = Field(default="", max_length=300)


class OfferForm(OutwardForm):
    """One language of the offer. Only title, readiness and protection are demanded at once: the rest is a gate."""

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
    anonymous: bool | None = Field(default=None, description="Null until somebody has decided.")

    @field_validator("sdgs")
    @classmethod
    def _known_goals(cls, value: list[int]) -> list[int]:
        if any(not 1 <= goal <= 17 for goal in value):
            raise ValueError("The goals are numbered 1 to 17.")
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
            raise ValueError("Consent needs its source: where and how it was given.")
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
            raise ValueError("The lowest TRL must not be above the highest.")
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

    @field_validator("website")
    @classmethod
    def _website(cls, value: str) -> str:
        return _web_address(value)


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
