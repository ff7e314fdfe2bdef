"""Percentages as people type them."""

import pytest
from hypothesis import given, strategies as some

from models.rules.shares import basis_points, percentage
from models.rules.words import Language


@pytest.mark.parametrize(
    ("typed", "points"),
    [("33,3", 3330), ("33.33 %", 3333), (" 50 ", 5000), ("100%", 10_000), ("0", 0), ("0,05", 5)],
)
def test_a_percentage_is_understood_however_it_is_written(typed, points):
    assert basis_points(typed) == points


@pytest.mark.parametrize("typed", ["", "half", "100.01", "101", "-5", "33.333", "1e2", "٣٣", "3 3", "1.000,5"])
def test_what_is_no_percentage_between_0_and_100_is_none(typed):
    assert basis_points(typed) is None


@given(some.integers(0, 10_000), some.sampled_from(Language))
def test_what_is_shown_is_read_back_the_same(points, language):
    assert basis_points(percentage(points, language)) == points
