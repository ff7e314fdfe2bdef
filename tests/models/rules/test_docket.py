"""The docket's data: every rule, trigger and event that it names exists, and means what the clocks' data say."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from models.rules import docket
from models.rules.clocks import clock_rules, regimes, started_by
from models.rules.docket import Application, begun_by, chosen_regimes, event_sorts, standing
from models.rules.reminders import PAST, THRESHOLDS, first_look, next_look, reached_threshold, recipients
from models.rules.words import CaseStatus, FilingRoute, PatentEventKind

ALL = frozenset(regimes())
applications = st.builds(
    Application,
    st.sampled_from(["EP", "PL", "US", "WO", "DE", "CZ"]),
    st.sampled_from(FilingRoute),
    st.booleans(),
    st.none() | st.dates(date(2020, 1, 1), date(2026, 1, 1)),
)


def test_every_event_has_words_in_both_languages():
    assert set(event_sorts()) == set(PatentEventKind)
    assert all(sort.label.en and sort.label.pl for sort in event_sorts().values())


def test_every_rule_that_the_docket_names_is_started_by_one_of_its_events():
    known = set(docket._rules())
    started = {
        docket._series(rule) for start in docket._starts() for rule in started_by(start.trigger) if not rule.grace
    }
    assert known == started


@given(applications, st.sampled_from(PatentEventKind), st.dates(date(2020, 1, 1), date(2026, 1, 1)))
def test_an_event_starts_only_clocks_whose_trigger_it_is(application, event, day):
    for begun in begun_by(event, day, application, ALL):
        triggers = {start.trigger for start in docket._starts() if start.event is event and start.holds(application)}
        leg = begun.rule.other if begun.second else begun.rule.leg
        assert leg is not None
        assert leg.starts_on in triggers
        assert begun.on in (day, application.priority_on)
        assert not begun.rule.grace


@given(applications, st.sampled_from(PatentEventKind))
def test_without_a_regime_nothing_starts(application, event):
    assert list(begun_by(event, date(2026, 1, 1), application, frozenset())) == []


def test_an_institution_without_a_choice_keeps_poland_europe_and_the_united_states():
    assert chosen_regimes(None) == {"paris", "pct", "epc", "upr", "uspto", "poland_ip", "poland_art154"}
    assert chosen_regimes([]) == frozenset()


@pytest.mark.parametrize(
    ("kinds", "status"),
    [
        ((), CaseStatus.PLANNED),
        (("filed", "published"), CaseStatus.PENDING),
        (("filed", "granted"), CaseStatus.GRANTED),
        (("filed", "granted", "lapsed"), CaseStatus.LAPSED),
    ],
)
def test_the_status_follows_from_what_has_happened(kinds, status):
    assert standing({PatentEventKind(kind) for kind in kinds}) is status


def test_of_opposition_periods_and_publications_nobody_is_reminded():
    assert {"ep_opposition_9m", "pl_opposition_6m", "ep_publication_18m"} <= docket.unreminded() < set(clock_rules())


@pytest.mark.parametrize(
    ("left", "threshold"),
    [(91, None), (90, 90), (31, 90), (30, 30), (8, 14), (7, 7), (2, 7), (1, 1), (0, 0), (-1, -1), (-400, -1)],
)
def test_the_reminder_that_is_due(left, threshold):
    assert reached_threshold(left) == threshold


@given(st.dates(date(1990, 1, 1), date(2200, 1, 1)))
def test_looking_each_time_on_the_day_that_was_named_meets_every_threshold_once(nominal):
    met, day = [], first_look(nominal)
    while day is not None:
        threshold = reached_threshold((nominal - day).days)
        met.append(threshold)
        day = next_look(nominal, threshold)
    assert met == [*THRESHOLDS, PAST]


def test_at_the_ends_of_the_calendar_of_years_the_day_itself_is_looked_at():
    assert first_look(date.min) == date.min
    assert next_look(date.min + timedelta(days=40), 90) == date.min + timedelta(days=10)


@pytest.mark.parametrize(
    ("threshold", "told"),
    [(90, "o"), (30, "o"), (14, "od"), (7, "odh"), (1, "odh"), (0, "odh"), (PAST, "odh")],
)
def test_the_nearer_the_date_the_more_are_told(threshold, told):
    given_ = recipients(threshold, officer=1, deputy=2, head=3)
    assert "".join(standing_[0] for standing_ in given_.values()) == told


def test_where_there_is_no_officer_others_are_told_at_once():
    assert recipients(90, officer=None, deputy=2, head=3) == {2: "deputy"}
    assert recipients(90, officer=None, deputy=None, head=3) == {3: "head"}
    assert recipients(7, officer=1, deputy=1, head=1) == {1: "officer"}
    assert recipients(PAST, officer=None, deputy=None, head=None) == {}
