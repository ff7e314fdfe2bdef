"""Searching at the EPO over HTTP, against a server that speaks as the office's own does."""

from typing import Any

from sqlmodel import select
from starlette.testclient import TestClient

from api.app import create_app
from models.db import reading
from models.tables import PriorArtSearch, Technology
from tests.api.conftest import API, World
from tests.patent_office import fault


def search(client: TestClient, world: World, **form: Any) -> Any:
    path = f"{API}/technologies/{world.offered}/prior-art/epo-searches"
    return client.post(path, json=form, headers=world.bearer("reviewer"))


def recorded(world: World) -> list[str]:
    with reading() as session:
        query = select(PriorArtSearch.query).join(Technology).where(Technology.reference == world.offered)
        return list(session.exec(query.where(PriorArtSearch.means == "epo")).all())


def test_a_program_searches_at_the_epo_and_takes_over_what_it_found(world, client, epo) -> None:
    made = search(client, world, query="ta=strip")
    assert (made.status_code, epo.asked, recorded(world)) == (201, ["ta=strip"], ["ta=strip"])
    told = made.json()
    [hit] = told["hits"]
    assert (told["found"], hit["number"], hit["published_on"]) == (1, "EP1000000A1", "2000-05-17")
    assert (hit["title"], hit["applicants"]) == ("Test strip for łódź & <urine>", ["ŁÓDŹ DIAGNOSTYKA [PL]"])
    own = f"{API}/prior-art-searches/{told['id']}"
    reviewer = world.bearer("reviewer")
    assert client.get(own, headers=reviewer).json() == told
    taken = [client.post(f"{own}/taken", json={"number": hit["number"]}, headers=reviewer) for _ in range(2)]
    assert [each.status_code for each in taken] == [201, 201]
    assert taken[0].json() == taken[1].json()
    assert (taken[0].json()["identifier"], taken[0].json()["kind"]) == ("EP1000000A1", "patent")
    assert client.post(f"{own}/taken", json={"number": "EP2A1"}, headers=reviewer).status_code == 404


def test_words_that_only_confidential_texts_hold_leave_only_when_that_is_accepted(world, client, epo) -> None:
    query = "ta=boronic and ta=urine"
    refused = search(client, world, query=query)
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert refused.json()["message"] == "Only confidential texts hold these words of the query: boronic."
    assert (epo.asked, recorded(world)) == ([], [])
    assert search(client, world, query=query, secrets_accepted=True).status_code == 201
    assert epo.asked == [query]


def test_the_suggested_query_is_told_with_its_secrets_and_nothing_is_sent(world, client, epo) -> None:
    path = f"{API}/technologies/{world.offered}/prior-art/epo-query"
    told = client.get(path, headers=world.bearer("officer")).json()
    assert told["query"].startswith('ta all "')
    assert (told["configured"], epo.asked) == (True, [])


def test_what_the_epo_refuses_is_told_and_nothing_is_recorded(world, client, epo) -> None:
    epo.status, epo.body = 400, fault("CLIENT.InvalidQuery", "Unexpected token")
    answer = search(client, world, query="((")
    assert (answer.status_code, answer.json()["code"]) == (502, "ops_refused")
    assert "Unexpected token" in answer.json()["message"]
    assert recorded(world) == []


def test_without_keys_a_search_is_refused_and_the_suggestion_says_so(world, client) -> None:
    answer = search(client, world, query="ta=strip")
    assert (answer.status_code, answer.json()["code"]) == (422, "incomplete")
    path = f"{API}/technologies/{world.offered}/prior-art/epo-query"
    assert client.get(path, headers=world.bearer("officer")).json()["configured"] is False


def test_pages_and_programs_share_one_count_at_the_epo() -> None:
    mounts: list[Any] = create_app().routes
    offices = [mount.app.state.patent_office for mount in mounts]
    assert offices[0] is offices[1]
