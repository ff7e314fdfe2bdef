"""How people sign in: passwords, the sessions of their browsers, and the invitations that begin an account."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from models.tables.columns import Table, digest_column, key_column, moment_column


class Credential(Table, table=True):
    """A person without one has never accepted an invitation, or signs in elsewhere."""

    confidential: ClassVar[frozenset[str]] = frozenset({"hash"})

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(sa_column=key_column("person.id", unique=True, index=False))
    hash: str
    """Argon2id with its parameters and salt, as `$argon2id$…`."""
    changed_at: datetime = Field(sa_column=moment_column())


class BrowserSession(Table, table=True):
    """Only the digest of the cookie is kept: who reads the database cannot act with it."""

    __tablename__ = "browser_session"
    __table_args__ = (CheckConstraint("(person_id IS NULL) <> (contact_id IS NULL)", name="of_a_person_or_a_contact"),)
    confidential: ClassVar[frozenset[str]] = frozenset({"digest", "user_agent", "address"})

    id: int = Field(default=None, primary_key=True)
    person_id: int | None = Field(default=None, sa_column=key_column("person.id", nullable=True))
    contact_id: int | None = Field(default=None, sa_column=key_column("contact.id", nullable=True))
    digest: str = Field(sa_column=digest_column(unique=True))
    created_at: datetime = Field(sa_column=moment_column())
    seen_at: datetime = Field(sa_column=moment_column())
    """Written every few minutes at most; a session not seen for long is over."""
    expires_at: datetime = Field(sa_column=moment_column())
    """The end that no activity postpones."""
    revoked_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    user_agent: str = Field(default="", max_length=300)
    address: str = Field(default="", max_length=64)


class Invitation(Table, table=True):
    """Lets a registered person choose a password, once. The link is signed from `id`: no secret is kept."""

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(sa_column=key_column("person.id"))
    invited_by: str = Field(max_length=40)
    """The key of the actor, such as `person:12`."""
    created_at: datetime = Field(sa_column=moment_column())
    expires_at: datetime = Field(sa_column=moment_column())
    used_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))


class SignInLink(Table, table=True):
    """Signs a partner's contact in, once. The link is signed from `id`: no secret is kept."""

    __tablename__ = "sign_in_link"

    id: int = Field(default=None, primary_key=True)
    contact_id: int = Field(sa_column=key_column("contact.id"))
    created_at: datetime = Field(sa_column=moment_column())
    expires_at: datetime = Field(sa_column=moment_column())
    used_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))


class Identity(Table, table=True):
    """Who a person is at their institution's identity provider (OpenID Connect)."""

    __table_args__ = (UniqueConstraint("issuer", "subject"),)
    confidential: ClassVar[frozenset[str]] = frozenset({"subject"})

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(sa_column=key_column("person.id"))
    issuer: str = Field(max_length=300)
    subject: str = Field(max_length=255)
    linked_at: datetime = Field(sa_column=moment_column())
