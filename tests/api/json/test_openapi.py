"""Whatever is sent, the API answers as its own description says, and never with a failure of its own."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings as examples, strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.json.app import ROOT, create_json_app
from tests.api.conftest import World

EXAMPLES = 12
ENOUGH = 120.0
"""Seconds after which an answer is taken to hang. Nothing is judged by how fast it comes."""
METHODS = ("get", "post", "put", "delete", "patch")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]


def operations() -> list[tuple[str, str]]:
    paths = create_json_app().openapi()["paths"]
    return [(method, path) for path, methods in paths.items() for method in methods]


@pytest.fixture(scope="module")
def described(app: Starlette) -> Any:
    return schemathesis.openapi.from_asgi(f"{ROOT}/openapi.json", app)


@pytest.mark.parametrize(("method", "path"), operations(), ids=lambda value: value)
def test_every_answer_is_as_described(method: str, path: str, described: Any, shared: World) -> None:
    """Half of the examples name what is really there, so that the business is reached and not only its door."""
    real = known(shared)

    @examples(
        max_examples=EXAMPLES,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(
        case=described[path][method].as_strategy(), named=st.booleans(), who=st.sampled_from(["officer", "researcher"])
    )
    def answers(case: Any, named: bool, who: str) -> None:
        if named and case.path_parameters:
            case.path_parameters = {name: real.get(name, value) for name, value in case.path_parameters.items()}
        case.call_and_validate(headers=shared.bearer(who), checks=CHECKS, timeout=ENOUGH)

    answers()


def known(world: World) -> dict[str, Any]:
    return {
        "reference": world.fresh,
        "key": world.published,
        "token": world.link.removeprefix("/b/"),
        "brief_id": world.brief_id,
        "offer_id": world.draft_id,
        "partner_id": world.partner_id,
        "lead_id": world.lead_id,
        "agreement_id": world.agreement_id,
        "delivery_id": world.delivery_id,
        "work_id": 1,
        "clock_id": 1,
        "contributor_id": 1,
    }


def test_every_operation_says_what_it_is_for() -> None:
    paths = create_json_app().openapi()["paths"]
    bare = [
        (method, path)
        for path, methods in paths.items()
        for method, operation in methods.items()
        if not (operation.get("description") and operation.get("tags"))
    ]
    assert bare == []


def test_the_description_is_served(shared_client: TestClient) -> None:
    answer = shared_client.get(f"{ROOT}/openapi.json")
    assert (answer.status_code, answer.json()["servers"]) == (200, [{"url": ROOT}])
