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
from models.actions.people import create_token, revoke_token
from models.db import transaction
from models.files import keep
from models.rules.words import ClockState, DispatchState, WorkState
from models.settings import settings
from models.tables import Agreement, Clock, Contributor, Offer, Person, Technology, Work
from tests import factories as make
from tests.api.conftest import PDF, World, publish
from tests.factories import NOW, TODAY

WHO = ("nobody", "researcher", "colleague", "officer", "reviewer", "stranger", "coordinator", "administrator")
"""The researcher owns the cases; the stranger is an officer of another institution."""

PUBLIC = "iiiiiiii"
CASE = "tihiihhh"
REVIEW = "trhiihhh"
OFFICE = "trhirhhh"
CREATOR = "tihrrhhh"
PARTNERS = "trririii"
TENDING = "trririri"

T = "/technologies/{reference}"
DAY = TODAY.isoformat()
REASON = {"reason": "For a reason."}
BLANK = {"reason": " "}
PRIOR_ART = {"title": "An older strip"}
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
    ("POST", f"{T}/obligations-review"): (OFFICE, None),
    ("GET", f"{T}/clocks"): (CASE, None),
    ("POST", f"{T}/clocks"): (REVIEW, {"rule": "paris_12m", "trigger_on": DAY}),
    ("POST", f"{T}/clocks/suppression"): (REVIEW, REASON | {"rule": "art154_decision_3m"}),
    ("POST", "/clocks/{clock_id}/closing"): (REVIEW, {"done_on": DAY}),
    ("GET", f"{T}/review"): (REVIEW, None),
    ("GET", f"{T}/dossier"): (REVIEW, None),
    ("POST", f"{T}/prior-art"): (REVIEW, PRIOR_ART),
    ("PUT", f"{T}/assessment"): (REVIEW, {"scores": {"team": 4}}),
    ("POST", f"{T}/decisions"): (OFFICE, DECISION),
    ("POST", f"{T}/filings"): (REVIEW, FILING),
    ("PUT", f"{T}/statutory-offer"): (OFFICE, {"offered_on": DAY}),
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
    ("POST", "/offers/{offer_id}/extension"): (OFFICE, {"until": "2000-01-01"}),
    ("POST", "/offers/{offer_id}/withdrawal"): (OFFICE, BLANK),
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


def prepare(session: Session, world: World) -> dict[str, Any]:
    """Documents for the routes that serve them, a parked row of work and a parked e-mail."""
    stored = keep(PDF, settings().files)
    case = session.exec(select(Technology).where(Technology.reference == world.offered)).one()
    agreement = session.get_one(Agreement, world.agreement_id)
    case.dossier_sha256 = agreement.document_sha256 = stored.sha256
    offer = session.get_one(Offer, world.offer_id)
    offer.leaks = [{"field": "problem", "label": "problem", "excerpt": "48 hours", "accepted": ""}]
    _, doubtful = publish(session, world.cast)
    doubtful.state = DispatchState.PARKED
    work = session.exec(select(Work)).first()
    assert work is not None
    work.state = WorkState.PARKED
    session.flush()
    return {
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
        "partner_id": world.partner_id,
        "lead_id": world.lead_id,
        "agreement_id": world.agreement_id,
        "figure_id": make.figure(session, world.cast, case).id,
        "token": world.link.removeprefix("/b/"),
        "work_id": work.id,
        "delivery_id": doubtful.id,
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
    if response.status_code == 422 and response.json()["code"] in ("incomplete", "picture_refused"):
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
    assert found == dict(zip(WHO, pattern, strict=True))


@pytest.mark.parametrize("path", [path for method, path in ROUTES if method == "GET" and "{" in path])
def test_what_is_a_strangers_and_what_is_not_there_are_refused_alike(
    path: str, shared: World, shared_client: TestClient, asked: dict[str, Any]
) -> None:
    """Only the name that the stranger gave themselves may differ."""
    pattern, _ = ROUTES["GET", path]
    if pattern[WHO.index("stranger")] != "h":
        return
    missing = dict.fromkeys(asked, 987654) | {"reference": "XX-2026-9999"}
    theirs = shared_client.get(ROOT + path.format(**asked), headers=shared.bearer("stranger"))
    nothing = shared_client.get(ROOT + path.format(**missing), headers=shared.bearer("stranger"))
    given = next(name for name in asked if f"{{{name}}}" in path)
    assert theirs.text.replace(str(asked[given]), "it") == nothing.text.replace(str(missing[given]), "it")


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
