"""A shift as a process of its own, told to stop in the middle of its work."""

import os
import signal
from datetime import UTC, datetime, timedelta

from sqlmodel import col, func, select

from models.db import reading
from models.rules.days import local_date
from models.rules.words import Stage, WorkState
from models.tables import PortfolioReport, Work
from tests import factories as make
from tests.flows.processes import until
from tests.portfolios import history


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


def test_before_the_day_it_is_given_it_leaves_reports_to_somebody_else(one_world, inbox, shift):
    del inbox
    today = local_date(datetime.now(UTC))
    one_world.make(
        lambda session, cast: history(session, cast.institution, (Stage.DISCLOSURE, today - timedelta(days=99)))
    )
    shift("--until-empty", "--reports-from", str(today + timedelta(days=1))).finish()
    with reading() as session:
        assert session.exec(select(PortfolioReport)).all() == []
    shift("--until-empty", "--reports-from", str(today)).finish()
    with reading() as session:
        assert {each.institution_id is None for each in session.exec(select(PortfolioReport))} == {True, False}
