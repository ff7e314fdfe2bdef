"""The dossier; prior art; filings."""

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from api.documents import pdf
from api.pages.given import Given, read, text, texts
from api.pages.officer.case import READ, Case
from api.pages.officer.case_acts import perform
from models.actions.forms import FilingForm, PriorArtForm
from models.actions.reviews import record_filing, record_prior_art
from models.db import reading
from models.errors import NotFound
from models.queries.technologies import institution_case, technology_by_reference
from models.rules.permissions import Act, demand
from models.tables import Technology

router = APIRouter()


@router.api_route("/technologies/{reference}/dossier.pdf", methods=READ)
def read_dossier(asked: Case, request: Request) -> Response:
    """The confidential PDF for the reviewers."""
    with reading() as session:
        technology = technology_by_reference(session, asked.reference, asked.actor)
        demand(asked.actor, Act.REVIEW, institution_case(technology))
        if technology.dossier_sha256 is None:
            raise NotFound(f"The dossier of {asked.reference} is not made yet: it follows the move to IP review.")
        return pdf(technology.dossier_sha256, f"{asked.reference}-dossier.pdf", public=False, request=request)


@router.post("/technologies/{reference}/prior-art")
def add_prior_art(asked: Case, given: Given) -> Response:
    def act(session: Session, technology: Technology, form: PriorArtForm) -> object:
        return record_prior_art(session, technology.id, form, actor=asked.actor, now=asked.now)

    found = read(PriorArtForm, texts(given, *PriorArtForm.model_fields), asked.words)
    return perform(asked, Act.REVIEW, ("review", "prior_art"), found, act, done="prior_art")


@router.post("/technologies/{reference}/filings")
def add_filing(asked: Case, given: Given) -> Response:
    names = [name for name in FilingForm.model_fields if name not in ("priority", "office")]
    typed = texts(given, *names)
    values = {**typed, "office": text(given, "office").strip().upper(), "priority": text(given, "priority") == "yes"}

    def act(session: Session, technology: Technology, form: FilingForm) -> object:
        return record_filing(session, technology.id, form, actor=asked.actor, now=asked.now)

    found = read(FilingForm, values, asked.words)
    return perform(asked, Act.REVIEW, ("protection", "filing"), found, act, done="filing")
