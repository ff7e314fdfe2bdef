"""The sweep of the clocks in real shifts: killed half-way, it reminds of everything, and of nothing twice."""

import asyncio
import random
from collections import Counter
from datetime import timedelta
from functools import partial

from sqlmodel import Session, func, select

from flows import clocks
from flows.leases import moment
from flows.stopping import stopping
from models.actions.clock_reminders import BATCH, remind_batch
from models.actions.standing_in import set_deputy, set_head
from models.actions.work import enqueue
from models.db import reading, transaction
from models.rules.days import local_date
from models.rules.words import Certainty, ClockState, NoticeKind, WorkKind, WorkState
from models.tables import Clock, Notice, Person, Work
from tests import factories as make
from tests.factories import HELIX
from tests.flows.processes import until

CLOCKS, KILLS = 4_000, 2
TOLD = 3
"""Of each clock: officer, deputy and head."""


def furnish(session: Session, cast: make.Cast, count: int) -> None:
    """Clocks that end in three days, of one technology with an officer, a deputy and a head."""
    made = make.to_review(session, cast)
    officer, deputy = (session.get_one(Person, each.person_id) for each in (cast.officer, cast.second_officer))
    set_deputy(session, officer, deputy, actor=HELIX)
    set_head(session, cast.institution, session.get_one(Person, cast.administrator.person_id), actor=HELIX)
    today = local_date(moment())
    session.add_all(
        Clock(
            technology_id=made.id,
            rule="dk_answer_2m",
            trigger_on=today - timedelta(days=number + 60),
            nominal_on=today + timedelta(days=3),
            remind_on=today,
            source="§11",
            certainty=Certainty.VERIFIED,
            state=ClockState.RUNNING,
        )
        for number in range(count)
    )
    ask(session)


def ask(session: Session) -> None:
    today = local_date(moment())
    enqueue(session, WorkKind.SWEEP_CLOCKS, today.toordinal(), key=today.isoformat(), now=moment())


def queued() -> int:
    with reading() as session:
        return int(session.exec(select(func.count()).select_from(Notice)).one())


def is_at(goal: int) -> bool:
    return queued() >= goal or is_swept()


def reminders() -> Counter[tuple[int, int]]:
    """How often each person was told of each clock."""
    with reading() as session:
        rows = session.exec(select(Notice).where(Notice.kind == NoticeKind.CLOCK_REMINDER))
        return Counter((row.facts["clock"], row.person_id or 0) for row in rows)


def is_swept() -> bool:
    with reading() as session:
        return session.exec(select(Work).where(Work.kind == WorkKind.SWEEP_CLOCKS)).one().state is WorkState.DONE


def test_a_sweep_killed_half_way_reminds_of_everything_once(one_world, shift, monkeypatch):
    monkeypatch.setenv("HELIX_LEASE_SECONDS", "3")
    one_world.make(lambda session, cast: furnish(session, cast, CLOCKS))
    moments = random.Random(20261125)
    half_way = 0
    for life in range(KILLS):
        goal = queued() + moments.randint(1, 3_000)
        victim = shift("--name", f"killed-{life}")
        until(partial(is_at, goal), "the sweep queues reminders")
        victim.kill()
        half_way += 0 < queued() < CLOCKS * TOLD
    assert half_way, "no shift was killed while it swept: raise CLOCKS"
    last = shift("--name", "last")
    until(is_swept, "the sweep ends")
    last.kill()
    told = reminders()
    assert len(told) == CLOCKS * TOLD
    assert set(told.values()) == {1}
    with reading() as session:
        sending = session.exec(select(Work.subject_id).where(Work.kind == WorkKind.SEND_NOTICE)).all()
        notices = session.exec(select(Notice.id).where(Notice.kind == NoticeKind.CLOCK_REMINDER)).all()
    assert Counter(sending).most_common(1)[0][1] == 1
    assert set(notices) <= set(sending)


def test_a_sweep_goes_on_where_another_stopped_and_stops_when_it_is_told(world):
    world.make(lambda session, cast: furnish(session, cast, 1_200))
    with transaction() as session:
        remind_batch(session, now=moment())
    assert queued_reminders() == BATCH * TOLD
    stopping.set()
    assert not clocks.remind()
    stopping.clear()
    assert queued_reminders() == BATCH * TOLD
    assert clocks.remind()
    assert queued_reminders() == 1_200 * TOLD
    assert set(reminders().values()) == {1}


def queued_reminders() -> int:
    return sum(reminders().values())


def test_two_sweeps_at_once_remind_once(world):
    world.make(lambda session, cast: furnish(session, cast, 1_500))

    async def both() -> None:
        await asyncio.gather(asyncio.to_thread(clocks.remind), asyncio.to_thread(clocks.remind))

    asyncio.run(both())
    clocks.remind()  # what one of them skipped because the other held it
    assert len(reminders()) == 1_500 * TOLD
    assert set(reminders().values()) == {1}
