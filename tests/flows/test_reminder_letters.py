"""Reminders as they are read: by the officer, the deputy and the head, in their own language, with the clock's page."""

from datetime import timedelta

import pytest
from sqlmodel import select

from flows.letters import letters, message
from models.actions.clock_reminders import remind_batch
from models.actions.clocks import start_clock
from models.actions.standing_in import set_deputy, set_head
from models.rules.words import Language, NoticeKind, WorkKind
from models.settings import settings
from models.tables import Notice, Person
from tests import factories as make
from tests.factories import HELIX, NOW, TODAY


@pytest.fixture
def told(session):
    """By standing: what each is written, the deputy in Polish."""
    cast = make.cast(session)
    technology = make.to_review(session, cast)
    officer, deputy, head = (
        session.get_one(Person, each.person_id) for each in (cast.officer, cast.second_officer, cast.administrator)
    )
    deputy.language = Language.POLISH
    set_deputy(session, officer, deputy, actor=HELIX)
    set_head(session, cast.institution, head, actor=HELIX)
    trigger = TODAY - timedelta(days=58)
    clock = start_clock(session, technology.id, rule="dk_answer_2m", trigger=trigger, actor=cast.officer, now=NOW)
    remind_batch(session, now=NOW)
    notices = session.exec(select(Notice).where(Notice.kind == NoticeKind.CLOCK_REMINDER)).all()
    found = letters(session, WorkKind.SEND_NOTICE, [notice.id for notice in notices], now=NOW)
    texts = {}
    for notice in notices:
        body = message(found[notice.id], now=NOW).get_body(("plain",))
        assert body is not None
        texts[notice.facts["standing"]] = body.get_content()
    return technology, clock, cast, texts


def test_each_reads_why_it_came_to_them_and_where_the_act_is_recorded(told):
    technology, clock, cast, texts = told
    head = " ".join(texts["head"].split())
    assert "You get this as the head: the date is close, and nothing was recorded as done." in head
    assert f"In charge: {cast.officer.name}." in head
    assert f"Zastępuje Pan/Pani opiekuna sprawy ({cast.officer.name}), a termin jest bliski." in texts["deputy"]
    assert "as the head" not in texts["officer"]
    for text in texts.values():
        assert f"{settings().base_url.rstrip('/')}/docket/clocks/{clock.id}" in text
        assert technology.title not in text
        assert technology.reference in text
