"""What the gates look at: plain values, gathered by `models.queries.facts`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.rules.funding import Demanded
from models.rules.inputs import Received
from models.rules.ownership import CoOwned, Title
from models.rules.words import ProtectionStrategy, PublicDisclosure, ReviewOutcome


class Group(StrEnum):
    """Facts that are loaded together. TECHNOLOGY is the row itself and always there."""

    TECHNOLOGY = "technology"
    DISCLOSURE = "disclosure"
    CONTRIBUTORS = "contributors"
    OWNERSHIP = "ownership"
    FUNDING = "funding"
    INPUTS = "inputs"
    CLOCKS = "clocks"
    REVIEW = "review"
    PROTECTION = "protection"
    RIGHTS = "rights"
    OFFER = "offer"
    LEADS = "leads"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class ContributorFacts:
    name: str
    share_bp: int
    confirmed: bool
    legal_basis: str | None


@dataclass(frozen=True, slots=True)
class OfferFacts:
    language: str
    version: int
    missing: tuple[str, ...] = ()
    lint_errors: tuple[str, ...] = ()
    scanned: bool = False
    leaks: tuple[str, ...] = ()
    approved: bool = False
    consented: bool = False
    briefed: bool = False

    @property
    def progress(self) -> int:
        """How many of the offer's gates this one meets; the furthest speaks for the technology."""
        clean = (not self.missing, not self.lint_errors, self.scanned and not self.leaks)
        return sum((*clean, self.approved, self.consented, self.briefed))


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    signed: bool
    effective_on: date | None
    financial_terms: bool
    policy_lawful: bool


@dataclass(frozen=True, slots=True)
class Term:
    """How long a signed agreement holds, its last day included; `None` is an open end."""

    first: date | None
    last: date | None

    def covers(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Facts:
    """Empty where a group was not asked for: only gates that name the group may look."""

    officer_id: int | None = None
    obligations_reviewed_on: date | None = None
    statutory_offer_on: date | None = None
    strategy: ProtectionStrategy | None = None
    disclosure_missing: tuple[str, ...] = ()
    public_disclosure: PublicDisclosure | None = None
    published_on: date | None = None
    planned_publication_on: date | None = None
    contributors: tuple[ContributorFacts, ...] = ()
    titles: tuple[Title, ...] = ()
    co_owners: tuple[CoOwned, ...] = ()
    demands: tuple[Demanded, ...] = ()
    transfers: bool = False
    """The agreement that would license it passes the rights on, instead of licensing them."""
    inputs: tuple[Received, ...] = ()
    unsettled_clocks: tuple[str, ...] = ()
    prior_art_searches: int = 0
    unscored_criteria: tuple[str, ...] = ()
    reviewers: int = 0
    """Who have scored every criterion, and whose scores count."""
    reviewers_needed: int = 1
    undecided_conflicts: tuple[str, ...] = ()
    """Names of those who declared a conflict of interest that nobody has decided."""
    decision: ReviewOutcome | None = None
    priority_filed_on: date | None = None
    planned_strategy: ProtectionStrategy | None = None
    """Of the plan in force for a technology without a patent."""
    unanswered_offers: tuple[str, ...] = ()
    """Names of creators who were offered the rights and have not answered."""
    rights_offered: int = 0
    rights_accepted: int = 0
    offer: OfferFacts | None = None
    live_leads: int = 0
    ndas: tuple[Term, ...] = ()
    """Signed, with partners whose leads are not lost."""
    agreement: AgreementFacts | None = None
    overridden: frozenset[str] = frozenset()
