"""What institutions and the network look like; an unsaved row where nothing was chosen."""

from sqlmodel import Session

from models.tables import Brand, Network


def brand_for(session: Session, institution_id: int) -> Brand:
    return session.get(Brand, institution_id) or Brand(institution_id=institution_id)


def network_brand(session: Session) -> Network:
    return session.get(Network, 1) or Network()
