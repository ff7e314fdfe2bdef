"""Businesses, their people, what they look for, and what was sent to them."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from models.rules.words import (
    Answer,
    DeclineReason,
    DispatchState,
    Language,
    LeadState,
    NoticeKind,
    PartnerSize,
    ValueChain,
)
from models.tables.columns import Table, enum_column, key_column, list_column, moment_column


class Partner(Table, table=True):
    id: int = Field(default=None, primary_key=True)
    name: str
    folded_name: str = Field(unique=True)
    country: str = Field(max_length=2)
    city: str = ""
    website: str = ""
    size: PartnerSize = Field(sa_column=enum_column(PartnerSize))
    about: str = ""


class Contact(Table, table=True):
    __table_args__ = (UniqueConstraint("partner_id", "email"),)

    id: int = Field(default=None, primary_key=True)
    partner_id: int = Field(sa_column=key_column("partner.id"))
    name: str
    email: str
    language: Language = Field(sa_column=enum_column(Language))
    consent_on: date | None = None
    """Without consent nothing is sent; its source says where it was given."""
    consent_source: str = ""
    stopped_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))


class InterestProfile(Table, table=True):
    __tablename__ = "interest_profile"
    __table_args__ = (CheckConstraint("1 <= trl_min AND trl_min <= trl_max AND trl_max <= 9", name="trl_range"),)

    id: int = Field(default=None, primary_key=True)
    partner_id: int = Field(sa_column=key_column("partner.id", unique=True))
    value_chain: ValueChain | None = Field(default=None, sa_column=enum_column(ValueChain, nullable=True))
    fields: list[str] = Field(default_factory=list, sa_column=list_column())
    keywords: list[str] = Field(default_factory=list, sa_column=list_column())
    trl_min: int = 1
    trl_max: int = 9
    countries: list[str] = Field(default_factory=list, sa_column=list_column())
    partnerships: list[str] = Field(default_factory=list, sa_column=list_column())


class Match(Table, table=True):
    """`parts` explains the score: a list of `{"code", "points", "of", "detail_en", "detail_pl"}`."""

    __table_args__ = (
        UniqueConstraint("technology_id", "partner_id"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score_in_range"),
    )

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id"))
    offer_id: int = Field(sa_column=key_column("offer.id"))
    partner_id: int = Field(sa_column=key_column("partner.id"))
    score: int
    parts: list[dict[str, Any]] = Field(default_factory=list, sa_column=list_column())
    shared_terms: list[str] = Field(default_factory=list, sa_column=list_column())
    matched_at: datetime = Field(sa_column=moment_column())


class Delivery(Table, table=True):
    """One brief to one contact. `sending_at` is committed before the first byte leaves."""

    __table_args__ = (
        UniqueConstraint("offer_id", "contact_id"),
        Index("ix_delivery_state", "state"),
        Index("ix_delivery_answer", "answer", "answered_at"),
    )
    confidential: ClassVar[frozenset[str]] = frozenset({"message"})

    id: int = Field(default=None, primary_key=True)
    offer_id: int = Field(sa_column=key_column("offer.id"))
    brief_id: int = Field(sa_column=key_column("brief.id"))
    contact_id: int = Field(sa_column=key_column("contact.id"))
    state: DispatchState = Field(default=DispatchState.QUEUED, sa_column=enum_column(DispatchState))
    queued_at: datetime = Field(sa_column=moment_column())
    sending_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    sent_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    error: str = ""
    opened_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    answered_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    answer: Answer | None = Field(default=None, sa_column=enum_column(Answer, nullable=True))
    decline_reason: DeclineReason | None = Field(default=None, sa_column=enum_column(DeclineReason, nullable=True))
    message: str = ""
    """What the contact wrote with the answer."""


class Notice(Table, table=True):
    """An e-mail that carries no brief: acknowledgement, reminder, digest. Texts are made when it
    is sent, from ids; `facts` holds references, dates and counts only."""

    __table_args__ = (
        Index("ix_notice_state", "state"),
        CheckConstraint(
            "(CASE WHEN person_id IS NULL THEN 0 ELSE 1 END + CASE WHEN contact_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN contributor_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_recipient",
        ),
    )

    id: int = Field(default=None, primary_key=True)
    kind: NoticeKind = Field(sa_column=enum_column(NoticeKind))
    unique_key: str = Field(unique=True, max_length=120)
    person_id: int | None = Field(default=None, sa_column=key_column("person.id", nullable=True))
    contact_id: int | None = Field(default=None, sa_column=key_column("contact.id", nullable=True))
    contributor_id: int | None = Field(default=None, sa_column=key_column("contributor.id", nullable=True))
    """Exactly one of the three is written to."""
    technology_id: int | None = Field(default=None, sa_column=key_column("technology.id", nullable=True))
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=list_column())
    state: DispatchState = Field(default=DispatchState.QUEUED, sa_column=enum_column(DispatchState))
    queued_at: datetime = Field(sa_column=moment_column())
    sending_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    sent_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    error: str = ""


class Lead(Table, table=True):
    """A partner's path on one technology."""

    __table_args__ = (
        UniqueConstraint("technology_id", "partner_id"),
        CheckConstraint("state <> 'lost' OR lost_reason <> ''", name="lost_with_reason"),
        Index("ix_lead_state", "state", "changed_at", "technology_id"),
    )

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id"))
    partner_id: int = Field(sa_column=key_column("partner.id"))
    contact_id: int = Field(sa_column=key_column("contact.id"))
    state: LeadState = Field(sa_column=enum_column(LeadState))
    lost_reason: str = ""
    opened_at: datetime = Field(sa_column=moment_column())
    changed_at: datetime = Field(sa_column=moment_column())
