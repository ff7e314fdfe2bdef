"""Before an offer is approved, the words of the technology's files are read, outside any transaction."""

from datetime import datetime

from models.actions.comparing import recheck_offers
from models.actions.file_texts import record_text
from models.db import reading, transaction
from models.errors import Conflict
from models.file_texts import text_of
from models.files import path_of
from models.queries.file_texts import files_not_compared, unread_files
from models.queries.technologies import technology_for
from models.rules.permissions import Actor
from models.settings import settings
from models.tables import Offer


def read_files_of(technology_id: int, *, actor: Actor, now: datetime, asked: str = "") -> bool:
    """Those that nobody has read yet; afterwards the scan compares with all of them.

    Whether something was read only now that holds more than its words: nobody was told of it yet.
    """
    with reading() as session:
        technology_id = technology_for(session, technology_id, actor, asked=asked).id
        waiting = unread_files(session, technology_id)
    for sha256 in waiting:
        found = text_of(path_of(sha256, settings().files))
        with transaction() as session:
            record_text(session, sha256, found.state, found.text, gaps=found.gaps, now=now)
    if not waiting:
        return False
    with transaction() as session:
        recheck_offers(session, technology_id, now=now)
        return any(each.sha256 in waiting for each in files_not_compared(session, technology_id))


def read_before_approval(technology_id: int, *, actor: Actor, now: datetime, asked: str = "") -> None:
    """Raises `Conflict` where there is something to look at that the page could not show before."""
    if read_files_of(technology_id, actor=actor, now=now, asked=asked):
        raise Conflict(
            "Attached files were read only now, and not everything in them can be compared with the offer: look at "
            "what they are, and approve it then."
        )


def read_files_of_offer(offer_id: int, *, actor: Actor, now: datetime) -> None:
    with reading() as session:
        offer = session.get(Offer, offer_id)
        technology_id = offer.technology_id if offer else 0
    if technology_id:
        read_before_approval(technology_id, actor=actor, now=now, asked=f"offer {offer_id}")
