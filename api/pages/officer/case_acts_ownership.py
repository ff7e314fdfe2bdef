"""Recording on what our rights rest: by one form for all employees, or person by person; co-owners; others' inputs."""

from collections.abc import Collection, Mapping
from typing import Any

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from api.deps import LARGEST_KEY, Key
from api.pages.given import Given, Read, read, several, texts
from api.pages.officer.acting import number_of
from api.pages.officer.case import Case
from api.pages.officer.case_acts import perform
from api.pages.officer.case_acts_moves import NothingAsked
from api.pages.words import Words
from models.actions.forms import Form, InputForm
from models.actions.ownership import (
    add_co_owner,
    add_input,
    clear_input,
    correct_co_owner,
    correct_input,
    record_legal_basis,
    remove_co_owner,
    remove_input,
)
from models.actions.ownership_forms import BasisForm, ClearanceForm, CoOwnerForm
from models.errors import NotFound
from models.queries.ownership import co_owners_of, inputs_of
from models.rules.permissions import Act
from models.rules.shares import basis_points
from models.rules.words import LegalBasis
from models.tables import Technology

router = APIRouter()
SECTION = "ownership"
_CASE = "/technologies/{reference}"
_BASIS = ("basis", "document", "dated_on", "evidence_id", "waiver", "employed_here")
_OWNER = ("name", "share", "agreement", "agreed_on", "evidence_id", "waiver", "we_manage")
_INPUT = (
    "kind",
    "name",
    "provider",
    "agreement",
    "licence",
    "no_commercial_use",
    "reach_through",
    "publication_limited",
)


class EmploymentForm(Form):
    """For all who are ticked at once."""

    people: list[int] = Field(min_length=1, max_length=50)
    document: str = Field(min_length=1, max_length=500)
    evidence_id: int | None = Field(default=None, ge=1, le=LARGEST_KEY)
    waiver: str = Field(default="", max_length=2_000)


@router.post(_CASE + "/legal-basis")
def record_employment(asked: Case, given: Given) -> Response:
    typed: dict[str, Any] = texts(given, "document", "evidence_id", "waiver")
    typed["people"] = [number_of(each) for each in several(given, "people")]
    found = read(EmploymentForm, typed, asked.words)

    def act(session: Session, technology: Technology, form: EmploymentForm) -> None:
        basis = BasisForm(
            basis=LegalBasis.EMPLOYMENT, document=form.document, evidence_id=form.evidence_id, waiver=form.waiver
        )
        bases = dict.fromkeys(form.people, basis)
        record_legal_basis(session, technology.id, bases=bases, actor=asked.actor, now=asked.now)

    return perform(asked, Act.TRIAGE, (SECTION, "employment"), found, act, done="bases")


@router.post(_CASE + "/contributors/{contributor_id}/basis")
def record_basis(asked: Case, contributor_id: Key, given: Given) -> Response:
    found = read(BasisForm, texts(given, *_BASIS), asked.words)

    def act(session: Session, technology: Technology, form: BasisForm) -> None:
        record_legal_basis(session, technology.id, bases={contributor_id: form}, actor=asked.actor, now=asked.now)

    return perform(asked, Act.TRIAGE, (SECTION, f"basis:{contributor_id}"), found, act, done="bases")


@router.post(_CASE + "/co-owners")
def name_co_owner(asked: Case, given: Given) -> Response:
    def act(session: Session, technology: Technology, form: CoOwnerForm) -> object:
        return add_co_owner(session, technology.id, form, actor=asked.actor, now=asked.now)

    return perform(asked, Act.TRIAGE, (SECTION, "co_owner"), _owner(given, asked.words), act, done="co_owner")


@router.post(_CASE + "/co-owners/{co_owner_id}/correct")
def put_co_owner_right(asked: Case, co_owner_id: Key, given: Given) -> Response:
    def act(session: Session, technology: Technology, form: CoOwnerForm) -> object:
        _must_be_there(co_owner_id, {each.id for each in co_owners_of(session, technology.id)}, technology)
        return correct_co_owner(session, co_owner_id, form, actor=asked.actor, now=asked.now)

    place = (SECTION, f"co_owner:{co_owner_id}")
    return perform(asked, Act.TRIAGE, place, _owner(given, asked.words), act, done="co_owner")


@router.post(_CASE + "/co-owners/{co_owner_id}/remove")
def drop_co_owner(asked: Case, co_owner_id: Key) -> Response:
    def act(session: Session, technology: Technology, _form: NothingAsked) -> None:
        _must_be_there(co_owner_id, {each.id for each in co_owners_of(session, technology.id)}, technology)
        remove_co_owner(session, co_owner_id, actor=asked.actor, now=asked.now)

    found = read(NothingAsked, {}, asked.words)
    return perform(asked, Act.TRIAGE, (SECTION, "co_owner_gone"), found, act, done="co_owner_gone")


@router.post(_CASE + "/inputs")
def name_input(asked: Case, given: Given) -> Response:
    found = read(InputForm, texts(given, *_INPUT), asked.words)

    def act(session: Session, technology: Technology, form: InputForm) -> object:
        return add_input(session, technology.id, form, actor=asked.actor, now=asked.now)

    return perform(asked, Act.TRIAGE, (SECTION, "input"), found, act, done="input")


@router.post(_CASE + "/inputs/{input_id}/correct")
def put_input_right(asked: Case, input_id: Key, given: Given) -> Response:
    found = read(InputForm, texts(given, *_INPUT), asked.words)

    def act(session: Session, technology: Technology, form: InputForm) -> object:
        _must_be_there(input_id, {each.id for each in inputs_of(session, technology.id)}, technology)
        return correct_input(session, input_id, form, actor=asked.actor, now=asked.now)

    return perform(asked, Act.TRIAGE, (SECTION, f"input:{input_id}"), found, act, done="input")


@router.post(_CASE + "/inputs/{input_id}/clear")
def decide_on_input(asked: Case, input_id: Key, given: Given) -> Response:
    found = read(ClearanceForm, texts(given, "state", "note", "evidence_id"), asked.words)
    found = _renamed(found, found.typed, {"": "note"})

    def act(session: Session, technology: Technology, form: ClearanceForm) -> object:
        _must_be_there(input_id, {each.id for each in inputs_of(session, technology.id)}, technology)
        return clear_input(session, input_id, form, actor=asked.actor, now=asked.now)

    return perform(asked, Act.TRIAGE, (SECTION, f"clear:{input_id}"), found, act, done="cleared")


@router.post(_CASE + "/inputs/{input_id}/remove")
def drop_input(asked: Case, input_id: Key) -> Response:
    def act(session: Session, technology: Technology, _form: NothingAsked) -> None:
        _must_be_there(input_id, {each.id for each in inputs_of(session, technology.id)}, technology)
        remove_input(session, input_id, actor=asked.actor, now=asked.now)

    found = read(NothingAsked, {}, asked.words)
    return perform(asked, Act.TRIAGE, (SECTION, "input_gone"), found, act, done="input_gone")


def _owner(given: FormData, words: Words) -> Read[CoOwnerForm]:
    """The share as people write it."""
    typed = texts(given, *_OWNER)
    points = basis_points(typed["share"])
    values: dict[str, Any] = {name: value for name, value in typed.items() if name != "share"}
    values |= {"share_bp": typed["share"] if points is None else points, "we_manage": bool(typed["we_manage"])}
    return _renamed(read(CoOwnerForm, values, words), typed, {"share_bp": "share"})


def _must_be_there(number: int, ids: Collection[int], technology: Technology) -> None:
    if number not in ids:
        raise NotFound(f"{technology.reference} has no row {number} of this kind.")


def _renamed(found: Read[Any], typed: Mapping[str, Any], names: Mapping[str, str]) -> Read[Any]:
    """The form as it was typed, its faults under the names of the fields on the page."""
    return Read(typed, found.form, {names.get(name, name): said for name, said in found.wrong.items()})
