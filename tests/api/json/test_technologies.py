"""Cases over HTTP: listing, paging, moving, and what a refusal tells."""

from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from models.db import transaction
from tests import factories
from tests.api.conftest import API, World


def listed(client: TestClient, world: World, who: str = "officer", **query: Any) -> list[str]:
    answer = client.get(f"{API}/technologies", params=query, headers=world.bearer(who))
    assert answer.status_code == 200, answer.text
    return [item["reference"] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"stage": "offer"}, ["offered"]),
        ({"stage": "licensed", "field": "diagnostics", "value_chain": "health"}, ["licensed"]),
        ({"field": "cosmetics"}, []),
        ({"on_hold": "true"}, []),
        ({"on_hold": "false", "stage": "disclosure"}, ["fresh"]),
        ({"q": "LUCJA zadlo", "stage": "disclosure"}, ["fresh"]),
        ({"q": "Łucja nobody"}, []),
        ({"q": "Łuc%nobody"}, []),
    ],
    ids=str,
)
def test_a_list_is_filtered(query: dict[str, str], found: list[str], shared: World, shared_client: TestClient) -> None:
    assert listed(shared_client, shared, **query) == [getattr(shared, name) for name in found]


def test_a_reference_is_found_by_search(shared: World, shared_client: TestClient) -> None:
    assert listed(shared_client, shared, q=shared.licensed.lower()) == [shared.licensed]


def test_a_researcher_lists_their_own_and_a_colleague_none(shared: World, shared_client: TestClient) -> None:
    mine = [shared.licensed, shared.published, shared.offered, shared.fresh]
    assert listed(shared_client, shared, "researcher") == mine
    assert listed(shared_client, shared, "colleague") == []


def test_pages_hold_still_while_a_technology_comes_in(world: World, client: TestClient) -> None:
    headers = world.bearer("officer")
    whole = listed(client, world)
    first = client.get(f"{API}/technologies", params={"limit": 2}, headers=headers).json()
    with transaction() as session:
        factories.technology(session, world.cast.researcher)
    second = client.get(f"{API}/technologies", params={"limit": 2, "after": first["next"]}, headers=headers).json()
    assert [item["reference"] for item in first["items"] + second["items"]] == whole
    assert second["next"] is None


def test_a_technology_shows_its_moves_with_all_unmet_gates(shared: World, shared_client: TestClient) -> None:
    answer = shared_client.get(f"{API}/technologies/{shared.offered}", headers=shared.bearer("officer")).json()
    moves = {move["to"]: move for move in answer["moves"]}
    assert {to: move["needs_reason"] for to, move in moves.items()} == {
        "partnering": False,
        "ip_review": True,
        "closed": True,
    }
    assert [gate["code"] for gate in moves["partnering"]["unmet"]] == [
        "offer_approved",
        "lead_contributor_consented",
        "brief_rendered",
    ]


def test_an_unmet_gate_speaks_the_asked_language(shared: World, shared_client: TestClient) -> None:
    answer = shared_client.post(
        f"{API}/technologies/{shared.offered}/advance",
        json={"to": "partnering", "version": 4},
        headers=shared.bearer("officer") | {"Accept-Language": "de, pl;q=0.9, en;q=0.1"},
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "gates_unmet")
    assert answer.json()["unmet"][0] == {
        "code": "offer_approved",
        "label": "Opiekun zatwierdził tę wersję",
        "missing": ["approval"],
        "may_override": False,
    }


def test_a_move_is_made_and_stands_in_the_trail(world: World, client: TestClient) -> None:
    headers = world.bearer("officer")
    answer = client.post(
        f"{API}/technologies/{world.fresh}/advance", json={"to": "triage", "version": 1}, headers=headers
    )
    assert (answer.status_code, answer.json()["stage"], answer.json()["version"]) == (200, "triage", 2)
    trail = client.get(f"{API}/technologies/{world.fresh}/transitions", headers=headers).json()
    assert [(each["from_stage"], each["to_stage"], each["via"]) for each in trail] == [
        (None, "disclosure", "api"),
        ("disclosure", "triage", "api"),
    ]
    assert trail[-1]["actor_name"] == world.cast.officer.name


def test_who_decided_upon_an_older_version_is_told(world: World, client: TestClient) -> None:
    form = {"to": "triage", "version": 1}
    url = f"{API}/technologies/{world.fresh}/advance"
    assert client.post(url, json=form, headers=world.bearer("officer")).status_code == 200
    late = client.post(url, json=form, headers=world.bearer("second_officer"))
    assert (late.status_code, late.json()["code"]) == (409, "stale_technology")


def test_a_technology_on_hold_says_so_and_goes_on_when_resumed(world: World, client: TestClient) -> None:
    url, headers = f"{API}/technologies/{world.fresh}", world.bearer("officer")
    held = client.post(f"{url}/hold", json={"reason": "Waiting for data", "resume_on": "2099-01-31"}, headers=headers)
    assert (held.json()["on_hold"], held.json()["resume_on"]) == (True, date(2099, 1, 31).isoformat())
    assert listed(client, world, on_hold="true") == [world.fresh]
    refused = client.post(f"{url}/advance", json={"to": "triage", "version": 1}, headers=headers)
    assert refused.json()["code"] == "on_hold"
    assert client.post(f"{url}/resume", headers=headers).json()["on_hold"] is False


def test_sending_back_without_a_reason_is_incomplete(shared: World, shared_client: TestClient) -> None:
    answer = shared_client.post(
        f"{API}/technologies/{shared.offered}/advance",
        json={"to": "ip_review", "version": 4},
        headers=shared.bearer("officer"),
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "incomplete")
