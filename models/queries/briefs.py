"""Briefs for those who may read them."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from models.errors import NotFound
from models.queries.catalogue import shown_reference
from models.queries.offers import latest_first
from models.queries.technologies import visible_to
from models.rules.offers import is_public
from models.rules.permissions import Actor
from models.rules.words import Language, OfferState
from models.tables import Brief, Offer, Technology


@dataclass(frozen=True, slots=True)
class BriefFile:
    brief: Brief
    offer: Offer
    reference: str
    """As it may be shown: for an anonymous offer the alias."""

    def public(self, today: date) -> bool:
        """Published, and the brief shows exactly the published content."""
        current = self.brief.offer_digest == self.offer.digest
        return current and is_public(self.offer.state, self.offer.expires_on, today)

    @property
    def file_name(self) -> str:
        return brief_name(self.reference, self.offer.language)


def brief_name(reference: str, language: Language) -> str:
    return f"{reference}-{language}.pdf"


def brief_for(session: Session, brief_id: int, actor: Actor | None, *, today: date) -> BriefFile:
    """Raises `NotFound` alike for a brief that is not there and for one that is not the reader's."""
    query = (
        select(Brief, Offer, Technology)
        .join(Offer, col(Offer.id) == col(Brief.offer_id))
        .join(Technology, col(Technology.id) == col(Offer.technology_id))
        .where(Brief.id == brief_id)
    )
    row = session.exec(query).one_or_none()
    if row is not None:
        brief, offer, technology = row
        file = BriefFile(brief, offer, shown_reference(offer, technology))
        if file.public(today) or (actor is not None and _is_theirs(session, offer, actor)):
            return file
    raise NotFound(f"There is no brief {brief_id} among those you may see.")


def _is_theirs(session: Session, offer: Offer, actor: Actor) -> bool:
    query = select(Technology.id).where(Technology.id == offer.technology_id, visible_to(actor))
    return session.exec(query).first() is not None


def latest_brief(session: Session, technology: Technology, language: Language) -> BriefFile | None:
    """Of the newest offer version in the language that has one; a published version goes first."""
    rows = session.exec(
        select(Brief, Offer)
        .join(Offer, col(Offer.id) == col(Brief.offer_id))
        .where(Offer.technology_id == technology.id, Offer.language == language)
        .order_by((col(Offer.state) == OfferState.PUBLISHED).desc(), col(Offer.version).desc(), *latest_first())
        .limit(1)
    )
    for brief, offer in rows:
        return BriefFile(brief, offer, shown_reference(offer, technology))
    return None
