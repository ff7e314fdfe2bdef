"""Whether an NDA was offered to a contact, and the way by which the contact gets there."""

from sqlmodel import Session, col, select

from models.rules.words import NoticeKind
from models.tables import Agreement, Contact, Delivery, Notice, Offer, Technology


def nda_offer(session: Session, agreement: Agreement) -> Notice | None:
    """The e-mail that offered it: only what was offered can be accepted in the browser."""
    return session.exec(
        select(Notice).where(Notice.unique_key == f"{NoticeKind.NDA_OFFERED}:{agreement.id}")
    ).one_or_none()


def newest_delivery(session: Session, technology: Technology, contact: Contact) -> Delivery | None:
    """Whose signed link the contact may hold."""
    return session.exec(
        select(Delivery)
        .join(Offer, col(Offer.id) == col(Delivery.offer_id))
        .where(Offer.technology_id == technology.id, Delivery.contact_id == contact.id)
        .order_by(col(Delivery.id).desc())
        .limit(1)
    ).one_or_none()


def way_to_contact(session: Session, technology: Technology, contact: Contact) -> dict[str, int | str]:
    """For the facts of a notice: by the link of their delivery, or else by signing in."""
    delivery = newest_delivery(session, technology, contact)
    return {"delivery": delivery.id} if delivery else {"path": "/inbox"}
