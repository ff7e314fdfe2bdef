"""A shift as a process of its own, told to stop in the middle of its work."""

import os
import signal

from sqlmodel import col, func, select

from models.db import reading
from models.rules.words import WorkState
from models.tables import Work
from tests import factories as make
from tests.flows.processes import until


def work_in(*states: WorkState) -> int:
    with reading() as session:
        return session.exec(select(func.count()).select_from(Work).where(col(Work.state).in_(states))).one()


def test_told_to_stop_it_ends_well_and_leaves_what_it_had_not_begun_to_others(one_world, inbox, shift):
    one_world.make(lambda session, cast: [make.technology(session, cast.researcher) for _ in range(30)])
    started = shift()
    until(lambda: inbox.mails, "the first e-mail")
    os.kill(started.pid, signal.SIGTERM)
    started.finish()
    assert work_in(WorkState.LEASED, WorkState.PARKED) == 0
    assert work_in(WorkState.QUEUED) > 0
    with reading() as session:
        attempts = session.exec(select(Work.attempts).where(Work.state == WorkState.QUEUED)).all()
    assert set(attempts) == {0}
