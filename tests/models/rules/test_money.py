import pytest
from hypothesis import given, strategies as st

from models.rules.money import (
    EMPLOYEE_LED,
    STATUTORY_FLOOR,
    WHOLE_BP,
    DistributionPolicy,
    Line,
    creators_floor,
    distribute,
    split,
    university_share_when_employee_led,
)
from models.rules.words import Beneficiary

AMOUNTS = st.integers(min_value=0, max_value=10**13)
WEIGHTS = st.lists(st.integers(min_value=0, max_value=10_000), min_size=1, max_size=12).filter(any)


@st.composite
def policies(draw: st.DrawFn) -> DistributionPolicy:
    creators = draw(st.integers(0, WHOLE_BP))
    unit = draw(st.integers(0, WHOLE_BP - creators))
    return DistributionPolicy("drawn", creators, unit, WHOLE_BP - creators - unit, draw(st.integers(0, WHOLE_BP)))


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (101, [1, 1, 1], [34, 34, 33]),
        (1, [0, 1, 1], [0, 1, 0]),
        (10, [5000, 3000, 2000], [5, 3, 2]),
        (7, [6000, 2500, 1500], [4, 2, 1]),
        (0, [1, 2], [0, 0]),
    ],
)
def test_a_split_gives_the_left_over_units_to_the_largest_fractions(
    amount: int, weights: list[int], parts: list[int]
) -> None:
    assert split(amount, weights) == parts


@pytest.mark.parametrize(("amount", "weights"), [(-1, [1]), (1, []), (1, [0, 0]), (1, [2, -1])])
def test_a_split_that_makes_no_sense_is_refused(amount: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        split(amount, weights)


@given(AMOUNTS, WEIGHTS)
def test_a_split_sums_to_the_amount_and_is_within_a_unit_of_the_exact_share(amount: int, weights: list[int]) -> None:
    parts = split(amount, weights)
    assert sum(parts) == amount
    assert all(
        abs(part * sum(weights) - amount * weight) < sum(weights) for part, weight in zip(parts, weights, strict=True)
    )


def test_the_floor_is_half_of_the_proceeds_less_a_quarter_of_the_direct_costs() -> None:
    assert creators_floor(1_000_000, 200_000) == 475_000


def test_half_a_unit_is_rounded_in_the_creators_favour() -> None:
    assert creators_floor(101, 0) == 51
    assert creators_floor(100, 1) == 50  # 49.875


def test_costs_above_the_proceeds_leave_a_floor_of_zero() -> None:
    assert creators_floor(100, 1_000) == 0


def test_more_than_a_quarter_of_the_costs_may_not_be_deducted() -> None:
    with pytest.raises(ValueError, match="at most 2500 basis points"):
        creators_floor(100, 10, 2_501)


def test_the_university_gets_a_quarter_when_the_employee_commercializes() -> None:
    assert university_share_when_employee_led(400_000, 80_000) == 95_000


@pytest.mark.parametrize("shares", [(5_000, 2_000, 2_000), (11_000, -500, -500)])
def test_a_policy_must_share_out_exactly_the_whole(shares: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="sum to 10000"):
        DistributionPolicy("off", *shares)


@pytest.mark.parametrize(
    ("creators_bp", "cost_share_bp", "meets"),
    [(5_000, 2_500, True), (6_000, 0, True), (4_999, 0, False), (9_000, 2_501, False)],
)
def test_a_policy_meets_art_155_when_it_can_never_fall_below_the_floor(
    creators_bp: int, cost_share_bp: int, meets: bool
) -> None:
    policy = DistributionPolicy("own", creators_bp, 0, WHOLE_BP - creators_bp, cost_share_bp)
    assert policy.meets_art_155 is meets


def test_a_payment_is_shared_between_creators_unit_and_institution() -> None:
    policy = DistributionPolicy("own", creators_bp=6_000, unit_bp=1_500, institution_bp=2_500)
    shared = distribute(1_000_000, 200_000, policy, [7_000, 3_000])
    assert shared.lines == (
        Line(Beneficiary.CREATOR, 399_000, 0),
        Line(Beneficiary.CREATOR, 171_000, 1),
        Line(Beneficiary.UNIT, 142_500),
        Line(Beneficiary.INSTITUTION, 237_500 + 50_000),
    )
    assert shared.deducted == 50_000


def test_the_statutory_presets_give_the_law_s_own_figures() -> None:
    assert distribute(1_000_000, 200_000, STATUTORY_FLOOR, [1]).creators_total == 475_000
    led = distribute(400_000, 80_000, EMPLOYEE_LED, [1])
    assert led.lines[-1].amount - led.deducted == 95_000


@given(AMOUNTS, AMOUNTS, policies(), WEIGHTS)
def test_a_distribution_always_sums_to_the_amount(
    amount: int, costs: int, policy: DistributionPolicy, weights: list[int]
) -> None:
    shared = distribute(amount, costs, policy, weights)
    assert sum(line.amount for line in shared.lines) == amount
    assert all(line.amount >= 0 for line in shared.lines)


@given(AMOUNTS, AMOUNTS, policies(), WEIGHTS)
def test_a_policy_that_meets_art_155_never_pays_below_the_floor(
    amount: int, costs: int, policy: DistributionPolicy, weights: list[int]
) -> None:
    if policy.meets_art_155:
        assert distribute(amount, costs, policy, weights).creators_total >= creators_floor(amount, costs)
