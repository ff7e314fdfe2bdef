"""Institutions, people, and the tokens by which programs act for them."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, EmailStr, Field
from sqlalchemy import update
from sqlmodel import Session, col, select

from models.actions.deliveries import readdress
from models.actions.forms import Form
from models.actions.reviews import put_in_charge
from models.actions.turns import take_turn_of_door
from models.errors import Conflict, NotFound, NotPermitted
from models.queries.accounts import person_actor
from models.queries.officers import ENDED, least_loaded_officer
from models.queries.technologies import institution_by_code
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.words import Area, Language, Role, Via
from models.tables import ApiToken, BrowserSession, Institution, Person, Technology, TrailHead


class InstitutionForm(Form):
    code: str = Field(pattern=r"^[A-Z][A-Z0-9]{1,11}$")
    name_en: str = Field(min_length=1, max_length=200)
    name_pl: str = Field(min_length=1, max_length=200)
    area: Area
    city: str = ""
    country: str = Field(default="PL", pattern=r"^[A-Z]{2}$")
    email: EmailStr | None = None
    phone: str = ""
    homepage: str = Field(default="", max_length=300, pattern=r"^$|^https?://[^\s<>\"']+$")


class PersonForm(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=1, max_length=200)
    email: EmailStr
    role: Role
    institution: str
    language: Language = Language.ENGLISH
    phone: str = ""
    department: str = Field(default="", max_length=200)


class PersonDetails(BaseModel):
    """What may be corrected: by the address a person signs in, and a role ends with its account."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=1, max_length=200)
    language: Language
    phone: str = Field(default="", max_length=60)
    department: str = Field(default="", max_length=200)


def register_institution(session: Session, form: InstitutionForm, *, actor: Actor) -> Institution:
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    if session.exec(select(Institution).where(Institution.code == form.code)).first():
        raise Conflict("An institution with the code %(code)s is registered already.", code=form.code)
    institution = Institution(**form.model_dump(exclude={"email"}), email=form.email or "")
    session.add(institution)
    session.flush()
    session.add(TrailHead(institution_id=institution.id))
    session.flush()
    return institution


def edit_institution(session: Session, institution_id: int, form: InstitutionForm, *, actor: Actor) -> Institution:
    """Names, place and how to reach it. The code stays: references begin with it."""
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    institution = session.get(Institution, institution_id)
    if institution is None:
        raise NotFound(f"There is no institution {institution_id}.")
    if form.code != institution.code:
        raise Conflict(
            "The code %(code)s stays: the references of its technologies begin with it.", code=institution.code
        )
    for name, value in form.model_dump(exclude={"code", "email"}).items():
        setattr(institution, name, value)
    institution.email = form.email or ""
    session.add(institution)
    session.flush()
    return institution


def register_person(session: Session, form: PersonForm, *, actor: Actor) -> Person:
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    if form.role in (Role.SYSTEM, Role.PARTNER_CONTACT):
        raise Conflict("A person of an institution cannot have the role %(role)s.", role=form.role)
    email = form.email.casefold()
    if session.exec(select(Person).where(Person.email == email)).first():
        raise Conflict("A person with the address %(email)s is registered already.", email=email)
    institution = institution_by_code(session, form.institution)
    person = Person(**form.model_dump(exclude={"institution", "email"}), email=email, institution_id=institution.id)
    session.add(person)
    session.flush()
    return person


def edit_person(session: Session, person: Person, form: PersonDetails, *, actor: Actor) -> None:
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    for name, value in form.model_dump().items():
        setattr(person, name, value)
    session.add(person)
    session.flush()


@dataclass(frozen=True, slots=True)
class Handover:
    """An open case of an officer who has left; without `officer`, nobody was there to take it."""

    reference: str
    officer: str | None


def deactivate_person(session: Session, person: Person, *, actor: Actor, now: datetime) -> list[Handover]:
    """Ends every session and token for good: should the person come back, they begin anew.

    An officer's open cases go to the other active officers of the institution, each to the one with the
    fewest, and are returned.

    Nobody deactivates themselves, so that one administrator is always left.
    """
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    if actor.person_id == person.id:
        raise Conflict("You cannot end your own account: ask another administrator.")
    person.active = False
    session.add(person)
    for table in (BrowserSession, ApiToken):
        session.execute(
            update(table)
            .where(col(table.person_id) == person.id, col(table.revoked_at).is_(None))
            .values(revoked_at=now)
            .execution_options(synchronize_session=False)
        )
    session.flush()
    handed = _hand_over(session, person, actor, now)
    readdress(session, person)
    return handed


def _hand_over(session: Session, person: Person, actor: Actor, now: datetime) -> list[Handover]:
    cases = session.exec(
        select(Technology)
        .where(Technology.officer_id == person.id, col(Technology.stage).not_in(ENDED))
        .order_by(col(Technology.id))
    ).all()
    for technology in cases:
        take_turn_of_door(session, technology.id)
    handed = []
    for technology in cases:
        heir = session.get(Person, least_loaded_officer(session, technology.institution_id) or 0)
        if heir is not None:
            put_in_charge(session, technology, heir.id, actor=actor, now=now)
        handed.append(Handover(technology.reference, heir.name if heir else None))
    return handed


def create_token(
    session: Session, person: Person, *, now: datetime, label: str = "", days: int | None = None
) -> tuple[str, ApiToken]:
    """The token's secret, shown this once, and its record."""
    secret = f"helix_{secrets.token_urlsafe(32)}"
    token = ApiToken(
        person_id=person.id,
        label=label,
        digest=digest_of_secret(secret),
        created_at=now,
        expires_at=now + timedelta(days=days) if days else None,
    )
    session.add(token)
    session.flush()
    return secret, token


def revoke_token(session: Session, token_id: int, *, now: datetime) -> ApiToken:
    token = session.get(ApiToken, token_id)
    if token is None:
        raise NotFound(f"There is no token {token_id}.")
    token.revoked_at = token.revoked_at or now
    session.add(token)
    session.flush()
    return token


def withdraw_token(session: Session, token_id: int, *, actor: Actor, now: datetime) -> ApiToken:
    """By an administrator, whoever the token acts for."""
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    return revoke_token(session, token_id, now=now)


def actor_by_token(session: Session, secret: str, *, now: datetime) -> Actor:
    """Raises `NotPermitted` alike for a wrong, a revoked and an expired token, and for one whose
    person has left."""
    found = session.exec(
        select(ApiToken, Person).where(ApiToken.digest == digest_of_secret(secret), ApiToken.person_id == Person.id)
    ).first()
    if found is not None:
        token, person = found
        if token.revoked_at is None and person.active and (token.expires_at is None or now < token.expires_at):
            return person_actor(person, Via.API)
    raise NotPermitted("The token is wrong, revoked or expired: ask your administrator for a new one.")


def digest_of_secret(secret: str) -> str:
    """Unsalted and quick: our secrets are random and long, not chosen by people."""
    return hashlib.sha256(secret.encode()).hexdigest()
