"""The case that moves through the stages, and what people bring into it."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from models.rules.aliases import LENGTH
from models.rules.naming import Naming
from models.rules.words import (
    BriefLength,
    ContributorStatus,
    Field as Subject,
    Language,
    LegalBasis,
    ProtectionStrategy,
    PublicDisclosure,
    Stage,
    TechnologyKind,
    ValueChain,
)
from models.tables.columns import Table, digest_column, enum_column, key_column, list_column, moment_column


class ReferenceCounter(Table, table=True):
    """The last number given out in an institution's year."""

    __tablename__ = "reference_counter"

    institution_id: int = Field(primary_key=True, foreign_key="institution.id")
    year: int = Field(primary_key=True)
    last: int


class Technology(Table, table=True):
    __table_args__ = (
        Index("ix_technology_institution_stage", "institution_id", "stage", "stage_since", "id"),
        Index("ix_technology_officer_stage", "institution_id", "officer_id", "stage", "stage_since", "id"),
        Index("ix_technology_resume", "institution_id", "resume_on"),
        CheckConstraint("version >= 1", name="version_positive"),
        CheckConstraint("(hold_reason IS NULL) = (resume_on IS NULL)", name="hold_has_reason_and_date"),
    )
    confidential: ClassVar[frozenset[str]] = frozenset({"title", "search_text", "terms", "hold_reason"})

    id: int = Field(default=None, primary_key=True)
    institution_id: int = Field(sa_column=key_column("institution.id"))
    reference: str = Field(unique=True, max_length=40)
    alias: str = Field(unique=True, index=True, max_length=LENGTH)
    """What an anonymous offer is called in place of the reference, which says whose it is; it never changes."""
    title: str
    """The working title of the disclosure; offers have titles of their own."""
    kind: TechnologyKind = Field(sa_column=enum_column(TechnologyKind))
    stage: Stage = Field(sa_column=enum_column(Stage, index=True))
    version: int = 1
    """Raised by every move; a compare-and-swap on it decides races."""
    pipeline: str
    pipeline_version: int
    stage_since: datetime = Field(sa_column=moment_column())
    created_at: datetime = Field(sa_column=moment_column())
    submitter_id: int | None = Field(default=None, sa_column=key_column("person.id", nullable=True))
    officer_id: int | None = Field(default=None, sa_column=key_column("person.id", nullable=True))
    value_chain: ValueChain | None = Field(default=None, sa_column=enum_column(ValueChain, nullable=True))
    field: Subject | None = Field(default=None, sa_column=enum_column(Subject, nullable=True))
    strategy: ProtectionStrategy | None = Field(default=None, sa_column=enum_column(ProtectionStrategy, nullable=True))
    hold_reason: str | None = None
    resume_on: date | None = None
    obligations_reviewed_on: date | None = None
    statutory_offer_on: date | None = None
    """When the rights were offered to the creators in writing (art. 154(3))."""
    review_prepared_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    dossier_sha256: str | None = Field(default=None, sa_column=digest_column(nullable=True))
    brief_length: BriefLength | None = Field(default=None, sa_column=enum_column(BriefLength, nullable=True))
    """Of its briefs in every language; its institution's where nobody has chosen."""
    search_text: str = ""
    terms: str = ""
    """Stems of title and abstracts, space separated, for near-duplicates."""


class Disclosure(Table, table=True):
    """One version of what the researcher submitted. Confidential but for the public abstract."""

    __table_args__ = (UniqueConstraint("technology_id", "version"),)
    confidential: ClassVar[frozenset[str]] = frozenset(
        {
            "title",
            "abstract_confidential",
            "problem",
            "description",
            "novelty",
            "advantages",
            "limitations",
            "supporting_data",
            "public_disclosure_note",
            "conception_record",
            "applications",
            "market",
            "competitors",
            "interested_companies",
            "known_prior_art",
            "development_needed",
            "third_party_materials",
        }
    )
    naming: ClassVar[Mapping[str, Naming]] = MappingProxyType(
        {
            "interested_companies": Naming.PARTIES,
            "competitors": Naming.RIVALS,
            "third_party_materials": Naming.MATERIALS,
            "abstract_confidential": Naming.TERM,
            "description": Naming.TERM,
            "novelty": Naming.TERM,
            "supporting_data": Naming.TERM,
            "conception_record": Naming.TERM,
        }
    )

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id"))
    version: int = 1
    language: Language = Field(sa_column=enum_column(Language))
    submitted_at: datetime = Field(sa_column=moment_column())
    fingerprint: str = Field(sa_column=digest_column(unique=True))
    """Of submitter and folded content: the same form sent twice is one disclosure."""
    title: str
    abstract_public: str = ""
    abstract_confidential: str = ""
    problem: str = ""
    description: str = ""
    novelty: str = ""
    advantages: str = ""
    limitations: str = ""
    supporting_data: str = ""
    public_disclosure: PublicDisclosure | None = Field(
        default=None, sa_column=enum_column(PublicDisclosure, nullable=True)
    )
    public_disclosure_on: date | None = None
    public_disclosure_note: str = ""
    planned_publication_on: date | None = None
    conception_on: date | None = None
    conception_record: str = ""
    applications: str = ""
    market: str = ""
    competitors: str = ""
    interested_companies: str = ""
    known_prior_art: str = ""
    development_needed: str = ""
    third_party_materials: str = ""
    keywords: list[str] = Field(default_factory=list, sa_column=list_column())
    trl: int | None = None
    spin_off_intent: bool = False


class Contributor(Table, table=True):
    __table_args__ = (
        UniqueConstraint("technology_id", "email"),
        CheckConstraint("share_bp BETWEEN 0 AND 10000", name="share_in_range"),
    )
    confidential: ClassVar[frozenset[str]] = frozenset({"contribution", "basis_document", "basis_waiver"})

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id"))
    position: int
    """Order of naming, from 1."""
    name: str
    email: str
    orcid: str = ""
    post: str = ""
    department: str = ""
    employer: str = ""
    status: ContributorStatus = Field(sa_column=enum_column(ContributorStatus))
    role: str = ""
    contribution: str = ""
    share_bp: int
    """Basis points of the technology; all contributors together hold 10,000."""
    lead: bool = False
    legal_basis: LegalBasis | None = Field(default=None, sa_column=enum_column(LegalBasis, nullable=True))
    employed_here: bool | None = None
    """The office's finding; empty where the employer that the form names decides."""
    basis_document: str = ""
    """The provision or the document that the basis stands on."""
    basis_dated_on: date | None = None
    basis_evidence_id: int | None = Field(default=None, sa_column=key_column("attachment.id", nullable=True))
    basis_waiver: str = ""
    """Why no file proves it."""
    confirmed_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))


class Funding(Table, table=True):
    """Who paid, by what contract; what it demands are rows of `FunderDemand`."""

    confidential: ClassVar[frozenset[str]] = frozenset({"obligations"})

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id"))
    sponsor: str
    number: str = ""
    instrument: str = ""
    obligations: str = ""


class NearDuplicate(Table, table=True):
    """A pair that the disclosure flow found alike; an officer looks before review."""

    __tablename__ = "near_duplicate"
    __table_args__ = (UniqueConstraint("technology_id", "other_id"),)
    confidential: ClassVar[frozenset[str]] = frozenset({"shared_terms"})

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id"))
    other_id: int = Field(sa_column=key_column("technology.id"))
    score: int
    """Per cent of likeness."""
    shared_terms: list[str] = Field(default_factory=list, sa_column=list_column())
