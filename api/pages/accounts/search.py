"""Search over everything that the signed-in person may see."""

from itertools import groupby

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.pages.accounts.account import READ
from api.pages.rendering import own_page
from api.pages.words import N_
from api.visitors import Member
from models.db import reading
from models.queries.search import Hit, search
from models.rules.words import Role, Searched

router = APIRouter()

LONGEST = 200
KINDS = {
    Searched.TECHNOLOGY: N_("Technologies"),
    Searched.OFFER: N_("Offers"),
    Searched.PATENT: N_("Patents"),
    Searched.PARTNER: N_("Partners and contacts"),
    Searched.FILE: N_("Files"),
    Searched.MESSAGE: N_("Messages"),
    Searched.CORRESPONDENCE: N_("Messages with partners"),
}
"""In the order in which they are shown."""
PLACES = {
    "reference": N_("reference"),
    "title": N_("title"),
    "name": N_("name"),
    "alias": N_("number of the anonymous offer"),
    "file": N_("file name"),
    "number": N_("application number"),
    "case": N_("case number"),
    "abstract_public": N_("public abstract"),
    "abstract_confidential": N_("confidential abstract"),
    "problem": N_("problem"),
    "description": N_("description"),
    "novelty": N_("what is new"),
    "advantages": N_("advantages"),
    "limitations": N_("limitations"),
    "supporting_data": N_("supporting data"),
    "public_disclosure_note": N_("public disclosure"),
    "conception_record": N_("record of the conception"),
    "applications": N_("applications"),
    "market": N_("market"),
    "competitors": N_("competitors"),
    "interested_companies": N_("interested companies"),
    "known_prior_art": N_("known prior art"),
    "development_needed": N_("development needed"),
    "third_party_materials": N_("third-party materials"),
    "keywords": N_("keywords"),
    "contributors": N_("contributors"),
    "funding": N_("funding"),
    "inputs": N_("what came from others"),
    "short_summary": N_("summary"),
    "ipr_notes": N_("notes on the rights"),
    "expected_role": N_("role of the partner"),
    "key_figures": N_("key figures"),
    "partnerships": N_("partnership sought"),
    "city": N_("city"),
    "website": N_("website"),
    "about": N_("about the partner"),
    "contacts": N_("contacts"),
    "interests": N_("interests"),
    "note": N_("note"),
    "author": N_("author"),
    "text": N_("message"),
}
"""Where words stand, by the codes of `models.indexing`."""


@router.api_route("/search", methods=READ)
def look(request: Request, member: Member, q: str = "") -> Response:
    asked = q[:LONGEST].replace("\0", " ").strip()
    with reading() as session:
        found = search(session, member.actor, asked)
    order = list(KINDS)
    hits = sorted(found.hits, key=lambda hit: order.index(hit.kind))  # the best stay first within their kind
    groups = [(KINDS[kind], list(rows)) for kind, rows in groupby(hits, key=lambda hit: hit.kind)]
    return own_page(
        request,
        "accounts/search.html",
        asked=asked,
        found=found,
        groups=groups,
        places=PLACES,
        leads_to=lambda hit: _leads_to(hit, member.role),
    )


def _leads_to(hit: Hit, role: Role) -> str:
    """The page on which this person reads it: of their own desk, or the public one."""
    if hit.kind is Searched.PARTNER:
        return f"/partners/{hit.subject_id}"
    if hit.case is None:
        return hit.path
    desk = "/disclosures" if role is Role.RESEARCHER else "/technologies"
    return f"{desk}/{hit.case.reference}"
