"""Catalogues and slides of published offers."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Caller
from api.deps import Key, Now
from api.documents import PDF_OR_UNCHANGED, pdf
from api.json.problems import READS, WRITES, refusals
from api.json.views import View
from models.actions.compilations import CompilationForm, order_compilation, remake_compilation, show_catalogue
from models.actions.forms import Form
from models.db import reading, transaction
from models.queries.compilations import Standing, compilation_file, compilation_standing, compilations_for, file_name
from models.rules.days import local_date
from models.rules.permissions import Actor
from models.rules.words import CompilationKind, EntrySize, Field as Subject, Grouping, Language, ValueChain

router = APIRouter(prefix="/compilations", tags=["documents"])


class CompilationView(View):
    id: int
    kind: CompilationKind
    language: Language
    grouping: Grouping
    entry_size: EntrySize
    value_chain: ValueChain | None
    field: Subject | None
    institution: str | None = Field(description="The code of the one whose offers alone stand in it.")
    public: bool = Field(description="Whether it is on the public page while every offer in it is published.")
    asked_at: datetime
    made_at: datetime | None
    size: int = Field(description="Bytes; 0 before it is made.")
    pages: int
    offers: int = Field(description="In the file.")
    gone: int = Field(description="Of these, how many are no longer published: then the file is kept back.")
    fresh: int = Field(description="Published offers that fit the choice and are not in the file.")
    waiting: bool = Field(description="It is being made.")
    parked: bool = Field(description="It could not be made.")

    @classmethod
    def of(cls, standing: Standing) -> "CompilationView":
        own = {name: getattr(standing.compilation, name) for name in cls.model_fields if name not in _STANDING}
        home = standing.institution.code if standing.institution else None
        told = {name: getattr(standing, name) for name in ("offers", "gone", "fresh", "parked")}
        return cls.model_validate(own | told | {"institution": home, "waiting": standing.is_waiting})


_STANDING = frozenset({"institution", "offers", "gone", "fresh", "waiting", "parked"})


class ShownForm(Form):
    shown: bool


@router.get("", responses=READS)
def list_compilations(actor: Caller, now: Now) -> list[CompilationView]:
    """The newest first: an institution's for its officers, all for the coordinator."""
    with reading() as session:
        return [CompilationView.of(each) for each in compilations_for(session, actor, today=local_date(now))]


@router.post("", status_code=201, responses=WRITES)
def order(form: CompilationForm, actor: Caller, now: Now) -> CompilationView:
    """Have one made of the published offers that fit; the flows make it."""
    with transaction() as session:
        return _view(session, order_compilation(session, form, actor=actor, now=now).id, actor, now)


@router.get("/{compilation_id}", responses=READS)
def read_compilation(compilation_id: Key, actor: Caller, now: Now) -> CompilationView:
    """How it stands."""
    with reading() as session:
        return _view(session, compilation_id, actor, now)


@router.post("/{compilation_id}/renewal", responses=WRITES)
def renew(compilation_id: Key, actor: Caller, now: Now) -> CompilationView:
    """Have it made anew from what is published now, under the same number."""
    with transaction() as session:
        return _view(session, remake_compilation(session, compilation_id, actor=actor, now=now).id, actor, now)


@router.put("/{compilation_id}/shown", responses=WRITES)
def show(compilation_id: Key, form: ShownForm, actor: Caller, now: Now) -> CompilationView:
    """Put a catalogue of the whole network on the public page, or take it away."""
    with transaction() as session:
        show_catalogue(session, compilation_id, shown=form.shown, actor=actor)
        return _view(session, compilation_id, actor, now)


@router.get("/{compilation_id}/file", response_class=Response, responses=READS | refusals(409, 410) | PDF_OR_UNCHANGED)
def read_file(compilation_id: Key, actor: Caller, request: Request, now: Now) -> Response:
    """The PDF. Kept back (`offer_gone`) while an offer in it is no longer published, until it is made anew."""
    with reading() as session:
        found = compilation_file(session, compilation_id, actor, today=local_date(now))
    assert found.sha256 is not None
    return pdf(found.sha256, file_name(found), public=False, request=request)


def _view(session: Session, compilation_id: int, actor: Actor, now: datetime) -> CompilationView:
    return CompilationView.of(compilation_standing(session, compilation_id, actor, today=local_date(now)))
