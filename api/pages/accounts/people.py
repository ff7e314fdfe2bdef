"""The administrators' room: who is here, how they sign in, and what ends."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.deps import LARGEST_KEY, Key, Now
from api.pages import codes
from api.pages.accounts.browsers import known_as
from api.pages.given import Given, Read, read, refusal, texts
from api.pages.rendering import linker, own_page, words_for
from api.pages.words import N_
from api.visitors import Member
from models.actions.accounts import end_sessions, invite_again, invite_person
from models.actions.identities import unlink_identities
from models.actions.people import PersonForm, deactivate_person
from models.db import reading, transaction
from models.errors import Conflict, HelixError, NotPermitted
from models.queries.accounts import account_of, accounts, identities_of, open_sessions
from models.queries.people import deputy_of, institutions, list_tokens
from models.rules.permissions import Act, Case, demand
from models.rules.words import Language, Role
from models.tables import Person

router = APIRouter()

READ = ["GET", "HEAD"]
MOST = 200
"""People of one page; a search narrows it down."""
DONE = {
    "invited": N_("The invitation is on its way. Its link works once."),
    "sessions": N_("Every session of this person has ended."),
    "deactivated": N_("The account is ended, with every session and token."),
    "unlinked": N_("The link with the sign-in service is undone."),
    "details": N_("The changes are saved."),
    "token": N_("The token no longer opens anything."),
}
ROLES = (Role.RESEARCHER, Role.OFFICER, Role.REVIEWER, Role.COORDINATOR, Role.ADMINISTRATOR)
FIELDS = ("name", "email", "role", "institution", "language", "phone", "department")
LANGUAGES = {Language.POLISH: "polski", Language.ENGLISH: "English"}
"""Each in itself, as those who speak it look for it."""

Number = Annotated[int, Query(ge=0, le=LARGEST_KEY)]


@router.api_route("/people", methods=READ)
def everybody(request: Request, member: Member, now: Now, q: str = "", institution: Number = 0) -> Response:
    with reading() as session:
        houses = institutions(session, member.actor)
        found = accounts(session, member.actor, text=q[:200], institution_id=institution or None)
    grouped = [(house, list(rows)) for house, rows in groupby(found[:MOST], key=lambda row: row.institution)]
    return own_page(
        request,
        "accounts/people.html",
        grouped=grouped,
        houses=[house for house, _ in houses],
        asked=q[:200],
        chosen=institution,
        more=len(found) > MOST,
        most=MOST,
        now=now,
    )


@router.api_route("/people/invite", methods=READ)
def ask_whom(request: Request, member: Member, institution: str = "") -> Response:
    typed = {"institution": institution[:12], "language": Language.POLISH, "role": Role.RESEARCHER}
    return _invite_page(request, member, Read(typed))


@router.post("/people/invite")
def invite(request: Request, member: Member, now: Now, given: Given) -> Response:
    demand(member.actor, Act.MANAGE_PEOPLE, Case(None))
    values = texts(given, *FIELDS)
    form = read(PersonForm, values, words_for(request))
    if form.form is None:
        return _invite_page(request, member, form, status=422)
    try:
        with transaction() as session:
            made = invite_person(session, form.form, actor=member.actor, now=now)
    except NotPermitted:
        raise
    except HelixError as error:
        said = refusal(error, words_for(request))
        return _invite_page(request, member, Read(values), status=error.status, refused=said)
    return _to_person(request, made.person_id, "invited")


@router.api_route("/people/{person_id}", methods=READ)
def person(request: Request, member: Member, person_id: Key, now: Now, done: str = "") -> Response:
    return _person_page(request, member, person_id, now=now, done=DONE.get(done, ""))


@router.post("/people/{person_id}/invite")
def invite_once_more(request: Request, member: Member, person_id: Key, now: Now) -> Response:
    def act(session: Session, person: Person) -> None:
        invite_again(session, person, actor=member.actor, now=now)

    return _acted(request, member, person_id, act, "invited", now=now)


@router.post("/people/{person_id}/sessions/end")
def end_all(request: Request, member: Member, person_id: Key, now: Now) -> Response:
    def act(session: Session, person: Person) -> None:
        end_sessions(session, person.id, actor=member.actor, now=now)

    return _acted(request, member, person_id, act, "sessions", now=now)


@router.post("/people/{person_id}/identities/unlink")
def unlink(request: Request, member: Member, person_id: Key, now: Now) -> Response:
    def act(session: Session, person: Person) -> None:
        unlink_identities(session, person.id, actor=member.actor)

    return _acted(request, member, person_id, act, "unlinked", now=now)


@router.post("/people/{person_id}/deactivate")
def deactivate(request: Request, member: Member, person_id: Key, now: Now) -> Response:
    def act(session: Session, person: Person) -> None:
        deactivate_person(session, person, actor=member.actor, now=now)

    return _acted(request, member, person_id, act, "deactivated", now=now)


def _acted(
    request: Request,
    member: Member,
    person_id: int,
    act: Callable[[Session, Person], None],
    done: str,
    *,
    now: datetime,
) -> Response:
    """Back to the person, with what was done or why not."""
    try:
        with transaction() as session:
            act(session, account_of(session, person_id, member.actor).person)
    except Conflict as error:
        said = refusal(error, words_for(request))
        return _person_page(request, member, person_id, now=now, status=error.status, refused=said)
    return _to_person(request, person_id, done)


def _to_person(request: Request, person_id: int, done: str) -> Response:
    return RedirectResponse(linker(request)(f"/people/{person_id}", done=done), 303)


def _person_page(
    request: Request,
    member: Member,
    person_id: int,
    *,
    now: datetime,
    status: int = 200,
    done: str = "",
    refused: Sequence[str] = (),
) -> Response:
    with reading() as session:
        account = account_of(session, person_id, member.actor)
        values = {
            "deputy": deputy_of(session, person_id, member.actor),
            "identities": identities_of(session, person_id, member.actor),
            "sessions": open_sessions(session, person_id, now=now) if account.person.active else [],
            "tokens": [row for row in list_tokens(session, member.actor) if row.person.id == person_id],
        }
    return own_page(
        request,
        "accounts/person.html",
        status=status,
        account=account,
        person=account.person,
        known_as=known_as,
        is_self=member.person.id == person_id,
        languages_named=LANGUAGES,
        now=now,
        done=done,
        refused=refused,
        **values,
    )


def _invite_page(
    request: Request, member: Member, form: Read[PersonForm], *, status: int = 200, refused: Sequence[str] = ()
) -> Response:
    words = words_for(request)
    with reading() as session:
        houses = institutions(session, member.actor)
    choices: Mapping[str, Sequence[tuple[str, str]]] = {
        "roles": [(role.value, words.say(codes.ROLE[role])) for role in ROLES],
        "houses": [(house.code, f"{house.name(words.language)} ({house.code})") for house, _ in houses],
        "languages_named": [(each.value, LANGUAGES[each]) for each in LANGUAGES],
    }
    return own_page(request, "accounts/invite.html", status=status, form=form, refused=refused, **choices)
