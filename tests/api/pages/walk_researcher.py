"""Who gets where on the researcher's desk, and behind a contributor's link. See the walk's test for the letters."""

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
    ("POST", "/disclosures/{reference}/messages"): (_OWNER, {"text": "When do we meet?"}),
    ("POST", "/disclosures/{reference}/files"): (_OWNER, {}),
    ("GET", "/disclosures/{reference}/files/{file_id}"): (_OWNER, None),
    ("GET", "/disclosures/{reference}/consent/{offer_id}"): (_OWNER, None),
    ("POST", "/disclosures/{reference}/consent/{offer_id}"): (_OWNER, {"digest": "0" * 64}),
    ("GET", "/disclosures/{reference}/consent/{offer_id}/brief.pdf"): (_OWNER, None),
    # The link is the permission, whoever opens it.
    ("GET", "/c/{token}"): ("iiiiiiiiii", None),
    ("POST", "/c/{token}"): ("iiiiiiiiii", {"confirm": "1"}),
}
