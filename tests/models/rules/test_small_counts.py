from hypothesis import given, strategies as st

from models.rules.small_counts import LEAST_SHOWN, parts_shown, shown

PARTS = st.lists(st.integers(min_value=0, max_value=12), min_size=1, max_size=12)


def test_one_and_two_are_withheld_and_nothing_else():
    assert [shown(count) for count in range(5)] == [0, None, None, 3, 4]


def test_a_part_that_the_whole_would_give_away_takes_another_with_it():
    assert parts_shown([1, 0, 9, 4]) == [None, 0, 9, None]
    assert parts_shown([1, 1, 5, 7]) == [None, None, None, 7]
    assert parts_shown([1, 2, 5]) == [None, None, 5]
    assert parts_shown([3, 0, 4]) == [3, 0, 4]


def test_of_a_whole_that_is_withheld_not_even_the_empty_parts_are_told():
    assert parts_shown([0, 2, 0]) == [None, None, None]
    assert parts_shown([5, 6], whole_shown=False) == [None, None]


@given(PARTS)
def test_no_withheld_part_follows_from_the_others_and_the_whole(parts):
    cells = parts_shown(parts)
    hidden = [part for part, cell in zip(parts, cells, strict=True) if cell is None]
    assert all(cell is None or cell == part for part, cell in zip(parts, cells, strict=True))
    assert not any(cell is not None and 0 < cell < LEAST_SHOWN for cell in cells)
    if hidden and sum(parts) >= LEAST_SHOWN:
        assert len(hidden) >= 2
        assert sum(hidden) >= LEAST_SHOWN
