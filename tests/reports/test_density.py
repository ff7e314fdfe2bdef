import pytest
from hypothesis import given, strategies as st

from reports.density import LAYOUTS, Layout, Weights, layouts_for, weight_of

ANY = st.floats(min_value=0, max_value=1e6)


@given(ANY, ANY)
def test_every_weight_has_a_layout_and_ends_with_the_densest(technology, deal):
    assert layouts_for(Weights(technology, deal))[-1] is LAYOUTS[-1]


@given(ANY, ANY, ANY)
def test_more_text_is_never_set_larger(technology, deal, more):
    fewer = layouts_for(Weights(technology + more, deal))
    assert len(fewer) <= len(layouts_for(Weights(technology, deal)))


@pytest.mark.parametrize(("technology", "deal"), [(2000, 100), (100, 900)])
def test_either_page_alone_can_ask_for_a_closer_setting(technology, deal):
    assert layouts_for(Weights(technology, deal))[0].name == "roomy"


def test_list_entries_cost_a_line_each():
    assert weight_of(["- a\n- b"]) == weight_of(["x" * 144])
    assert weight_of([""]) == 0


def test_a_flowing_and_tight_layout_says_so_to_the_stylesheet():
    assert Layout("least densest", 1, 0, flowing=True, tight=True).classes == "least densest flowing tight"
