"""What the people of a business say of it and of themselves."""

from datetime import datetime

from sqlmodel import Session, select

from models.actions.forms import ProfileForm
from models.errors import Incomplete
from models.rules.days import local_date
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.words import Language
from models.tables import Contact, InterestProfile

CONSENT_GIVEN = {
    Language.ENGLISH: "given on your own page at Helix",
    Language.POLISH: "udzielona na własnej stronie w systemie Helix",
}
LONGEST_NAME = 200


def save_interests(session: Session, form: ProfileForm, *, actor: Actor) -> InterestProfile:
    """The profile of the actor's business, as a whole."""
    demand(actor, Act.DEAL_AS_PARTNER, Case(None, partner_id=actor.partner_id))
    assert actor.partner_id is not None
    query = select(InterestProfile).where(InterestProfile.partner_id == actor.partner_id).with_for_update()
    profile = session.exec(query).one_or_none() or InterestProfile(partner_id=actor.partner_id)
    values = form.model_dump(mode="json")
    values["fields"] = values.pop("fields_of_interest")
    for name, value in values.items():
        setattr(profile, name, value)
    profile.value_chain = form.value_chain
    session.add(profile)
    session.flush()
    return profile


def save_own_data(session: Session, contact_id: int, *, name: str, language: Language) -> Contact:
    """The contact's own, by their session."""
    contact = session.get_one(Contact, contact_id)
    said = " ".join(name.split())
    if not said or len(said) > LONGEST_NAME:
        raise Incomplete(f"Give your name, at most {LONGEST_NAME} characters.")
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
