"""What a plan would start and cost: the same dates as the clocks', and no right called kept that is lost."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from models.calendars import closed_days
from models.rules.clocks import harms, rule_named
from models.rules.docket import default_regimes
from models.rules.refused import ClockRefused
from models.rules.what_if import Plan, Verdict, alarm_of, what_if
from models.rules.words import FilingRoute, ProtectionStrategy

DIRECT = FilingRoute.DIRECT
REGIMES = frozenset(default_regimes())
DAYS = st.dates(date(2024, 1, 1), date(2030, 1, 1))


def foreseen(office="PL", filing=None, publication=None, priority=None, route=DIRECT, regimes=REGIMES):
    return what_if(Plan(office, route, filing, publication, priority), regimes, closed_days)


def verdicts(told):
    return {right.office.en: right.verdict for right in told.rights}


def test_a_polish_filing_starts_the_priority_year_and_its_publication():
    told = foreseen(filing=date(2026, 11, 11))
    assert [(each.rule.code, each.nominal, each.due) for each in told.clocks] == [
        ("paris_12m", date(2027, 11, 11), date(2027, 11, 12))
    ]
    assert [each.rule.code for each in told.watched] == ["pl_publication_18m"]
    assert told.rights == ()


def test_an_international_filing_counts_from_the_first_one():
    told = foreseen("WO", filing=date(2026, 11, 11), priority=date(2025, 12, 1))
    phases = {each.rule.code: each.nominal for each in told.clocks}
    assert (phases["national_phase_pl_30m"], phases["european_phase_31m"]) == (date(2028, 6, 1), date(2028, 7, 1))


def test_a_publication_before_the_filing_costs_novelty_in_europe_and_not_yet_in_the_united_states():
    told = foreseen("EP", filing=date(2027, 1, 4), publication=date(2026, 12, 15))
    assert verdicts(told) == {
        "the European Patent Office": Verdict.LOST,
        "the Polish Patent Office": Verdict.LOST,
        "the US Patent and Trademark Office": Verdict.KEPT,
    }
    late = foreseen("EP", filing=date(2027, 12, 16), publication=date(2026, 12, 15))
    assert set(verdicts(late).values()) == {Verdict.LOST}


@given(DAYS, DAYS)
def test_no_right_is_kept_that_the_grace_rule_calls_harmed(filing, publication):
    for right in foreseen(filing=filing, publication=publication).rights:
        if right.verdict is Verdict.KEPT:
            assert filing <= publication or not harms(rule_named("us_grace_1y"), disclosed=publication, filed=filing)
        else:
            assert publication < filing
        assert right.told.en != right.told.pl


@given(DAYS, st.integers(0, 360))
def test_a_first_filing_before_the_publication_keeps_every_right_in_its_priority_year(priority, days):
    told = foreseen("WO", filing=priority + timedelta(days=days), publication=priority, priority=priority)
    assert set(verdicts(told).values()) == {Verdict.KEPT}


@pytest.mark.parametrize(
    ("office", "route", "filing", "kept"),
    [
        ("EP", DIRECT, date(2026, 11, 12), True),
        ("EP", DIRECT, date(2027, 11, 11), True),
        ("EP", DIRECT, date(2027, 11, 12), False),
        ("PL", DIRECT, date(2027, 11, 12), True),  # 11 November is a holiday there
        ("PL", DIRECT, date(2027, 11, 13), False),
        ("US", DIRECT, date(2027, 11, 12), True),
        ("US", DIRECT, date(2027, 11, 15), False),
        ("PL", FilingRoute.PCT, date(2029, 5, 11), True),
        ("EP", FilingRoute.DESIGN, date(2027, 5, 11), True),
        ("EP", FilingRoute.DESIGN, date(2027, 5, 12), False),
    ],
)
def test_a_first_filing_saves_a_later_one_only_while_it_can_be_claimed(office, route, filing, kept):
    published = filing - timedelta(days=1)
    told = foreseen(office, filing, published, date(2026, 11, 11), route)
    verdict = verdicts(told)["the European Patent Office"]
    assert (verdict is Verdict.KEPT, told.lapsed is None) == (kept, kept)


def test_a_filing_too_late_for_the_priority_counts_from_its_own_day_and_starts_no_priority_year():
    told = foreseen("EP", filing=date(2027, 1, 5), publication=date(2026, 12, 16), priority=date(2024, 4, 20))
    assert told.lapsed is not None
    assert told.lapsed.en.startswith(
        "The first filing of 20 April 2024 gives no priority to a filing of 5 January 2027"
    )
    assert "paris_12m" not in {each.rule.code for each in told.clocks}
    assert [each.nominal for each in told.watched] == [date(2028, 7, 5)]
    early = foreseen("EP", filing=date(2027, 1, 5), publication=date(2027, 1, 6), priority=date(2024, 4, 20))
    assert set(verdicts(early).values()) == {Verdict.KEPT}


def test_without_a_filing_it_says_by_when_to_file():
    told = foreseen(publication=date(2028, 2, 29))
    assert [right.by for right in told.rights] == [date(2028, 2, 29), date(2028, 2, 29), date(2029, 2, 28)]
    assert told.clocks == told.watched == ()


def test_years_beyond_what_is_vouched_for():
    old, far = foreseen(filing=date(1900, 1, 1)), foreseen(filing=date(2200, 1, 1))
    for told, words in ((old, "held for triggers from"), (far, "nobody vouches")):
        assert all(each.due is None and words in each.explanation.en for each in told.clocks)
    with pytest.raises(ClockRefused, match="check the year"):
        foreseen(filing=date(9999, 12, 31))
    with pytest.raises(ClockRefused, match="check the year"):
        foreseen(publication=date(9999, 12, 31))


def alarm(**values):
    given_ = {"planned_on": None, "published_on": None, "priority_on": None, "strategy": None, **values}
    return alarm_of(**given_, regimes=REGIMES, today=date(2026, 11, 23))


def test_a_planned_publication_before_a_filing_is_an_alarm():
    found = alarm(planned_on=date(2026, 12, 1))
    assert found is not None
    assert (found.planned, found.days, found.act_by) == (True, 8, date(2026, 12, 1))


def test_what_has_appeared_still_has_its_year_in_the_united_states():
    found = alarm(published_on=date(2026, 3, 1), planned_on=date(2026, 12, 1))
    assert found is not None
    assert (found.planned, found.act_by) == (False, date(2027, 3, 1))
    assert [right.verdict for right in found.rights] == [Verdict.LOST, Verdict.LOST, Verdict.FILE_BY]
    gone = alarm(published_on=date(2024, 3, 1))
    assert gone is not None
    assert gone.act_by is None


def test_a_planned_publication_of_secret_know_how_is_an_alarm_of_its_own():
    found = alarm(planned_on=date(2026, 12, 1), strategy=ProtectionStrategy.KNOW_HOW)
    assert found is not None
    assert (found.secret, found.rights, found.published_on) == (True, (), date(2026, 12, 1))


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"planned_on": date(2026, 12, 1), "priority_on": date(2026, 12, 1)},
        {"published_on": date(2026, 3, 1), "strategy": ProtectionStrategy.KNOW_HOW},
        {"published_on": date(2026, 3, 1), "strategy": ProtectionStrategy.COPYRIGHT},
    ],
)
def test_there_is_no_alarm_without_a_publication_or_with_a_filing_in_time(values):
    assert alarm(**values) is None
