import json
from collections.abc import Callable

import pytest

from benchmarks.measuring import Claim, Report, as_data, as_text, in_turn, ratio

MACHINE = {
    "date": "2026-11-24",
    "cores": 2,
    "processor": "A processor",
    "memory_gib": 24,
    "python": "3.11.7",
    "load_before": 0.25,
}


def report() -> Report:
    rows = [{"who": "Helix", "seconds": 1.0}, {"who": "bare", "seconds": 10.25}]
    return Report("example", {"count": 3}, [Claim("Helix over bare", 0.5, 2.0)], rows, MACHINE)


def test_contestants_take_turns_in_going_first():
    order: list[str] = []

    def contestant(name: str) -> Callable[[int], None]:
        return lambda number: order.append(f"{name}{number}")

    in_turn({name: contestant(name) for name in "abc"}, rounds=4)
    assert order == "a0 b0 c0 b1 c1 a1 c2 a2 b2 a3 b3 c3".split()


def test_every_call_is_timed():
    seconds = in_turn({"a": lambda _: None, "b": lambda _: None}, rounds=5)
    assert {name: len(taken) for name, taken in seconds.items()} == {"a": 5, "b": 5}


def test_a_ratio_is_one_of_medians():
    assert ratio([1.0, 4.0, 100.0], [2.0, 2.0, 50.0]) == 2.0


@pytest.mark.parametrize(("measured", "holds"), [(1.99, True), (2.0, True), (2.01, False)])
def test_a_claim_holds_up_to_its_limit(measured: float, holds: bool):
    assert Claim("Helix over bare", measured, 2.0).holds is holds


def test_a_report_holds_when_all_its_claims_do():
    one = report()
    assert one.holds
    one.claims.append(Claim("Helix over another", 3.0, 2.0))
    assert not one.holds


def test_a_report_is_told_with_the_machine_first_and_the_ratios_before_the_rows():
    assert as_text(report()).splitlines() == [
        "example   2026-11-24   2 cores (A processor), 24 GiB, Python 3.11.7, load before 0.25",
        "  count 3",
        "    0.50  Helix over bare (at most 2: holds)",
        "",
        "  who    seconds",
        "  Helix     1.00",
        "  bare     10.25",
    ]


def test_a_report_as_json_carries_its_verdict():
    data = json.loads(json.dumps(as_data(report())))
    assert (data["holds"], data["claims"], data["machine"]) == (
        True,
        [{"text": "Helix over bare", "ratio": 0.5, "limit": 2.0, "holds": True}],
        MACHINE,
    )
