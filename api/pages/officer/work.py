"""The work queue: what was put aside for a person, and what risks trying it again has."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from api.deps import Key, Now
from api.pages.officer import deal_codes
from api.pages.officer.acting import Again, acted, told, went
from api.pages.rendering import own_page, words_for
from api.pages.words import N_
from api.visitors import Member
from models.actions.deliveries import resend
from models.actions.work import retry, retry_all
from models.db import reading, transaction
from models.errors import NotFound
from models.queries.parked import doubtful_mail, load_of, must_see_mail, parked_work
from models.rules.permissions import Actor
from models.rules.words import Role, WorkKind

router = APIRouter()

READ = ["GET", "HEAD"]
DONE = {
    "retried": N_("It is in the queue again."),
    "resent": N_("The e-mail is sent once more."),
}
MAIL = (WorkKind.SEND_DELIVERY, WorkKind.SEND_NOTICE)


@router.api_route("/work", methods=READ)
def work(request: Request, member: Member, now: Now, done: str = "", n: int = 0) -> Response:
    said = told(request, DONE, done)
    if done == "all":
        said = words_for(request).count(
            "One piece of work is in the queue again.", "%(n)s pieces of work are in the queue again.", n
        )
    return _page(request, member.actor, now, done=said)


@router.post("/work/{work_id}/retry")
def retry_one(request: Request, work_id: Key, member: Member, now: Now) -> Response:
    def act(session: Session) -> None:
        retry(session, work_id, actor=member.actor, now=now)

    return acted(request, act, _again(request, member.actor, now), to="/work", done="retried")


@router.post("/work/kinds/{kind}/retry")
def retry_kind(request: Request, kind: WorkKind, member: Member, now: Now) -> Response:
    with transaction() as session:
        count = retry_all(session, kind, actor=member.actor, now=now)
    return went(request, "/work", done="all", n=count or "0")


@router.post("/work/mail/{kind}/{number}/resend")
def send_again(request: Request, kind: WorkKind, number: Key, member: Member, now: Now) -> Response:
    if kind not in MAIL:
        raise NotFound(f"{kind} is no e-mail.")

    def act(session: Session) -> None:
        must_see_mail(session, kind, number, member.actor)
        resend(session, kind, number, actor=member.actor, now=now)

    return acted(request, act, _again(request, member.actor, now), to="/work", done="resent")


def _again(request: Request, actor: Actor, now: datetime) -> Again:
    def again(refused: Sequence[str], status: int) -> Response:
        return _page(request, actor, now, refused=refused, status=status)

    return again


def _page(
    request: Request, actor: Actor, now: datetime, *, done: str = "", refused: Sequence[str] = (), status: int = 200
) -> Response:
    with reading() as session:
        load = load_of(session, actor, now=now)
        rows = parked_work(session, actor)
        mail = doubtful_mail(session, actor)
    return own_page(
        request,
        "officer/work.html",
        status=status,
        load=load,
        kinds=[(kind, list(group)) for kind, group in groupby(rows, key=lambda row: row.work.kind)],
        mail=mail,
        opens_cases=actor.role is Role.OFFICER,
        done=done,
        refused=refused,
        codes=deal_codes,
    )
