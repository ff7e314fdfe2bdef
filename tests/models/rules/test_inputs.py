"""What came from others: from whom, on which terms, and what a licence asks."""

from dataclasses import replace

import pytest

from models.rules.clocks import clock_rules
from models.rules.funding import BEFORE_LICENCE, Demanded, funders, standing_in_the_way
from models.rules.inputs import Received, copyleft_of, limits_of, uncleared, unidentified
from models.rules.words import DemandKind, DemandState, InputState

CELLS = Received("THP-1 cells", "a repository", "MTA 1", "", False, False, False, InputState.OPEN)


@pytest.mark.parametrize(
    ("licence", "word"),
    [
        ("GPL-3.0-only", "copyleft: what is built"),
        ("GPLv2", "copyleft: what is built"),
        ("MIT OR GPL-2.0", "copyleft: what is built"),
        ("GNU General Public License, version 3", "copyleft: what is built"),
        ("LGPL-2.1", "weak copyleft: changes of the library"),
        ("AGPL-3.0", "strong copyleft"),
        ("MPL 2.0", "weak copyleft: changed files"),
        ("CC BY-SA 4.0", "copyleft: what is built"),
        ("CC-BY-NC-4.0", "no commercial use"),
    ],
)
def test_a_licence_that_asks_something_is_pointed_out(licence, word) -> None:
    found = copyleft_of(licence)
    assert found is not None
    assert found.en.startswith(word)
    assert found.pl


@pytest.mark.parametrize("licence", ["", "MIT", "BSD-3-Clause, Apache-2.0", "ISC", "proprietary", "Simplgplus"])
def test_a_licence_that_asks_nothing_we_know_of_is_left_alone(licence) -> None:
    assert copyleft_of(licence) is None


def test_each_input_needs_a_provider_and_terms() -> None:
    bare = replace(CELLS, provider="", agreement="")
    assert list(unidentified([CELLS])) == []
    assert list(unidentified([bare, replace(bare, licence="MIT"), replace(CELLS, agreement=" ")])) == [
        "THP-1 cells: say from whom it comes and on which terms (agreement or licence)",
        "THP-1 cells: say from whom it comes",
        "THP-1 cells: say on which terms it was received (agreement or licence)",
    ]


def test_what_is_open_or_blocks_is_told_with_its_limits_and_what_is_cleared_is_not() -> None:
    bound = replace(CELLS, no_commercial_use=True, reach_through=True)
    assert [each.en for each in limits_of(bound)] == [
        "no commercial use",
        "the provider claims rights in what was made with it",
    ]
    told = list(uncleared([bound, replace(bound, state=InputState.BLOCKS), replace(bound, state=InputState.CLEARED)]))
    assert [each.words.pl for each in told] == [
        "THP-1 cells: należy ustalić, czy warunki pozwalają na to, co planowane (zakaz użycia komercyjnego; dostawca "
        "rości sobie prawa do wyników)",
        "THP-1 cells: warunki zabraniają tego, co planowane (zakaz użycia komercyjnego; dostawca rości sobie prawa do "
        "wyników); trzeba zastąpić ten składnik albo uzgodnić inne warunki",
    ]


def test_only_open_demands_of_the_asked_kind_stand_in_the_way() -> None:
    consent = Demanded("NCBR (7)", DemandKind.CONSENT_LICENCE, DemandState.OPEN)
    rest = [
        replace(consent, state=DemandState.MET),
        replace(consent, state=DemandState.WAIVED),
        replace(consent, kind=DemandKind.MARCH_IN),
    ]
    [told] = standing_in_the_way([consent, *rest], BEFORE_LICENCE)
    assert told == "NCBR (7): its consent to a licence is demanded and not recorded"
    assert told.words.pl == "NCBR (7): wymagana jest zgoda na udzielenie licencji, a nie została odnotowana"


def test_known_funders_name_their_sources_grades_and_clocks_that_exist() -> None:
    assert set(funders()) == {"us_federal", "horizon_europe", "ncn"}
    for funder in funders().values():
        assert len({each.kind for each in funder.demands}) == len(funder.demands)
        for each in funder.demands:
            assert each.text.en
            assert each.text.pl
            assert each.source
            assert each.grade.partition("-")[0] in ("V", "VE", "BK")
            assert not each.clock or each.clock in clock_rules()
