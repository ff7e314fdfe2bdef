"""Prefect's server away: decisions go on, their work waits, and it is done when the server is back."""

from collections.abc import Iterator

import pytest
from sqlmodel import col, func, select

from models.actions.stages import advance
from models.actions.trail import verify
from models.db import reading, transaction
from models.queries.status import status_of
from models.queries.work import unfinished
from models.rules.words import DispatchState, NoticeKind, Stage, WorkKind, WorkState
from models.settings import settings
from models.tables import Brief, Notice, Offer, Technology, Work
from tests import factories as make
from tests.deployment.servers import PrefectServer, shift, until
from tests.factories import NOW


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[PrefectServer]:
    server = PrefectServer(tmp_path_factory.mktemp("prefect"))
    server.start()
    yield server
    server.kill()


def work_in(*states: WorkState) -> int:
    with reading() as session:
        return session.exec(select(func.count()).select_from(Work).where(col(Work.state).in_(states))).one()


def all_is_done() -> bool:
    with reading() as session:
        return unfinished(session) == 0


def e_mails() -> int:
    return sum(1 for _ in (settings().home / "mail" / "new").glob("*"))


def test_decisions_commit_while_it_is_away_and_a_shift_does_their_work_when_it_is_back(cast, server, tmp_path):
    server.kill()
    with transaction() as session:
        technology = make.technology(session, cast.researcher)
    with transaction() as session:
        advance(session, technology.id, to=Stage.TRIAGE, actor=cast.officer, now=NOW)
    with shift(server, tmp_path, "--until-empty") as waiting:
        until(lambda: "waiting for Prefect's server" in waiting.said(), "the shift to say what it waits for")
        with reading() as session:
            assert session.get_one(Technology, technology.id).stage is Stage.TRIAGE
            waits = session.exec(select(Work.kind, Work.state, Work.attempts)).all()
        assert waits == [
            (WorkKind.RECEIVE_DISCLOSURE, WorkState.QUEUED, 0),
            (WorkKind.SEND_NOTICE, WorkState.QUEUED, 0),  # the submitter is told of the move
        ]
        assert waiting.runs()

        server.start()
        assert waiting.ended_with() == 0, waiting.said()
    with reading() as session:
        assert session.get_one(Technology, technology.id).officer_id is not None
        notices = dict(session.exec(select(Notice.kind, Notice.state)).all())
        assert unfinished(session) == 0
    assert notices.pop(NoticeKind.ACKNOWLEDGEMENT) is DispatchState.SENT
    assert notices.pop(NoticeKind.MOVED) is DispatchState.SENT
    assert set(notices) <= {NoticeKind.DIGEST}  # the week's first shift writes them
    assert e_mails() == 2 + len(notices)


def test_killed_in_the_middle_of_a_shift_it_takes_no_work_with_it(cast, server, tmp_path, monkeypatch):
    monkeypatch.setenv("HELIX_LEASE_SECONDS", "3")
    settings.cache_clear()
    with transaction() as session:
        offers = [make.approved_offer(session, cast, make.to_offer(session, cast)).id for _ in range(12)]
    with shift(server, tmp_path, "--until-empty") as cut_off:
        until(lambda: work_in(WorkState.LEASED), "work to be under way")
        server.kill()
        with transaction() as session:
            later = make.technology(session, cast.researcher).id
        assert work_in(WorkState.QUEUED, WorkState.LEASED)
        server.start()
        assert cut_off.ended_with() == 0, cut_off.said()

    assert all_is_done()
    with reading() as session:
        assert status_of(session, now=NOW).parked == []
        assert session.get_one(Technology, later).officer_id is not None
        briefs = session.exec(select(Brief.offer_id).join(Offer).order_by(col(Brief.offer_id))).all()
        notices = session.exec(select(Notice.state)).all()
        assert verify(session).entries
    assert briefs == offers
    assert set(notices) == {DispatchState.SENT}
    assert e_mails() == len(notices)
