"""The dossier; filings."""

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from api.copies import dossier_copy
from api.pages.given import Given, read, text, texts
from api.pages.officer.case import READ, Case
from api.pages.officer.case_acts import perform
from models.actions.forms import FilingForm
from models.actions.reviews import record_filing
from models.rules.permissions import Act
from models.tables import Technology

router = APIRouter()


@router.api_route("/technologies/{reference}/dossier.pdf", methods=READ)
def read_dossier(asked: Case, request: Request) -> Response:
    """The confidential PDF for the reviewers, watermarked for who reads it; that they did is recorded."""
    return dossier_copy(request, asked.reference, asked.actor, now=asked.now)


@router.post("/technologies/{reference}/filings")
def add_filing(asked: Case, given: Given) -> Response:
    names = [name for name in FilingForm.model_fields if name not in ("priority", "office")]
    typed = texts(given, *names)
    values = {**typed, "office": text(given, "office").strip().upper(), "priority": text(given, "priority") == "yes"}

    def act(session: Session, technology: Technology, form: FilingForm) -> object:
        return record_filing(session, technology.id, form, actor=asked.actor, now=asked.now)

    found = read(FilingForm, values, asked.words)
    return perform(asked, Act.REVIEW, ("protection", "filing"), found, act, done="filing")
