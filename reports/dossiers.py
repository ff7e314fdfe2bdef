"""The dossier for the IP review: all that the reviewers need, and confidential on every page."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from models.rules.words import (
    Certainty,
    ClockState,
    ConflictRuling,
    ContributorStatus,
    Criterion,
    DemandEvent,
    DemandKind,
    DemandState,
    Field,
    InputKind,
    InputState,
    Language,
    LegalBasis,
    PriorArtCategory,
    ProtectionStrategy,
    PublicDisclosure,
    ReviewOutcome,
    TechnologyKind,
)
from reports.designs import Design
from reports.render import renderer

DESIGN = Design(template="dossier.html", stylesheets=("tokens.css", "dossier.css"), parts=("dossiers.py",))
TEXTS = (
    "abstract_public",
    "abstract_confidential",
    "problem",
    "description",
    "novelty",
    "advantages",
    "limitations",
    "supporting_data",
    "applications",
    "market",
    "competitors",
    "interested_companies",
    "known_prior_art",
    "development_needed",
    "third_party_materials",
)
"""The disclosure's texts in the order of reading; empty ones are left out."""


@dataclass(frozen=True, kw_only=True)
class ContributorLine:
    """`share_bp` in basis points."""

    name: str
    affiliation: str = ""
    status: ContributorStatus
    share_bp: int
    legal_basis: LegalBasis | None = None
    confirmed_on: date | None = None
    lead: bool = False


@dataclass(frozen=True, kw_only=True)
class FundingLine:
    sponsor: str
    number: str = ""
    instrument: str = ""
    obligations: str = ""


@dataclass(frozen=True, kw_only=True)
class CoOwnerLine:
    """`share_bp` in basis points of the whole."""

    name: str
    share_bp: int
    agreement: str = ""


@dataclass(frozen=True, kw_only=True)
class DemandLine:
    """What a contract with a funder asks for, due on a day or at an event, and what became of it."""

    funder: str
    kind: DemandKind
    text: str = ""
    due_on: date | None = None
    due_event: DemandEvent | None = None
    state: DemandState
    settled_on: date | None = None
    document: str = ""


@dataclass(frozen=True, kw_only=True)
class InputLine:
    """`limits` are codes of what its terms forbid or claim."""

    kind: InputKind
    name: str
    provider: str = ""
    agreement: str = ""
    licence: str = ""
    limits: tuple[str, ...] = ()
    state: InputState
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class AssessedLine:
    """`points` pairs a reviewer's name with 1 (poor) to 5 (strong); `weight` in per cent, `apart` in points."""

    criterion: Criterion
    weight: int
    points: tuple[tuple[str, int], ...] = ()
    mean: float | None = None
    apart: int = 0
    disagrees: bool = False


@dataclass(frozen=True, kw_only=True)
class ConflictLine:
    """What a person stated on their own interest, and what the office ruled."""

    name: str
    declared: bool
    text: str = ""
    ruling: ConflictRuling | None = None
    ruling_reason: str = ""
    stated_on: date


@dataclass(frozen=True, kw_only=True)
class DecidedBlock:
    """`score` in hundredths of a point, as it was when it was decided; of `reviewers` who scored all."""

    outcome: ReviewOutcome
    strategy: ProtectionStrategy | None = None
    reason: str
    score: int | None = None
    reviewers: int = 0
    decided_by: str
    decided_on: date
    assessed: tuple[AssessedLine, ...] = ()
    conflicts: tuple[ConflictLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DuplicateLine:
    """`score` is per cent of likeness."""

    reference: str
    title: str
    score: int
    shared_terms: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PriorArtLine:
    title: str
    source: str = ""
    identifier: str = ""
    relevance: str = ""
    category: PriorArtCategory | None = None
    features: str = ""


@dataclass(frozen=True, kw_only=True)
class SearchLine:
    """Where and how somebody searched for prior art, and how many documents that gave."""

    place: str
    query: str
    found: int
    searched_on: date


@dataclass(frozen=True, kw_only=True)
class ClockLine:
    """`nominal_on` before the roll to a working day, `due_on` after it; None where no calendar vouches."""

    label: str
    trigger_on: date
    nominal_on: date
    due_on: date | None
    source: str
    certainty: Certainty
    state: ClockState
    explanation: str = ""


@dataclass(frozen=True, kw_only=True)
class ChecklistLine:
    label: str
    done: bool


@dataclass(frozen=True, kw_only=True)
class DossierContent:
    """Confidential. It is for those who review, each of whom gets a copy stamped with their name; nothing of it may go
    into a brief."""

    language: Language
    reference: str
    title: str
    institution_name: str
    prepared_on: date
    kind: TechnologyKind
    disclosure_version: int = 1
    submitted_on: date | None = None
    officer_name: str = ""
    field: Field | None = None
    trl: int | None = None
    keywords: tuple[str, ...] = ()
    checklist: tuple[ChecklistLine, ...] = ()
    public_disclosure: PublicDisclosure | None = None
    public_disclosure_on: date | None = None
    public_disclosure_note: str = ""
    planned_publication_on: date | None = None
    conception_on: date | None = None
    conception_record: str = ""
    contributors: tuple[ContributorLine, ...] = ()
    co_owners: tuple[CoOwnerLine, ...] = ()
    funding: tuple[FundingLine, ...] = ()
    demands: tuple[DemandLine, ...] = ()
    inputs: tuple[InputLine, ...] = ()
    decided: DecidedBlock | None = None
    strategy: ProtectionStrategy | None = None
    clocks: tuple[ClockLine, ...] = ()
    searches: tuple[SearchLine, ...] = ()
    prior_art: tuple[PriorArtLine, ...] = ()
    duplicates: tuple[DuplicateLine, ...] = ()
    abstract_public: str = ""
    abstract_confidential: str = ""
    problem: str = ""
    description: str = ""
    novelty: str = ""
    advantages: str = ""
    limitations: str = ""
    supporting_data: str = ""
    applications: str = ""
    market: str = ""
    competitors: str = ""
    interested_companies: str = ""
    known_prior_art: str = ""
    development_needed: str = ""
    third_party_materials: str = ""


def html(content: DossierContent) -> str:
    texts = [(name, text) for name in TEXTS if (text := getattr(content, name).strip())]
    return DESIGN.html(content.language, case=content, texts=texts)


def render(content: DossierContent) -> bytes:
    return renderer().pdf(
        html(content),
        stylesheets=DESIGN.stylesheets,
        created=datetime.combine(content.prepared_on, time(), UTC),
        title=f"{content.reference} {content.title}",
        language=content.language,
    )
