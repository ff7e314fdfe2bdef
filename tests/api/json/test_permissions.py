"""Every route against the whole cast: a route that is not listed here fails the test.

A row's pattern has a letter for each of `WHO`: `t` is asked for a token (401), `r` is refused (403),
`h` is told that there is no such thing (404), `i` is let in, whatever the business then says.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from sqlmodel import Session, select
from starlette.testclient import TestClient

from api.json.app import ROOT, create_json_app
from models.actions.forms import FundingForm, InputForm
from models.actions.funding import add_demand, add_funding
from models.actions.offer_comments import comment_on_offer
from models.actions.ownership import add_co_owner, add_input
from models.actions.ownership_forms import CoOwnerForm, DemandForm
from models.actions.people import create_token, revoke_token
from models.db import transaction
from models.files import keep
from models.rules.words import ClockState, DemandKind, DispatchState, WorkState
from models.settings import settings
from models.tables import (
    Agreement,
    Clock,
    ConflictStatement,
    Contributor,
    DecisionLetter,
    Offer,
    PatentCase,
    PatentEvent,
    Person,
    PriorArt,
    PriorArtSearch,
    ReviewRequest,
    RightsOffer,
    Technology,
    Work,
)
from tests import factories as make
from tests.api.conftest import PDF, World, publish
from tests.api.json import walk_documents
from tests.factories import NOW, TODAY

WHO = ("nobody", "researcher", "colleague", "officer", "reviewer", "stranger", "coordinator", "administrator")
"""The researcher owns the cases; the stranger is an officer of another institution."""

PUBLIC = "iiiiiiii"
CASE = "tihiihhh"
REVIEW = "trhiihhh"
OFFICE = "trhirhhh"
CREATOR = "tihrrhhh"
TALK = "tihirhhh"
PARTNERS = "trririii"
TENDING = "trririri"
GONE = "trhihhhh"
"""The officer takes it away; whoever comes after finds nothing."""
KEEPERS = "trriiirr"
KEPT = "trriihrr"

T = "/technologies/{reference}"
DAY = TODAY.isoformat()
AHEAD = "2999-01-01"
"""Refused when it is reached, so that what is asked for stays as it was."""
REASON = {"reason": "For a reason."}
BLANK = {"reason": " "}
PRIOR_ART = {"title": "An older strip"}
SEARCH = {"place": "Espacenet", "query": "strip", "searched_on": "2026-01-05", "found": 0}
DECISION = {"outcome": "decline", "reason": "Not new."}
FILING = {"case_number": "N-1", "office": "PL", "filed_on": DAY, "priority": False}
OFFER = {"language": "en", "title": "A strip", "trl": 4, "ipr_status": "applied"}
PARTNER = {"name": "New Strips", "country": "DE", "size": "big"}
PAYMENT = {"amount": 100, "currency": "PLN", "received_on": DAY, "bank_reference": "B-1"}
ALT = {"alt_en": "A strip.", "alt_pl": "Pasek."}
DIGEST = {"digest": "0" * 64}

ROUTES: dict[tuple[str, str], tuple[str, Any]] = {
    ("POST", "/disclosures"): ("tiiiiirr", {"title": "A new strip"}),
    ("GET", "/disclosures/{reference}"): (CASE, None),
    ("POST", "/disclosures/{reference}/versions"): ("tihirhhh", {"title": "A corrected strip"}),
    ("POST", "/disclosures/{reference}/contributors/{contributor_id}/confirmation"): (CREATOR, None),
    ("GET", "/technologies"): ("tiiiiiii", None),
    ("GET", T): (CASE, None),
    ("GET", f"{T}/transitions"): (CASE, None),
    ("GET", f"{T}/signoffs"): (REVIEW, None),
    ("POST", f"{T}/advance"): (OFFICE, {"to": "licensed", "version": 1}),
    ("POST", f"{T}/hold"): (OFFICE, REASON | {"resume_on": "2099-01-01"}),
    ("POST", f"{T}/resume"): (OFFICE, None),
    ("POST", f"{T}/overrides"): (OFFICE, REASON | {"to": "triage", "gate": "contributors_confirmed"}),
    ("GET", "/officers"): ("trririrr", None),
    ("PUT", f"{T}/officer"): (OFFICE, {"officer_id": "officer_id"}),
    ("PUT", f"{T}/legal-basis"): (OFFICE, {"bases": [{"contributor_id": "contributor_id", "basis": "contract"}]}),
    ("GET", f"{T}/ownership"): (REVIEW, None),
    ("POST", f"{T}/co-owners"): (OFFICE, {"name": "A hospital", "share_bp": 100}),
    ("PUT", "/co-owners/{co_owner_id}"): (OFFICE, {"name": "An institute", "share_bp": 60}),
    ("DELETE", "/co-owners/{co_owner_id}"): (GONE, None),
    ("POST", f"{T}/funding"): (OFFICE, {"sponsor": "A foundation"}),
    ("POST", "/funding/{funding_id}/demands"): (OFFICE, {"kind": "open_access"}),
    ("POST", "/funding/{funding_id}/known-demands"): (OFFICE, {"funder": "ncn"}),
    ("POST", "/demands/{demand_id}/settlement"): (OFFICE, {"state": "met", "settled_on": AHEAD}),
    ("DELETE", "/demands/{demand_id}"): (GONE, None),
    ("POST", f"{T}/inputs"): (OFFICE, {"name": "A cell line"}),
    ("PUT", "/inputs/{input_id}"): (OFFICE, {"name": "A cell line"}),
    ("PUT", "/inputs/{input_id}/clearance"): (OFFICE, {"state": "open"}),
    ("DELETE", "/inputs/{input_id}"): (GONE, None),
    ("POST", f"{T}/obligations-review"): (OFFICE, None),
    ("GET", f"{T}/clocks"): (CASE, None),
    ("POST", f"{T}/clocks"): (REVIEW, {"rule": "paris_12m", "trigger_on": DAY}),
    ("POST", f"{T}/clocks/suppression"): (REVIEW, REASON | {"rule": "art154_decision_3m"}),
    ("POST", "/clocks/{clock_id}/closing"): (REVIEW, {"done_on": DAY}),
    ("GET", "/docket"): (KEEPERS, None),
    ("GET", "/clocks/{clock_id}"): (KEPT, None),
    ("POST", "/clocks/{clock_id}/correction"): (REVIEW, REASON | {"happened_on": DAY}),
    ("GET", f"{T}/alarms"): (REVIEW, None),
    ("GET", "/families"): (KEEPERS, None),
    ("POST", f"{T}/families"): (REVIEW, {}),
    ("GET", "/families/{family_id}"): (KEPT, None),
    ("POST", "/families/{family_id}/applications"): (REVIEW, {"case_number": "N-2", "office": "PL"}),
    ("POST", "/applications/{case_id}/events"): (REVIEW, {"kind": "published", "happened_on": DAY}),
    ("POST", "/events/{event_id}/correction"): (REVIEW, REASON | {"happened_on": DAY}),
    ("GET", f"{T}/review"): (REVIEW, None),
    ("GET", f"{T}/dossier"): (REVIEW, None),
    ("POST", f"{T}/prior-art"): (REVIEW, PRIOR_ART),
    ("POST", f"{T}/prior-art/{{prior_art_id}}/removal"): (REVIEW, {"reason": " "}),
    ("PUT", f"{T}/prior-art/{{prior_art_id}}"): (GONE, PRIOR_ART),
    ("POST", f"{T}/prior-art/searches"): (REVIEW, SEARCH),
    ("GET", f"{T}/prior-art/epo-query"): (REVIEW, None),
    ("POST", f"{T}/prior-art/epo-searches"): (REVIEW, {"query": "ta=strip"}),
    ("GET", "/prior-art-searches/{search_id}"): (REVIEW, None),
    ("POST", "/prior-art-searches/{search_id}/taken"): (REVIEW, {"number": "EP1A1"}),
    ("GET", f"{T}/letters/{{letter_id}}"): (CASE, None),
    ("PUT", f"{T}/assessment"): (REVIEW, {"scores": {"team": 4}}),
    ("POST", f"{T}/decisions"): (OFFICE, DECISION),
    ("POST", f"{T}/filings"): (REVIEW, FILING),
    ("PUT", f"{T}/statutory-offer"): (OFFICE, {"offered_on": DAY}),
    ("POST", f"{T}/own-rights-answer"): (CREATOR, {"answer": "refused"}),
    ("POST", "/rights-offers/{rights_offer_id}/answer"): (OFFICE, {"answer": "refused", "answered_on": DAY}),
    ("PUT", f"{T}/protection-plan"): (OFFICE, {"subject": "The order.", "access": "Two people."}),
    ("POST", f"{T}/reviewers"): (OFFICE, {"reviewer_id": "officer_id", "due_on": "2099-01-01"}),
    ("POST", "/review-requests/{request_id}/decline"): ("trhhihhh", REASON),
    ("POST", "/review-requests/{request_id}/withdrawal"): (OFFICE, None),
    ("PUT", f"{T}/conflict-statement"): (REVIEW, {"declared": False}),
    ("GET", "/conflict-statements/{statement_id}"): (OFFICE, None),
    ("POST", "/conflict-statements/{statement_id}/ruling"): (OFFICE, REASON | {"ruling": "admitted"}),
    ("GET", f"{T}/decision-preview"): (OFFICE, None),
    ("GET", "/institutions/{code}/review-policy"): ("trriirri", None),
    ("PUT", "/institutions/{code}/review-policy"): ("trrrrrri", {"weights": {}}),
    ("GET", "/offers"): (PUBLIC, None),
    ("GET", "/offers/{key}/{language}"): (PUBLIC, None),
    ("GET", "/briefs/{brief_id}"): (PUBLIC, None),
    ("GET", f"{T}/offers"): (CASE, None),
    ("PUT", f"{T}/offers/{{language}}"): (OFFICE, OFFER),
    ("GET", f"{T}/figures"): (OFFICE, None),
    ("POST", f"{T}/figures/files"): (OFFICE, ALT),
    ("PUT", f"{T}/figures/order"): (OFFICE, {"figures": []}),
    ("PUT", "/figures/{figure_id}"): (OFFICE, ALT),
    ("GET", "/figures/{figure_id}/picture"): (OFFICE, None),
    ("POST", "/figures/{figure_id}/removal"): (OFFICE, None),
    ("POST", "/offers/{offer_id}/consent"): (CREATOR, DIGEST),
    ("POST", "/offers/{offer_id}/approval"): (OFFICE, DIGEST),
    ("POST", "/offers/{offer_id}/accepted-leaks"): (OFFICE, BLANK | DIGEST | {"place": 0}),
    ("GET", f"{T}/offer-comments"): (TALK, None),
    ("POST", "/offers/{offer_id}/comments"): (TALK, {"field": "title", "text": " "}),
    ("POST", "/offer-comments/{comment_id}/answers"): (TALK, {"text": " "}),
    ("POST", "/offer-comments/{comment_id}/settled"): (TALK, {"settled": True}),
    ("POST", "/offers/{offer_id}/extension"): (OFFICE, {"until": "2000-01-01"}),
    ("POST", "/offers/{offer_id}/withdrawal"): (OFFICE, BLANK),
    **walk_documents.ROUTES,
    ("GET", "/partners"): (PARTNERS, None),
    ("POST", "/partners"): (PARTNERS, PARTNER),
    ("GET", "/partners/{partner_id}"): (PARTNERS, None),
    ("GET", f"{T}/matches"): (OFFICE, None),
    ("GET", f"{T}/deliveries"): (OFFICE, None),
    ("GET", f"{T}/leads"): (OFFICE, None),
    ("POST", "/leads/{lead_id}/loss"): (OFFICE, BLANK),
    ("GET", f"{T}/agreements"): (OFFICE, None),
    ("POST", "/leads/{lead_id}/agreements"): (OFFICE, {"kind": "nda"}),
    ("GET", "/agreements/{agreement_id}"): (OFFICE, None),
    ("GET", "/agreements/{agreement_id}/document"): (OFFICE, None),
    ("POST", "/agreements/{agreement_id}/signatures"): (
        OFFICE,
        {"side": "partner", "signatory": "J. Kot", "signed_on": DAY},
    ),
    ("PUT", "/agreements/{agreement_id}/policy"): (OFFICE, {"policy": "art155_floor"}),
    ("GET", "/agreements/{agreement_id}/obligations"): (OFFICE, None),
    ("GET", "/agreements/{agreement_id}/payments"): (OFFICE, None),
    ("POST", "/agreements/{agreement_id}/payments"): (OFFICE, PAYMENT),
    ("GET", "/agreements/{agreement_id}/distributions"): (OFFICE, None),
    ("GET", "/links/{token}"): (PUBLIC, None),
    ("POST", "/links/{token}/answer"): (PUBLIC, {"answer": "interested"}),
    ("GET", "/work"): (TENDING, None),
    ("POST", "/work/{work_id}/retry"): (TENDING, None),
    ("GET", "/deliveries/doubtful"): (TENDING, None),
    ("POST", "/deliveries/{delivery_id}/resend"): ("trrirhri", None),
    ("GET", "/status"): (PARTNERS, None),
    ("GET", "/health"): (PUBLIC, None),
}


def listed() -> set[tuple[str, str]]:
    paths = create_json_app().openapi()["paths"]
    return {(method.upper(), path) for path, methods in paths.items() for method in methods}


def test_every_route_has_its_row() -> None:
    assert listed() == set(ROUTES)


@pytest.fixture
def asked(shared: World, shared_home: Path) -> dict[str, Any]:
    """What stands in the addresses and bodies. Made once; what the calls change in it stays."""
    kept = shared_home / "asked.json"
    if not kept.exists():
        with transaction() as session:
            kept.write_text(json.dumps(prepare(session, shared)))
    values: dict[str, Any] = json.loads(kept.read_text())
    return values


def owned(session: Session, case: Technology, world: World) -> dict[str, int]:
    """A co-owner, a funder's demand, an input of others, and what stands on the docket."""
    officer = world.cast.officer
    owner = add_co_owner(session, case.id, CoOwnerForm(name="An institute", share_bp=50), actor=officer, now=NOW)
    funding = add_funding(session, case.id, FundingForm(sponsor="A fund"), actor=officer, now=NOW)
    kind = DemandForm(kind=DemandKind.MARCH_IN)
    demanded = add_demand(session, funding.id, kind, actor=officer, now=NOW)
    line = add_input(session, case.id, InputForm(name="A plasmid"), actor=officer, now=NOW)
    patent = session.exec(select(PatentCase).where(PatentCase.technology_id == case.id)).first()
    assert patent is not None
    assert patent.family_id is not None
    event = session.exec(select(PatentEvent.id).where(PatentEvent.case_id == patent.id)).first()
    assert event is not None
    return {
        "co_owner_id": owner.id,
        "funding_id": funding.id,
        "demand_id": demanded.id,
        "input_id": line.id,
        "family_id": patent.family_id,
        "case_id": patent.id,
        "event_id": event,
    }


def reviewed(session: Session, case: Technology, world: World) -> dict[str, Any]:
    """A request to review, a declared conflict of interest, and an offer of the rights to a creator."""
    officer, reviewer = world.cast.officer.person_id or 0, world.cast.reviewer.person_id or 0
    request = ReviewRequest(
        technology_id=case.id, reviewer_id=reviewer, asked_by_id=officer, asked_at=NOW, due_on=TODAY
    )
    other = world.cast.second_officer.person_id or 0
    statement = ConflictStatement(technology_id=case.id, person_id=other, declared=True, text="Kin.", stated_at=NOW)
    rights = RightsOffer(
        technology_id=case.id,
        name="Ł",
        email="l@x.pl",
        offered_on=TODAY,
        fee=0,
        recorded_by_id=officer,
        recorded_at=NOW,
    )
    session.add_all((request, statement, rights))
    session.flush()
    return {"request_id": request.id, "statement_id": statement.id, "rights_offer_id": rights.id}


def prepare(session: Session, world: World) -> dict[str, Any]:
    """Documents for the routes that serve them, a parked row of work and a parked e-mail."""
    stored = keep(PDF, settings().files)
    case = session.exec(select(Technology).where(Technology.reference == world.offered)).one()
    agreement = session.get_one(Agreement, world.agreement_id)
    case.dossier_sha256 = agreement.document_sha256 = stored.sha256
    offer = session.get_one(Offer, world.offer_id)
    offer.leaks = [{"field": "problem", "label": "problem", "excerpt": "48 hours", "accepted": ""}]
    comment = comment_on_offer(session, offer.id, "problem", "Is it 48?", actor=world.cast.researcher, now=NOW)
    _, doubtful = publish(session, world.cast)
    doubtful.state = DispatchState.PARKED
    work = session.exec(select(Work)).first()
    assert work is not None
    work.state = WorkState.PARKED
    letter = session.exec(select(DecisionLetter).where(DecisionLetter.technology_id == case.id)).first()
    assert letter is not None
    letter.sha256 = keep(PDF, settings().files).sha256
    search = session.exec(select(PriorArtSearch).where(PriorArtSearch.technology_id == case.id)).first()
    assert search is not None
    search.results = [{"number": "EP1A1", "title": "A strip", "published_on": None, "applicants": []}]
    return {
        "search_id": search.id,
        **walk_documents.prepare(session, world),
        **reviewed(session, case, world),
        "prior_art_id": session.exec(select(PriorArt.id).where(PriorArt.technology_id == case.id)).first(),
        "code": world.cast.institution.code,
        "reference": world.offered,
        "key": world.published,
        "language": "en",
        "contributor_id": session.exec(select(Contributor.id).where(Contributor.technology_id == case.id)).one(),
        "officer_id": world.cast.officer.person_id,
        "clock_id": session.exec(
            select(Clock.id).where(Clock.technology_id == agreement.technology_id, Clock.state == ClockState.RUNNING)
        ).first(),
        "brief_id": world.brief_id,
        "offer_id": world.offer_id,
        "comment_id": comment.id,
        "partner_id": world.partner_id,
        "lead_id": world.lead_id,
        "agreement_id": world.agreement_id,
        "figure_id": make.figure(session, world.cast, case).id,
        "token": world.link.removeprefix("/b/"),
        "work_id": work.id,
        "delivery_id": doubtful.id,
        "letter_id": letter.id,
        **owned(session, case, world),
    }


def filled(body: Any, values: dict[str, Any]) -> Any:
    """Texts that name one of `values` become it."""
    if isinstance(body, dict):
        return {name: filled(value, values) for name, value in body.items()}
    if isinstance(body, list):
        return [filled(each, values) for each in body]
    return values.get(body, body) if isinstance(body, str) else body


def door(response: Response) -> str:
    """The letter of the pattern."""
    letters = {401: "t", 403: "r", 404: "h", 200: "i", 201: "i", 204: "i", 409: "i"}
    reached = ("incomplete", "clock_refused", "rights_unfit", "picture_refused")
    if response.status_code == 422 and response.json()["code"] in reached:
        return "i"
    return letters.get(response.status_code, response.text)


@pytest.mark.parametrize(("method", "path"), ROUTES, ids=[f"{method} {path}" for method, path in ROUTES])
def test_each_of_the_cast_gets_as_far_as_they_may(
    method: str, path: str, shared: World, shared_client: TestClient, asked: dict[str, Any]
) -> None:
    pattern, body = ROUTES[method, path]
    found = {}
    for who in WHO:
        headers = {} if who == "nobody" else shared.bearer(who)
        sent = filled(body, asked)
        how = {"data": sent, "files": {"file": ("a.png", b"<svg>")}} if path.endswith("/files") else {"json": sent}
        response = shared_client.request(method, ROOT + path.format(**asked), headers=headers, **how)
        found[who] = door(response)
        open_to_all = {"public, no-cache"} if pattern == PUBLIC else set()
        assert response.headers["cache-control"] in {"no-store", "private, no-store", *open_to_all}
    assert found == dict(zip(WHO, pattern, strict=True))


@pytest.mark.parametrize("who", ["stranger", "coordinator", "administrator"])
@pytest.mark.parametrize(("method", "path"), [route for route in ROUTES if "{" in route[1]])
def test_what_is_a_strangers_and_what_is_not_there_are_refused_alike(
    method: str, path: str, who: str, shared: World, shared_client: TestClient, asked: dict[str, Any]
) -> None:
    """Only the names that the stranger gave themselves may differ."""
    pattern, body = ROUTES[method, path]
    if pattern[WHO.index(who)] != "h" or path.startswith("/institutions/"):  # who belongs to the network is no secret
        return
    missing = dict.fromkeys(asked, 987654) | {"reference": "XX-2026-9999", "language": asked["language"]}
    sent = filled(body, asked)
    how = {"data": sent, "files": {"file": ("a.png", b"<svg>")}} if path.endswith("/files") else {"json": sent}
    answers = []
    for values in (asked, missing):
        url = ROOT + path.format(**values)
        answer = shared_client.request(method, url, headers=shared.bearer(who), **how)
        text = answer.text
        given = (str(values[name]) for name in asked if f"{{{name}}}" in path)
        for name in sorted(given, key=len, reverse=True):
            text = text.replace(name, "it")
        answers.append((answer.status_code, text))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("header", ["Bearer helix_wrong", "Bearer", "Basic dXNlcjpwYXNz", "helix_wrong", ""], ids=str)
def test_a_wrong_token_is_asked_for_again(header: str, shared_client: TestClient) -> None:
    response = shared_client.get(f"{ROOT}/technologies", headers={"Authorization": header})
    assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")
    assert response.headers["www-authenticate"] == "Bearer"


def test_a_revoked_token_opens_nothing(shared: World, shared_client: TestClient) -> None:
    with transaction() as session:
        secret, made = create_token(session, session.get_one(Person, shared.cast.officer.person_id), now=NOW)
    headers = {"Authorization": f"Bearer {secret}"}
    assert shared_client.get(f"{ROOT}/technologies", headers=headers).status_code == 200
    with transaction() as session:
        revoke_token(session, made.id, now=NOW)
    assert shared_client.get(f"{ROOT}/technologies", headers=headers).status_code == 401
