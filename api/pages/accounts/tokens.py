"""The tokens by which programs act for people: seen, and taken back."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.deps import Key, Now
from api.pages.accounts.account import READ
from api.pages.accounts.people import DONE
from api.pages.rendering import linker, own_page
from api.visitors import Member
from models.actions.people import withdraw_token
from models.db import reading, transaction
from models.queries.people import list_tokens

router = APIRouter()


@router.api_route("/people/tokens", methods=READ)
def tokens(request: Request, member: Member, now: Now, done: str = "") -> Response:
    with reading() as session:
        rows = list_tokens(session, member.actor)
    rows = sorted(rows, key=lambda row: (row.token.revoked_at is not None, -row.token.id))
    return own_page(request, "accounts/tokens.html", rows=rows, now=now, done=DONE.get(done, ""))


@router.post("/people/tokens/{token_id}/revoke")
def revoke(request: Request, member: Member, token_id: Key, now: Now) -> Response:
    with transaction() as session:
        withdraw_token(session, token_id, actor=member.actor, now=now)
    return RedirectResponse(linker(request)("/people/tokens", done="token"), 303)
