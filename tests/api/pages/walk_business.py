"""Who is let in where at the businesses' desk and in the public catalogue. Data for the permission walk.

`contact` got the offer, an NDA was offered to them and is in force; `other_contact` belongs to another partner.
"""

from typing import Any

from sqlmodel import Session

from models.actions.deliveries import queue_notice
from models.rules.words import NoticeKind
from models.tables import Agreement
from tests.api.conftest import World
from tests.factories import NOW

WHO = (
    "nobody",
    "researcher",
    "colleague",
    "officer",
    "reviewer",
    "stranger",
    "coordinator",
    "administrator",
    "contact",
    "other_contact",
)

_PUBLIC = "iiiiiiiiii"
_GUESTS = "trrrrrrrii"
_ITS_OWN = "trrrrrrrih"

ROUTES: dict[tuple[str, str], tuple[str, dict[str, str] | None]] = {
    ("GET", "/"): (_PUBLIC, None),
    ("GET", "/offers.atom"): (_PUBLIC, None),
    ("GET", "/robots.txt"): (_PUBLIC, None),
    ("GET", "/offers/{key}/{language}"): (_PUBLIC, None),
    ("GET", "/offers/{key}/{language}/brief.pdf"): (_PUBLIC, None),
    ("GET", "/offers/{key}/{language}/card.png"): (_PUBLIC, None),
    ("GET", "/b/{token}"): (_PUBLIC, None),
    ("POST", "/b/{token}"): (_PUBLIC, {"answer": "interested"}),
    ("POST", "/b/{token}/messages"): (_PUBLIC, {"text": "How stable is it?"}),
    ("POST", "/b/{token}/sign-in"): (_PUBLIC, {}),
    ("GET", "/b/{token}/brief.pdf"): (_PUBLIC, None),
    ("GET", "/u/{token}"): (_PUBLIC, None),
    ("POST", "/u/{token}"): (_PUBLIC, {}),
    ("GET", "/sign-in/link"): (_PUBLIC, None),
    ("POST", "/sign-in/link"): (_PUBLIC, {"email": "nobody@example.org"}),
    ("GET", "/offers/{key}/{language}/figures/{number}"): (_PUBLIC, None),
    ("GET", "/b/{token}/figures/{number}"): (_PUBLIC, None),
    ("GET", "/inbox/{delivery_id}/figures/{number}"): (_ITS_OWN, None),
    ("GET", "/inbox"): (_GUESTS, None),
    ("GET", "/inbox/{delivery_id}"): (_ITS_OWN, None),
    ("POST", "/inbox/{delivery_id}"): (_ITS_OWN, {"answer": "interested"}),
    ("POST", "/inbox/{delivery_id}/messages"): (_ITS_OWN, {"text": "How stable is it?"}),
    ("GET", "/inbox/{delivery_id}/brief.pdf"): (_ITS_OWN, None),
    ("GET", "/inbox/account"): (_GUESTS, None),
    ("POST", "/inbox/account"): (_GUESTS, {"name": "Greta Weiß", "language": "en"}),
    ("POST", "/inbox/account/stop"): (_GUESTS, {}),
    ("POST", "/inbox/account/resume"): (_GUESTS, {}),
    ("GET", "/interests"): (_GUESTS, None),
    ("POST", "/interests"): (_GUESTS, {"trl_min": "1", "trl_max": "9"}),
    ("GET", "/ndas/{agreement_id}"): (_ITS_OWN, None),
    ("POST", "/ndas/{agreement_id}"): (_ITS_OWN, {"signatory": "Greta Weiß", "may": "yes"}),
    ("GET", "/ndas/{agreement_id}/document.pdf"): (_ITS_OWN, None),
    ("GET", "/rooms/{lead_id}"): (_ITS_OWN, None),
    ("GET", "/rooms/{lead_id}/files/{file_id}"): (_ITS_OWN, None),
    ("POST", "/rooms/{lead_id}/messages"): (_ITS_OWN, {"text": "How stable is it?"}),
}

UNWALKED = {
    ("GET", "/catalogue/{language}.pdf"): "there while a catalogue is on the public page: public/test_gone.py",
    ("GET", "/sign-in/link/{token}"): "the token decides, whoever brings it: test_sign_in_link.py",
    ("POST", "/sign-in/link/{token}"): "as above; it signs in",
    ("POST", "/inbox/account/sign-out"): "it ends the walker's session: test_inbox.py",
}
"""What the walk leaves out, and where it is tested instead."""


def prepare(session: Session, world: World, values: dict[str, Any]) -> dict[str, Any]:
    """The agreement was offered to the contact; the room's file goes by its place in the room."""
    agreement = session.get_one(Agreement, values["agreement_id"])
    queue_notice(
        session,
        NoticeKind.NDA_OFFERED,
        key=str(agreement.id),
        contact_id=values["contact_id"],
        technology_id=agreement.technology_id,
        facts={"from": world.cast.officer.name, "path": "/inbox"},
        now=NOW,
    )
    return {"/rooms/ file_id": values["room_file_id"]}
