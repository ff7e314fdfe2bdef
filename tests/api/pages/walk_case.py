"""Who gets into the technology's page and the reviewers' room. Plain data for the walk over all pages.

`WHO` is ("nobody", "researcher", "colleague", "officer", "reviewer", "stranger", "coordinator", "administrator",
"contact", "other_contact"). The technology is in IP review; `clock_id`, `contributor_id` and `file_id` are its own.
"""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, select

from models.actions.review_forms import ConflictForm
from models.actions.reviewers import state_conflict
from models.files import keep
from models.settings import settings
from models.tables import DecisionLetter, NearDuplicate, PriorArtSearch, ReviewRequest, RightsOffer, Technology
from tests.api.conftest import PDF, World
from tests.factories import NOW, TODAY

READS = "tihiihhhhh"
"""The creator is led to their own page."""
OFFICE = "trhiihhhhh"
"""Officers and reviewers of the institution."""
OFFICERS = "trhirhhhhh"

_CASE = "/technologies/{reference}"

ROUTES: dict[tuple[str, str], tuple[str, dict[str, str] | None]] = {
    ("GET", _CASE): (READS, None),
    ("GET", f"{_CASE}/dossier.pdf"): (OFFICE, None),
    ("GET", f"{_CASE}/files/{{file_id}}"): (READS, None),
    ("POST", f"{_CASE}/advance"): (OFFICERS, {"to": "licensed", "version": "1"}),
    ("POST", f"{_CASE}/return"): (OFFICERS, {"version": "1", "reason": "Walk."}),
    ("POST", f"{_CASE}/remarks"): (OFFICERS, {"field": "novelty", "text": "Say more."}),
    ("POST", f"{_CASE}/hold"): (OFFICERS, {"reason": "Walk.", "resume_on": "2020-01-01"}),
    ("POST", f"{_CASE}/resume"): (OFFICERS, {}),
    ("POST", f"{_CASE}/override"): (OFFICERS, {"to": "offer", "gate": "assessment_scored", "reason": "Walk."}),
    ("POST", f"{_CASE}/officer"): (OFFICERS, {"officer_id": ""}),
    ("POST", f"{_CASE}/legal-basis"): (OFFICERS, {}),
    ("POST", f"{_CASE}/obligations"): (OFFICERS, {}),
    ("POST", f"{_CASE}/contributors/{{contributor_id}}/basis"): (OFFICERS, {"basis": "assignment"}),
    ("POST", f"{_CASE}/co-owners"): (OFFICERS, {"name": "", "share": "5"}),
    ("POST", f"{_CASE}/co-owners/{{co_owner_id}}/correct"): (OFFICERS, {"name": "", "share": "5"}),
    ("POST", f"{_CASE}/co-owners/{{co_owner_id}}/remove"): (OFFICERS, {}),
    ("POST", f"{_CASE}/funding"): (OFFICERS, {"sponsor": ""}),
    ("POST", f"{_CASE}/funding/{{funding_id}}/demands"): (OFFICERS, {"kind": ""}),
    ("POST", f"{_CASE}/funding/{{funding_id}}/known"): (OFFICERS, {"funder": ""}),
    ("POST", f"{_CASE}/demands/{{demand_id}}/settle"): (OFFICERS, {"state": ""}),
    ("POST", f"{_CASE}/demands/{{demand_id}}/strike"): (OFFICERS, {}),
    ("POST", f"{_CASE}/inputs"): (OFFICERS, {"name": ""}),
    ("POST", f"{_CASE}/inputs/{{input_id}}/correct"): (OFFICERS, {"name": ""}),
    ("POST", f"{_CASE}/inputs/{{input_id}}/clear"): (OFFICERS, {"state": ""}),
    ("POST", f"{_CASE}/inputs/{{input_id}}/remove"): (OFFICERS, {}),
    ("POST", f"{_CASE}/contributors/{{contributor_id}}/request"): (OFFICERS, {}),
    ("GET", f"{_CASE}/letters/{{letter_id}}.pdf"): (OFFICE, None),
    ("GET", f"{_CASE}/prior-art"): (OFFICE, None),
    ("POST", f"{_CASE}/prior-art"): (OFFICE, {"title": "Walk"}),
    ("GET", f"{_CASE}/prior-art/epo"): (OFFICE, None),
    ("POST", f"{_CASE}/prior-art/epo"): (OFFICE, {"query": "strip"}),
    ("POST", f"{_CASE}/prior-art/searches"): (OFFICE, {"place": "Walk"}),
    ("GET", f"{_CASE}/prior-art/searches/{{search_id}}"): (OFFICE, None),
    ("POST", f"{_CASE}/prior-art/searches/{{search_id}}/results"): (OFFICE, {"number": "EP1A1"}),
    ("POST", f"{_CASE}/prior-art/portfolio/{{other_id}}"): (OFFICE, {}),
    ("GET", f"{_CASE}/prior-art/{{prior_art_id}}"): (OFFICE, None),
    ("POST", f"{_CASE}/prior-art/{{prior_art_id}}"): (OFFICE, {"title": ""}),
    ("POST", f"{_CASE}/prior-art/{{prior_art_id}}/removal"): (OFFICE, {"reason": " "}),
    ("GET", "/copies"): ("trririrrrr", None),
    ("GET", f"{_CASE}/assessment"): (OFFICE, None),
    ("POST", f"{_CASE}/assessment/decline"): (OFFICE, {"reason": ""}),
    ("POST", f"{_CASE}/conflict"): (OFFICE, {"declared": "yes", "text": ""}),
    ("POST", f"{_CASE}/scores"): (OFFICE, {"score_market": "3"}),
    ("GET", f"{_CASE}/decision"): (OFFICERS, None),
    ("POST", f"{_CASE}/decision"): (OFFICERS, {"choice": "patent"}),
    ("POST", f"{_CASE}/reviewers"): (OFFICERS, {"reviewer_id": ""}),
    ("POST", f"{_CASE}/reviewers/{{request_id}}/remind"): (OFFICERS, {}),
    ("POST", f"{_CASE}/reviewers/{{request_id}}/withdraw"): (OFFICERS, {}),
    ("POST", f"{_CASE}/conflicts/{{statement_id}}"): (OFFICE, {"ruling": ""}),
    ("GET", "/conflicts/{statement_id}"): ("trhirhhhrr", None),
    ("POST", "/conflicts/{statement_id}"): ("trhirhhhrr", {"ruling": ""}),
    ("POST", f"{_CASE}/protection-plan"): (OFFICERS, {"subject": ""}),
    ("POST", f"{_CASE}/rights-offers/{{rights_offer_id}}"): (OFFICERS, {"answer": ""}),
    ("GET", "/institutions/{institution_id}/review"): ("trriirrirr", None),
    ("POST", "/institutions/{institution_id}/review"): ("trrrrrrirr", {"reviewers": "0"}),
    ("POST", f"{_CASE}/statutory-offer"): (OFFICERS, {"offered_on": "2090-01-01", "fee": "0"}),
    ("POST", f"{_CASE}/filings"): (OFFICE, {"case_number": "W", "office": "PL", "filed_on": "2090-01-01"}),
    ("POST", f"{_CASE}/clocks"): (OFFICE, {"rule": "art154_interest_14d", "trigger_on": "2090-01-01"}),
    ("POST", f"{_CASE}/clocks/suppress"): (OFFICE, {"rule": "art154_decision_3m", "reason": ""}),
    ("POST", f"{_CASE}/clocks/{{clock_id}}/done"): (OFFICE, {"done_on": "2090-01-01"}),
    ("POST", f"{_CASE}/files"): (OFFICERS, {"note": "without a file"}),
    ("POST", f"{_CASE}/files/{{file_id}}/remove"): (OFFICERS, {}),
    ("POST", f"{_CASE}/messages"): (OFFICERS, {"text": ""}),
    ("GET", "/reviews"): ("trriiirrrr", None),
}


def prepare(session: Session, world: World, values: dict[str, Any]) -> dict[str, Any]:
    """The letter about the decision is drawn, the search has found a document, and another case looks alike.

    There are a request to the reviewer, whose conflict of interest is not decided, and an offer of the rights.
    """
    number, officer = values["technology_id"], world.cast.officer
    letter = session.exec(select(DecisionLetter).where(DecisionLetter.technology_id == number)).first()
    search = session.exec(select(PriorArtSearch).where(PriorArtSearch.technology_id == number)).first()
    other = session.exec(select(Technology).where(Technology.reference == world.fresh)).one()
    assert letter is not None
    assert search is not None
    letter.sha256 = keep(PDF, settings().files).sha256
    search.results = [{"number": "EP1A1", "title": "A strip", "published_on": None, "applicants": []}]
    session.add_all((letter, search))
    session.add(NearDuplicate(technology_id=number, other_id=other.id, score=40, shared_terms=["strip"]))
    session.flush()
    request = ReviewRequest(
        technology_id=number,
        reviewer_id=world.cast.reviewer.person_id or 0,
        asked_by_id=officer.person_id or 0,
        asked_at=NOW,
        due_on=TODAY + timedelta(days=9),
    )
    session.add(request)
    declared = ConflictForm(declared=True, text="The same laboratory.")
    statement = state_conflict(session, number, declared, actor=world.cast.second_officer, now=NOW)
    offer = RightsOffer(
        technology_id=number,
        name="Ł",
        email="l@example.org",
        offered_on=TODAY,
        fee=0,
        recorded_by_id=officer.person_id or 0,
        recorded_at=NOW,
    )
    session.add(offer)
    session.flush()
    return {
        "letter_id": letter.id,
        "search_id": search.id,
        "other_id": other.id,
        "request_id": request.id,
        "statement_id": statement.id,
        "rights_offer_id": offer.id,
        "/institutions/ institution_id": world.cast.institution.id,
    }
