"""Institutions, the people who work in them, and the tokens by which programs act for them."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import JSON, Column
from sqlmodel import Field

from models.rules.words import Area, Language, Role
from models.tables.columns import Table, digest_column, enum_column, key_column, moment_column


class Institution(Table, table=True):
    id: int = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=12)
    name_en: str
    name_pl: str
    area: Area = Field(sa_column=enum_column(Area))
    city: str = ""
    country: str = Field(default="PL", max_length=2)
    email: str = ""
    phone: str = ""
    homepage: str = ""
    regimes: list[str] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    """Codes of the regimes whose clocks its patent docket keeps; empty for the usual ones."""

    def name(self, language: Language) -> str:
        return self.name_pl if language is Language.POLISH else self.name_en


class Person(Table, table=True):
    id: int = Field(default=None, primary_key=True)
    institution_id: int = Field(sa_column=key_column("institution.id"))
    name: str
    email: str = Field(unique=True)
    role: Role = Field(sa_column=enum_column(Role))
    language: Language = Field(default=Language.ENGLISH, sa_column=enum_column(Language))
    phone: str = ""
    department: str = ""
    """By which a reviewer of a creator's own department is pointed out."""
    active: bool = True


class ApiToken(Table, table=True):
    """Only the digest of a token is kept: who reads the database cannot act with it."""

    __tablename__ = "api_token"
    confidential: ClassVar[frozenset[str]] = frozenset({"digest"})

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(sa_column=key_column("person.id"))
    label: str = ""
    digest: str = Field(sa_column=digest_column(unique=True))
    created_at: datetime = Field(sa_column=moment_column())
    expires_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    revoked_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
