"""Signing in by e-mail: for the people of a business, who have no password."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, update
from sqlmodel import Session, col, func, select

from models.actions.accounts import Browser, begin_contact_session
from models.actions.deliveries import queue_notice
from models.errors import LinkExpired, LinkInvalid
from models.rules.words import NoticeKind
from models.tables import BrowserSession, Contact, SignInLink

VALID_FOR = timedelta(minutes=30)
_MOST_CONTACTS = 5
"""Businesses for which one address may stand; each gets a link of its own."""


def send_sign_in_link(session: Session, email: str, *, now: datetime, target: str = "") -> Sequence[SignInLink]:
    """One e-mail for each contact with the address; none where nobody has it, and the door must not tell.

    `target` is the path of ours to which signing in leads on.
    """
    known = select(Contact).where(func.lower(col(Contact.email)) == email.strip().lower()).order_by(col(Contact.id))
    return [
        send_link_to_contact(session, contact.id, now=now, target=target)
        for contact in session.exec(known.limit(_MOST_CONTACTS)).all()
    ]


def send_link_to_contact(session: Session, contact_id: int, *, now: datetime, target: str = "") -> SignInLink:
    """To the address on record, whoever asked: holding another link, perhaps passed on, signs nobody in."""
    made = make_link(session, contact_id, now=now)
    facts = {"link": made.id, "minutes": VALID_FOR // timedelta(minutes=1), "target": target[:300]}
    queue_notice(session, NoticeKind.SIGN_IN_LINK, key=str(made.id), contact_id=contact_id, facts=facts, now=now)
    return made


def make_link(session: Session, contact_id: int, *, now: datetime, valid_for: timedelta = VALID_FOR) -> SignInLink:
    made = SignInLink(contact_id=contact_id, created_at=now, expires_at=now + valid_for)
    session.add(made)
    session.flush()
    return made


def contact_of_link(session: Session, link_id: int, *, now: datetime) -> Contact:
    """Whom an open link signs in. Raises `LinkInvalid`, or `LinkExpired` when it was used or is over."""
    link = session.get(SignInLink, link_id)
    if link is None:
        raise LinkInvalid("This link does not lead to anybody any more.")
    if link.used_at is not None or now >= link.expires_at:
        raise LinkExpired("This link was used, or its time is over. Ask for another one.")
    return session.get_one(Contact, link.contact_id)


def use_sign_in_link(session: Session, link_id: int, browser: Browser, *, now: datetime) -> str:
    """The secret of the session that begins with it. Of two at the same moment one is refused."""
    contact = contact_of_link(session, link_id, now=now)
    taken = session.execute(
        update(SignInLink)
        .where(col(SignInLink.id) == link_id, col(SignInLink.used_at).is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(taken, CursorResult)
    if not taken.rowcount:
        raise LinkExpired("This link was used just now.")
    return begin_contact_session(session, contact.id, browser, now=now)


def revoke_contact_sessions(session: Session, contact_id: int, *, now: datetime) -> None:
    """Everywhere, and the links that are still on their way too."""
    for table, column in ((BrowserSession, "revoked_at"), (SignInLink, "used_at")):
        session.execute(
            update(table)
            .where(col(table.contact_id) == contact_id, col(getattr(table, column)).is_(None))
            .values({column: now})
            .execution_options(synchronize_session=False)
        )
