"""Partners, their answers by signed link, and agreements over HTTP."""

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from models.actions.agreements import distribute_payment, schedule_obligations
from models.actions.partners import FoundMatch, record_matches
from models.actions.publishing import withdraw_offer
from models.db import transaction
from models.rules.words import DispatchState
from models.settings import settings
from models.tables import Delivery, Technology
from tests.api.conftest import API, World
from tests.factories import HELIX, NOW, TODAY


def test_partners_are_found_by_folded_name_and_paged(world: World, client: TestClient) -> None:
    headers = world.bearer("coordinator")
    for name in ("Łódź Diagnostyka", "Łódź Biotech"):
        made = client.post(f"{API}/partners", json={"name": name, "country": "PL", "size": "big"}, headers=headers)
        assert (made.status_code, made.json()["contacts"]) == (201, [])
    found = client.get(f"{API}/partners", params={"q": "lodz", "limit": 1}, headers=headers).json()
    rest = client.get(f"{API}/partners", params={"q": "lodz", "after": found["next"]}, headers=headers).json()
    assert [each["name"] for each in found["items"] + rest["items"]] == ["Łódź Diagnostyka", "Łódź Biotech"]


def test_a_partner_is_registered_once(world: World, client: TestClient) -> None:
    form = {"name": "Strips", "country": "DE", "size": "big"}
    assert client.post(f"{API}/partners", json=form, headers=world.bearer("officer")).status_code == 201
    again = client.post(f"{API}/partners", json=form | {"name": "STRIPS"}, headers=world.bearer("officer"))
    assert (again.status_code, again.json()["code"]) == (409, "conflict")


def test_an_officer_sees_whom_it_was_sent_to_and_why(world: World, client: TestClient) -> None:
    with transaction() as session:
        technology = session.exec(select(Technology).where(Technology.reference == world.published)).one()
        match = FoundMatch(world.offer_id, world.partner_id, 72, [{"code": "field", "points": 30}], ["urine"])
        record_matches(session, technology.id, [match], actor=HELIX, now=NOW)
    url, headers = f"{API}/technologies/{world.published}", world.bearer("officer")
    matches = client.get(f"{url}/matches", headers=headers).json()
    deliveries = client.get(f"{url}/deliveries", headers=headers).json()
    assert [(each["partner"]["id"], each["score"], each["shared_terms"]) for each in matches] == [
        (world.partner_id, 72, ["urine"])
    ]
    assert [(each["id"], each["state"]) for each in deliveries] == [(world.delivery_id, "queued")]


def test_a_contact_answers_by_link_and_becomes_a_lead(world: World, client: TestClient) -> None:
    url = f"{API}/links{world.link.removeprefix('/b')}"
    assert client.get(url).json()["answer"] is None
    assert client.post(f"{url}/answer", json={"answer": "interested"}).json()["answer"] == "interested"
    leads = client.get(f"{API}/technologies/{world.published}/leads", headers=world.bearer("officer")).json()
    assert [(each["partner_id"], each["state"]) for each in leads] == [(world.partner_id, "interested")]


def test_a_refusal_without_a_reason_is_incomplete(shared: World, shared_client: TestClient) -> None:
    url = f"{API}/links{shared.link.removeprefix('/b')}/answer"
    answer = shared_client.post(url, json={"answer": "declined"})
    assert (answer.status_code, answer.json()["code"]) == (422, "incomplete")


@pytest.mark.parametrize("place", [0, 5, -1])
def test_a_link_changed_by_a_character_opens_nothing(place: int, shared: World, shared_client: TestClient) -> None:
    letters = list(shared.link.removeprefix("/b/"))
    letters[place] = "A" if letters[place] != "A" else "B"
    answer = shared_client.get(f"{API}/links/{''.join(letters)}")
    assert (answer.status_code, answer.json()["code"]) == (404, "link_invalid")


def test_an_expired_link_says_what_to_do(
    shared: World, shared_client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "link_days", 0)
    answer = shared_client.get(f"{API}/links{shared.link.removeprefix('/b')}")
    assert (answer.status_code, answer.json()["code"]) == (410, "link_expired")
    assert "Reply to the e-mail" in answer.json()["message"]


def test_a_withdrawn_offer_takes_its_links_along(world: World, client: TestClient) -> None:
    with transaction() as session:
        withdraw_offer(session, world.offer_id, actor=world.cast.officer, now=NOW, reason="Sold.")
    url = f"{API}/links{world.link.removeprefix('/b')}"
    assert client.get(url).status_code == 410
    assert client.post(f"{url}/answer", json={"answer": "interested"}).status_code == 410


def test_a_payment_is_received_once_and_its_split_is_shown(world: World, client: TestClient) -> None:
    url, headers = f"{API}/agreements/{world.agreement_id}", world.bearer("officer")
    form = {"amount": 100_001, "currency": "PLN", "received_on": TODAY.isoformat(), "bank_reference": "B-7"}
    paid = client.post(f"{url}/payments", json=form, headers=headers)
    assert (paid.status_code, paid.json()["amount"]) == (201, 100_001)
    assert client.post(f"{url}/payments", json=form, headers=headers).status_code == 409
    with transaction() as session:
        distribute_payment(session, paid.json()["id"], now=NOW)
    (split,) = client.get(f"{url}/distributions", headers=headers).json()
    assert sum(share["amount"] for share in split["shares"]) == split["amount"] - split["deducted"] == 100_001
    assert split["shares"][0]["creator"] == world.cast.researcher.name


def test_an_agreement_shows_what_it_makes_due(world: World, client: TestClient) -> None:
    with transaction() as session:
        schedule_obligations(session, world.agreement_id)
    url = f"{API}/agreements/{world.agreement_id}/obligations"
    due = client.get(url, headers=world.bearer("officer")).json()
    assert (due[0]["label"], due[0]["amount"], due[0]["due_on"]) == ("Upfront fee", 5_000_000, TODAY.isoformat())


def test_a_parked_email_is_sent_again_only_by_the_cases_own_officer(world: World, client: TestClient) -> None:
    with transaction() as session:
        park(session, world.delivery_id)
    url = f"{API}/deliveries/{world.delivery_id}/resend"
    assert client.get(f"{API}/deliveries/doubtful", headers=world.bearer("stranger")).json() == []
    assert client.post(url, headers=world.bearer("stranger")).status_code == 404
    (doubtful,) = client.get(f"{API}/deliveries/doubtful", headers=world.bearer("officer")).json()
    assert doubtful["id"] == world.delivery_id
    assert client.post(url, headers=world.bearer("officer")).json()["state"] == "queued"


def park(session: Session, delivery_id: int) -> None:
    session.get_one(Delivery, delivery_id).state = DispatchState.PARKED
