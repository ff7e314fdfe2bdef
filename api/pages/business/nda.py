"""A non-disclosure agreement that was offered to a business: its text, and its acceptance."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.deps import Key, Now
from api.documents import pdf
from api.pages.given import refusal
from api.pages.rendering import linker, own_page, words_for
from api.visitors import Guest
from models.actions.acceptance import accept_nda
from models.db import reading, transaction
from models.errors import Conflict, Incomplete, NotFound
from models.queries.accounts import SignedInContact
from models.queries.inbox import offered_nda
from models.queries.rooms import room_is_open
from models.rules.days import local_date
from reports import agreements
from reports.contents import agreement_content

router = APIRouter()

READ = ["GET", "HEAD"]
Text = Annotated[str, Form()]


@router.api_route("/ndas/{agreement_id}", methods=READ)
def read(request: Request, agreement_id: Key, guest: Guest, now: Now, done: str = "") -> Response:
    return _page(request, guest, agreement_id, now=now, done=done == "accepted")


@router.post("/ndas/{agreement_id}")
def accept(
    request: Request, agreement_id: Key, guest: Guest, now: Now, signatory: Text = "", digest: Text = "", may: Text = ""
) -> Response:
    try:
        with transaction() as session:
            accept_nda(
                session,
                agreement_id,
                signatory=signatory.replace("\0", ""),
                digest=digest,
                may_sign=may == "yes",
                actor=guest.actor,
                now=now,
            )
    except (Incomplete, Conflict) as error:
        wrong = refusal(error, words_for(request))
        return _page(
            request, guest, agreement_id, now=now, status=error.status, wrong=wrong, signatory=signatory, may=may
        )
    return RedirectResponse(linker(request)(f"/ndas/{agreement_id}", done="accepted"), 303)


@router.api_route("/ndas/{agreement_id}/document.pdf", methods=READ)
def document(request: Request, agreement_id: Key, guest: Guest) -> Response:
    with reading() as session:
        found = offered_nda(session, agreement_id, guest.actor)
    if found.agreement.document_sha256 is None:
        raise NotFound("The document is not drawn up yet.")
    name = f"NDA-{found.technology.reference}-{agreement_id}.pdf"
    return pdf(found.agreement.document_sha256, name, public=False, request=request)


def _page(
    request: Request,
    guest: SignedInContact,
    agreement_id: int,
    *,
    now: datetime,
    status: int = 200,
    wrong: object = None,
    signatory: str = "",
    may: str = "",
    done: bool = False,
) -> Response:
    with reading() as session:
        found = offered_nda(session, agreement_id, guest.actor)
        content = agreement_content(session, agreement_id)
        is_open = room_is_open(session, found.lead, local_date(now))
    return own_page(
        request,
        "business/nda.html",
        status=status,
        nda=found,
        content=content,
        terms=agreements.terms(content),
        clauses=agreements.clauses(content),
        room=found.lead if is_open else None,
        wrong=wrong,
        signatory=signatory[:200],
        may=may == "yes",
        done=done,
    )
