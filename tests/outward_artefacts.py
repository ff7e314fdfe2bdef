"""Everything that leaves the institution, or is shown to who has not signed in or is of a business: by which words one
sees that its text was read, and what of the confidential its reader is meant to have.

`{reference}` stands for the technology's reference, `{partner}` for the contact's name.
"""

from dataclasses import dataclass

from tests import factories as make
from tests.canaries import Place

TITLE = make.offer_form().title
PICTURE = "image/png"

Route = tuple[str, str]
"""Method and path, as the applications list them."""


@dataclass(frozen=True)
class Said:
    """`words` stand in it while the offer is published. It may tell of `meant`: for, or by, its reader."""

    words: tuple[str, ...]
    meant: frozenset[Place] = frozenset()


def said(*words: str, meant: tuple[Place, ...] = ()) -> Said:
    return Said(words, frozenset(meant))


AGREED = (
    ("agreement", "field_of_use"),
    ("agreement", "institution_signatory"),
    ("agreement", "milestones"),
    ("agreement", "partner_signatory"),
    ("agreement", "terms"),
    ("agreement", "territory"),
)
ANSWERED = ("delivery", "message")
SHARED = (("attachment", "name"), ("attachment", "note"))

BRIEF = (TITLE, "<dc:title>", '"format": "helix-offer/1"')
"""In the page's text, in the metadata and in the embedded file."""
STAMPED = (*BRIEF, "{partner}")

PAGES: dict[Route, Said] = {
    ("GET", "/"): said(TITLE),
    ("GET", "/offers.atom"): said(TITLE, "application/atom+xml"),
    ("GET", "/offers.csv"): said(TITLE, "text/csv"),
    ("GET", "/offers.xlsx"): said(TITLE, "xl/worksheets/sheet1.xml"),
    ("GET", "/catalogue/{language}.pdf"): said(TITLE, "<dc:title>"),
    ("GET", "/offers/{key}/{language}"): said(TITLE, "https://schema.org", "og:title"),
    ("GET", "/offers/{key}/{language}/brief.pdf"): said(*BRIEF),
    ("GET", "/offers/{key}/{language}/card.png"): said(PICTURE),
    ("GET", "/offers/{key}/{language}/figures/{number}"): said(PICTURE),
    ("GET", "/robots.txt"): said("Disallow"),
    ("GET", "/b/{token}"): said(TITLE, meant=(ANSWERED,)),
    ("GET", "/b/{token}/brief.pdf"): said(*STAMPED),
    ("GET", "/b/{token}/figures/{number}"): said(PICTURE),
    ("GET", "/u/{token}"): said("e-mail"),
    ("GET", "/c/{token}"): said("{reference}", meant=(("technology", "title"),)),
    ("GET", "/calendar/{token}.ics"): said("{reference}", "BEGIN:VEVENT"),
    ("GET", "/invitation/{token}"): said("password"),
    ("GET", "/sign-in"): said("password"),
    ("GET", "/sign-in/link"): said("link"),
    ("GET", "/inbox"): said(TITLE),
    ("GET", "/inbox/account"): said("{partner}"),
    ("GET", "/inbox/{delivery_id}"): said(TITLE, meant=(ANSWERED,)),
    ("GET", "/inbox/{delivery_id}/brief.pdf"): said(*STAMPED),
    ("GET", "/inbox/{delivery_id}/figures/{number}"): said(PICTURE),
    ("GET", "/interests"): said("lateral flow"),
    ("GET", "/ndas/{agreement_id}"): said("{partner}", meant=AGREED),
    ("GET", "/ndas/{agreement_id}/document.pdf"): said("<dc:title>", meant=AGREED),
    ("GET", "/rooms/{lead_id}"): said(TITLE, meant=(*SHARED, ANSWERED)),
    ("GET", "/rooms/{lead_id}/files/{file_id}"): said("time,value", meant=SHARED),
}
"""What the pages' application shows to people of a business and to who is not signed in at all."""

OPERATIONS: dict[Route, Said] = {
    ("GET", "/offers"): said(TITLE),
    ("GET", "/offers/{key}/{language}"): said(TITLE),
    ("GET", "/briefs/{brief_id}"): said(*BRIEF),
    ("GET", "/links/{token}"): said(TITLE),
    ("GET", "/health"): said("application/json"),
}
"""What the JSON API tells without a token."""

PACKS: dict[Route, Said] = {
    ("GET", "/api/v1/technologies/{reference}/offers/{language}/pack"): said(TITLE, "advantagesAndInnovation"),
    ("GET", "/technologies/{reference}/offer/{language}/pack.json"): said(TITLE, "advantagesAndInnovation"),
}
"""What an officer pastes into the European network's form."""

ANSWERS_BY_REDIRECT = "it leads on to a page that is searched"
SILENT: dict[Route, str] = {
    ("GET", "/account"): "leads the people of a business to /inbox/account",
    ("GET", "/desk"): "leads the people of a business to /inbox",
    ("GET", "/sign-in/link/{token}"): "asks only whether to sign in",
    ("POST", "/b/{token}"): ANSWERS_BY_REDIRECT,
    ("POST", "/b/{token}/messages"): ANSWERS_BY_REDIRECT,
    ("POST", "/b/{token}/sign-in"): ANSWERS_BY_REDIRECT,
    ("POST", "/c/{token}"): ANSWERS_BY_REDIRECT,
    ("POST", "/inbox/account"): ANSWERS_BY_REDIRECT,
    ("POST", "/inbox/account/resume"): ANSWERS_BY_REDIRECT,
    ("POST", "/inbox/account/sign-out"): ANSWERS_BY_REDIRECT,
    ("POST", "/inbox/account/stop"): ANSWERS_BY_REDIRECT,
    ("POST", "/inbox/{delivery_id}"): ANSWERS_BY_REDIRECT,
    ("POST", "/inbox/{delivery_id}/messages"): ANSWERS_BY_REDIRECT,
    ("POST", "/interests"): ANSWERS_BY_REDIRECT,
    ("POST", "/invitation/{token}"): ANSWERS_BY_REDIRECT,
    ("POST", "/ndas/{agreement_id}"): ANSWERS_BY_REDIRECT,
    ("POST", "/rooms/{lead_id}/messages"): ANSWERS_BY_REDIRECT,
    ("POST", "/sign-in"): ANSWERS_BY_REDIRECT,
    ("POST", "/sign-in/link"): ANSWERS_BY_REDIRECT,
    ("POST", "/sign-in/link/{token}"): ANSWERS_BY_REDIRECT,
    ("POST", "/sign-out"): ANSWERS_BY_REDIRECT,
    ("POST", "/u/{token}"): "thanks, and says no more than the page that asked",
}
SILENT_OPERATIONS: dict[Route, str] = {
    ("POST", "/links/{token}/answer"): "answers as GET /links/{token} does",
}

FILES: dict[str, Said] = {
    "brief": said(*BRIEF),
    "catalogue": said(TITLE, "<dc:title>"),
    "slides": said(TITLE, "<dc:title>"),
    "month.pdf": said(TITLE, "<dc:title>"),
    "month.csv": said(TITLE),
    "quarter.pdf": said(TITLE, "<dc:title>"),
    "quarter.csv": said(TITLE),
}
"""What the flows make and keep: of an institution's month, of the network's quarter."""

MADE_BY: dict[str, str] = {
    "briefs": "brief",
    "calendars": "/calendar/{token}.ics",
    "cards": "/offers/{key}/{language}/card.png",
    "catalogues": "catalogue",
    "copies": "/b/{token}/brief.pdf",
    "packs": "/technologies/{reference}/offer/{language}/pack.json",
    "portfolios": "quarter.pdf",
    "slides": "slides",
    "spreadsheets": "/offers.xlsx",
    "agreements": "/ndas/{agreement_id}/document.pdf",
}
"""The module of `reports` that makes what leaves, and one thing that it makes."""
STAY_INSIDE: dict[str, str] = {
    "dossiers": "for the reviewers of the institution, and full of what is confidential",
    "decision_letters": "to the creators, who know their own disclosure",
}
PARTS = frozenset(
    "archival archival_files binding brief_data catalogue_order charts compilations contents density designs "
    "dossier_contents fetcher glyphs leaves line_widths pictures portfolio_contents portfolio_tables prose render "
    "sheets slide_steps stamping stream_ends wording".split()
)
"""Modules of `reports` that make nothing by themselves."""

LETTERS: dict[str, Said] = {
    "acknowledgement": said("{reference}"),
    "brief": said(TITLE, "List-Unsubscribe"),
    "clock_reminder": said("{reference}"),
    "decision_letter": said("{reference}"),
    "digest": said("Your technologies in week"),
    "message": said("wrote to you"),
    "moved": said("{reference}"),
    "nda_offered": said("{partner}"),
    "offer_comment": said("commented on the offer"),
    "partner_answer": said("{reference}"),
    "portfolio_report": said("Portfolio report"),
    "review_answer": said("{reference}"),
    "review_requested": said("{reference}"),
    "sign_in_link": said("{partner}"),
}
"""By the name of the template."""
NOT_WRITTEN: dict[str, str] = {
    "invitation": "the network, a link and a day: nothing of a case",
    "leak_found": "tests/flows/test_comparing.py reads it beside the passage that leaked",
    "offer_expired": "facts are reference, languages and a day; a year passes until then",
    "offer_expiring": "as offer_expired",
    "returned": "the reference alone; tests/flows/test_reminder_letters.py",
    "review_reminder": "worded by the same function as review_requested",
    "review_withdrawn": "worded by the same function as review_requested",
    "share_request": "reference and submitter; tests/flows/test_letters.py",
}
"""Letters that the play does not bring about, and why that is no gap."""
