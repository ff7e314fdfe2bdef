"""Many at once: real threads against one application and one database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlmodel import col, func, select
from starlette.testclient import TestClient

from api.app import THREADS
from models.actions.trail import verify
from models.db import reading
from models.rules.words import Language
from models.tables import Disclosure, Offer, Signoff, Technology, Transition
from tests.api.conftest import API, World
from tests.factories import disclosure_form, offer_form

pytestmark = pytest.mark.each_database


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


def test_a_consent_never_lands_on_a_text_that_was_changed_at_the_same_moment(world: World, client: TestClient) -> None:
    """Whoever comes first: what is agreed to is the text whose digest was sent, and nothing else."""
    for round_ in range(4):
        versions = client.get(f"{API}/technologies/{world.offered}/offers", headers=world.bearer("officer")).json()
        seen = [each for each in versions if each["language"] == "pl"][-1]
        form = offer_form(Language.POLISH, problem=f"Round {round_} needs {round_ + 2} days.").model_dump(mode="json")
        _race(world, client, seen, form)
        with reading() as session:
            rows = session.exec(select(Offer).where(col(Offer.consented_at).is_not(None), Offer.id >= seen["id"])).all()
            signed = {each.subject_digest for each in session.exec(select(Signoff).where(Signoff.kind == "consent"))}
        assert {row.digest for row in rows} <= signed


def _race(world: World, client: TestClient, seen: dict[str, Any], form: dict[str, Any]) -> None:
    together = Barrier(2)

    def consent() -> int:
        together.wait()
        return client.post(
            f"{API}/offers/{seen['id']}/consent", json={"digest": seen["digest"]}, headers=world.bearer("researcher")
        ).status_code

    def write() -> int:
        together.wait()
        url = f"{API}/technologies/{world.offered}/offers/pl"
        return client.put(url, json=form, headers=world.bearer("officer")).status_code

    with ThreadPoolExecutor(2) as people:
        agreed, written = people.submit(consent), people.submit(write)
    assert (agreed.result() in (200, 409), written.result()) == (True, 200)


def test_two_officers_who_begin_the_next_version_at_once_write_one(world: World, client: TestClient) -> None:
    together = Barrier(2)

    def write(days: int) -> int:
        together.wait()
        form = offer_form(problem=f"Laboratories need {days} days.").model_dump(mode="json")
        url = f"{API}/technologies/{world.published}/offers/en"
        return client.put(url, json=form, headers=world.bearer("officer")).status_code

    with ThreadPoolExecutor(2) as officers:
        assert list(officers.map(write, (2, 3))) == [200, 200]
    with reading() as session:
        technology = session.exec(select(Technology).where(Technology.reference == world.published)).one()
        versions = session.exec(
            select(Offer.version).where(Offer.technology_id == technology.id, Offer.language == "en")
        )
        assert sorted(versions) == [1, 2]
