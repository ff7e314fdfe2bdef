"""Closing work with its result: the one that fails is given back, and nothing of its content is said."""

from datetime import timedelta

import pytest
from sqlmodel import select

from flows.leases import give_back, said, settle
from flows.stopping import Plain, stopping
from models.actions.work import claim, enqueue
from models.db import reading, transaction
from models.errors import Conflict, StorageFull
from models.rules.words import WorkKind, WorkState
from models.tables import Partner, Work
from tests import factories as make
from tests.factories import NOW
from tests.flows.conftest import LATER

KIND = WorkKind.MATCH_PARTNERS


@pytest.fixture
def claims(world):
    with transaction() as session:
        for number in (1, 2, 3):
            enqueue(session, KIND, number, key=str(number), now=NOW)
    return world.take(KIND)


def register(cast, fails_at):
    def record(session, held):
        make.partner(session, cast, name=f"Partner {held.subject_id}")
        if held.subject_id == fails_at:
            raise ValueError("a secret was in here")

    return record


def names():
    with reading() as session:
        return sorted(session.exec(select(Partner.name)))


def test_one_that_cannot_be_recorded_holds_up_no_other_and_leaves_no_trace(world, claims):
    assert settle(claims, register(world.cast, fails_at=2)) == 2
    assert names() == ["Partner 1", "Partner 3"]
    assert [state for _, state, _ in world.work(KIND)] == [WorkState.DONE, WorkState.QUEUED, WorkState.DONE]
    error = world.work(KIND)[1][2]
    assert error.startswith("ValueError at test_leases.py:")
    assert "secret" not in error


def test_a_result_is_rolled_back_when_another_shift_took_the_work_over(world, claims):
    with transaction() as session:
        row = session.get_one(Work, claims[0].id)
        row.lease_holder = "other.1"
        session.add(row)
    assert settle(claims, register(world.cast, fails_at=0)) == 2
    assert names() == ["Partner 2", "Partner 3"]
    assert [state for _, state, _ in world.work(KIND)] == [WorkState.LEASED, WorkState.DONE, WorkState.DONE]


def test_work_given_back_while_stopping_has_not_failed(world, claims):
    stopping.set()
    assert give_back(claims, ValueError("x")) == []
    assert world.work(KIND) == [(number, WorkState.QUEUED, "") for number in (1, 2, 3)]
    with transaction() as session:
        again = claim(session, holder="b.1", now=LATER, lease=timedelta(0), limit=9)
    assert {each.attempt for each in again} == {1}


def test_only_our_own_words_are_repeated():
    assert said(StorageFull("no room")) == "no room"
    assert said(Plain("ours")) == "ours"
    assert said(Conflict("Łucja Żądło has confirmed already.")) == "Conflict"
