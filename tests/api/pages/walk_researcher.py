"""Who gets where on the researcher's desk, and behind a contributor's link. See the walk's test for the letters."""

from io import BytesIO
from typing import Any

from sqlmodel import Session

from models.actions.attachments import add_draft_attachment
from models.files import keep_stream
from models.settings import settings
from models.tables import Draft
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

_MEMBERS = "tiiiiirrrr"
"""Whoever may submit a disclosure to their institution."""
_OWNER = "tihhhhhhrr"
"""The creators alone; for all others of an institution it is not there."""

ROUTES: dict[tuple[str, str], tuple[str, dict[str, str] | None]] = {
    ("GET", "/disclosures"): (_MEMBERS, None),
    ("GET", "/disclosures/new"): (_MEMBERS, None),
    ("POST", "/disclosures/new"): (_MEMBERS, {}),
    ("GET", "/disclosures/drafts/{draft_id}"): (_OWNER, None),
    ("GET", "/disclosures/drafts/{draft_id}/{step}"): (_OWNER, None),
    ("POST", "/disclosures/drafts/{draft_id}/{step}"): (_OWNER, {"version": "1"}),
    ("POST", "/disclosures/drafts/{draft_id}/save"): (_OWNER, {"step": "what", "version": "1"}),
    ("POST", "/disclosures/drafts/{draft_id}/files"): (_OWNER, {}),
    ("GET", "/disclosures/drafts/{draft_id}/files/{file_id}"): (_OWNER, None),
    ("POST", "/disclosures/drafts/{draft_id}/files/{file_id}/remove"): (_OWNER, {}),
    ("POST", "/disclosures/drafts/{draft_id}/submit"): (_OWNER, {}),
    ("POST", "/disclosures/drafts/{draft_id}/delete"): (_OWNER, {}),
    # Officers and reviewers are led to their own page of the case.
    ("GET", "/disclosures/{reference}"): ("tihiihhhrr", None),
    ("POST", "/disclosures/{reference}/correct"): (_OWNER, {}),
    ("POST", "/disclosures/{reference}/confirm"): (_OWNER, {}),
    ("POST", "/disclosures/{reference}/rights"): (_OWNER, {"answer": "accepted"}),
    ("POST", "/disclosures/{reference}/creators/{contributor_id}/request"): (_OWNER, {}),
    ("POST", "/disclosures/{reference}/messages"): (_OWNER, {"text": "When do we meet?"}),
    ("POST", "/disclosures/{reference}/files"): (_OWNER, {}),
    ("GET", "/disclosures/{reference}/files/{file_id}"): (_OWNER, None),
    ("GET", "/disclosures/{reference}/letters/{letter_id}.pdf"): (_OWNER, None),
    ("GET", "/disclosures/{reference}/consent/{offer_id}"): (_OWNER, None),
    ("POST", "/disclosures/{reference}/consent/{offer_id}"): (_OWNER, {"digest": "0" * 64}),
    ("GET", "/disclosures/{reference}/consent/{offer_id}/figures/{number}"): (_OWNER, None),
    ("GET", "/disclosures/{reference}/consent/{offer_id}/brief.pdf"): (_OWNER, None),
    ("POST", "/disclosures/{reference}/consent/{offer_id}/comments"): (_OWNER, {"field": "title", "text": " "}),
    ("POST", "/disclosures/{reference}/consent/{offer_id}/comments/{comment_id}"): (_OWNER, {"text": " "}),
    # The link is the permission, whoever opens it.
    ("GET", "/c/{token}"): ("iiiiiiiiii", None),
    ("POST", "/c/{token}"): ("iiiiiiiiii", {"confirm": "1"}),
}


def prepare(session: Session, world: World, values: dict[str, Any]) -> dict[str, Any]:
    """The draft has a file of its own."""
    draft = session.get_one(Draft, values["draft_id"])
    stored = keep_stream(BytesIO(b"rows"), settings().files, most=10)
    file = add_draft_attachment(session, draft, stored, "rows.csv", actor=world.cast.researcher, now=NOW)
    return {"/disclosures/drafts/ file_id": file.id}
