"""Shifts killed at any moment while they render and send: nothing is lost, and nothing is sent twice."""

import asyncio
import random
from collections.abc import Callable

import pytest
from sqlmodel import col, func, select

from models.db import reading
from models.rules.words import DispatchState, WorkKind, WorkState
from models.settings import settings
from models.tables import Work
from tests.flows import queued
from tests.flows.conftest import Inbox
from tests.flows.processes import until

KILLS = 3
ABREAST = 2
"""E-mails that one shift may have under way: a delivery and a notice."""
SENT, PARKED = DispatchState.SENT, DispatchState.PARKED


class Dawdling(Inbox):
    """Takes its time before it takes a message, and again before it says so: moments to be killed at."""

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        await asyncio.sleep(0.03)
        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(0.03)
        return answer


@pytest.fixture
def box() -> Inbox:
    return Dawdling()


def progress(inbox: Inbox) -> int:
    """What can be seen of a shift's work: files made, e-mails taken, results recorded."""
    with reading() as session:
        done = session.exec(select(func.count()).select_from(Work).where(col(Work.state) == WorkState.DONE)).one()
    return done + len(inbox.mails) + sum(path.is_file() for path in settings().files.rglob("*"))


def reached(goal: int, inbox: Inbox) -> Callable[[], bool]:
    return lambda: progress(inbox) >= goal


def test_a_shift_killed_at_random_moments_makes_each_brief_and_sends_each_e_mail_once(world, inbox, shift, monkeypatch):
    monkeypatch.setenv("HELIX_LEASE_SECONDS", "3")
    moments = random.Random(20261123)
    approved = queued.offers(world, 8)
    deliveries = queued.deliveries(world, 30)
    published = queued.offer_of(deliveries[0])
    queued.only(WorkKind.RENDER_BRIEF, WorkKind.SEND_DELIVERY, WorkKind.SEND_NOTICE)
    for life in range(KILLS):
        victim = shift("--name", f"killed-{life}")
        until(reached(progress(inbox) + moments.randint(1, 12), inbox), "the shift does its work")
        if life == 1:
            victim.kill_alone()
        else:
            victim.kill()
        until(victim.is_gone, "the render processes end with their shift")
    shift("--until-empty").finish()

    assert queued.rendered() == [*approved, published.id]
    expected, came = queued.addressed(), queued.arrived(inbox)
    assert set(came) <= set(expected)
    assert {(state, came[key]) for key, state in expected.items()} <= {(SENT, 1), (PARKED, 0), (PARKED, 1)}
    parked = [key for key, state in expected.items() if state is PARKED]
    assert len(parked) <= KILLS * ABREAST
    assert queued.work_states() <= {WorkState.DONE, WorkState.PARKED}
    status = queued.status()
    assert (status.waiting, len(status.parked)) == (0, len(parked))
    assert {each.kind for each in status.parked} <= {WorkKind.SEND_DELIVERY, WorkKind.SEND_NOTICE}
    assert status.deliveries_sent + status.doubtful_deliveries == len(deliveries)
