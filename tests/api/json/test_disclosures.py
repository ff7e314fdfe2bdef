"""Handing in over HTTP."""

from typing import Any

from starlette.testclient import TestClient

from tests.api.conftest import API, World
from tests.factories import disclosure_form


def form(world: World, **values: Any) -> dict[str, Any]:
    made: dict[str, Any] = disclosure_form(world.cast.researcher, **values).model_dump(mode="json")
    return made


def test_a_second_submit_names_the_first(world: World, client: TestClient) -> None:
    disclosed = form(world)
    first = client.post(f"{API}/disclosures", json=disclosed, headers=world.bearer("researcher"))
    again = client.post(f"{API}/disclosures", json=disclosed, headers=world.bearer("researcher"))
    assert (first.status_code, first.json()["version"]) == (201, 1)
    assert (again.status_code, again.json()["code"]) == (409, "already_submitted")
    assert first.json()["reference"] in again.json()["message"]


def test_the_same_from_somebody_else_is_taken_and_tells_nothing_of_the_first(world: World, client: TestClient) -> None:
    disclosed = form(world)
    first = client.post(f"{API}/disclosures", json=disclosed, headers=world.bearer("researcher")).json()
    other = client.post(f"{API}/disclosures", json=disclosed, headers=world.bearer("stranger"))
    assert other.status_code == 201
    assert first["reference"] not in other.text


def test_a_correction_of_shares_alone_is_taken(world: World, client: TestClient) -> None:
    disclosed = form(world)
    headers = world.bearer("researcher")
    reference = client.post(f"{API}/disclosures", json=disclosed, headers=headers).json()["reference"]
    disclosed["contributors"][0]["share_bp"] = 6_000
    revised = client.post(f"{API}/disclosures/{reference}/versions", json=disclosed, headers=headers)
    assert (revised.status_code, revised.json()["version"]) == (201, 2)
    assert [each["share_bp"] for each in revised.json()["contributors"]] == [6_000]


def test_a_contributor_confirms_their_own_share(world: World, client: TestClient) -> None:
    disclosed = form(world)
    colleague = {"name": "K", "email": world.cast.colleague.email, "status": "employee", "share_bp": 4_000}
    disclosed["contributors"][0]["share_bp"] = 6_000
    disclosed["contributors"].append(colleague)
    made = client.post(f"{API}/disclosures", json=disclosed, headers=world.bearer("researcher")).json()
    assert [each["confirmed_at"] is not None for each in made["contributors"]] == [True, False]
    number = made["contributors"][1]["id"]
    url = f"{API}/disclosures/{made['reference']}/contributors/{number}/confirmation"
    assert client.post(url, headers=world.bearer("researcher")).json()["code"] == "not_permitted"
    confirmed = client.post(url, headers=world.bearer("colleague")).json()
    assert [each["confirmed_at"] is not None for each in confirmed["contributors"]] == [True, True]


def test_a_contributor_of_another_case_is_not_found_here(world: World, client: TestClient) -> None:
    headers = world.bearer("researcher")
    other = client.get(f"{API}/disclosures/{world.offered}", headers=headers).json()["contributors"][0]["id"]
    answer = client.post(f"{API}/disclosures/{world.fresh}/contributors/{other}/confirmation", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_unknown_fields_are_named_and_values_are_not_echoed(world: World, client: TestClient) -> None:
    answer = client.post(
        f"{API}/disclosures",
        json={"title": "A", "sekret": "boronic ester linker", "trl": 12},
        headers=world.bearer("researcher"),
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    assert [each["where"] for each in answer.json()["fields"]] == [["body", "trl"], ["body", "sekret"]]
    assert "boronic" not in answer.text
