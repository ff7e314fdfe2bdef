"""The register of businesses: who they are, their people, and what they look for."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from models.actions.forms import ContactForm, PartnerForm, ProfileForm
from models.actions.partners import stop_emails
from models.actions.sign_in_links import revoke_contact_sessions
from models.errors import Conflict, NotFound
from models.rules.permissions import Act, Actor, Case, demand, may
from models.rules.text import fold
from models.rules.words import LeadState
from models.tables import Contact, InterestProfile, Lead, Partner, Technology


def edit_partner(session: Session, partner_id: int, form: PartnerForm, *, actor: Actor) -> Partner:
    """What the business is. Its contacts and its profile have actions of their own and stay as they are."""
    partner = _partner(session, partner_id, actor)
    folded = fold(form.name)
    twin = select(Partner.id).where(Partner.folded_name == folded, Partner.id != partner.id)
    if session.exec(twin).first():
        raise Conflict("A partner named %(name)s is registered already.", name=form.name)
    for name, value in form.model_dump(exclude={"contacts", "profile"}).items():
        setattr(partner, name, value)
    partner.folded_name = folded
    session.add(partner)
    session.flush()
    return partner


def add_contact(session: Session, partner_id: int, form: ContactForm, *, actor: Actor) -> Contact:
    partner = _partner(session, partner_id, actor)
    _must_be_new(session, partner.id, form.email)
    contact = Contact(partner_id=partner.id, **form.model_dump())
    session.add(contact)
    session.flush()
    return contact


def edit_contact(session: Session, contact_id: int, form: ContactForm, *, actor: Actor, now: datetime) -> Contact:
    """Whoever stopped e-mails stays stopped, whatever is said about their consent. A new address ends what was
    opened from the old one: its sessions and the links to sign in."""
    contact = _contact(session, contact_id, actor)
    _must_be_new(session, contact.partner_id, form.email, but=contact.id)
    if contact.email.casefold() != form.email.casefold():
        _must_be_nobody_elses_lead(session, contact, actor)
        revoke_contact_sessions(session, contact.id, now=now)
    for name, value in form.model_dump().items():
        setattr(contact, name, value)
    session.add(contact)
    session.flush()
    return contact


def _must_be_nobody_elses_lead(session: Session, contact: Contact, actor: Actor) -> None:
    """Who changes the address decides who enters the contact's data rooms: that is for whom they deal with."""
    others = (
        select(Lead.id)
        .join(Technology, col(Technology.id) == col(Lead.technology_id))
        .where(
            Lead.contact_id == contact.id,
            Lead.state != LeadState.LOST,
            Technology.institution_id != actor.institution_id,
        )
    )
    if session.exec(others.limit(1)).first():
        raise Conflict(
            "%(name)s deals with another institution of the network: ask its office to change the address.",
            name=contact.name,
        )


def stop_contact(session: Session, contact_id: int, *, actor: Actor, now: datetime) -> Contact:
    """For somebody who asked by telephone or letter: the same as their own click."""
    return stop_emails(session, _contact(session, contact_id, actor).id, now=now)


def save_profile(session: Session, partner_id: int, form: ProfileForm, *, actor: Actor) -> InterestProfile:
    """By the network's people, or by the business itself."""
    if not may(actor, Act.DEAL_AS_PARTNER, Case(None, partner_id=partner_id)):
        _partner(session, partner_id, actor)
    values = form.model_dump(mode="json")
    values["fields"] = values.pop("fields_of_interest")
    known = select(InterestProfile).where(InterestProfile.partner_id == partner_id).with_for_update()
    profile = session.exec(known).one_or_none() or InterestProfile(partner_id=partner_id)
    for name, value in values.items():
        setattr(profile, name, value)
    profile.value_chain = form.value_chain
    session.add(profile)
    session.flush()
    return profile


def _partner(session: Session, partner_id: int, actor: Actor) -> Partner:
    demand(actor, Act.MANAGE_PARTNERS, Case(actor.institution_id))
    partner = session.get(Partner, partner_id)
    if partner is None:
        raise NotFound(f"There is no partner {partner_id}.")
    return partner


def _contact(session: Session, contact_id: int, actor: Actor) -> Contact:
    demand(actor, Act.MANAGE_PARTNERS, Case(actor.institution_id))
    contact = session.get(Contact, contact_id)
    if contact is None:
        raise NotFound(f"There is no contact {contact_id}.")
    return contact


def _must_be_new(session: Session, partner_id: int, email: str, *, but: int = 0) -> None:
    twin = select(Contact.id).where(
        Contact.partner_id == partner_id, func.lower(col(Contact.email)) == email.lower(), Contact.id != but
    )
    if session.exec(twin).first():
        raise Conflict("%(email)s is the address of another contact of this partner.", email=email)
