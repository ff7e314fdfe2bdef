"""Searching at the European Patent Office: one query leaves the institution, seen and confirmed letter by letter."""

from collections.abc import Sequence

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import Response

from api import ops
from api.deps import Key
from api.pages.given import Given, refusal, text
from api.pages.officer import prior_art_codes
from api.pages.officer.acting import acted, told, went
from api.pages.officer.case import READ, Asked, Case
from api.pages.officer.prior_art import path_of
from api.pages.rendering import own_page
from api.pages.words import N_
from models.actions.prior_art import record_epo_search, take_over_hit
from models.db import reading, transaction
from models.errors import HelixError, NotFound
from models.queries.prior_art import prior_art_file, query_suggested, search_of, secrets_in
from models.queries.technologies import institution_case, technology_by_reference
from models.rules.permissions import Act, demand
from models.rules.prior_art import LONGEST_QUERY, Hit, address_of
from models.tables import Technology

router = APIRouter(prefix="/technologies/{reference}/prior-art")

DONE = {
    "searched": N_("The search is made and recorded."),
    "taken": N_("It is taken over. Add what it means for this case on the page of the prior art."),
}


@router.api_route("/epo", methods=READ)
def ask(asked: Case) -> Response:
    """The query as Helix suggests it; nothing is sent yet."""
    with reading() as session:
        technology = _technology(asked, session)
        suggested = query_suggested(session, technology)
    return _page(asked, query=suggested)


@router.post("/epo")
def search(asked: Case, given: Given) -> Response:
    """First shows exactly what would go out; sends it when that very text comes back confirmed."""
    query = " ".join(text(given, "query").split())
    with reading() as session:
        _technology(asked, session)
    wrong = _wrong(asked, query)
    if wrong:
        return _page(asked, query=query, wrong=wrong, status=422)
    if text(given, "confirmed") != query:
        return _page(asked, query=query, confirming=True)
    try:
        found = asked.request.app.state.patent_office.search(query)
        with transaction() as session:
            technology = technology_by_reference(session, asked.reference, asked.actor)
            recorded = record_epo_search(
                session,
                technology.id,
                query=query,
                found=found.total,
                hits=found.hits,
                actor=asked.actor,
                now=asked.now,
            )
    except HelixError as error:
        return _page(asked, query=query, refused=refusal(error, asked.words), status=error.status)
    return went(asked.request, f"{path_of(asked.reference)}/searches/{recorded.id}", done="searched")


@router.api_route("/searches/{search_id}", methods=READ)
def results(asked: Case, search_id: Key, done: str = "") -> Response:
    return _results(asked, search_id, done=told(asked.request, DONE, done))


@router.post("/searches/{search_id}/results")
def take_over(asked: Case, search_id: Key, given: Given) -> Response:
    """One of the documents found."""
    number = text(given, "number")

    def again(sentences: Sequence[str], status: int) -> Response:
        return _results(asked, search_id, refused=sentences, status=status)

    _own_search(asked, search_id)
    return acted(
        asked.request,
        lambda session: take_over_hit(session, search_id, number, actor=asked.actor, now=asked.now),
        again,
        to=f"{path_of(asked.reference)}/searches/{search_id}",
        done="taken",
        at=number if number.isalnum() else "",
    )


def _wrong(asked: Asked, query: str) -> str:
    if not ops.is_configured():
        return asked.words.say("Searching at the European Patent Office is not set up here.")
    if not query:
        return asked.words.say("Write what is to be searched for.")
    return (
        asked.words.say("At most %(max_length)s characters.", max_length=LONGEST_QUERY)
        if len(query) > LONGEST_QUERY
        else ""
    )


def _page(
    asked: Asked,
    *,
    query: str,
    confirming: bool = False,
    wrong: str = "",
    refused: Sequence[str] = (),
    status: int = 200,
) -> Response:
    with reading() as session:
        technology = _technology(asked, session)
        secrets = secrets_in(session, technology, query)
    return own_page(
        asked.request,
        "officer/prior_art_epo.html",
        status=status,
        technology=technology,
        query=query,
        secrets=secrets,
        confirming=confirming,
        wrong=wrong,
        refused=refused,
        longest=LONGEST_QUERY,
        configured=ops.is_configured(),
        services=prior_art_codes.SERVICES,
    )


def _results(
    asked: Asked, search_id: int, *, done: str = "", refused: Sequence[str] = (), status: int = 200
) -> Response:
    _own_search(asked, search_id)
    with reading() as session:
        technology = _technology(asked, session)
        found = search_of(session, search_id, asked.actor)
        file = prior_art_file(session, technology, asked.actor)
    recorded_by = next((name for each, name in file.searches if each.id == search_id), "")
    return own_page(
        asked.request,
        "officer/prior_art_results.html",
        status=status,
        technology=technology,
        search=found,
        recorded_by=recorded_by,
        hits=[Hit.of(each) for each in found.results],
        taken=file.taken,
        address_of=address_of,
        done=done,
        refused=refused,
    )


def _own_search(asked: Asked, search_id: int) -> None:
    with reading() as session:
        technology = _technology(asked, session)
        if search_of(session, search_id, asked.actor).technology_id != technology.id:
            raise NotFound(f"{asked.reference} has no search {search_id}.")


def _technology(asked: Asked, session: Session) -> Technology:
    technology = technology_by_reference(session, asked.reference, asked.actor)
    demand(asked.actor, Act.REVIEW, institution_case(technology))
    return technology
