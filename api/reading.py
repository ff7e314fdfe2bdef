"""Before an offer is approved, the words of the technology's files are read, outside any transaction."""

from datetime import datetime

from models.actions.comparing import recheck_offers
from models.actions.file_texts import record_text
from models.db import reading, transaction
from models.file_texts import text_of
from models.files import path_of
from models.queries.file_texts import unread_files
from models.queries.technologies import technology_for
from models.rules.permissions import Actor
from models.settings import settings
from models.tables import Offer


def read_files_of(technology_id: int, *, actor: Actor, now: datetime, asked: str = "") -> None:
    """Those that nobody has read yet; afterwards the scan compares with all of them."""
    with reading() as session:
        waiting = unread_files(session, technology_for(session, technology_id, actor, asked=asked).id)
    for sha256 in waiting:
        found = text_of(path_of(sha256, settings().files))
        with transaction() as session:
            record_text(session, sha256, found.state, found.text, gaps=found.gaps, now=now)
    if waiting:
        with transaction() as session:
            recheck_offers(session, technology_id, now=now)


def read_files_of_offer(offer_id: int, *, actor: Actor, now: datetime) -> None:
    with reading() as session:
        offer = session.get(Offer, offer_id)
        technology_id = offer.technology_id if offer else 0
    if technology_id:
        read_files_of(technology_id, actor=actor, now=now, asked=f"offer {offer_id}")
