"""Catalogues and slides of published offers: of an institution for its officers, of the network for its coordinator."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from api.deps import Key, Now
from api.documents import pdf
from api.pages.given import Given, Read, lines, read, refusal, text
from api.pages.officer.acting import acted, told, went
from api.pages.rendering import own_page, words_for
from api.pages.words import N_
from api.visitors import Member
from models.actions.compilations import CompilationForm, order_compilation, remake_compilation, show_catalogue
from models.db import reading, transaction
from models.errors import HelixError, NotPermitted
from models.queries.accounts import SignedIn
from models.queries.compilations import compilation_file, compilations_for, file_name, left_out
from models.queries.people import named_institutions
from models.rules.days import local_date
from models.rules.words import (
    FIELDS_OF_CHAIN,
    CompilationKind,
    EntrySize,
    Grouping,
    Language,
    Role,
)

router = APIRouter()

READ = ["GET", "HEAD"]
HERE = "/compilations"
DONE = {
    "ordered": N_("It is being made. Come back in a minute: it stands in the list below when it is ready."),
    "remade": N_("It is being made anew, under the same address."),
    "shown": N_("It stands on the public page, as long as every offer in it is published."),
    "hidden": N_("It is no longer on the public page."),
}
KIND = {
    CompilationKind.CATALOGUE: N_("Catalogue"),
    CompilationKind.SLIDES: N_("Slides"),
}
GROUPING = {
    Grouping.FIELD: N_("by field"),
    Grouping.CHAIN: N_("by value chain"),
}
SIZE = {
    EntrySize.PAGE: N_("a page for each offer"),
    EntrySize.HALF: N_("half a page for each offer"),
}
LANGUAGE = {
    Language.ENGLISH: N_("English"),
    Language.POLISH: N_("Polish"),
}


@router.api_route(HERE, methods=READ)
def compilations(request: Request, member: Member, now: Now, done: str = "") -> Response:
    return _page(request, member, now, told=told(request, DONE, done))


@router.post(HERE)
def order(request: Request, member: Member, now: Now, given: Given) -> Response:
    asked = _read(request, given)
    refused: Sequence[str] = ()
    status = 422
    if asked.form is not None:
        try:
            with transaction() as session:
                order_compilation(session, asked.form, actor=member.actor, now=now)
            return went(request, HERE, done="ordered")
        except NotPermitted:
            raise
        except HelixError as error:
            refused, status = refusal(error, words_for(request)), error.status
    return _page(request, member, now, asked=asked, refused=refused, status=status)


@router.post(HERE + "/{compilation_id}/again")
def again(request: Request, compilation_id: Key, member: Member, now: Now) -> Response:
    def act(session: Session) -> None:
        remake_compilation(session, compilation_id, actor=member.actor, now=now)

    return _acted(request, member, now, act, "remade")


@router.post(HERE + "/{compilation_id}/shown")
def show(request: Request, compilation_id: Key, member: Member, now: Now, given: Given) -> Response:
    shown = text(given, "shown") == "yes"

    def act(session: Session) -> None:
        show_catalogue(session, compilation_id, shown=shown, actor=member.actor)

    return _acted(request, member, now, act, "shown" if shown else "hidden")


@router.api_route(HERE + "/{compilation_id}.pdf", methods=READ)
def download(request: Request, compilation_id: Key, member: Member, now: Now) -> Response:
    with reading() as session:
        found = compilation_file(session, compilation_id, member.actor, today=local_date(now))
    assert found.sha256 is not None
    return pdf(found.sha256, file_name(found), public=False, request=request)


def _acted(request: Request, member: SignedIn, now: Any, act: Any, done: str) -> Response:
    def once_more(refused: Sequence[str], status: int) -> Response:
        return _page(request, member, now, refused=refused, status=status)

    return acted(request, act, once_more, to=HERE, done=done)


def _read(request: Request, given: Given) -> Read[CompilationForm]:
    """Field and chain are one question: a chain's name stands for all of its fields."""
    values: dict[str, Any] = {
        name: text(given, name) for name in ("kind", "language", "grouping", "entry_size", "institution")
    }
    subject = text(given, "subject")
    which = "value_chain" if subject in FIELDS_OF_CHAIN else "field"
    asked = read(
        CompilationForm, values | {which: subject, "references": lines(text(given, "references"))}, words_for(request)
    )
    typed = values | {"subject": subject, "references": text(given, "references")}
    return Read(typed, asked.form, asked.wrong)


def _page(
    request: Request,
    member: SignedIn,
    now: Any,
    *,
    asked: Read[CompilationForm] | None = None,
    refused: Sequence[str] = (),
    status: int = 200,
    told: str = "",
) -> Response:
    words = words_for(request)
    begun = {"kind": "catalogue", "language": words.language, "grouping": "field", "entry_size": "page"}
    with reading() as session:
        rows = compilations_for(session, member.actor, today=local_date(now))
        waiting = left_out(session, member.actor, today=local_date(now))
        houses = named_institutions(session) if member.role is Role.COORDINATOR else ()
    return own_page(
        request,
        "officer/compilations.html",
        status=status,
        rows=rows,
        left_out=waiting,
        houses=[(each.code, each.name(words.language)) for each in houses],
        read=asked or Read(begun),
        refused=refused,
        done=told,
        chains=FIELDS_OF_CHAIN,
        kinds=KIND,
        groupings=GROUPING,
        sizes=SIZE,
        spoken=LANGUAGE,
        is_coordinator=member.role is Role.COORDINATOR,
    )
