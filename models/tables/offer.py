"""The non-confidential description, by language and version, and the briefs rendered from it."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from models.rules.words import IprStatus, Language, OfferState
from models.tables.columns import Table, digest_column, enum_column, key_column, list_column, moment_column


class Offer(Table, table=True):
    """Fields and limits follow the European network's technology offer.

    A draft changes in place; whoever changes a version that was approved or consented to starts the next one.
    """

    __table_args__ = (
        UniqueConstraint("technology_id", "language", "version"),
        CheckConstraint("trl BETWEEN 1 AND 9", name="trl_in_range"),
    )

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id"))
    language: Language = Field(sa_column=enum_column(Language))
    version: int = 1
    state: OfferState = Field(default=OfferState.DRAFT, sa_column=enum_column(OfferState, index=True))
    created_at: datetime = Field(sa_column=moment_column())

    title: str
    short_summary: str = ""
    problem: str = ""
    description: str = ""
    advantages: str = ""
    key_figures: list[dict[str, str]] = Field(default_factory=list, sa_column=list_column())
    """At most four of `{"value", "label", "compared_with"}`."""
    trl: int
    ipr_status: IprStatus = Field(sa_column=enum_column(IprStatus))
    ipr_notes: str = ""
    sdgs: list[int] = Field(default_factory=list, sa_column=list_column())
    expected_role: str = ""
    partnerships: list[dict[str, str]] = Field(default_factory=list, sa_column=list_column())
    """One to three of `{"type", "why", "how"}`; the type is a `PartnershipType`."""
    partner_sizes: list[str] = Field(default_factory=list, sa_column=list_column())
    technology_keywords: list[str] = Field(default_factory=list, sa_column=list_column())
    market_keywords: list[str] = Field(default_factory=list, sa_column=list_column())
    countries: list[str] = Field(default_factory=list, sa_column=list_column())
    anonymous: bool | None = None
    """Nobody has decided yet where it is `None`: then it cannot be approved."""
    figures: list[dict[str, Any]] = Field(default_factory=list, sa_column=list_column())
    """In their order, of `{"sha256", "media_type", "width", "height", "alt", "caption"}`: what this version shows."""
    search_text: str = ""
    """Title, summary and keywords, folded."""

    digest: str = Field(sa_column=digest_column())
    """Of the content above: what consent and approval are bound to."""
    checked_digest: str | None = Field(default=None, sa_column=digest_column(nullable=True))
    """Of the content and of the disclosure version that lint and scan last saw."""
    scanned_by: int = 0
    """`SCAN_VERSION` of the scan that last saw it."""
    findings: list[dict[str, Any]] = Field(default_factory=list, sa_column=list_column())
    leaks: list[dict[str, Any]] = Field(default_factory=list, sa_column=list_column())

    consent_asked_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    consented_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    approved_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    approved_by_id: int | None = Field(default=None, sa_column=key_column("person.id", nullable=True))
    published_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    expires_on: date | None = None
    """The day on which it stops being public, unless it was extended."""
    extended_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    """An offer is extended once; then it is written anew."""
    alarmed_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True, index=True))
    """While it is public: found to say what is confidential, and kept from being sent to anybody more."""


class OfferComment(Table, table=True):
    """What a creator remarks beside one field of an offer, and what is answered to it.

    It is bound to the version that was read, and stays beside the field in later ones until it is resolved.
    """

    __tablename__ = "offer_comment"
    confidential: ClassVar[frozenset[str]] = frozenset({"text"})

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id"))
    offer_id: int = Field(sa_column=key_column("offer.id"))
    language: Language = Field(sa_column=enum_column(Language))
    field: str = Field(max_length=40)
    """A name of `OfferForm`."""
    answers_id: int | None = Field(default=None, sa_column=key_column("offer_comment.id", nullable=True))
    """The comment that this one answers."""
    author_id: int = Field(sa_column=key_column("person.id"))
    by_office: bool = False
    text: str
    at: datetime = Field(sa_column=moment_column())
    resolved_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    resolved_by_id: int | None = Field(default=None, sa_column=key_column("person.id", nullable=True))


class Brief(Table, table=True):
    """A PDF rendered from one offer version; made again only when its inputs change."""

    __table_args__ = (UniqueConstraint("offer_id", "input_checksum"),)

    id: int = Field(default=None, primary_key=True)
    offer_id: int = Field(sa_column=key_column("offer.id"))
    offer_digest: str = Field(sa_column=digest_column())
    template_version: str = Field(max_length=64)
    input_checksum: str = Field(sa_column=digest_column())
    sha256: str = Field(sa_column=digest_column())
    size: int
    rendered_at: datetime = Field(sa_column=moment_column())
