"""What cannot be computed is said in both languages, with what to do about it."""

from dataclasses import replace
from datetime import date

import pytest

from models.calendars import closed_days
from models.rules.bilingual import Bilingual
from models.rules.clocks import (
    Strategy,
    after,
    clock_rules,
    due,
    ep_renewals,
    last_filing_day,
    notified,
    rule_named,
    rules_of,
    started_by,
    transfer_fee_cap,
)
from models.rules.refused import ClockRefused

DECISION, OFFER = rule_named("art154_decision_3m"), rule_named("art154_offer_30d")


def words(call, *arguments, **named) -> Bilingual:
    with pytest.raises(ClockRefused) as refusal:
        call(*arguments, **named)
    assert str(refusal.value) == refusal.value.words.en
    return refusal.value.words


@pytest.mark.parametrize(
    ("code", "trigger", "nominal", "why_en", "why_pl"),
    [
        pytest.param(
            "art154_decision_3m", date(2018, 9, 30), date(2018, 12, 30),
            "The rule is held for triggers from 1 October 2018 on; an earlier law may count differently.",
            "Reguła obejmuje zdarzenia od 1 października 2018; wcześniejsze przepisy mogły stanowić inaczej.",
            id="a day before the rule",
        ),
        pytest.param(
            "paris_12m", date(1900, 2, 28), date(1901, 2, 28),
            "The rule is held for triggers from 22 August 2001 on; an earlier law may count differently.",
            "Reguła obejmuje zdarzenia od 22 sierpnia 2001; wcześniejsze przepisy mogły stanowić inaczej.",
            id="the year 1900",
        ),
        pytest.param(
            "bayh_dole_election_2y", date(2200, 2, 28), date(2202, 2, 28),
            "The law was read on 23 November 2026; for a day so far ahead nobody vouches. Check the year.",
            "Stan prawny sprawdzono 23 listopada 2026; za tak odległy dzień nikt nie ręczy. Należy sprawdzić rok.",
            id="the year 2200",
        ),
        pytest.param(
            "european_phase_31m", date(2024, 5, 24), date(2026, 12, 24),
            "Whether this day moves is not known: there is no list of the closed days of the European Patent Office "
            "for it (covered: 1 April 2024 to 2 April 2024; 24 December 2025 to 2 January 2026). Ask the office.",
            "Nie wiadomo, czy ten dzień się przesuwa: brak wykazu dni zamknięcia Europejskiego Urzędu Patentowego na "
            "ten czas (znane: od 1 kwietnia 2024 do 2 kwietnia 2024; od 24 grudnia 2025 do 2 stycznia 2026). Należy "
            "zapytać w urzędzie.",
            id="beyond the office's announcements",
        ),
        pytest.param(
            "paris_12m", date(2040, 2, 29), date(2041, 2, 28),
            "Whether this day moves is not known: there is no list of the closed days of the Polish Patent Office "
            "for it (covered: 1990 to 2040). Ask the office.",
            "Nie wiadomo, czy ten dzień się przesuwa: brak wykazu dni wolnych Urzędu Patentowego RP na ten czas "
            "(znane: lata 1990-2040). Należy zapytać w urzędzie.",
            id="a year without a calendar, from 29 February",
        ),
        pytest.param(
            "pct_priority_restoration_2m", date(2025, 12, 31), date(2026, 2, 28),
            "Whether this day moves depends on the office where the act is done: name the office.",
            "To, czy ten dzień się przesuwa, zależy od urzędu, w którym dokonuje się czynności: należy wskazać urząd.",
            id="no office named",
        ),
        pytest.param(
            "pct_demand", date(2024, 1, 10), date(2025, 11, 10),
            "Two counts are made and the later one decides; the date of the other trigger (transmittal of the "
            "international search report) is missing: enter it. The end does not come before this day.",
            "Liczy się dwa terminy i decyduje późniejszy; brakuje daty drugiego zdarzenia (przekazanie sprawozdania z "
            "poszukiwań międzynarodowych): należy ją podać. Koniec nie nastąpi przed tym dniem.",
            id="the later of two, and one is missing",
        ),
        pytest.param(
            "national_phase_pl_reinstatement", date(2026, 2, 28), date(2027, 2, 28),
            "Two counts are made and the earlier one decides; the date of the other trigger (removal of the cause of "
            "the delay) is missing: enter it. The end does not come after this day.",
            "Liczy się dwa terminy i decyduje wcześniejszy; brakuje daty drugiego zdarzenia (ustanie przyczyny "
            "uchybienia): należy ją podać. Koniec nie nastąpi po tym dniu.",
            id="the earlier of two, and one is missing",
        ),
    ],
)  # fmt: skip
def test_without_a_sure_date_there_is_the_nominal_one_and_the_reason(code, trigger, nominal, why_en, why_pl) -> None:
    rule = rule_named(code)
    result = due(rule, trigger, closed_days(rule.rolls) if rule.rolls else None)
    assert (result.nominal, result.due, result.why_not) == (nominal, None, Bilingual(en=why_en, pl=why_pl))
    assert result.explanation.en.endswith(why_en)
    assert result.explanation.pl.endswith(why_pl)


def test_a_trigger_after_the_rule_s_last_day_gets_no_due_date() -> None:
    ended = replace(DECISION, valid_to=date(2025, 6, 30))
    assert due(ended, date(2025, 6, 30), closed_days("PL_CIVIL")).due == date(2025, 9, 30)
    assert due(ended, date(2025, 7, 1), closed_days("PL_CIVIL")).why_not == Bilingual(
        en="The rule is held for triggers up to 30 June 2025; a later law counts differently.",
        pl="Reguła obejmuje zdarzenia do 30 czerwca 2025; późniejsze przepisy stanowią inaczej.",
    )


def test_a_rule_that_moves_gives_no_date_without_a_calendar() -> None:
    assert due(rule_named("paris_12m"), date(2025, 3, 3), None).due is None


def test_a_renewal_out_of_its_time_tells_no_days_of_payment() -> None:
    result = due(rule_named("ep_renewal_03"), date(2200, 1, 1), None)
    assert (result.due, result.payable_from, result.late_until) == (None, None, None)


@pytest.mark.parametrize("code", sorted(clock_rules()))
def test_the_last_and_the_first_year_end_in_words_and_not_in_a_crash(code) -> None:
    rule = rule_named(code)
    if rule.strategy is Strategy.BACKWARD:
        impossible, possible = date.min, date.max
    else:
        impossible, possible = date.max, date.min
    assert due(rule, possible, None, possible if rule.other else None).due is None
    refused = words(due, rule, impossible, None)
    assert refused.en.endswith("no date can be counted: check the year.")
    assert refused.pl.endswith("nie można policzyć terminu: należy sprawdzić rok.")


def test_a_disclosure_in_the_last_year_is_refused_in_words() -> None:
    refused = words(last_filing_day, rule_named("ep_grace_6m"), date.max)
    assert refused.en == "From 31 December 9999 no date can be counted: check the year."


def test_an_unknown_rule_regime_trigger_or_office_is_answered_with_the_known_ones() -> None:
    assert words(rule_named, "paris").en.startswith("There is no clock rule “paris”; there are art154_decision_3m, ")
    assert words(rules_of, "france") == Bilingual(
        en="There is no regime “france”; there are paris, pct, epc, upr, uspto, poland_ip, poland_art154, germany, "
        "bayh_dole, italy, denmark, czechia.",
        pl="Nie ma systemu prawnego „france”; są: paris, pct, epc, upr, uspto, poland_ip, poland_art154, germany, "
        "bayh_dole, italy, denmark, czechia.",
    )
    assert words(started_by, "moon").pl.startswith("Żaden termin nie zaczyna się od „moon”; są: cz_notice, ")
    assert words(rule_named("paris_12m").at, "DE") == Bilingual(
        en="There is no calendar for the office “DE”; there are EPO, PL, US, WIPO. Choose one of them, or ask the "
        "office.",
        pl="Nie ma kalendarza urzędu „DE”; są: EPO, PL, US, WIPO. Należy wybrać jeden z nich albo zapytać w urzędzie.",
    )
    assert words(notified, date(2024, 1, 1), "USPTO").en == (
        "How “USPTO” notifies was not read; known are EPO. Give the day of receipt instead."
    )


@pytest.mark.parametrize(("code", "office"), [("european_phase_31m", "PL"), ("paris_12m", "PL_CIVIL")])
def test_an_office_whose_days_do_not_count_is_refused(code, office) -> None:
    assert words(rule_named(code).at, office).en.startswith(f"The closed days of “{office}” do not move ")


def test_a_second_date_for_a_rule_with_one_trigger_is_refused() -> None:
    assert words(due, DECISION, date(2025, 1, 7), None, date(2025, 2, 7)).en == (
        "“University's decision on commercialization” counts from one trigger only: leave the second date out."
    )


def test_a_chain_whose_first_link_is_missing_or_another_one_is_refused() -> None:
    missing = words(after, OFFER, None, closed_days("PL_CIVIL"))
    assert missing == Bilingual(
        en="“Offer of the rights to the employee” is counted from the end of the clock art154_decision_3m, and there "
        "is none: start that one first, or give the date of its own trigger (negative decision, or the nominal end "
        "of the three months).",
        pl="Termin „Oferta przeniesienia praw na pracownika” liczy się od końca terminu art154_decision_3m, a tego "
        "brak: należy najpierw go rozpocząć albo podać datę własnego zdarzenia (negatywna decyzja albo nominalny "
        "koniec trzech miesięcy).",
    )
    paris = due(rule_named("paris_12m"), date(2025, 1, 7), closed_days("PL"))
    assert words(after, OFFER, paris, closed_days("PL_CIVIL")) == missing
    assert words(after, DECISION, paris, closed_days("PL_CIVIL")).en.endswith("give the date of its own trigger.")


def test_a_chain_from_a_date_that_does_not_stand_does_not_stand_either() -> None:
    first = due(DECISION, date(2018, 9, 30), closed_days("PL_CIVIL"))
    offer = after(OFFER, first, closed_days("PL_CIVIL"))
    assert (offer.nominal, offer.due, offer.why_not) == (date(2019, 1, 29), None, first.why_not)


def test_a_chain_from_an_end_without_a_list_counts_on_from_the_nominal_day() -> None:
    first = due(DECISION, date(2025, 11, 30), None)
    assert first.due is None
    assert after(OFFER, first, closed_days("PL_CIVIL")).due == date(2026, 3, 30)


def test_a_filing_before_its_own_priority_is_refused() -> None:
    assert words(ep_renewals, date(2017, 7, 14), euro_pct_priority=date(2017, 7, 15)) == Bilingual(
        en="The filing of 14 July 2017 lies before the priority date 15 July 2017: check both dates.",
        pl="Zgłoszenie z 14 lipca 2017 jest wcześniejsze niż data pierwszeństwa 15 lipca 2017: należy sprawdzić obie "
        "daty.",
    )


@pytest.mark.parametrize("year", [1900, 2021, 2027, 2200])
def test_a_year_whose_wage_is_not_known_has_no_cap(year) -> None:
    cap = transfer_fee_cap(year)
    assert cap.grosz is None
    assert f"The average national wage of {year - 1} is not in Helix's table, which covers 2021 to 2025" in (
        cap.explanation.en
    )
    assert f"Przeciętnego wynagrodzenia z {year - 1} r. nie ma w tabeli Helix" in cap.explanation.pl
