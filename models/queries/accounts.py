"""Whose session a browser has, and what sessions somebody has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models.rules.permissions import Act, Actor, Case, demand
from models.settings import settings
from models.tables import BrowserSession, Credential, Institution, Person


@dataclass(frozen=True, slots=True)
class SignedIn:
    session: BrowserSession
    person: Person
    institution: Institution


def signed_in(session: Session, digest: str, *, now: datetime) -> SignedIn | None:
    """By the digest of the cookie; `None` alike for a wrong, a revoked and an ended session, and a person who left."""
    found = session.exec(
        select(BrowserSession, Person, Institution)
        .join(Person, col(Person.id) == col(BrowserSession.person_id))
        .join(Institution, col(Institution.id) == col(Person.institution_id))
        .where(BrowserSession.digest == digest, col(Person.active))
    ).first()
    if found is None or not is_open(found[0], now=now):
        return None
    return SignedIn(*found)


def is_open(row: BrowserSession, *, now: datetime) -> bool:
    idle_end = row.seen_at + timedelta(hours=settings().session_hours)
    return row.revoked_at is None and now < min(row.expires_at, idle_end)


def open_sessions(session: Session, person_id: int, *, now: datetime) -> Sequence[BrowserSession]:
    """The latest seen first."""
    rows = session.exec(
        select(BrowserSession)
        .where(
            BrowserSession.person_id == person_id,
            col(BrowserSession.revoked_at).is_(None),
            col(BrowserSession.expires_at) > now,
        )
        .order_by(col(BrowserSession.seen_at).desc(), col(BrowserSession.id).desc())
    )
    return [row for row in rows if is_open(row, now=now)]


@dataclass(frozen=True, slots=True)
class Account:
    person: Person
    institution: Institution
    has_password: bool


def accounts(session: Session, actor: Actor) -> Sequence[Account]:
    """Everybody, those who have left too, by institution and name."""
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    rows = session.exec(
        select(Person, Institution, Credential.id)
        .join(Institution, col(Institution.id) == col(Person.institution_id))
        .join(Credential, col(Credential.person_id) == col(Person.id), isouter=True)
        .order_by(Institution.code, Person.name, col(Person.id))
    )
    return [Account(person, institution, credential is not None) for person, institution, credential in rows]
