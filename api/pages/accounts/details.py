"""What may be put right of a person, and of an institution's dates: who stands in, who is the head."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.deps import Key
from api.pages.accounts.account import READ
from api.pages.accounts.people import LANGUAGES
from api.pages.given import Given, Read, read, refusal, several, texts
from api.pages.rendering import linker, own_page, words_for
from api.visitors import Member
from models.actions.people import PersonDetails, edit_person
from models.actions.standing_in import MAY_STAND_IN, choose_regimes, set_deputy, set_head
from models.db import reading, transaction
from models.errors import Conflict, HelixError
from models.queries.accounts import account_of
from models.queries.people import colleague_of, colleagues, deputy_of, head_of, institution_for
from models.rules.clocks import regimes
from models.rules.docket import chosen_regimes
from models.tables import Person

router = APIRouter()

FIELDS = ("name", "language", "phone", "department")


@router.api_route("/people/{person_id}/details", methods=READ)
def ask_for_details(request: Request, member: Member, person_id: Key) -> Response:
    with reading() as session:
        person = account_of(session, person_id, member.actor).person
        deputy = deputy_of(session, person_id, member.actor)
    typed = {name: getattr(person, name) for name in FIELDS} | {"deputy": str(deputy.id) if deputy else ""}
    return _details_page(request, member, person, Read(typed))


@router.post("/people/{person_id}/details")
def put_right(request: Request, member: Member, person_id: Key, given: Given) -> Response:
    with reading() as session:
        person = account_of(session, person_id, member.actor).person
    values = texts(given, *FIELDS)
    typed = values | texts(given, "deputy")
    understood = read(PersonDetails, values, words_for(request))
    if understood.form is None:
        return _details_page(request, member, person, Read(typed, wrong=understood.wrong), status=422)
    try:
        with transaction() as session:
            account = account_of(session, person_id, member.actor)
            edit_person(session, account.person, understood.form, actor=member.actor)
            deputy = _colleague(session, account.institution.id, typed["deputy"], member)
            set_deputy(session, account.person, deputy, actor=member.actor)
    except Conflict as error:
        said = refusal(error, words_for(request))
        return _details_page(request, member, person, Read(typed), status=error.status, refused=said)
    return RedirectResponse(linker(request)(f"/people/{person_id}", done="details"), 303)


@router.api_route("/people/institutions/{institution_id}/dates", methods=READ)
def ask_for_dates(request: Request, member: Member, institution_id: Key) -> Response:
    with reading() as session:
        home = institution_for(session, institution_id, member.actor)
        head = head_of(session, institution_id, member.actor)
    typed = {"head": str(head.id) if head else "", "regimes": sorted(chosen_regimes(home.regimes))}
    return _dates_page(request, member, institution_id, typed)


@router.post("/people/institutions/{institution_id}/dates")
def choose_dates(request: Request, member: Member, institution_id: Key, given: Given) -> Response:
    typed: dict[str, Any] = texts(given, "head") | {"regimes": several(given, "regimes")}
    try:
        with transaction() as session:
            home = institution_for(session, institution_id, member.actor)
            set_head(session, home, _colleague(session, home.id, typed["head"], member), actor=member.actor)
            choose_regimes(session, home, typed["regimes"], actor=member.actor)
    except HelixError as error:
        if error.status not in (409, 422):
            raise
        said = refusal(error, words_for(request))
        return _dates_page(request, member, institution_id, typed, status=error.status, refused=said)
    return RedirectResponse(linker(request)("/people/institutions", done="saved"), 303)


def _colleague(session: Session, institution_id: int, typed: str, member: Member) -> Person | None:
    """Nobody where nothing was chosen. Raises `Conflict` for whom the list did not hold."""
    return colleague_of(session, institution_id, typed, MAY_STAND_IN, member.actor) if typed else None


def _choices(people: Sequence[Person], without: int = 0) -> list[tuple[str, str]]:
    return [(str(each.id), f"{each.name} <{each.email}>") for each in people if each.id != without]


def _details_page(
    request: Request,
    member: Member,
    person: Person,
    form: Read[PersonDetails],
    *,
    status: int = 200,
    refused: Sequence[str] = (),
) -> Response:
    with reading() as session:
        around = colleagues(session, person.institution_id or 0, MAY_STAND_IN, member.actor)
    choices: Mapping[str, Sequence[tuple[str, str]]] = {
        "deputies": _choices(around, person.id),
        "languages_named": [(each.value, name) for each, name in LANGUAGES.items()],
    }
    values = {"person": person, "form": form, "refused": refused, "stands_for": person.role in MAY_STAND_IN}
    return own_page(request, "accounts/details.html", status=status, **values, **choices)


def _dates_page(
    request: Request,
    member: Member,
    institution_id: int,
    typed: Mapping[str, Any],
    *,
    status: int = 200,
    refused: Sequence[str] = (),
) -> Response:
    words = words_for(request)
    with reading() as session:
        home = institution_for(session, institution_id, member.actor)
        heads = _choices(colleagues(session, institution_id, MAY_STAND_IN, member.actor))
    known = [(code, regime.label.to(words.language)) for code, regime in regimes().items()]
    values = {"institution": home, "form": Read(typed), "heads": heads, "known": known, "refused": refused}
    return own_page(request, "accounts/dates.html", status=status, **values)
