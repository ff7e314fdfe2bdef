"""What the people of a business say of it and of themselves."""

from datetime import datetime

from sqlmodel import Session

from models.errors import Incomplete
from models.rules.days import local_date
from models.rules.words import Language
from models.tables import Contact

CONSENT_GIVEN = {
    Language.ENGLISH: "given on your own page at Helix",
    Language.POLISH: "udzielona na własnej stronie w systemie Helix",
}
LONGEST_NAME = 200


def save_own_data(session: Session, contact_id: int, *, name: str, language: Language) -> Contact:
    """The contact's own, by their session."""
    contact = session.get_one(Contact, contact_id)
    said = " ".join(name.split())
    if not said or len(said) > LONGEST_NAME:
        raise Incomplete("Give your name, at most %(most)s characters.", most=LONGEST_NAME)
    contact.name, contact.language = said, language
    session.add(contact)
    session.flush()
    return contact


def resume_emails(session: Session, contact_id: int, *, now: datetime) -> Contact:
    """The contact agrees, anew, to get offers by e-mail; the consent is theirs of today."""
    contact = session.get_one(Contact, contact_id)
    if contact.stopped_at is not None or contact.consent_on is None:
        contact.consent_on, contact.consent_source = local_date(now), CONSENT_GIVEN[contact.language]
        contact.stopped_at = None
    session.add(contact)
    session.flush()
    return contact
