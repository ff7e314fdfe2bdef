"""What a signed link opens."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from models.errors import NotFound
from models.queries.accounts import contact_actor
from models.queries.catalogue import PublishedOffer, offer_shown
from models.rules.offers import is_public
from models.rules.permissions import Actor
from models.rules.words import Via
from models.tables import Contact, Delivery, Partner


@dataclass(frozen=True, slots=True)
class Opened:
    """One delivery as its contact sees it."""

    delivery: Delivery
    contact: Contact
    partner: Partner
    shown: PublishedOffer
    today: date

    @property
    def open(self) -> bool:
        """Whether the offer can still be answered: its withdrawal and its last day take its links along."""
        return is_public(self.shown.offer.state, self.shown.offer.expires_on, self.today)

    @property
    def actor(self) -> Actor:
        """The contact, for whom the link is the permission."""
        return contact_actor(self.contact, self.partner, Via.LINK)


def opened(session: Session, delivery_id: int, *, today: date) -> Opened:
    """Raises `NotFound` for a delivery that is no longer there."""
    row = session.exec(
        select(Delivery, Contact, Partner)
        .join(Contact, col(Contact.id) == col(Delivery.contact_id))
        .join(Partner, col(Partner.id) == col(Contact.partner_id))
        .where(Delivery.id == delivery_id)
    ).one_or_none()
    if row is None:
        raise NotFound("This link does not lead to an offer.")
    delivery, contact, partner = row
    return Opened(delivery, contact, partner, offer_shown(session, delivery.offer_id), today)
