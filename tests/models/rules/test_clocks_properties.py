"""What holds for every rule that Helix has, and for every day."""

from calendar import monthrange
from datetime import date, timedelta

from hypothesis import given, strategies as st

from models.calendars import closed_days
from models.rules.clocks import ClockRule, Computed, Strategy, clock_rules, due
from models.rules.dates import anniversary

CODES = st.sampled_from(sorted(clock_rules()))
DAYS = st.dates(date(1987, 2, 24), date(2060, 12, 31))
HELD = st.dates(date(2023, 11, 1), date(2037, 12, 31))


def computed(rule: ClockRule, trigger: date, other: date | None = None) -> Computed:
    return due(rule, trigger, closed_days(rule.rolls) if rule.rolls else None, other if rule.other else None)


@given(CODES, DAYS, DAYS)
def test_there_is_a_due_date_or_a_reason_and_it_is_open_and_never_before_the_nominal_one(code, trigger, other) -> None:
    rule = clock_rules()[code]
    result = computed(rule, trigger, other)
    assert (result.due is None) is (result.why_not is not None)
    if result.due is not None:
        assert result.due >= result.nominal
        assert rule.rolls is not None or result.due == result.nominal
        assert rule.rolls is None or closed_days(rule.rolls)(result.due) is False


@given(
    st.sampled_from(sorted(c for c, r in clock_rules().items() if r.rolls in ("PL", "PL_KPA", "PL_CIVIL", "US"))), HELD
)
def test_every_day_between_the_nominal_and_the_due_one_is_closed(code, trigger) -> None:
    rule = clock_rules()[code]
    result = computed(rule, trigger)
    assert result.due is not None
    passed = [result.nominal + timedelta(days=n) for n in range((result.due - result.nominal).days)]
    assert all(closed_days(rule.rolls or "")(day) for day in passed)


@given(CODES, DAYS, st.integers(0, 2000))
def test_a_nominal_date_lies_on_the_rule_s_side_of_its_trigger(code, trigger, later) -> None:
    rule = clock_rules()[code]
    nominal = computed(rule, trigger, trigger + timedelta(days=later)).nominal
    if rule.strategy is Strategy.BACKWARD:
        assert nominal < trigger
    else:
        assert nominal >= trigger


@given(CODES, DAYS, DAYS)
def test_computing_twice_is_equal(code, trigger, other) -> None:
    rule = clock_rules()[code]
    assert computed(rule, trigger, other) == computed(rule, trigger, other)


@given(CODES, HELD, HELD)
def test_an_explanation_names_the_source_and_the_nominal_day_in_both_languages(code, trigger, other) -> None:
    rule = clock_rules()[code]
    result = computed(rule, trigger, other)
    for language in ("en", "pl"):
        told = result.explanation.to(language)
        assert f"({rule.source.to(language)}): {result.nominal.day} " in told
        assert str(result.nominal.year) in told
        assert "{" not in told


@given(st.sampled_from(sorted(c for c, r in clock_rules().items() if r.strategy is Strategy.MONTH_END)), DAYS)
def test_a_month_end_rule_ends_on_a_last_day_and_so_do_its_payment_days(code, trigger) -> None:
    result = computed(clock_rules()[code], trigger)
    for day in filter(None, (result.nominal, result.payable_from, result.late_until)):
        assert day.day == monthrange(day.year, day.month)[1]


@given(
    st.sampled_from(sorted(c for c, r in clock_rules().items() if r.strategy is Strategy.ANNIVERSARY and not r.other)),
    HELD,
)
def test_an_anniversary_is_counted_from_the_original_trigger_and_does_not_drift(code, trigger) -> None:
    rule = clock_rules()[code]
    nominal = computed(rule, trigger).nominal
    assert nominal == anniversary(trigger, rule.leg.length.in_months)
    assert nominal.day == min(trigger.day, monthrange(nominal.year, nominal.month)[1])


@given(st.sampled_from(sorted(c for c, r in clock_rules().items() if not r.notification)), DAYS, DAYS)
def test_a_later_trigger_never_ends_earlier(code, one, two) -> None:
    """Save for notified documents: one of October 2023 may count later than one of November."""
    rule = clock_rules()[code]
    first, second = sorted((one, two))
    assert computed(rule, first, first).nominal <= computed(rule, second, second).nominal


@given(CODES, DAYS)
def test_an_event_is_never_moved(code, trigger) -> None:
    rule = clock_rules()[code]
    result = computed(rule, trigger)
    assert not rule.event or result.due in (None, result.nominal)
