from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, strategies as st

from models.calendars import closed_days
from models.rules.bilingual import Bilingual
from models.rules.calendars import calendars
from models.rules.clocks import ClockRule, Computed, Strategy, clock_rules, due
from models.rules.words import Certainty

FIRST_PUBLICATION = date(2020, 1, 1)
OTHER = ClockRule(
    code="other",
    label=Bilingual("Other", "Inny"),
    trigger=Bilingual("trigger", "zdarzenie"),
    strategy=Strategy.ANNIVERSARY,
    source=Bilingual("source", "źródło"),
    certainty=Certainty.COMPUTED,
    valid_from=date(1980, 1, 1),
    verified_on=date(2026, 11, 23),
    who_acts=Bilingual("the applicant", "zgłaszający"),
    on_expiry=Bilingual("Lost.", "Przepada."),
)


def computed(rule: ClockRule, trigger: date) -> Computed:
    return due(rule, trigger, closed_days(rule.rolls) if rule.rolls else None)


@pytest.mark.parametrize(
    ("code", "trigger", "nominal", "moved"),
    [
        ("paris_12m", date(2024, 2, 29), date(2025, 2, 28), date(2025, 2, 28)),
        ("paris_12m", date(2023, 11, 11), date(2024, 11, 11), date(2024, 11, 12)),
        ("paris_12m", date(2023, 12, 24), date(2024, 12, 24), date(2024, 12, 24)),
        ("national_phase_pl_30m", date(2023, 8, 31), date(2026, 2, 28), date(2026, 3, 2)),
        ("european_phase_31m", date(2023, 5, 24), date(2025, 12, 24), date(2026, 1, 2)),
        ("art154_interest_14d", date(2025, 12, 10), date(2025, 12, 24), date(2025, 12, 29)),
        ("art154_decision_3m", date(2025, 11, 30), date(2026, 2, 28), date(2026, 3, 2)),
        ("art154_offer_30d", date(2026, 2, 28), date(2026, 3, 30), date(2026, 3, 30)),
        ("pct_publication_18m", date(2024, 5, 4), date(2025, 11, 4), date(2025, 11, 4)),
    ],
)
def test_a_rule_gives_the_nominal_and_the_moved_date(code: str, trigger: date, nominal: date, moved: date) -> None:
    result = computed(clock_rules()[code], trigger)
    assert (result.nominal, result.due, result.why_not) == (nominal, moved, None)


@pytest.mark.parametrize(
    ("strategy", "months", "rolls", "trigger", "nominal", "moved"),
    [
        ("anniversary", 12, None, date(2012, 2, 29), date(2013, 2, 28), date(2013, 2, 28)),
        ("anniversary", 1, "PL", date(2024, 3, 1), date(2024, 4, 1), date(2024, 4, 2)),
        ("anniversary", 4, "EPO", date(2023, 12, 1), date(2024, 4, 1), date(2024, 4, 2)),
        ("month_end", 24, None, date(2016, 11, 15), date(2018, 11, 30), date(2018, 11, 30)),
        ("month_end", 36, None, date(2016, 11, 15), date(2019, 11, 30), date(2019, 11, 30)),
        ("anniversary", 9, "EPO", date(2025, 3, 26), date(2025, 12, 26), date(2026, 1, 2)),
        ("anniversary", 12, "US", date(2024, 7, 4), date(2025, 7, 4), date(2025, 7, 7)),
        ("anniversary", 10, None, date(2025, 4, 30), date(2026, 2, 28), date(2026, 2, 28)),
    ],
)
def test_rules_still_to_come_fit_the_same_engine(
    strategy: str, months: int, rolls: str | None, trigger: date, nominal: date, moved: date
) -> None:
    result = computed(replace(OTHER, strategy=Strategy(strategy), months=months, rolls=rolls), trigger)
    assert (result.nominal, result.due) == (nominal, moved)


def test_a_moved_date_is_explained_in_both_languages() -> None:
    explanation = computed(clock_rules()["paris_12m"], date(2023, 11, 11)).explanation
    assert explanation == Bilingual(
        en="12 months from 11 November 2023 (Paris art. 4C): 11 November 2024, a holiday in Poland, "
        "so 12 November 2024",
        pl="12 miesięcy od 11 listopada 2023 (art. 4C konwencji paryskiej): 11 listopada 2024, dzień wolny w Polsce, "
        "więc 12 listopada 2024",
    )


def test_a_weekend_is_called_by_its_day() -> None:
    explanation = computed(clock_rules()["national_phase_pl_30m"], date(2023, 8, 31)).explanation
    assert explanation.en.endswith("28 February 2026, a Saturday, so 2 March 2026")
    assert explanation.pl.endswith("28 lutego 2026, sobota, więc 2 marca 2026")


def test_where_the_office_s_list_ends_there_is_no_due_date_but_a_reason() -> None:
    result = computed(clock_rules()["european_phase_31m"], date(2024, 5, 24))
    assert (result.nominal, result.due) == (date(2026, 12, 24), None)
    assert result.why_not == Bilingual(
        en="Whether this day moves is not known: there is no list of the closed days of the European Patent Office "
        "for it. Ask the office.",
        pl="Nie wiadomo, czy ten dzień się przesuwa: brak wykazu dni zamknięcia Europejskiego Urzędu Patentowego "
        "na ten czas. Należy zapytać w urzędzie.",
    )
    assert result.explanation.en.startswith("31 months from 24 May 2024 (EPC R.159(1)): 24 December 2026. Whether")


def test_a_rule_that_moves_gives_no_date_without_a_calendar() -> None:
    assert due(clock_rules()["paris_12m"], date(2025, 3, 3), None).due is None


def test_a_trigger_before_the_rule_was_in_force_gets_no_due_date() -> None:
    result = computed(clock_rules()["art154_decision_3m"], date(2018, 9, 30))
    assert result.due is None
    assert result.why_not is not None
    assert result.why_not.en.startswith("The rule is held for triggers from 1 October 2018 on")


def test_publication_is_an_event_that_never_moves() -> None:
    rule = clock_rules()["pct_publication_18m"]
    assert (rule.event, rule.rolls) == (True, None)
    on_a_sunday = computed(rule, date(2023, 6, 1))
    assert (on_a_sunday.nominal.weekday(), on_a_sunday.due) == (6, date(2024, 12, 1))


def test_every_rule_of_the_whole_way_is_there_with_a_known_calendar_and_one_length() -> None:
    assert list(clock_rules()) == [
        "paris_12m", "pct_publication_18m", "national_phase_pl_30m", "european_phase_31m",
        "art154_interest_14d", "art154_decision_3m", "art154_offer_30d",
    ]  # fmt: skip
    for rule in clock_rules().values():
        assert rule.rolls is None or rule.rolls in calendars()
        assert (rule.days > 0) is (rule.strategy is Strategy.DAYS)
        assert (rule.months > 0) is (rule.strategy is not Strategy.DAYS)
        assert rule.verified_on >= FIRST_PUBLICATION


@given(st.sampled_from(sorted(clock_rules())), st.dates(date(2018, 10, 1), date(2037, 12, 31)))
def test_a_due_date_is_open_and_never_before_the_nominal_one(code: str, trigger: date) -> None:
    rule = clock_rules()[code]
    result = computed(rule, trigger)
    assert result.nominal > trigger
    assert (result.due is None) is (result.why_not is not None)
    if result.due is not None:
        assert result.due >= result.nominal
        assert rule.rolls is None or closed_days(rule.rolls)(result.due) is False
