"""Who is in charge; that the funders' demands were read; asking creators again."""

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from api.deps import LARGEST_KEY, Key
from api.pages.given import Given, read, texts
from api.pages.officer.case import Case
from api.pages.officer.case_acts import perform
from api.pages.officer.case_acts_moves import NothingAsked
from models.actions.forms import Form
from models.actions.reminders import ask_again_to_confirm
from models.actions.reviews import assign_officer, review_obligations
from models.errors import NotFound
from models.queries.technologies import contributors_of
from models.rules.permissions import Act
from models.tables import Technology

router = APIRouter()


class OfficerForm(Form):
    officer_id: int = Field(ge=1, le=LARGEST_KEY)


@router.post("/technologies/{reference}/officer")
def put_in_charge(asked: Case, given: Given) -> Response:
    def act(session: Session, technology: Technology, form: OfficerForm) -> object:
        return assign_officer(session, technology.id, officer_id=form.officer_id, actor=asked.actor, now=asked.now)

    found = read(OfficerForm, texts(given, "officer_id"), asked.words)
    return perform(asked, Act.TRIAGE, ("people", "officer"), found, act, done="assigned")


@router.post("/technologies/{reference}/obligations")
def obligations_are_read(asked: Case) -> Response:
    def act(session: Session, technology: Technology, _form: NothingAsked) -> object:
        return review_obligations(session, technology.id, actor=asked.actor, now=asked.now)

    found = read(NothingAsked, {}, asked.words)
    return perform(asked, Act.TRIAGE, ("ownership", "obligations"), found, act, done="obligations")


@router.post("/technologies/{reference}/contributors/{contributor_id}/request")
def ask_again(asked: Case, contributor_id: Key) -> Response:
    def act(session: Session, technology: Technology, _form: NothingAsked) -> object:
        if contributor_id not in {row.id for row in contributors_of(session, technology.id)}:
            raise NotFound(f"{technology.reference} has no contributor {contributor_id}.")
        return ask_again_to_confirm(session, contributor_id, actor=asked.actor, now=asked.now)

    found = read(NothingAsked, {}, asked.words)
    return perform(asked, Act.TRIAGE, ("people", f"ask:{contributor_id}"), found, act, done="asked")
