"""Splitting money in integer minor units: nothing is lost, nothing is made, the creators' floor holds.

The floor is Polish law: Act of 20 July 2018 on higher education and science, art. 155.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from models.rules.words import Beneficiary

WHOLE_BP = 10_000
FLOOR_BP = 5_000
"""Art. 155(1): the creators' team gets at least half of the reduced proceeds."""
EMPLOYEE_LED_BP = 2_500
"""Art. 155(2): the university's part of the reduced proceeds when the employee commercializes."""
COST_SHARE_CAP_BP = 2_500
"""Art. 155(1) and (2): the most of the direct costs that may reduce the proceeds."""


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """`amount` in proportion to `weights`, summing to it exactly.

    Largest remainder: the units left over by rounding down go to the largest fractions, the
    earlier of equals first. ValueError for a negative amount or weight, or for no weight at all.
    """
    total = sum(weights)
    if amount < 0 or any(weight < 0 for weight in weights) or total == 0:
        raise ValueError("an amount and its weights must not be negative, and one weight must be above zero")
    parts = [amount * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: -(amount * weights[i] % total))
    for index in by_remainder[: amount - sum(parts)]:
        parts[index] += 1
    return parts


def creators_floor(revenue: int, direct_costs: int, cost_share_bp: int = COST_SHARE_CAP_BP) -> int:
    """The least that the creators' team must get: 0.50 x (R - k*C), k at most 25% (art. 155(1)).

    Rounded up to the minor unit: half a grosz less would be below the statutory half.
    """
    _check_costs(revenue, direct_costs, cost_share_bp)
    return _share_rounded_up(revenue, direct_costs, cost_share_bp, FLOOR_BP)


def university_share_when_employee_led(revenue: int, direct_costs: int, cost_share_bp: int = COST_SHARE_CAP_BP) -> int:
    """0.25 x (R - k*C) (art. 155(2)), rounded down, in the employee's favour."""
    _check_costs(revenue, direct_costs, cost_share_bp)
    return _reduced(revenue, direct_costs, cost_share_bp) * EMPLOYEE_LED_BP // WHOLE_BP**2


@dataclass(frozen=True)
class DistributionPolicy:
    """How proceeds are shared once `cost_share_bp` of the direct costs is taken off. Basis points."""

    name: str
    creators_bp: int
    unit_bp: int
    institution_bp: int
    cost_share_bp: int = COST_SHARE_CAP_BP

    def __post_init__(self) -> None:
        shares = (self.creators_bp, self.unit_bp, self.institution_bp)
        if min(shares) < 0 or sum(shares) != WHOLE_BP:
            raise ValueError(f"the shares of policy {self.name!r} must be zero or more and sum to {WHOLE_BP}")
        if not 0 <= self.cost_share_bp <= WHOLE_BP:
            raise ValueError(f"the cost share of policy {self.name!r} must be between 0 and {WHOLE_BP}")

    @property
    def meets_art_155(self) -> bool:
        """Whether no payment under this policy can fall below the statutory floor."""
        return self.creators_bp >= FLOOR_BP and self.cost_share_bp <= COST_SHARE_CAP_BP


STATUTORY_FLOOR = DistributionPolicy("Art. 155(1) floor", creators_bp=5_000, unit_bp=0, institution_bp=5_000)
EMPLOYEE_LED = DistributionPolicy("Art. 155(2) employee-led", creators_bp=7_500, unit_bp=0, institution_bp=2_500)


@dataclass(frozen=True)
class Line:
    """One beneficiary's amount; `position` is the creator's place among the weights given."""

    beneficiary: Beneficiary
    amount: int
    position: int | None = None


@dataclass(frozen=True)
class Distribution:
    """`lines` sum to the amount received. `deducted` is the part kept for the direct costs; it is
    contained in the institution's line. Costs above it were not recovered by this payment."""

    lines: tuple[Line, ...]
    deducted: int

    @property
    def creators_total(self) -> int:
        return sum(line.amount for line in self.lines if line.beneficiary is Beneficiary.CREATOR)


def distribute(
    amount: int, direct_costs: int, policy: DistributionPolicy, creator_weights: Sequence[int]
) -> Distribution:
    """A received payment shared by `policy`, the creators' part by their weights (art. 156: the
    shares are the team's total). Fractions of a minor unit go to the creators."""
    _check_costs(amount, direct_costs, policy.cost_share_bp, cap_bp=WHOLE_BP)
    deducted = min(amount, direct_costs * policy.cost_share_bp // WHOLE_BP)
    creators = _share_rounded_up(amount, direct_costs, policy.cost_share_bp, policy.creators_bp)
    rest = amount - deducted - creators
    unit, institution = split(rest, (policy.unit_bp, policy.institution_bp)) if rest else (0, 0)
    return Distribution(
        lines=(
            *(
                Line(Beneficiary.CREATOR, part, position)
                for position, part in enumerate(split(creators, creator_weights))
            ),
            Line(Beneficiary.UNIT, unit),
            Line(Beneficiary.INSTITUTION, institution + deducted),
        ),
        deducted=deducted,
    )


def _reduced(revenue: int, direct_costs: int, cost_share_bp: int) -> int:
    """R - k*C in ten-thousandths of a minor unit, so that nothing is rounded yet; never below zero."""
    return max(0, revenue * WHOLE_BP - cost_share_bp * direct_costs)


def _share_rounded_up(revenue: int, direct_costs: int, cost_share_bp: int, share_bp: int) -> int:
    return -(-_reduced(revenue, direct_costs, cost_share_bp) * share_bp // WHOLE_BP**2)


def _check_costs(revenue: int, direct_costs: int, cost_share_bp: int, cap_bp: int = COST_SHARE_CAP_BP) -> None:
    if revenue < 0 or direct_costs < 0:
        raise ValueError("proceeds and direct costs must not be negative")
    if not 0 <= cost_share_bp <= cap_bp:
        raise ValueError(f"at most {cap_bp} basis points of the direct costs may be deducted, not {cost_share_bp}")
