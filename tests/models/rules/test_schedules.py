"""The vectors of published schedules, and that nothing is lost between the bands."""

import pytest
from hypothesis import given, strategies as st

from models.rules.schedules import schedules, share_out

CODES = st.sampled_from(sorted(schedules()))
AMOUNTS = st.integers(0, 10**12)


@pytest.mark.parametrize(
    ("code", "amount", "shares"),
    [
        pytest.param("stanford", 5_000_000, [1_667_000, 1_033_000, 1_150_000, 1_150_000], id="Stanford, $5M"),
        pytest.param("oxford", 600_000, [267_857, 182_143, 150_000], id="Oxford, £600k"),
        pytest.param("cambridge_opt_in", 250_000, [167_000, 41_500, 41_500], id="Cambridge, £250k"),
        pytest.param("de_42", 1_000_000, [300_000, 700_000], id="Germany, 30% of the gross income"),
        pytest.param("cambridge_opt_in", 0, [0, 0, 0], id="nothing received"),
    ],
)
def test_a_schedule_gives_its_own_figures(code, amount, shares) -> None:
    assert list(share_out(schedules()[code], amount).values()) == shares


def test_what_was_shared_before_has_filled_the_first_bands() -> None:
    schedule = schedules()["cambridge_opt_in"]
    first, rest = share_out(schedule, 150_000), share_out(schedule, 100_000, before=150_000)
    assert {party: first[party] + rest[party] for party in first} == share_out(schedule, 250_000)


@given(CODES, AMOUNTS, AMOUNTS)
def test_every_unit_is_shared_exactly_once(code, amount, before) -> None:
    assert sum(share_out(schedules()[code], amount, before=before, unit=100).values()) == amount


def test_pence_and_pounds_agree() -> None:
    pence = share_out(schedules()["oxford"], 60_000_000, unit=100)
    assert pence == {"inventors": 26_785_714, "fund": 18_214_286, "department": 15_000_000}


def test_a_negative_income_is_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        share_out(schedules()["de_42"], -1)
