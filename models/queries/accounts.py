"""Whose session a browser has, and what sessions somebody has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select as select_columns
from sqlmodel import Session, col, select

from models.errors import NotFound
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.text import fold
from models.rules.words import Language, Role, Via
from models.settings import settings
from models.tables import BrowserSession, Contact, Credential, Identity, Institution, Invitation, Partner, Person


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody of an institution."""

    session: BrowserSession
    person: Person
    institution: Institution

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def language(self) -> Language:
        return self.person.language

    @property
    def role(self) -> Role:
        return self.person.role

    @property
    def actor(self) -> Actor:
        return person_actor(self.person, Via.PAGE)


@dataclass(frozen=True, slots=True)
class SignedInContact:
    """Somebody of a partner."""

    session: BrowserSession
    contact: Contact
    partner: Partner

    @property
    def name(self) -> str:
        return self.contact.name

    @property
    def language(self) -> Language:
        return self.contact.language

    @property
    def role(self) -> Role:
        return Role.PARTNER_CONTACT

    @property
    def actor(self) -> Actor:
        return contact_actor(self.contact, self.partner, Via.PAGE)


def person_actor(person: Person, via: Via) -> Actor:
    return Actor(f"person:{person.id}", person.name, person.role, person.institution_id, via, email=person.email)


def contact_actor(contact: Contact, partner: Partner, via: Via) -> Actor:
    """A contact acts for their business."""
    return Actor(
        f"contact:{contact.id}",
        contact.name,
        Role.PARTNER_CONTACT,
        None,
        via,
        email=contact.email,
        on_behalf_of=partner.name,
        partner_id=partner.id,
    )


def signed_in(session: Session, digest: str, *, now: datetime) -> SignedIn | SignedInContact | None:
    """By the digest of the cookie; `None` alike for a wrong, a revoked and an ended session, and a person who left."""
    row = session.exec(select(BrowserSession).where(BrowserSession.digest == digest)).first()
    if row is None or not is_open(row, now=now):
        return None
    if row.contact_id is not None:
        contact = session.get_one(Contact, row.contact_id)
        return SignedInContact(row, contact, session.get_one(Partner, contact.partner_id))
    found = session.exec(
        select(Person, Institution)
        .join(Institution, col(Institution.id) == col(Person.institution_id))
        .where(Person.id == row.person_id, col(Person.active))
    ).first()
    return SignedIn(row, *found) if found else None


def is_open(row: BrowserSession, *, now: datetime) -> bool:
    idle_end = row.seen_at + timedelta(hours=settings().session_hours)
    return row.revoked_at is None and now < min(row.expires_at, idle_end)


def open_sessions(session: Session, person_id: int, *, now: datetime) -> Sequence[BrowserSession]:
    """The latest seen first."""
    return _open_sessions(session, col(BrowserSession.person_id) == person_id, now=now)


def contact_sessions(session: Session, contact_id: int, *, now: datetime) -> Sequence[BrowserSession]:
    """The latest seen first."""
    return _open_sessions(session, col(BrowserSession.contact_id) == contact_id, now=now)


def _open_sessions(session: Session, whose: ColumnElement[bool], *, now: datetime) -> Sequence[BrowserSession]:
    rows = session.exec(
        select(BrowserSession)
        .where(whose, col(BrowserSession.revoked_at).is_(None), col(BrowserSession.expires_at) > now)
        .order_by(col(BrowserSession.seen_at).desc(), col(BrowserSession.id).desc())
    )
    return [row for row in rows if is_open(row, now=now)]


@dataclass(frozen=True, slots=True)
class Account:
    person: Person
    institution: Institution
    has_password: bool
    has_identity: bool = False
    """Linked with an identity provider."""
    invited_until: datetime | None = None
    """The end of the latest invitation that was not used; it may have passed."""
    seen_at: datetime | None = None
    """Latest, in any browser."""


def accounts(session: Session, actor: Actor, *, text: str = "", institution_id: int | None = None) -> Sequence[Account]:
    """Everybody, those who have left too, by institution and name. `text` is looked for without Polish letters, too."""
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    query = _accounts()
    if institution_id is not None:
        query = query.where(Person.institution_id == institution_id)
    rows = sorted((Account(*row) for row in session.execute(query)), key=_by_institution_and_name)
    wanted = fold(text).split()
    return [row for row in rows if all(word in fold(f"{row.person.name} {row.person.email}") for word in wanted)]


def _by_institution_and_name(row: Account) -> tuple[str, str, int]:
    """Folded: to the databases every Polish letter comes after z."""
    return row.institution.code, fold(row.person.name), row.person.id


def account_of(session: Session, person_id: int, actor: Actor) -> Account:
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    row = session.execute(_accounts().where(Person.id == person_id)).first()
    if row is None:
        raise NotFound(f"There is no person {person_id}.")
    return Account(*row)


def _accounts() -> Any:
    """Each person with what they sign in by, in one statement."""
    password = exists().where(col(Credential.person_id) == col(Person.id))
    identity = exists().where(col(Identity.person_id) == col(Person.id))
    invited = (
        select(func.max(col(Invitation.expires_at)))
        .where(col(Invitation.person_id) == col(Person.id), col(Invitation.used_at).is_(None))
        .scalar_subquery()
    )
    seen = (
        select(func.max(col(BrowserSession.seen_at)))
        .where(col(BrowserSession.person_id) == col(Person.id))
        .scalar_subquery()
    )
    return select_columns(Person, Institution, password, identity, invited, seen).join(
        Institution, col(Institution.id) == col(Person.institution_id)
    )


def identities_of(session: Session, person_id: int, actor: Actor) -> Sequence[Identity]:
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    return session.exec(select(Identity).where(Identity.person_id == person_id).order_by(col(Identity.id))).all()
