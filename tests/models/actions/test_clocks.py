"""Clocks on a technology, and the sweep that reminds of them."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from models.actions.clocks import close_clock, start_clock, suppress_clock
from models.actions.digests import summary_for, write_digests
from models.actions.stages import advance
from models.errors import Conflict, Incomplete
from models.rules.refused import ClockRefused
from models.rules.words import ClockState, NoticeKind, Stage
from models.tables import Clock, Notice
from tests import factories as make
from tests.factories import NOW, TODAY, sweep_clocks


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def technology(session, cast):
    return make.to_review(session, cast)


def start(session, cast, technology, trigger, rule="paris_12m"):
    return start_clock(session, technology.id, rule=rule, trigger=trigger, actor=cast.officer, now=NOW)


def test_a_priority_filing_starts_the_clocks_that_hang_on_it(session, cast, technology):
    """The international and European phases have no date before there is an international application."""
    make.review(session, cast, technology)
    clocks = session.exec(
        select(Clock).where(Clock.technology_id == technology.id, Clock.state == ClockState.RUNNING)
    ).all()
    assert {clock.rule: clock.nominal_on for clock in clocks} == {
        "paris_12m": date(2027, 11, 23),
        "pl_publication_18m": date(2028, 5, 23),
    }
    assert all(clock.case_id for clock in clocks)


def test_a_clock_rolls_to_the_next_open_day_and_says_why(session, cast, technology):
    clock = start(session, cast, technology, date(2025, 11, 11))
    assert (clock.nominal_on, clock.due_on) == (date(2026, 11, 11), date(2026, 11, 12))
    assert "Paris art. 4C" in clock.explanation_en
    assert "12 listopada 2026" in clock.explanation_pl


def test_where_no_calendar_vouches_there_is_a_nominal_date_alone(session, cast, technology):
    clock = start(session, cast, technology, date(2024, 11, 1), rule="european_phase_31m")
    assert (clock.nominal_on, clock.due_on) == (date(2027, 6, 1), None)
    assert "not known" in clock.explanation_en


def test_the_same_trigger_starts_one_clock(session, cast, technology):
    first = start(session, cast, technology, date(2026, 1, 5))
    assert start(session, cast, technology, date(2026, 1, 5)).id == first.id


def test_a_trigger_in_the_future_and_an_unknown_rule_are_refused(session, cast, technology):
    with pytest.raises(Incomplete, match="lies in the future"):
        start(session, cast, technology, TODAY + timedelta(days=1))
    with pytest.raises(ClockRefused, match="there are art154_decision_3m"):
        start(session, cast, technology, TODAY, rule="paris")


def test_a_clock_is_closed_by_an_act_with_a_date_and_a_person(session, cast, technology):
    clock = start(session, cast, technology, date(2026, 1, 5))
    for wrong in (date(2026, 1, 4), TODAY + timedelta(days=1)):
        with pytest.raises(Incomplete):
            close_clock(session, clock.id, done_on=wrong, actor=cast.officer, now=NOW)
    close_clock(session, clock.id, done_on=TODAY, actor=cast.officer, now=NOW)
    assert (clock.state, clock.done_by_id) == (ClockState.DONE, cast.officer.person_id)
    with pytest.raises(Conflict):
        close_clock(session, clock.id, done_on=TODAY, actor=cast.officer, now=NOW)


def test_a_suppression_needs_a_reason_and_may_be_said_again(session, cast, technology):
    with pytest.raises(Incomplete):
        suppress_clock(session, technology.id, rule="art154_offer_30d", reason=" ", actor=cast.officer, now=NOW)
    first = suppress_clock(
        session, technology.id, rule="art154_offer_30d", reason="Funder's contract.", actor=cast.officer, now=NOW
    )
    again = suppress_clock(
        session, technology.id, rule="art154_offer_30d", reason="Contract, §7.", actor=cast.officer, now=NOW
    )
    assert (again.id, again.suppressed_reason) == (first.id, "Contract, §7.")


def test_the_sweep_reminds_once_for_each_threshold_however_often_it_runs(session, cast, technology):
    clock = start(session, cast, technology, date(2025, 12, 1))  # nominal 2026-12-01: 8 days left
    first = sweep_clocks(session, now=NOW)
    assert [(notice.unique_key, notice.person_id) for notice in first] == [
        (f"clock_reminder:{clock.id}:2026-12-01:14:{cast.officer.person_id}", cast.officer.person_id)
    ]
    assert sweep_clocks(session, now=NOW) == []
    later = sweep_clocks(session, now=NOW + timedelta(days=10))  # a week of sweeps was missed
    assert [notice.unique_key for notice in later] == [
        f"clock_reminder:{clock.id}:2026-12-01:-1:{cast.officer.person_id}"
    ]


def test_no_reminder_once_the_act_is_recorded_nor_for_what_an_office_does(session, cast, technology):
    clock = start(session, cast, technology, date(2025, 12, 1))
    start(session, cast, technology, date(2025, 5, 30), rule="pct_publication_18m")
    close_clock(session, clock.id, done_on=TODAY, actor=cast.officer, now=NOW)
    assert sweep_clocks(session, now=NOW) == []


def test_nobody_is_reminded_of_a_case_that_is_closed(session, cast, technology):
    start(session, cast, technology, date(2025, 12, 1))
    advance(session, technology.id, to=Stage.CLOSED, actor=cast.officer, now=NOW, reason="Withdrawn.")
    assert sweep_clocks(session, now=NOW) == []


def test_a_reminder_carries_no_title(session, cast, technology):
    start(session, cast, technology, date(2025, 12, 1))
    (notice,) = sweep_clocks(session, now=NOW)
    assert technology.title not in str(notice.facts)
    assert notice.facts["reference"] == technology.reference


def test_the_digest_counts_what_the_officer_holds_once_a_week(session, cast, technology):
    start(session, cast, technology, date(2025, 12, 1))
    written = [notice for notice in write_digests(session, now=NOW) if notice.person_id == cast.officer.person_id]
    assert [notice.facts["stages"] for notice in written] == [{"ip_review": 1}]
    assert written[0].facts["clocks"] == [[technology.reference, "paris_12m", "2026-12-01"]]
    assert written[0].facts["week"] == "2026-W48"
    keys = session.exec(select(Notice.unique_key).where(Notice.kind == NoticeKind.DIGEST)).all()
    write_digests(session, now=NOW + timedelta(days=2))
    assert session.exec(select(Notice.unique_key).where(Notice.kind == NoticeKind.DIGEST)).all() == keys


def test_a_stage_older_than_its_target_is_stale(session, cast, technology):
    officer_id = cast.officer.person_id or 0
    assert summary_for(session, officer_id, now=NOW)["stale"] == []
    assert summary_for(session, officer_id, now=NOW + timedelta(days=61))["stale"] == [technology.reference]


def test_who_starts_a_suppressed_clock_by_hand_lifts_the_suppression_and_a_filing_does_not(session, cast, technology):
    reason = "No declaration of interest."
    suppressed = suppress_clock(
        session, technology.id, rule="art154_decision_3m", reason=reason, actor=cast.officer, now=NOW
    )
    again = start_clock(
        session,
        technology.id,
        rule="art154_decision_3m",
        trigger=suppressed.trigger_on,
        actor=cast.officer,
        now=NOW,
        case_id=1,
    )
    assert (again.state, again.suppressed_reason) == (ClockState.SUPPRESSED, reason)
    started = start(session, cast, technology, suppressed.trigger_on, "art154_decision_3m")
    assert (started.id, started.state, started.suppressed_reason) == (suppressed.id, ClockState.RUNNING, "")
