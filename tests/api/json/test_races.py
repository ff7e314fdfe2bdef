"""Many at once: real threads against one application and one database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlmodel import col, func, select
from starlette.testclient import TestClient

from api.app import THREADS
from models.actions.trail import verify
from models.db import reading
from models.tables import Disclosure, Technology, Transition
from tests.api.conftest import API, World
from tests.factories import disclosure_form


def test_of_two_officers_at_once_one_wins_and_one_is_told(world: World, client: TestClient) -> None:
    together = Barrier(2)

    def advance(who: str) -> tuple[int, str]:
        together.wait()
        answer = client.post(
            f"{API}/technologies/{world.fresh}/advance",
            json={"to": "triage", "version": 1},
            headers=world.bearer(who),
        )
        return answer.status_code, answer.json().get("code", "")

    with ThreadPoolExecutor(2) as officers:
        results = sorted(officers.map(advance, ("officer", "second_officer")))
    assert results == [(200, ""), (409, "stale_technology")]
    with reading() as session:
        technology = session.exec(select(Technology).where(Technology.reference == world.fresh)).one()
        moves = select(func.count()).where(col(Transition.technology_id) == technology.id)
        assert (technology.version, session.exec(moves).one()) == (2, 2)
        verify(session)


def test_the_same_disclosure_sent_many_times_at_once_is_one(world: World, client: TestClient) -> None:
    form = disclosure_form(world.cast.researcher).model_dump(mode="json")

    def submit(_: int) -> tuple[int, str]:
        answer = client.post(f"{API}/disclosures", json=form, headers=world.bearer("researcher"))
        return answer.status_code, answer.json().get("code", "")

    with ThreadPoolExecutor(6) as senders:
        results = sorted(senders.map(submit, range(6)))
    assert results[0] == (201, "")
    assert {status for status, _ in results[1:]} == {409}
    assert {code for _, code in results[1:]} == {"already_submitted"}
    with reading() as session:
        assert session.exec(select(func.count()).where(col(Disclosure.title) == form["title"])).one() == 1


def test_more_writers_than_threads_all_get_their_turn(world: World, client: TestClient) -> None:
    forms = [disclosure_form(world.cast.researcher).model_dump(mode="json") for _ in range(3 * THREADS)]

    def submit(form: dict[str, object]) -> int:
        return client.post(f"{API}/disclosures", json=form, headers=world.bearer("researcher")).status_code

    with ThreadPoolExecutor(len(forms)) as senders:
        assert list(senders.map(submit, forms)) == [201] * len(forms)
