"""Looking back: which disclosure does not harm a filing, and by when to file after one."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from models.rules.bilingual import Bilingual
from models.rules.clocks import clock_rules, due, harms, last_filing_day, rule_named
from models.rules.refused import ClockRefused

GRACES = sorted(code for code, rule in clock_rules().items() if rule.grace)
DAYS = st.dates(date(2014, 1, 1), date(2050, 12, 31))


@pytest.mark.parametrize(
    ("code", "filed", "earliest"),
    [
        ("ep_grace_6m", date(2025, 5, 15), date(2024, 11, 15)),
        ("ep_grace_6m", date(2025, 8, 31), date(2025, 2, 28)),
        ("us_grace_1y", date(2025, 5, 15), date(2024, 5, 15)),
        ("us_grace_1y", date(2024, 2, 29), date(2023, 2, 28)),
        ("pl_grace_6m", date(2025, 5, 15), date(2024, 11, 15)),
        ("de_publication_notice_2m", date(2025, 4, 30), date(2025, 2, 28)),
        ("bayh_dole_election_shortened", date(2026, 3, 1), date(2025, 12, 31)),
    ],
)
def test_a_rule_that_looks_back_gives_a_day_before_its_trigger(code, filed, earliest) -> None:
    result = due(rule_named(code), filed, None)
    assert (result.nominal, result.due) == (earliest, earliest)


@pytest.mark.parametrize(
    ("code", "disclosed", "last"),
    [
        ("ep_grace_6m", date(2024, 11, 15), date(2025, 5, 15)),
        ("ep_grace_6m", date(2024, 8, 31), date(2025, 2, 28)),
        ("ep_grace_6m", date(2025, 2, 28), date(2025, 8, 28)),
        ("pl_grace_6m", date(2024, 11, 15), date(2025, 5, 15)),
        ("us_grace_1y", date(2024, 2, 29), date(2025, 2, 28)),
        ("us_grace_1y", date(2024, 7, 5), date(2025, 7, 5)),  # a Saturday, and not moved
    ],
)
def test_after_a_disclosure_there_is_a_last_filing_day(code, disclosed, last) -> None:
    result = last_filing_day(rule_named(code), disclosed)
    assert (result.trigger, result.nominal, result.due) == (disclosed, last, last)


def test_both_questions_are_answered_in_words() -> None:
    assert due(rule_named("ep_grace_6m"), date(2025, 5, 15), None).explanation == Bilingual(
        en="6 months back from 15 May 2025 (EPC art. 55, G 3/98): 15 November 2024",
        pl="6 miesięcy wstecz od 15 maja 2025 (art. 55 EPC, G 3/98): 15 listopada 2024",
    )
    assert last_filing_day(rule_named("us_grace_1y"), date(2024, 11, 15)).explanation == Bilingual(
        en="1 year from the disclosure of 15 November 2024, the last day of a filing that it does not harm "
        "(35 USC 102(b)(1)): 15 November 2025",
        pl="1 rok od ujawnienia z 15 listopada 2024, ostatni dzień na zgłoszenie, któremu ono nie szkodzi "
        "(35 USC 102(b)(1)): 15 listopada 2025",
    )


def test_a_filing_before_the_law_was_held_gets_no_last_day() -> None:
    result = last_filing_day(rule_named("us_grace_1y"), date(2011, 6, 1))
    assert result.due is None
    assert last_filing_day(rule_named("us_grace_1y"), date(2012, 6, 1)).due == date(2013, 6, 1)


def test_a_rule_that_is_no_grace_period_says_nothing_of_disclosures() -> None:
    with pytest.raises(ClockRefused, match="“Priority year” is no grace period") as refusal:
        last_filing_day(rule_named("paris_12m"), date(2025, 1, 1))
    assert refusal.value.words.pl == "„Rok pierwszeństwa” nie jest ulgą w nowości: nie dotyczy ujawnień."


@pytest.mark.parametrize(
    ("disclosed", "filed", "harmed"),
    [
        (date(2024, 11, 15), date(2025, 5, 15), False),
        (date(2024, 11, 14), date(2025, 5, 15), True),
        (date(2025, 5, 15), date(2025, 5, 15), False),
        (date(2025, 5, 16), date(2025, 5, 15), False),
    ],
)
def test_a_disclosure_harms_when_it_is_before_the_filing_and_too_early(disclosed, filed, harmed) -> None:
    assert harms(rule_named("ep_grace_6m"), disclosed=disclosed, filed=filed) is harmed


@given(st.sampled_from(GRACES), DAYS)
def test_a_filing_on_the_last_day_is_saved_by_looking_back_too(code, disclosed) -> None:
    rule = rule_named(code)
    last = last_filing_day(rule, disclosed).nominal
    assert due(rule, last, None).nominal <= disclosed <= last


@given(st.sampled_from(GRACES), DAYS, DAYS)
def test_what_does_not_harm_is_not_earlier_than_the_earliest_harmless_day(code, disclosed, filed) -> None:
    rule = rule_named(code)
    if not harms(rule, disclosed=disclosed, filed=filed):
        assert disclosed >= due(rule, filed, None).nominal
