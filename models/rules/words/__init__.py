"""The field's vocabulary as enumerations. Values are what the database, the API and files hold."""

from models.rules.words.cases import (
    FIELDS_OF_CHAIN,
    ContributorStatus,
    Field,
    LegalBasis,
    MoveKind,
    PublicDisclosure,
    Stage,
    TechnologyKind,
    ValueChain,
    chain_of,
)
from models.rules.words.docket import (
    CaseStatus,
    Certainty,
    ClockState,
    FilingRoute,
    PatentEventKind,
)
from models.rules.words.documents import CopyKind
from models.rules.words.offers import (
    DevelopmentStage,
    IprStatus,
    OfferState,
    PartnershipType,
    PartnerSize,
    development_stage,
    levels_of,
)
from models.rules.words.partners import (
    AgreementKind,
    AgreementState,
    Answer,
    Beneficiary,
    DeclineReason,
    LeadState,
    ObligationKind,
    ObligationState,
)
from models.rules.words.people import (
    Area,
    Language,
    Role,
    Via,
)
from models.rules.words.portfolio import ReportFormat, ReportSpan
from models.rules.words.prior_art import PriorArtCategory, PriorArtKind, SearchMeans
from models.rules.words.review import (
    Criterion,
    ProtectionStrategy,
    ReviewOutcome,
)
from models.rules.words.trail import (
    SignoffKind,
)
from models.rules.words.work import (
    DispatchState,
    NoticeKind,
    Searched,
    WorkKind,
    WorkState,
)

__all__ = [
    "FIELDS_OF_CHAIN",
    "AgreementKind",
    "AgreementState",
    "Answer",
    "Area",
    "Beneficiary",
    "CaseStatus",
    "Certainty",
    "ClockState",
    "ContributorStatus",
    "CopyKind",
    "Criterion",
    "DeclineReason",
    "DevelopmentStage",
    "DispatchState",
    "Field",
    "FilingRoute",
    "IprStatus",
    "Language",
    "LeadState",
    "LegalBasis",
    "MoveKind",
    "NoticeKind",
    "ObligationKind",
    "ObligationState",
    "OfferState",
    "PartnerSize",
    "PartnershipType",
    "PatentEventKind",
    "PriorArtCategory",
    "PriorArtKind",
    "ProtectionStrategy",
    "PublicDisclosure",
    "ReportFormat",
    "ReportSpan",
    "ReviewOutcome",
    "Role",
    "SearchMeans",
    "Searched",
    "SignoffKind",
    "Stage",
    "TechnologyKind",
    "ValueChain",
    "Via",
    "WorkKind",
    "WorkState",
    "chain_of",
    "development_stage",
    "levels_of",
]
