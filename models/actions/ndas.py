"""Offering a non-disclosure agreement to the contact of a lead, who accepts it in the browser."""

from datetime import datetime

from sqlmodel import Session

from models.actions.deliveries import queue_notice
from models.actions.turns import take_turn
from models.errors import Conflict, Incomplete, NotFound
from models.queries.ndas import nda_offer, way_to_contact
from models.queries.technologies import institution_case
from models.rules.permissions import Act, Actor, demand
from models.rules.words import AgreementKind, AgreementState, LeadState, NoticeKind
from models.tables import Agreement, Contact, Lead


def offer_nda(session: Session, agreement_id: int, *, actor: Actor, now: datetime) -> Agreement:
    """The lead's contact is sent the way to the document; with their acceptance it is in force.

    The institution signs first, so that the contact accepts what binds both. Offering it again changes nothing.
    """
    agreement = session.get(Agreement, agreement_id)
    asked = f"agreement {agreement_id}"
    if agreement is None:
        raise NotFound(f"There is no {asked} among those you may see.")
    technology = take_turn(session, agreement.technology_id, actor, asked=asked)
    demand(actor, Act.MANAGE_AGREEMENTS, institution_case(technology))
    lead = session.get_one(Lead, agreement.lead_id)
    contact = session.get_one(Contact, lead.contact_id)
    _may_be_offered(agreement, lead, contact)
    if nda_offer(session, agreement) is None:
        queue_notice(
            session,
            NoticeKind.NDA_OFFERED,
            key=str(agreement.id),
            contact_id=contact.id,
            technology_id=technology.id,
            facts={"from": actor.name, **way_to_contact(session, technology, contact)},
            now=now,
        )
    return agreement


def _may_be_offered(agreement: Agreement, lead: Lead, contact: Contact) -> None:
    if agreement.kind is not AgreementKind.NDA:
        raise Conflict("Only a non-disclosure agreement is accepted in the browser.")
    if agreement.state is not AgreementState.DRAFT or agreement.partner_signed_on is not None:
        raise Conflict("The partner has signed this agreement already.")
    if lead.state is LeadState.LOST:
        raise Conflict("This lead is lost: there is nobody to offer the agreement to.")
    if agreement.document_sha256 is None:
        raise Incomplete("The document is not drawn up yet: it is made a moment after the draft.")
    if agreement.institution_signed_on is None:
        raise Incomplete("Record the institution's signature first: the contact accepts what you have signed.")
    if contact.stopped_at is not None:
        raise Conflict(
            "%(name)s wants no e-mails: send the agreement on paper and record the signature.", name=contact.name
        )
