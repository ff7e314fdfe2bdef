"""Searching for prior art at the European Patent Office, and taking over what it found."""

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request

from api import ops
from api.auth import Caller
from api.deps import Key, Now, Reference
from api.json.problems import READS, WRITES, refusals
from api.json.views.reviews import EpoQueryView, EpoSearchView, PriorArtView
from models.actions.forms import Form
from models.actions.prior_art import record_epo_search, take_over_hit
from models.db import reading, transaction
from models.errors import Conflict, Incomplete
from models.queries.prior_art import query_suggested, search_of, secrets_in
from models.queries.technologies import institution_case, technology_by_reference
from models.rules.permissions import Act, demand
from models.rules.prior_art import LONGEST_QUERY

router = APIRouter(tags=["review"])
_PRIOR_ART = "/technologies/{reference}/prior-art"


class EpoSearchForm(Form):
    query: str = Field(min_length=1, max_length=LONGEST_QUERY, description="In CQL; goes out to the letter.")
    secrets_accepted: bool = Field(
        default=False, description="Send it although words of it stand only in confidential texts."
    )


class HitForm(Form):
    number: str = Field(min_length=1, max_length=40, description="Of a document that the search found.")


@router.get(_PRIOR_ART + "/epo-query", responses=READS)
def suggest(reference: Reference, actor: Caller) -> EpoQueryView:
    """A query from title and keywords, to look at and to change. Nothing is sent."""
    with reading() as session:
        technology = technology_by_reference(session, reference, actor)
        demand(actor, Act.REVIEW, institution_case(technology))
        query = query_suggested(session, technology)
        secrets = secrets_in(session, technology, query)
    return EpoQueryView(query=query, secrets=secrets, configured=ops.is_configured())


@router.post(_PRIOR_ART + "/epo-searches", status_code=201, responses=WRITES | refusals(429, 502, 503))
def search(request: Request, reference: Reference, form: EpoSearchForm, actor: Caller, now: Now) -> EpoSearchView:
    """Send the query to the EPO and record it with what was found. Words that only confidential texts hold are told
    and nothing is sent, until you accept that they leave."""
    with reading() as session:
        technology = technology_by_reference(session, reference, actor)
        demand(actor, Act.REVIEW, institution_case(technology))
        secrets = secrets_in(session, technology, form.query)
    if not ops.is_configured():
        raise Incomplete("Searching at the European Patent Office is not set up here.")
    if secrets and not form.secrets_accepted:
        raise Conflict("Only confidential texts hold these words of the query: %(words)s.", words=", ".join(secrets))
    found = request.app.state.patent_office.search(form.query)
    with transaction() as session:
        recorded = record_epo_search(
            session, technology.id, query=form.query, found=found.total, hits=found.hits, actor=actor, now=now
        )
        return EpoSearchView.of(recorded)


@router.get("/prior-art-searches/{search_id}", responses=READS)
def read_search(search_id: Key, actor: Caller) -> EpoSearchView:
    """A search, with the documents that the EPO named; of a search made by hand there are none."""
    with reading() as session:
        return EpoSearchView.of(search_of(session, search_id, actor))


@router.post("/prior-art-searches/{search_id}/taken", status_code=201, responses=WRITES)
def take_over(search_id: Key, form: HitForm, actor: Caller, now: Now) -> PriorArtView:
    """One of the documents found, as prior art of the case. The same again gives the same record."""
    with transaction() as session:
        return PriorArtView.model_validate(take_over_hit(session, search_id, form.number, actor=actor, now=now))
