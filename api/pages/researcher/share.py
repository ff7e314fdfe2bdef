"""What a contributor does from the e-mail: sees their share, confirms it or says why not. No account, no script."""

from collections.abc import Sequence
from datetime import datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.deps import Now, chosen_language
from api.pages import given
from api.pages.given import Given
from api.pages.problems import problem
from api.pages.rendering import linker, office, page
from api.pages.words import Words
from api.throttle import Throttle
from api.visitors import address_of
from models.actions.disclosures import confirm_share
from models.actions.messages import LONGEST
from models.actions.shares import dispute_share
from models.db import reading, transaction
from models.errors import Conflict, Incomplete, NotFound, TryLater
from models.links import read_share_link
from models.queries.shares import OpenedShare, opened_share
from models.rules.words import Language

router = APIRouter()

PRIVATE = {"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
"""The address is a secret: it must reach neither search engines nor other sites."""


@router.api_route("/c/{token}", methods=["GET", "HEAD"])
def read(request: Request, token: str, now: Now, done: str = "") -> Response:
    """Looking changes nothing: mail programs open links to see whether they are safe."""
    try:
        found = _find(token, now=now)
    except NotFound:
        return _over(request)
    return _page(request, token, found, done=done if done == "told" else "")


@router.post("/c/{token}")
def answer(request: Request, token: str, form: Given, now: Now) -> Response:
    text = given.text(form, "text")
    try:
        found = _find(token, now=now)
    except NotFound:
        return _over(request)
    try:
        if "confirm" in form:
            _confirm(token, now)
        else:
            _count(request, found)
            with transaction() as session:
                dispute_share(session, opened_share(session, *read_share_link(token, now=now)), text, now=now)
    except NotFound:
        return _over(request)
    except (Incomplete, TryLater) as error:
        refused = given.refusal(error, Words(_language(request, found)))
        return _page(request, token, found, status=error.status, refused=refused, typed=text[:LONGEST])
    return _again(request, token, done="" if "confirm" in form else "told")


def _count(request: Request, found: OpenedShare) -> None:
    """What is written here sends e-mails, whoever the link was passed on to. Raises `TryLater`."""
    throttle = request.app.state.message_throttle
    assert isinstance(throttle, Throttle)
    throttle.count(f"contributor:{found.contributor.id}", address_of(request))


def _confirm(token: str, now: datetime) -> None:
    """Twice is once: the second time finds it confirmed. Raises `NotFound` when the share has just become another."""
    try:
        with transaction() as session:
            found = opened_share(session, *read_share_link(token, now=now))
            shown = found.contributor
            confirm_share(session, shown.id, actor=found.actor, now=now, seen_bp=shown.share_bp)
    except Conflict:
        return


def _find(token: str, *, now: datetime) -> OpenedShare:
    contributor_id, bound = read_share_link(token, now=now)
    with reading() as session:
        return opened_share(session, contributor_id, bound)


def _page(
    request: Request,
    token: str,
    found: OpenedShare,
    *,
    status: int = 200,
    done: str = "",
    refused: Sequence[str] = (),
    typed: str = "",
) -> Response:
    answer = page(
        request,
        "researcher/share.html",
        _language(request, found),
        status=status,
        found=found,
        token=token,
        done=done,
        refused=refused,
        typed=typed,
        longest=LONGEST,
    )
    answer.headers.update(PRIVATE)
    return answer


def _language(request: Request, found: OpenedShare) -> Language:
    return chosen_language(request) or found.language


def _over(request: Request) -> Response:
    answer = problem(request, "share_link_over", 410, office=office())
    answer.headers.update(PRIVATE)
    return answer


def _again(request: Request, token: str, **parameters: str) -> Response:
    return RedirectResponse(linker(request)(f"/c/{token}", **parameters), 303, headers=PRIVATE)
