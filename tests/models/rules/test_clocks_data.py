"""The rules as they are written down: complete, consistent, graded, and shown in the documents."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from subprocess import run
from sys import executable

import pytest

from models.rules.bilingual import Bilingual
from models.rules.calendars import calendars
from models.rules.clocks import (
    clock_rules,
    notified,
    regimes,
    rule_named,
    rules_of,
    started_by,
    transfer_fee_cap,
    triggers,
)
from models.rules.clocks.library import without_clock
from models.rules.clocks.page import page
from models.rules.clocks.rule import ClockRule, Leg, Strategy
from models.rules.words import Certainty

ROOT = Path(__file__).parents[3]
RULES = pytest.mark.parametrize("rule", clock_rules().values(), ids=str(list(clock_rules())).strip("[]").split(", "))


def legs(rule: ClockRule) -> Iterator[Leg]:
    return filter(None, (rule.leg, rule.other))


def test_every_regime_has_its_rules_and_every_rule_its_regime() -> None:
    assert {code: len(rules_of(code)) for code in regimes()} == {
        "paris": 2, "pct": 6, "epc": 7 + 18, "upr": 2, "uspto": 3, "poland_ip": 9, "poland_art154": 3, "germany": 4,
        "bayh_dole": 6, "italy": 1, "denmark": 1, "czechia": 1,
    }  # fmt: skip
    assert sum(len(rules_of(code)) for code in regimes()) == len(clock_rules())


@RULES
def test_a_rule_is_complete_and_points_to_what_there_is(rule) -> None:
    assert rule.rolls is None or rule.rolls in calendars()
    assert rule.follows is None or rule.follows in clock_rules()
    assert not (rule.event and rule.moves)
    assert rule.valid_from <= rule.verified_on == date(2026, 11, 23)
    assert rule.valid_to is None or rule.valid_to > rule.valid_from
    assert (rule.certainty is Certainty.BACKGROUND) is (rule.grade.confidence is not None)
    assert not rule.grace or (rule.strategy is Strategy.BACKWARD and not rule.leg.length.days)
    assert not rule.other_optional or rule.other


@RULES
def test_a_rule_has_one_length_that_fits_its_strategy(rule) -> None:
    for leg in legs(rule):
        units = [unit for unit in (leg.length.years, leg.length.months, leg.length.days) if unit]
        assert len(units) == 1 or (leg is rule.other and rule.other_optional and not units)
        assert (leg.strategy is not Strategy.DAYS) or not leg.length.in_months
        assert leg.strategy in (Strategy.DAYS, Strategy.BACKWARD) or not leg.length.days


@RULES
def test_every_sentence_of_a_rule_is_there_in_both_languages(rule) -> None:
    words = [rule.label, rule.source, rule.who_acts, rule.on_expiry, rule.note, rule.suppression]
    words += [leg.trigger for leg in legs(rule)] + ([rule.extension.text] if rule.extension else [])
    for each in filter(None, words):
        assert each.en.strip()
        assert each.pl.strip()
        assert "{" not in each.en + each.pl


def test_every_trigger_starts_a_clock_and_is_found_by_it() -> None:
    assert {code for code in triggers() if not started_by(code)} == set()
    assert [rule.code for rule in started_by("search_report_sent")] == ["pct_demand", "pct_article_19"]
    assert [rule.code for rule in started_by("ep_grant_mentioned")] == ["ep_opposition_9m", "unitary_effect_1m"]


def test_what_is_background_knowledge_is_shown_as_that() -> None:
    assert {str(rule.grade) for rule in clock_rules().values()} == {"V", "V (secondary)", "VE", "BK-h"}
    assert str(rule_named("cz_claim_3m").grade) == "V (secondary)"
    assert {code for code, rule in clock_rules().items() if str(rule.grade) == "BK-h"} == {
        "pct_article_19", "pct_publication_18m", "national_phase_pl_reinstatement", "ep_further_processing_2m",
        "ep_publication_18m", "ep_opposition_9m", "us_grace_1y", "ep_validation_pl_3m",
    }  # fmt: skip


@pytest.mark.parametrize("regime", ["poland_art154", "germany", "bayh_dole"])
def test_what_was_not_confirmed_against_the_law_of_today_is_not_shown_as_certain(regime) -> None:
    assert {rule.certainty for rule in rules_of(regime)} == {Certainty.PROMULGATED}


def test_the_clocks_of_article_154_alone_may_be_suppressed_by_law() -> None:
    assert [rule.code for rule in clock_rules().values() if rule.suppression] == [
        "art154_interest_14d", "art154_decision_3m", "art154_offer_30d",
    ]  # fmt: skip
    assert rule_named("art154_decision_3m").suppression == Bilingual(
        en="A funder's contract or funding rules say otherwise (art. 154(5)).",
        pl="Umowa z podmiotem finansującym albo zasady finansowania stanowią inaczej (art. 154 ust. 5).",
    )


@pytest.mark.parametrize(
    ("dated", "counts_from"),
    [
        (date(2023, 11, 1), date(2023, 11, 1)),
        (date(2023, 10, 31), date(2023, 11, 10)),
        (date(2020, 2, 20), date(2020, 3, 1)),
    ],
)
def test_a_document_of_the_european_office_counts_from_its_notification(dated, counts_from) -> None:
    assert notified(dated, "EPO") == counts_from


@pytest.mark.parametrize(("year", "grosz"), [(2022, 28312), (2023, 31730), (2024, 35777), (2025, 40908), (2026, 44517)])
def test_the_fee_for_a_transfer_is_capped_by_the_wage_of_the_year_before(year, grosz) -> None:
    assert transfer_fee_cap(year).grosz == grosz


def test_the_cap_is_explained() -> None:
    assert transfer_fee_cap(2026).explanation == Bilingual(
        en="At most 5% of the average national wage of 2025, PLN 8,903.56 (Act of 20 July 2018, art. 154(3)): PLN "
        "445.17",
        pl="Najwyżej 5% przeciętnego wynagrodzenia z 2025 r., 8\N{NO-BREAK SPACE}903,56 zł (art. 154 ust. 3 ustawy z "
        "20 lipca 2018 r.): 445,17 zł",
    )


def test_the_document_shows_the_rules_as_they_are() -> None:
    written = ROOT.joinpath("docs/clocks.md").read_text(encoding="utf-8")
    assert written == page(), "run: .venv/bin/python -m models.rules.clocks > docs/clocks.md"


def test_the_document_names_every_rule_source_and_grade() -> None:
    shown = page()
    for rule in clock_rules().values():
        assert rule.renewal or f"| `{rule.code}` | {rule.label.en} |" in shown
        assert f"| {rule.source.en} | {rule.grade} | from {rule.valid_from} |" in shown
    assert all(f"| {each.duty.en} | {each.why.en} | {each.grade} |" in shown for each in without_clock())


def test_the_module_prints_the_document() -> None:
    printed = run([executable, "-m", "models.rules.clocks"], cwd=ROOT, capture_output=True, check=True).stdout
    assert printed.decode() == page()
