"""The sweep: to the officer, then the deputy, then the head, in batches, each person once for each threshold."""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from models.actions.clock_reminders import remind_batch
from models.actions.clocks import close_clock, start_clock
from models.actions.docket import correct_trigger
from models.actions.docket_forms import CorrectionForm
from models.actions.people import deactivate_person
from models.actions.standing_in import set_deputy, set_head
from models.errors import Conflict, NotPermitted
from models.rules.words import NoticeKind, WorkKind
from models.tables import Deputy, Institution, Notice, Person, Technology, Work
from tests import factories as make
from tests.factories import HELIX, NOW, TODAY


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def technology(session, cast):
    return make.to_review(session, cast)


def person(session, actor):
    return session.get_one(Person, actor.person_id)


def clock_ending(session, cast, technology, days):
    """Of a rule of two months, days from today."""
    trigger = TODAY + timedelta(days=days) - timedelta(days=61)
    clock = start_clock(session, technology.id, rule="dk_answer_2m", trigger=trigger, actor=cast.officer, now=NOW)
    clock.nominal_on = TODAY + timedelta(days=days)
    session.add(clock)
    session.flush()
    return clock


def told(session, clock):
    rows = session.exec(select(Notice).where(Notice.kind == NoticeKind.CLOCK_REMINDER).order_by(col(Notice.id)))
    return [(row.person_id, row.facts["standing"]) for row in rows if row.facts["clock"] == clock.id]


@pytest.mark.parametrize(("days", "count"), [(60, 1), (14, 2), (7, 3), (-3, 3)])
def test_the_nearer_the_date_the_more_people_are_told(session, cast, technology, days, count):
    set_deputy(session, person(session, cast.officer), person(session, cast.second_officer), actor=HELIX)
    set_head(session, cast.institution, person(session, cast.administrator), actor=HELIX)
    clock = clock_ending(session, cast, technology, days)
    remind_batch(session, now=NOW)
    expected = [
        (cast.officer.person_id, "officer"),
        (cast.second_officer.person_id, "deputy"),
        (cast.administrator.person_id, "head"),
    ]
    assert told(session, clock) == expected[:count]


def test_an_officer_who_left_is_not_written_to_and_the_deputy_stands_in(session, cast, technology):
    set_deputy(session, person(session, cast.officer), person(session, cast.second_officer), actor=HELIX)
    clock = clock_ending(session, cast, technology, 60)
    session.get_one(Technology, technology.id).officer_id = cast.officer.person_id
    person(session, cast.officer).active = False
    session.flush()
    remind_batch(session, now=NOW)
    assert told(session, clock) == [(cast.second_officer.person_id, "deputy")]


@pytest.mark.parametrize(("days", "heads"), [(60, 0), (14, 1), (7, 1), (-3, 1)])
def test_a_deputy_who_left_is_not_written_to_and_the_head_is_told_instead(session, cast, technology, days, heads):
    set_deputy(session, person(session, cast.officer), person(session, cast.second_officer), actor=HELIX)
    set_head(session, cast.institution, person(session, cast.administrator), actor=HELIX)
    person(session, cast.second_officer).active = False
    clock = clock_ending(session, cast, technology, days)
    remind_batch(session, now=NOW)
    expected = [(cast.officer.person_id, "officer"), *[(cast.administrator.person_id, "head")] * heads]
    assert told(session, clock) == expected


def test_with_officer_and_deputy_gone_and_nobody_else_the_head_is_told_at_once(session, cast, technology):
    set_deputy(session, person(session, cast.officer), person(session, cast.second_officer), actor=HELIX)
    set_head(session, cast.institution, person(session, cast.administrator), actor=HELIX)
    clock = clock_ending(session, cast, technology, 60)
    for each in (cast.officer, cast.second_officer):
        person(session, each).active = False
    session.flush()
    remind_batch(session, now=NOW)
    assert [who for who, _ in told(session, clock)] == [cast.administrator.person_id]


def test_with_nobody_in_charge_an_officer_of_the_institution_is_told(session, cast, technology):
    clock = clock_ending(session, cast, technology, 60)
    session.get_one(Technology, technology.id).officer_id = None
    session.flush()
    remind_batch(session, now=NOW)
    assert told(session, clock) == [(cast.officer.person_id, "officer")]


def test_with_nobody_to_tell_the_reminder_waits_for_somebody(session, cast, technology):
    clock = clock_ending(session, cast, technology, 60)
    session.execute(update(Person).values(active=False).execution_options(synchronize_session=False))
    session.expire_all()
    remind_batch(session, now=NOW)
    assert told(session, clock) == []
    person(session, cast.second_officer).active = True
    set_head(session, cast.institution, person(session, cast.second_officer), actor=HELIX)
    remind_batch(session, now=NOW)
    assert told(session, clock) == [(cast.second_officer.person_id, "officer")]


def test_each_e_mail_has_its_work_and_nothing_is_queued_twice(session, cast, technology):
    clocks = [clock_ending(session, cast, technology, days) for days in (3, 10, 60)]
    remind_batch(session, now=NOW)
    for clock in clocks:  # as after a restore: everything looks due again
        clock.remind_on = TODAY
        session.add(clock)
    session.flush()
    again = remind_batch(session, now=NOW)
    assert (again.looked_at, again.queued) == (3, 0)
    notices = session.exec(select(Notice.id).where(Notice.kind == NoticeKind.CLOCK_REMINDER)).all()
    work = session.exec(select(Work.subject_id).where(Work.kind == WorkKind.SEND_NOTICE)).all()
    assert len(notices) == 3
    assert Counter(work)[notices[0]] == 1
    assert set(notices) <= set(work)


def test_batches_meet_every_clock_once(session, cast, technology):
    for days in range(10, 17):
        clock_ending(session, cast, technology, days)
    place, looked_at, queued = None, 0, 0
    for _ in range(10):
        swept = remind_batch(session, now=NOW, after=place, size=3)
        looked_at, queued, place = looked_at + swept.looked_at, queued + swept.queued, swept.last
        if place is None:
            break
    assert (looked_at, queued) == (7, 7)
    assert remind_batch(session, now=NOW).looked_at == 0


def test_only_clocks_that_are_due_to_be_looked_at_are_read(session, cast, technology):
    clock_ending(session, cast, technology, 60)
    start_clock(session, technology.id, rule="paris_12m", trigger=TODAY, actor=cast.officer, now=NOW)
    assert remind_batch(session, now=NOW).looked_at == 1
    assert remind_batch(session, now=NOW + timedelta(days=29)).looked_at == 0
    assert remind_batch(session, now=NOW + timedelta(days=30)).queued == 1


def test_a_recorded_act_ends_the_reminders(session, cast, technology):
    clock = clock_ending(session, cast, technology, 60)
    close_clock(session, clock.id, done_on=TODAY, actor=cast.officer, now=NOW)
    for days in (0, 31, 60, 90):
        assert remind_batch(session, now=NOW + timedelta(days=days)).queued == 0


def test_past_dates_are_told_once_and_then_rest(session, cast, technology):
    clock = clock_ending(session, cast, technology, -3)
    remind_batch(session, now=NOW)
    session.refresh(clock)
    assert clock.remind_on is None
    assert remind_batch(session, now=NOW + timedelta(days=400)).looked_at == 0


def test_who_may_stand_in(session, cast):
    officer, home = person(session, cast.officer), session.get_one(Institution, cast.institution.id)
    for wrong, words in (
        (cast.officer, "cannot stand in for themselves"),
        (cast.stranger, "another institution"),
        (cast.researcher, "is registered as researcher"),
    ):
        with pytest.raises(Conflict, match=words):
            set_deputy(session, officer, person(session, wrong), actor=HELIX)
    deactivate_person(session, person(session, cast.second_officer), actor=HELIX, now=NOW)
    with pytest.raises(Conflict, match="has left"):
        set_head(session, home, person(session, cast.second_officer), actor=HELIX)
    with pytest.raises(NotPermitted):
        set_head(session, home, officer, actor=cast.officer)
    for _again in range(2):
        set_head(session, home, None, actor=HELIX)
        set_deputy(session, officer, None, actor=HELIX)
    assert session.exec(select(Deputy)).all() == []


def test_a_clock_counted_anew_reminds_of_its_new_date(session, cast, technology):
    trigger = date(2026, 9, 30)
    clock = start_clock(session, technology.id, rule="dk_answer_2m", trigger=trigger, actor=cast.officer, now=NOW)
    assert remind_batch(session, now=NOW).queued == 1
    form = CorrectionForm(happened_on=date(2026, 10, 3), reason="The letter came later.")
    correct_trigger(session, clock.id, form, actor=cast.officer, now=NOW)
    assert remind_batch(session, now=NOW).queued == 1
    assert len(told(session, clock)) == 2
