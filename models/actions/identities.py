"""Signing in by an identity provider: whose identity it is, and what links the two for the first time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select

from models.actions.accounts import Browser, begin_session
from models.errors import IdentityRefused, NotFound
from models.rules.permissions import Act, Actor, Case, demand
from models.tables import Identity, Person


@dataclass(frozen=True, slots=True)
class Claims:
    """What the provider has vouched for."""

    issuer: str
    subject: str
    email: str = ""
    email_verified: bool = False


def sign_in_by_identity(session: Session, claims: Claims, browser: Browser, *, now: datetime) -> str:
    """A fresh session's secret. Raises `IdentityRefused` for whoever is not a person of ours, and makes nothing.

    A known identity is its person, whatever the e-mail address is by now. An unknown one is linked to the person
    with its address, if the provider has verified that, and if nobody else of this provider is linked to them: an
    address may have been given to somebody new.
    """
    person = _known(session, claims) or _linked(session, claims, now=now)
    return begin_session(session, person.id, browser, now=now)


def unlink_identities(session: Session, person_id: int, *, actor: Actor) -> int:
    """They sign in otherwise, or are linked anew by their address; how many links there were."""
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    if session.get(Person, person_id) is None:
        raise NotFound(f"There is no person {person_id}.")
    linked = session.exec(select(Identity.id).where(Identity.person_id == person_id)).all()
    session.execute(delete(Identity).where(col(Identity.id).in_(linked)))
    return len(linked)


def _known(session: Session, claims: Claims) -> Person | None:
    person = session.exec(
        select(Person)
        .join(Identity, col(Identity.person_id) == col(Person.id))
        .where(Identity.issuer == claims.issuer, Identity.subject == claims.subject)
    ).first()
    if person is not None and not person.active:
        raise IdentityRefused("identity_left", "This account was ended.")
    return person


def _linked(session: Session, claims: Claims, *, now: datetime) -> Person:
    if not claims.email or not claims.email_verified:
        raise IdentityRefused("identity_unverified", "The provider does not vouch for an e-mail address.")
    person = session.exec(select(Person).where(Person.email == claims.email.strip().casefold())).first()
    if person is None:
        raise IdentityRefused("identity_unknown", "Nobody is registered with this address.")
    if not person.active:
        raise IdentityRefused("identity_left", "This account was ended.")
    others = select(Identity.id).where(Identity.person_id == person.id, Identity.issuer == claims.issuer)
    if session.exec(others).first() is not None:
        raise IdentityRefused("identity_other", "The account is linked with somebody else at this provider.")
    try:
        with session.begin_nested():
            made = Identity(person_id=person.id, issuer=claims.issuer, subject=claims.subject, linked_at=now)
            session.add(made)
    except IntegrityError:  # linked at this very moment, by the same person's other window
        known = _known(session, claims)
        if known is None:
            raise
        return known
    return person
