"""The network's institutions: adding one, and keeping its contact data right."""

from collections.abc import Sequence

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.deps import Key
from api.pages.accounts.account import READ
from api.pages.given import Given, Read, read, refusal, texts
from api.pages.rendering import linker, own_page, words_for
from api.pages.words import N_
from api.visitors import Member
from models.actions.people import InstitutionForm, edit_institution, register_institution
from models.db import reading, transaction
from models.errors import Conflict
from models.queries.people import institution_for, institutions
from models.rules.permissions import Act, Case, demand
from models.rules.words import Area
from models.tables import Institution

router = APIRouter()

FIELDS = ("code", "name_en", "name_pl", "area", "city", "country", "email", "phone", "homepage")
DONE = {"added": N_("The institution is registered."), "saved": N_("The changes are saved.")}


@router.api_route("/people/institutions", methods=READ)
def all_of_them(request: Request, member: Member, done: str = "") -> Response:
    with reading() as session:
        rows = institutions(session, member.actor)
    return own_page(request, "accounts/institutions.html", rows=rows, done=DONE.get(done, ""))


@router.api_route("/people/institutions/new", methods=READ)
def ask_for_one(request: Request, member: Member) -> Response:
    demand(member.actor, Act.MANAGE_PEOPLE, Case(None))
    return _form_page(request, Read({"country": "PL", "area": Area.RD}))


@router.post("/people/institutions/new")
def add(request: Request, member: Member, given: Given) -> Response:
    demand(member.actor, Act.MANAGE_PEOPLE, Case(None))
    values = texts(given, *FIELDS)
    form = read(InstitutionForm, values, words_for(request))
    if form.form is None:
        return _form_page(request, form, status=422)
    try:
        with transaction() as session:
            register_institution(session, form.form, actor=member.actor)
    except Conflict as error:
        return _form_page(request, Read(values), status=error.status, refused=refusal(error, words_for(request)))
    return _to_list(request, "added")


@router.api_route("/people/institutions/{institution_id}", methods=READ)
def one(request: Request, member: Member, institution_id: Key) -> Response:
    with reading() as session:
        institution = institution_for(session, institution_id, member.actor)
    return _form_page(request, Read({name: getattr(institution, name) for name in FIELDS}), institution)


@router.post("/people/institutions/{institution_id}")
def edit(request: Request, member: Member, institution_id: Key, given: Given) -> Response:
    with reading() as session:
        institution = institution_for(session, institution_id, member.actor)
    values = texts(given, *FIELDS) | {"code": institution.code}
    form = read(InstitutionForm, values, words_for(request))
    if form.form is None:
        return _form_page(request, form, institution, status=422)
    with transaction() as session:
        edit_institution(session, institution_id, form.form, actor=member.actor)
    return _to_list(request, "saved")


def _to_list(request: Request, done: str) -> Response:
    return RedirectResponse(linker(request)("/people/institutions", done=done), 303)


def _form_page(
    request: Request,
    form: Read[InstitutionForm],
    institution: Institution | None = None,
    *,
    status: int = 200,
    refused: Sequence[str] = (),
) -> Response:
    words = words_for(request)
    areas = [(area.value, words.of("area", area)) for area in Area]
    values = {"form": form, "institution": institution, "areas": areas, "refused": refused}
    return own_page(request, "accounts/institution.html", status=status, **values)
