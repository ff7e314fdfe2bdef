"""Weights, totals and spread."""

import pytest
from hypothesis import given, strategies as st

from models.errors import Incomplete
from models.rules.assessment import STANDARD_WEIGHTS, criteria, tally, weighted_total, weights_from
from models.rules.words import Criterion

OTHER = dict(zip(Criterion, (40, 10, 30, 5, 15), strict=True))
points = st.fixed_dictionaries({each: st.integers(1, 5) for each in Criterion})


def scores(*given: int) -> dict[Criterion, int]:
    return dict(zip(Criterion, given, strict=False))


def test_a_total_is_points_times_percent_exactly():
    assert weighted_total(scores(5, 1, 4, 3, 2), OTHER) == 375
    assert weighted_total(scores(5, 1, 4, 3, 2), STANDARD_WEIGHTS) == 300
    assert weighted_total(scores(5, 1), OTHER) is None


@given(points)
def test_a_total_lies_on_the_line_whatever_the_scores(given_points):
    total = weighted_total(given_points, OTHER)
    assert total is not None
    assert 100 * min(given_points.values()) <= total <= 100 * max(given_points.values())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({Criterion.TEAM: 6}, "sum to 101 %"),
        ({Criterion.TEAM: -5, Criterion.MARKET: 40}, "from 0 to 100"),
    ],
)
def test_weights_that_do_not_sum_are_refused_in_words(change, words):
    with pytest.raises(Incomplete, match=words):
        weights_from(OTHER | change)
    with pytest.raises(Incomplete, match="readiness"):
        weights_from({each: 25 for each in Criterion if each is not Criterion.READINESS})


def test_reviewers_two_points_apart_are_pointed_out_and_half_ones_do_not_make_the_mean():
    found = tally({1: scores(5, 3, 3, 3, 3), 2: scores(3, 3, 3, 3, 2), 3: scores(4)}, STANDARD_WEIGHTS)
    assert found.totals == {1: 340, 2: 280}
    assert found.mean == 310
    assert [(each.criterion, each.apart) for each in found.disagreements] == [(Criterion.PATENTABILITY, 2)]
    assert tally({}, STANDARD_WEIGHTS).mean is None


def test_every_point_of_every_criterion_is_explained_in_both_languages():
    assert set(criteria()) == set(Criterion)
    for each in criteria().values():
        assert len(each.levels) == 5
        assert all(level.en and level.pl for level in (each.asks, *each.levels))
