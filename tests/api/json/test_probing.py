"""A coordinator, who sees no case, learns from no answer whether a confidential one is there, nor what it says."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from models.actions.compilations import CompilationForm, order_compilation
from models.db import reading, transaction
from models.errors import HelixError, NotFound
from models.queries.search import search
from models.rules.words import CompilationKind, Language
from tests import factories as make
from tests.api.conftest import API, World
from tests.factories import NOW


def test_the_status_tells_no_single_cases_but_to_who_runs_it(shared: World, shared_client: TestClient) -> None:
    told = {
        who: shared_client.get(f"{API}/status", headers=shared.bearer(who)).json()
        for who in ("coordinator", "officer", "administrator")
    }
    assert all(isinstance(count, int) for count in told["administrator"]["technologies"].values())
    few = [stage for stage, count in told["administrator"]["technologies"].items() if 0 < count < 3]
    assert few
    for who in ("coordinator", "officer"):
        assert [told[who]["technologies"][stage] for stage in few] == [None] * len(few)
        assert told[who]["parked"] == []


@pytest.mark.parametrize("filters", ["", "?q=strip", "?stage=disclosure", "?officer=1", "?on_hold=false", "?after=9"])
def test_no_filter_finds_a_case(filters: str, shared: World, shared_client: TestClient) -> None:
    answer = shared_client.get(f"{API}/technologies{filters}", headers=shared.bearer("coordinator"))
    assert answer.json() == {"items": [], "next": None}


def test_search_finds_what_is_public_alone(shared: World) -> None:
    with reading() as session:
        for words in (shared.fresh, shared.offered, "confidential", "researcher"):
            hits = search(session, shared.cast.coordinator, words).hits
            assert [hit.case for hit in hits] == [None] * len(hits)
            assert {hit.kind.value for hit in hits} <= {"offer", "partner"}
        assert not search(session, shared.cast.coordinator, shared.fresh).hits


def refused(session: Session, world: World, reference: str) -> tuple[type[HelixError], str]:
    form = CompilationForm(kind=CompilationKind.CATALOGUE, language=Language.ENGLISH, references=[reference])
    with pytest.raises(HelixError) as refusal:
        order_compilation(session, form, actor=world.cast.coordinator, now=NOW)
    return type(refusal.value), str(refusal.value).replace(reference, "it")


def test_a_compilation_says_the_same_of_what_is_not_public_and_of_what_is_not_there(
    world: World,
) -> None:
    with transaction() as session:
        made = make.to_offer(session, world.cast)
        hidden = make.briefed_offer(session, world.cast, made, anonymous=True)
        assert hidden.technology_id == made.id
        missing = refused(session, world, "XX-2026-9999")
        assert missing[0] is NotFound
        assert [refused(session, world, each) for each in (world.fresh, world.offered, made.reference)] == [missing] * 3
        form = CompilationForm(
            kind=CompilationKind.CATALOGUE, language=Language.ENGLISH, references=[world.published, world.fresh]
        )
        with pytest.raises(NotFound):
            order_compilation(session, form, actor=world.cast.coordinator, now=NOW)
