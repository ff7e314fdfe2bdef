"""The outbox: asked once, held by one, closed by the holder, and nothing forgotten."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from models.actions.work import claim, enqueue, fail, finish, held as held_by, release, renew, retry, take_back
from models.db import engine_for, transaction
from models.errors import Conflict, LeaseLost, NotPermitted
from models.rules.words import WorkKind, WorkState
from models.tables import Work
from tests import factories as make
from tests.factories import NOW

LEASE = timedelta(seconds=60)


@pytest.fixture
def queued(session):
    """Three rows, in order."""
    for number in (1, 2, 3):
        enqueue(session, WorkKind.RENDER_BRIEF, number, key=f"w{number}", now=NOW)


def take(session, holder="one", now=NOW, limit=10):
    return claim(session, holder=holder, now=now, lease=LEASE, limit=limit)


def states(session):
    return [(row.subject_id, row.state) for row in session.exec(select(Work).order_by(col(Work.id)))]


def test_the_same_work_is_asked_for_once(session):
    assert enqueue(session, WorkKind.MATCH_PARTNERS, 7, key="7:2", now=NOW)
    assert not enqueue(session, WorkKind.MATCH_PARTNERS, 7, key="7:2", now=NOW)
    assert enqueue(session, WorkKind.MATCH_PARTNERS, 7, key="7:3", now=NOW)


@pytest.mark.usefixtures("queued")
def test_what_one_holds_no_other_gets(session):
    assert [each.subject_id for each in take(session, "one", limit=2)] == [1, 2]
    assert [each.subject_id for each in take(session, "two")] == [3]
    assert take(session, "three") == []


@pytest.mark.usefixtures("queued")
def test_work_is_not_taken_before_its_time(session):
    enqueue(session, WorkKind.SEND_NOTICE, 9, key="later", now=NOW, not_before=NOW + timedelta(hours=1))
    assert len(take(session)) == 3
    assert [each.subject_id for each in take(session, now=NOW + timedelta(hours=2), holder="two")][-1] == 9


@pytest.mark.usefixtures("queued")
def test_a_dead_holders_work_is_taken_over_and_the_dead_cannot_finish_it(session):
    held = take(session, "dead", limit=1)
    again = take(session, "alive", now=NOW + LEASE + timedelta(seconds=1), limit=1)
    assert [each.subject_id for each in again] == [1]
    assert again[0].attempt == 2
    with pytest.raises(LeaseLost):
        finish(session, held, now=NOW)
    assert renew(session, "dead", now=NOW, lease=LEASE) == 0
    finish(session, again, now=NOW)
    assert states(session)[0] == (1, WorkState.DONE)


@pytest.mark.usefixtures("queued")
def test_a_renewed_lease_is_not_taken_over(session):
    held = take(session, "alive", limit=2)
    finish(session, held[:1], now=NOW)
    assert renew(session, "alive", now=NOW + LEASE, lease=LEASE) == 1
    late = NOW + LEASE + timedelta(seconds=30)
    assert [each.subject_id for each in take(session, "two", now=late)] == [3]
    assert held_by(session, [each.id for each in held], holder="alive") == held[1:]


@pytest.mark.usefixtures("queued")
def test_what_a_dead_shift_held_is_freed_and_nobody_elses(session):
    take(session, "run-1.1", limit=1)
    take(session, "run-1.2", limit=1)
    take(session, "run-12.1", limit=1)
    assert take_back(session, "run-1") == 2
    assert [(each.subject_id, each.attempt) for each in take(session, "two")] == [(1, 2), (2, 2)]


@pytest.mark.usefixtures("queued")
def test_failures_wait_longer_each_time_and_are_parked_at_last(session):
    now, waits, ends = NOW, [], []
    for _ in range(4):
        held = next(each for each in take(session, now=now) if each.subject_id == 1)
        ends.append(fail(session, held, error="ConnectionRefused", now=now, attempts=4))
        session.expire_all()
        row = session.exec(select(Work).where(Work.subject_id == 1)).one()
        assert (row.state, row.error) == (ends[-1], "ConnectionRefused")
        waits.append((row.not_before - now).total_seconds())
        now = row.not_before + LEASE
    assert ends == [WorkState.QUEUED, WorkState.QUEUED, WorkState.QUEUED, WorkState.PARKED]
    assert waits == [2, 4, 8, 16]
    assert all(each.subject_id != 1 for each in take(session, now=now + timedelta(days=1)))


@pytest.mark.usefixtures("queued")
def test_parked_work_is_retried_by_an_officer_alone(session):
    cast = make.cast(session)
    held = take(session, limit=1)
    fail(session, held[0], error="DataError", now=NOW, attempts=9, park=True)
    with pytest.raises(NotPermitted):
        retry(session, held[0].id, actor=cast.researcher, now=NOW)
    session.expire_all()
    assert retry(session, held[0].id, actor=cast.officer, now=NOW).state is WorkState.QUEUED
    with pytest.raises(Conflict):
        retry(session, held[0].id, actor=cast.officer, now=NOW)


@pytest.mark.usefixtures("queued")
def test_no_more_is_taken_than_was_asked_for_however_postgresql_plans_it(session):
    """It may ask a subquery anew for each row, which skips what the statement has locked and goes on to the next."""
    if session.get_bind().dialect.name == "postgresql":
        for way in ("hashagg", "hashjoin", "mergejoin", "material", "sort", "indexscan", "bitmapscan"):
            session.execute(text(f"SET LOCAL enable_{way} = off"))
    assert len(take(session, limit=1)) == 1
    assert len(take(session, "two", limit=2)) == 2


@pytest.mark.usefixtures("queued")
def test_released_work_has_not_used_up_an_attempt(session):
    release(session, take(session, limit=1))
    assert [(each.subject_id, each.attempt) for each in take(session, "two", limit=1)] == [(1, 1)]


def test_rivals_never_hold_the_same_row(database_url):
    engine = engine_for(database_url)
    with transaction(engine) as session:
        for number in range(120):
            enqueue(session, WorkKind.SEND_NOTICE, number, key=f"r{number}", now=NOW)

    def drain(name: str) -> list[int]:
        mine: list[int] = []
        while True:
            with transaction(engine) as session:
                held = take(session, name, limit=7)
                finish(session, held, now=NOW)
            if not held:
                return mine
            mine += [each.subject_id for each in held]

    with ThreadPoolExecutor(4) as pool:
        shares = list(pool.map(drain, ["a", "b", "c", "d"]))
    assert sorted(number for share in shares for number in share) == list(range(120))


def test_work_whose_holders_died_a_hundred_times_can_still_be_parked(session):
    enqueue(session, WorkKind.RENDER_BRIEF, 1, key="fatal", now=NOW)
    taken = claim(session, holder="h", now=NOW, lease=LEASE, limit=1)[0]
    state = fail(session, replace(taken, attempt=100), error="WorkerDied", now=NOW, attempts=6)
    assert state is WorkState.PARKED
