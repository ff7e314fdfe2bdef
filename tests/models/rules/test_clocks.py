"""The vectors of the law: each rule with a trigger, the day it gives and the day it moves to."""

from dataclasses import replace
from datetime import date

import pytest

from models.calendars import closed_days
from models.rules.bilingual import Bilingual
from models.rules.clocks import (
    ClockRule,
    Computed,
    Grade,
    Leg,
    Length,
    Strategy,
    after,
    clock_rules,
    due,
    ep_renewals,
    rule_named,
)
from models.rules.words import Certainty

OTHER = ClockRule(
    code="other",
    regime="pct",
    label=Bilingual("Other", "Inny"),
    leg=Leg("first_filing", Bilingual("trigger", "zdarzenie"), Strategy.ANNIVERSARY, Length(years=1)),
    source=Bilingual("source", "źródło"),
    grade=Grade(Certainty.COMPUTED),
    valid_from=date(1980, 1, 1),
    verified_on=date(2026, 11, 23),
    who_acts=Bilingual("the applicant", "zgłaszający"),
    on_expiry=Bilingual("Lost.", "Przepada."),
)


def computed(rule: ClockRule, trigger: date, other: date | None = None) -> Computed:
    return due(rule, trigger, closed_days(rule.rolls) if rule.rolls else None, other)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("code", "trigger", "nominal", "moved"),
    [
        pytest.param("paris_12m", "2024-02-29", "2025-02-28", "2025-02-28", id="Paris 12 m"),
        pytest.param("paris_design_6m", "2024-08-31", "2025-02-28", "2025-02-28", id="Design 6 m"),
        pytest.param("pl_design_priority_6m", "2024-08-31", "2025-02-28", "2025-02-28", id="UPRP design 6 m"),
        pytest.param("paris_12m", "2023-11-11", "2024-11-11", "2024-11-12", id="Paris 12 m on a Polish holiday"),
        pytest.param("pl_priority_12m", "2023-11-11", "2024-11-11", "2024-11-12", id="UPRP 12 m on a holiday"),
        pytest.param("pl_priority_12m", "2023-12-24", "2024-12-24", "2024-12-24", id="UPRP 12 m before 2025"),
        pytest.param("national_phase_pl_30m", "2023-08-31", "2026-02-28", "2026-03-02", id="National phase PL"),
        pytest.param("european_phase_31m", "2023-05-24", "2025-12-24", "2026-01-02", id="European phase"),
        pytest.param("ep_opposition_9m", "2025-03-26", "2025-12-26", "2026-01-02", id="Opposition"),
        pytest.param("us_provisional_12m", "2024-07-04", "2025-07-04", "2025-07-07", id="US provisional"),
        pytest.param("art154_interest_14d", "2025-12-10", "2025-12-24", "2025-12-29", id="PL 14 days"),
        pytest.param("art154_decision_3m", "2025-11-30", "2026-02-28", "2026-03-02", id="PL 3 m"),
        pytest.param("art154_offer_30d", "2026-02-28", "2026-03-30", "2026-03-30", id="PL 30 days"),
        pytest.param("de_claim_4m", "2025-10-31", "2026-02-28", "2026-02-28", id="DE 6(2), nominal"),
        pytest.param("bayh_dole_nonprovisional_10m", "2025-04-30", "2026-02-28", "2026-02-28", id="Bayh-Dole 10 m"),
        pytest.param("pct_publication_18m", "2024-05-04", "2025-11-04", "2025-11-04", id="PCT publication"),
        pytest.param("bayh_dole_election_2y", "2024-02-29", "2026-02-28", "2026-02-28", id="Bayh-Dole election"),
        pytest.param(
            "bayh_dole_utilisation", "2025-10-01", "2026-12-31", "2026-12-31", id="first day of the fiscal year"
        ),
        pytest.param(
            "bayh_dole_utilisation", "2026-09-30", "2026-12-31", "2026-12-31", id="last day of the fiscal year"
        ),
        pytest.param("unitary_effect_1m", "2026-01-31", "2026-02-28", "2026-02-28", id="Unitary effect"),
        pytest.param("pl_opposition_6m", "2016-12-03", "2017-06-03", "2017-06-05", id="KPA after June 2017"),
        pytest.param("pl_opposition_6m", "2016-10-22", "2017-04-22", "2017-04-22", id="KPA before June 2017"),
    ],
)
def test_a_rule_gives_the_nominal_and_the_moved_date(code, trigger, nominal, moved) -> None:
    result = computed(rule_named(code), day(trigger))
    assert (result.nominal, result.due, result.why_not) == (day(nominal), day(moved), None)


@pytest.mark.parametrize(
    ("length", "rolls", "notification", "trigger", "nominal", "moved"),
    [
        pytest.param(Length(years=1), None, None, "2012-02-29", "2013-02-28", "2013-02-28", id="PCT, 1 year"),
        pytest.param(Length(months=1), "PL", None, "2024-03-01", "2024-04-01", "2024-04-02", id="PCT, 1 m"),
        pytest.param(Length(months=4), "EPO", "EPO", "2023-12-01", "2024-04-01", "2024-04-02", id="EPC, 4 m"),
        pytest.param(Length(months=4), None, "EPO", "2023-10-31", "2024-03-10", "2024-03-10", id="EPC, 10 days later"),
    ],
)
def test_periods_that_no_rule_of_ours_has_fit_the_same_engine(
    length, rolls, notification, trigger, nominal, moved
) -> None:
    rule = replace(OTHER, leg=replace(OTHER.leg, length=length), rolls=rolls, notification=notification)
    result = computed(rule, day(trigger))
    assert (result.nominal, result.due) == (day(nominal), day(moved))


@pytest.mark.parametrize(
    ("code", "filed", "nominal", "payable_from", "late_until"),
    [
        pytest.param("ep_renewal_03", "2016-11-15", "2018-11-30", "2018-05-31", "2019-05-31", id="EP renewal year 3"),
        pytest.param("ep_renewal_04", "2016-11-15", "2019-11-30", "2019-08-31", "2020-05-31", id="EP renewal year 4"),
        pytest.param("ep_renewal_03", "1987-02-24", "1989-02-28", None, "1989-08-31", id="J 4/91 late renewal"),
        pytest.param("ep_renewal_20", "2020-02-29", "2039-02-28", "2038-11-30", "2039-08-31", id="the last year"),
    ],
)
def test_a_renewal_runs_from_last_day_to_last_day(code, filed, nominal, payable_from, late_until) -> None:
    result = computed(rule_named(code), day(filed))
    assert (result.nominal, result.due, result.late_until) == (day(nominal), day(nominal), day(late_until))
    assert result.payable_from == (day(payable_from) if payable_from else None)


def test_the_fees_of_a_euro_pct_application_are_those_of_its_filing_date() -> None:
    fees = ep_renewals(date(2017, 7, 14), euro_pct_priority=date(2016, 7, 15))
    assert computed(rule_named("european_phase_31m"), date(2016, 7, 15)).nominal == date(2019, 2, 15)
    assert (fees[0].nominal, fees[0].payable_from) == (date(2019, 7, 31), date(2019, 1, 31))
    assert [fee.nominal.year for fee in fees] == list(range(2019, 2037))


def test_the_third_fee_is_not_due_before_the_end_of_the_31_months() -> None:
    third, fourth, *_ = ep_renewals(date(2016, 7, 15), euro_pct_priority=date(2016, 7, 15))
    assert (third.nominal, third.payable_from, third.late_until) == (date(2019, 2, 15), None, None)
    assert fourth.nominal == date(2019, 7, 31)
    assert third.explanation.en == (
        "2 years from 15 July 2016, to the end of the month would be 31 July 2018, but the fee is not due before the "
        "end of 31 months from 15 July 2016 (EPC art. 86, R.51): 15 February 2019"
    )


def test_three_months_and_then_thirty_days_are_chained_at_the_nominal_end() -> None:
    first = computed(rule_named("art154_decision_3m"), date(2025, 11, 30))
    offer = after(rule_named("art154_offer_30d"), first, closed_days("PL_CIVIL"))
    assert (first.nominal, first.due) == (date(2026, 2, 28), date(2026, 3, 2))
    assert (offer.trigger, offer.nominal, offer.due) == (date(2026, 2, 28), date(2026, 3, 30), date(2026, 3, 30))
    assert offer.explanation == Bilingual(
        en="30 days from 28 February 2026, the nominal end of “University's decision on commercialization” and not the "
        "moved day 2 March 2026 (Act of 20 July 2018, art. 154(3)): 30 March 2026",
        pl="30 dni od 28 lutego 2026, nominalnego końca terminu „Decyzja uczelni w sprawie komercjalizacji”, a nie od "
        "przesuniętego dnia 2 marca 2026 (art. 154 ust. 3 ustawy z 20 lipca 2018 r.): 30 marca 2026",
    )


@pytest.mark.parametrize(
    ("code", "trigger", "other", "nominal"),
    [
        ("pct_demand", "2024-01-10", "2025-04-10", "2025-11-10"),
        ("pct_demand", "2024-01-10", "2025-09-30", "2025-12-30"),
        ("pct_article_19", "2024-01-10", "2025-04-10", "2025-06-10"),
        ("ep_examination_euro_pct", "2023-05-24", "2025-02-03", "2025-12-24"),
        ("ep_examination_euro_pct", "2023-05-24", "2025-07-01", "2026-01-01"),
        ("national_phase_pl_reinstatement", "2026-02-28", "2026-04-30", "2026-06-30"),
        ("national_phase_pl_reinstatement", "2026-02-28", "2027-01-31", "2027-02-28"),
        ("bayh_dole_filing_1y", "2025-05-02", "2026-01-15", "2026-01-15"),
        ("bayh_dole_filing_1y", "2025-05-02", "2026-11-15", "2026-05-02"),
    ],
)
def test_of_two_counts_the_rule_s_one_decides(code, trigger, other, nominal) -> None:
    assert computed(rule_named(code), day(trigger), day(other)).nominal == day(nominal)


def test_both_counts_are_told() -> None:
    result = computed(rule_named("pct_demand").at("PL"), date(2024, 1, 10), date(2025, 9, 30))
    assert result.due == date(2025, 12, 30)
    assert result.explanation == Bilingual(
        en="the later of 22 months from 10 January 2024 (priority date) and 3 months from 30 September 2025 "
        "(transmittal of the international search report) (PCT R.54bis.1): 30 December 2025",
        pl="późniejszy z terminów: 22 miesiące od 10 stycznia 2024 (data pierwszeństwa) oraz 3 miesiące od 30 września "
        "2025 (przekazanie sprawozdania z poszukiwań międzynarodowych) (zasada 54bis.1 PCT): 30 grudnia 2025",
    )


def test_a_filing_under_bayh_dole_needs_no_bar() -> None:
    result = computed(rule_named("bayh_dole_filing_1y"), date(2025, 5, 2))
    assert (result.due, result.why_not) == (date(2026, 5, 2), None)


def test_an_office_that_is_named_decides_on_its_closed_days() -> None:
    filed = date(2024, 7, 4)
    assert computed(rule_named("paris_12m"), filed).due == date(2025, 7, 4)
    assert computed(rule_named("paris_12m").at("US"), filed).due == date(2025, 7, 7)


def test_a_moved_date_is_explained_in_both_languages() -> None:
    assert computed(rule_named("paris_12m"), date(2023, 11, 11)).explanation == Bilingual(
        en="12 months from 11 November 2023 (Paris art. 4C): 11 November 2024, a holiday in Poland, "
        "so 12 November 2024",
        pl="12 miesięcy od 11 listopada 2023 (art. 4C konwencji paryskiej): 11 listopada 2024, dzień wolny w Polsce, "
        "więc 12 listopada 2024",
    )


def test_a_weekend_is_called_by_its_day_and_a_shorter_month_is_said() -> None:
    assert computed(rule_named("national_phase_pl_30m"), date(2023, 8, 31)).explanation == Bilingual(
        en="30 months from 31 August 2023, to the last day of a shorter month (PCT art. 22 and 39): 28 February 2026, "
        "a Saturday, so 2 March 2026",
        pl="30 miesięcy od 31 sierpnia 2023, do ostatniego dnia krótszego miesiąca (art. 22 i 39 PCT): 28 lutego 2026, "
        "sobota, więc 2 marca 2026",
    )


def test_a_renewal_tells_when_it_may_be_paid() -> None:
    assert computed(rule_named("ep_renewal_03"), date(2016, 11, 15)).explanation == Bilingual(
        en="2 years from 15 November 2016, to the end of the month (EPC art. 86, R.51): 30 November 2018; payable from "
        "31 May 2018 on, and with a surcharge until 31 May 2019",
        pl="2 lata od 15 listopada 2016, do końca miesiąca (art. 86 i zasada 51 EPC): 30 listopada 2018; można "
        "zapłacić od 31 maja 2018, a z dopłatą do 31 maja 2019",
    )


def test_a_document_notified_later_is_told_with_both_dates() -> None:
    result = computed(rule_named("ep_further_processing_2m"), date(2023, 5, 1))
    assert result.nominal == date(2023, 7, 11)
    assert result.explanation.en.startswith(
        "2 months from 11 May 2023 (the document of 1 May 2023 counts as notified 10 days later) (EPC,"
    )


def test_a_fiscal_year_is_told_with_its_end() -> None:
    assert computed(rule_named("bayh_dole_utilisation"), date(2026, 3, 12)).explanation.pl == (
        "3 miesiące od 30 września 2026, końca roku obrachunkowego, do którego należy 12 marca 2026 "
        "(37 CFR 401.14): 31 grudnia 2026"
    )


def test_publication_is_an_event_that_never_moves() -> None:
    on_a_sunday = computed(clock_rules()["pct_publication_18m"], date(2023, 6, 1))
    assert (on_a_sunday.nominal.weekday(), on_a_sunday.due) == (6, date(2024, 12, 1))
