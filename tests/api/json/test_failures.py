"""Failures of ours: an id for the caller, a log without values, and nothing changed."""

import logging

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session
from starlette.testclient import TestClient

from api.json import disclosures
from api.json.app import LARGEST_BODY
from models.db import transaction
from models.tables import Offer
from tests.api.conftest import API, World

pytestmark = pytest.mark.each_database

SECRET = "boronic ester linker"


def test_a_failure_leaks_nothing_and_is_logged_under_its_id(
    world: World, client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object, **_values: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(disclosures, "submit_disclosure", fail)
    with caplog.at_level(logging.ERROR):
        answer = client.post(f"{API}/disclosures", json={"title": SECRET}, headers=world.bearer("researcher"))
    assert answer.status_code == 500
    problem = answer.json()
    assert (problem["code"], sorted(problem)) == ("failure", ["code", "id", "message"])
    assert f"failure {problem['id']}: builtins.RuntimeError" in caplog.text
    assert SECRET not in answer.text + caplog.text


def test_a_failing_commit_is_a_failure_and_not_a_success(
    world: World, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(session: Session, *_args: object, **_values: object) -> None:
        offer = session.get_one(Offer, world.offer_id)
        session.add(Offer.model_validate(offer.model_dump(exclude={"id"}) | {"technology_id": 987654}))

    monkeypatch.setattr(disclosures, "submit_disclosure", spoil)
    monkeypatch.setattr(disclosures, "_view", lambda *_: {})
    answer = client.post(f"{API}/disclosures", json={"title": "A"}, headers=world.bearer("researcher"))
    assert (answer.status_code, answer.json()["code"]) == (500, "failure")


def test_a_lost_race_is_a_conflict(world: World, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def race(session: Session, *_args: object, **_values: object) -> None:
        offer = session.get_one(Offer, world.offer_id)
        session.add(Offer.model_validate(offer.model_dump(exclude={"id"})))
        session.flush()

    monkeypatch.setattr(disclosures, "submit_disclosure", race)
    answer = client.post(f"{API}/disclosures", json={"title": "A"}, headers=world.bearer("researcher"))
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [("GET", "/nowhere", 404, "not_found"), ("DELETE", "/technologies", 405, "method_not_allowed")],
)
def test_what_does_not_exist_is_refused_in_the_same_shape(
    method: str, path: str, status: int, code: str, shared_client: TestClient
) -> None:
    answer = shared_client.request(method, API + path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_large_body_is_refused_before_it_is_read(shared: World, shared_client: TestClient) -> None:
    large = b'{"title": "' + b"a" * LARGEST_BODY + b'"}'
    headers = shared.bearer("researcher") | {"Content-Type": "application/json"}
    told = shared_client.post(f"{API}/disclosures", content=large, headers=headers)
    streamed = shared_client.post(f"{API}/disclosures", content=iter([large]), headers=headers)
    assert [(each.status_code, each.json()["code"]) for each in (told, streamed)] == [(413, "too_large")] * 2


def test_broken_json_is_malformed(shared: World, shared_client: TestClient) -> None:
    headers = shared.bearer("researcher") | {"Content-Type": "application/json"}
    answer = shared_client.post(f"{API}/disclosures", content=b'{"title": ', headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_every_answer_carries_the_security_headers(shared_client: TestClient) -> None:
    answer = shared_client.get(f"{API}/offers")
    wanted = {
        "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
    }
    assert {name: answer.headers[name] for name in wanted} == wanted


def test_a_broken_rule_that_is_no_race_is_our_failure(
    world: World, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def orphan(session: Session, *_args: object, **_values: object) -> None:
        offer = session.get_one(Offer, world.offer_id)
        session.add(Offer.model_validate(offer.model_dump(exclude={"id"}) | {"technology_id": 987654}))
        session.flush()

    monkeypatch.setattr(disclosures, "submit_disclosure", orphan)
    answer = client.post(f"{API}/disclosures", json={"title": "A"}, headers=world.bearer("researcher"))
    assert (answer.status_code, answer.json()["code"]) == (500, "failure")
    with pytest.raises(IntegrityError), transaction() as session:
        orphan(session)
