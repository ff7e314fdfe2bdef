"""Signing in and out, invitations, passwords.

Hashing takes long, so it is done between transactions, never inside one: `authenticate` and
`hash_password` first, then what they allow.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, update
from sqlmodel import Session, col, select

from models.actions.deliveries import queue_notice
from models.actions.passwords import matches
from models.actions.people import PersonForm, digest_of_secret, register_person
from models.errors import Conflict, LinkExpired, LinkInvalid, NotFound, SignInRefused
from models.rules.days import local_date
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.words import NoticeKind
from models.settings import settings
from models.tables import BrowserSession, Contact, Credential, Institution, Invitation, Person

TOUCH_AFTER = timedelta(minutes=5)
_REFUSAL = "The e-mail address and the password do not belong together."


@dataclass(frozen=True, slots=True)
class Browser:
    """What a person can know one of their sessions by."""

    user_agent: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """A person whose password was right; good while that password is."""

    person_id: int
    hash: str


def authenticate(session: Session, email: str, password: str) -> Proof:
    """Raises `SignInRefused` alike, and after as long, for an unknown address, a person who has left or has
    no password, and a wrong one."""
    found = session.exec(
        select(Person, Credential)
        .join(Credential, col(Credential.person_id) == col(Person.id))
        .where(Person.email == email.strip().casefold(), col(Person.active))
    ).first()
    person, credential = found or (None, None)
    session.close()  # its connection is not held while others wait their turn
    right = matches(password, credential.hash if credential else None)
    if not right or person is None or credential is None:
        raise SignInRefused(_REFUSAL)
    return Proof(person.id, credential.hash)


def sign_in(session: Session, proof: Proof, browser: Browser, *, now: datetime) -> str:
    """A fresh session's secret, for the cookie. Nothing that the browser brought along becomes a session.

    Raises `SignInRefused` when the password was changed, or the person left, since the proof.
    """
    credential = session.exec(select(Credential).where(Credential.person_id == proof.person_id)).first()
    if credential is None or credential.hash != proof.hash:
        raise SignInRefused(_REFUSAL)
    return begin_session(session, proof.person_id, browser, now=now)


def begin_session(session: Session, person_id: int, browser: Browser, *, now: datetime) -> str:
    """For one who has proved who they are. Raises `SignInRefused` when the person has left."""
    person = session.get(Person, person_id)
    if person is None or not person.active:
        raise SignInRefused(_REFUSAL)
    return _begin(session, browser, now=now, person_id=person_id)


def begin_contact_session(session: Session, contact_id: int, browser: Browser, *, now: datetime) -> str:
    """For a partner's contact who came by a link that signs in."""
    if session.get(Contact, contact_id) is None:
        raise SignInRefused("This contact is no longer there.")
    return _begin(session, browser, now=now, contact_id=contact_id)


def _begin(
    session: Session, browser: Browser, *, now: datetime, person_id: int | None = None, contact_id: int | None = None
) -> str:
    secret = secrets.token_urlsafe(32)
    made = BrowserSession(
        person_id=person_id,
        contact_id=contact_id,
        digest=digest_of_secret(secret),
        created_at=now,
        seen_at=now,
        expires_at=now + timedelta(days=settings().session_days),
        user_agent=browser.user_agent[:300],
        address=browser.address[:64],
    )
    session.add(made)
    session.flush()
    return secret


def touch_session(session: Session, session_id: int, *, now: datetime) -> None:
    """One statement that cannot revive what was revoked meanwhile."""
    session.execute(
        update(BrowserSession)
        .where(col(BrowserSession.id) == session_id, col(BrowserSession.seen_at) < now - TOUCH_AFTER)
        .values(seen_at=now)
        .execution_options(synchronize_session=False)
    )


def revoke_session(
    session: Session, session_id: int, *, now: datetime, person_id: int | None = None, contact_id: int | None = None
) -> None:
    """One of the person's own, or of the contact's. Raises `NotFound` for another's."""
    found = session.get(BrowserSession, session_id)
    if found is None or (found.person_id, found.contact_id) != (person_id, contact_id):
        raise NotFound(f"There is no session {session_id}.")
    found.revoked_at = found.revoked_at or now
    session.add(found)
    session.flush()


def revoke_sessions(session: Session, person_id: int, *, now: datetime, but: int | None = None) -> int:
    """All of a person's, except perhaps the one they are using; how many ended."""
    statement = (
        update(BrowserSession)
        .where(col(BrowserSession.person_id) == person_id, col(BrowserSession.revoked_at).is_(None))
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )
    if but is not None:
        statement = statement.where(col(BrowserSession.id) != but)
    return _rows(session.execute(statement))


def end_sessions(session: Session, person_id: int, *, actor: Actor, now: datetime) -> int:
    """By an administrator: the person signs in again wherever they were; how many sessions ended."""
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    if session.get(Person, person_id) is None:
        raise NotFound(f"There is no person {person_id}.")
    return revoke_sessions(session, person_id, now=now)


def change_password(session: Session, proof: Proof, hashed: str, *, now: datetime, keep: int) -> None:
    """Other sessions end. Raises `SignInRefused` when the password was changed since the proof."""
    changed = session.execute(
        update(Credential)
        .where(col(Credential.person_id) == proof.person_id, col(Credential.hash) == proof.hash)
        .values(hash=hashed, changed_at=now)
        .execution_options(synchronize_session=False)
    )
    if not _rows(changed):
        raise SignInRefused(_REFUSAL)
    revoke_sessions(session, proof.person_id, now=now, but=keep)


def set_password(session: Session, person_id: int, hashed: str, *, now: datetime) -> None:
    """Without the old one: for who proved themselves otherwise. Every session and open invitation ends."""
    credential = session.exec(select(Credential).where(Credential.person_id == person_id)).first()
    if credential is None:
        credential = Credential(person_id=person_id, hash=hashed, changed_at=now)
    credential.hash, credential.changed_at = hashed, now
    session.add(credential)
    _end_invitations(session, person_id, now=now)
    revoke_sessions(session, person_id, now=now)
    session.flush()


def invite_person(session: Session, form: PersonForm, *, actor: Actor, now: datetime) -> Invitation:
    """Registers who is not registered yet, and queues the e-mail with the link; earlier invitations end.

    Raises `Conflict` when the address belongs to somebody with another role or institution, or who has left.
    """
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    known = session.exec(select(Person).where(Person.email == form.email.casefold())).first()
    person = known or register_person(session, form, actor=actor)
    home = session.get_one(Institution, person.institution_id)
    if not person.active:
        raise Conflict("%(name)s <%(email)s> was deactivated.", name=person.name, email=person.email)
    if (person.role, home.code) != (form.role, form.institution):
        raise Conflict(
            "%(name)s <%(email)s> is registered as %(role)s of %(code)s already.",
            name=person.name,
            email=person.email,
            role=person.role,
            code=home.code,
        )
    return invite_again(session, person, actor=actor, now=now)


def invite_again(session: Session, person: Person, *, actor: Actor, now: datetime) -> Invitation:
    """A registered person, who perhaps forgot the password: the old one is good until a new one is chosen.

    Raises `Conflict` for one who has left.
    """
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    if not person.active:
        raise Conflict("%(name)s <%(email)s> was deactivated.", name=person.name, email=person.email)
    _end_invitations(session, person.id, now=now)
    ends = now + timedelta(days=settings().invitation_days)
    made = Invitation(person_id=person.id, invited_by=actor.key, created_at=now, expires_at=ends)
    session.add(made)
    session.flush()
    facts = {"invitation": made.id, "until": local_date(ends).isoformat()}
    queue_notice(session, NoticeKind.INVITATION, key=str(made.id), person_id=person.id, facts=facts, now=now)
    return made


def invited(session: Session, invitation_id: int, *, now: datetime) -> Person:
    """Whom an open invitation is for. Raises `LinkInvalid`, or `LinkExpired` when it was used or is over."""
    invitation = session.get(Invitation, invitation_id)
    person = session.get(Person, invitation.person_id) if invitation else None
    if invitation is None or person is None or not person.active:
        raise LinkInvalid("This invitation does not lead to anybody any more.")
    if invitation.used_at is not None or now >= invitation.expires_at:
        raise LinkExpired("This invitation was used, replaced by a newer one, or is over. Ask for another one.")
    return person


def accept_invitation(session: Session, invitation_id: int, hashed: str, browser: Browser, *, now: datetime) -> str:
    """The secret of the session that begins with it. Of two at the same moment one is refused."""
    person = invited(session, invitation_id, now=now)
    taken = session.execute(
        update(Invitation)
        .where(col(Invitation.id) == invitation_id, col(Invitation.used_at).is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    if not _rows(taken):
        raise LinkExpired("This invitation was used just now.")
    set_password(session, person.id, hashed, now=now)
    return begin_session(session, person.id, browser, now=now)


def _end_invitations(session: Session, person_id: int, *, now: datetime) -> None:
    session.execute(
        update(Invitation)
        .where(
            col(Invitation.person_id) == person_id,
            col(Invitation.used_at).is_(None),
            col(Invitation.expires_at) > now,
        )
        .values(expires_at=now)
        .execution_options(synchronize_session=False)
    )


def _rows(result: object) -> int:
    assert isinstance(result, CursorResult)
    return result.rowcount
