"""The creators' own view of their cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, or_
from sqlmodel import Session, col, select

from models.errors import NotFound
from models.queries.ball import ball_of
from models.queries.decisions import told_to_creators
from models.queries.facts import latest_disclosure
from models.queries.offer_comments import put_before_creators
from models.queries.remarks import open_remarks
from models.queries.technologies import case_of, contributors_of, technology_by_reference
from models.rules.ball import Ball
from models.rules.disclosure import missing_fields
from models.rules.permissions import Act, Actor, may
from models.rules.words import OfferState, Stage
from models.tables import Contributor, Institution, Offer, Person, ReviewDecision, RightsOffer, Technology


@dataclass(frozen=True, slots=True)
class Duties:
    """What one creator is asked to do now."""

    confirm: Contributor | None = None
    """Their own share."""
    correct: bool = False
    consent: tuple[Offer, ...] = ()
    rights: RightsOffer | None = None
    """Offered to them, and not answered."""

    def __bool__(self) -> bool:
        return self.confirm is not None or self.correct or bool(self.consent) or self.rights is not None


@dataclass(frozen=True, slots=True)
class OwnCase:
    technology: Technology
    ball: Ball
    duties: Duties
    submitted: bool
    """By the actor; else they are named in it."""


def own_cases(session: Session, actor: Actor, today: date) -> list[OwnCase]:
    """Submitted by the actor or naming them, newest first; those that wait for them before the others."""
    named = exists().where(
        col(Contributor.technology_id) == col(Technology.id),
        func.lower(col(Contributor.email)) == actor.email.lower(),
    )
    query = select(Technology).where(or_(col(Technology.submitter_id) == actor.person_id, named))
    found = [
        OwnCase(
            technology,
            ball_of(session, technology, today),
            duties_of(session, technology, actor),
            technology.submitter_id == actor.person_id,
        )
        for technology in session.exec(query.order_by(col(Technology.id).desc())).all()
    ]
    return sorted(found, key=lambda each: not each.duties)


def own_case(session: Session, reference: str, actor: Actor) -> Technology:
    """Raises `NotFound` for one that the actor neither submitted nor is named in, whatever else they may see."""
    technology = technology_by_reference(session, reference, actor)
    case = case_of(session, technology)
    if actor.person_id != case.submitter_id and actor.email.casefold() not in case.contributors:
        raise NotFound(f"There is no technology {reference} among those you may see.")
    return technology


def duties_of(session: Session, technology: Technology, actor: Actor) -> Duties:
    people = contributors_of(session, technology.id)
    own = next((each for each in people if each.email.casefold() == actor.email.casefold()), None)
    unconfirmed = own is not None and own.confirmed_at is None
    return Duties(
        confirm=own if unconfirmed and technology.stage not in (Stage.RELEASED, Stage.CLOSED) else None,
        correct=technology.stage is Stage.DISCLOSURE and _waits_for_correction(session, technology),
        consent=tuple(offers_to_consent(session, technology, actor)),
        rights=_waits_for_answer(session, technology, actor),
    )


def _waits_for_answer(session: Session, technology: Technology, actor: Actor) -> RightsOffer | None:
    offer = told_to_creators(session, technology, actor.email)
    return offer if offer is not None and offer.answer is None else None


def offers_to_consent(session: Session, technology: Technology, actor: Actor) -> Sequence[Offer]:
    """Of each language the latest version, where the office has approved it or asked about it and the lead has not
    consented yet."""
    if not may(actor, Act.CONSENT, case_of(session, technology)):
        return []
    query = select(Offer).where(Offer.technology_id == technology.id).order_by(col(Offer.language), col(Offer.version))
    latest = {offer.language: offer for offer in session.exec(query)}
    waiting = (OfferState.APPROVED, OfferState.DRAFT)
    return [
        each
        for each in latest.values()
        if each.state in waiting and put_before_creators(each) and each.consented_at is None
    ]


def offer_to_consent(session: Session, technology: Technology, offer_id: int) -> Offer:
    """Of this technology, whether or not it can still be consented to."""
    found = session.get(Offer, offer_id)
    readable = found is not None and (found.consented_at is not None or put_before_creators(found))
    if found is None or found.technology_id != technology.id or not readable:
        raise NotFound(f"There is no offer {offer_id} among those you may see.")
    return found


def consented_before(session: Session, technology: Technology, offer: Offer) -> Offer | None:
    """The newest earlier version in this language that the lead contributor has agreed to."""
    query = select(Offer).where(
        Offer.technology_id == technology.id,
        Offer.language == offer.language,
        Offer.version < offer.version,
        col(Offer.consented_at).is_not(None),
    )
    return session.exec(query.order_by(col(Offer.version).desc()).limit(1)).first()


def decision_of(session: Session, technology: Technology) -> ReviewDecision | None:
    """The one in force. Its reason is the office's own."""
    query = select(ReviewDecision).where(ReviewDecision.technology_id == technology.id)
    return session.exec(query.order_by(col(ReviewDecision.id).desc()).limit(1)).first()


def people_of_case(session: Session, technology: Technology) -> tuple[Institution, Person | None]:
    """Whose it is, and who is in charge of it."""
    officer = session.get(Person, technology.officer_id) if technology.officer_id else None
    return session.get_one(Institution, technology.institution_id), officer


def _waits_for_correction(session: Session, technology: Technology) -> bool:
    """Sent back and not corrected since, remarked on, or submitted with fields left out."""
    disclosure = latest_disclosure(session, technology.id)
    if disclosure is None:
        return False
    returned = technology.version > 1 and disclosure.submitted_at <= technology.stage_since
    return (
        returned
        or bool(open_remarks(session, technology))
        or bool(missing_fields(disclosure.model_dump() | {"kind": technology.kind}))
    )
