import pytest
from hypothesis import given, strategies as st

from models.rules.colours import READABLE, WASH, brand_of, colour_of, contrast, mixed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("#1A4A7A", "#1a4a7a"),
        ("fc0", "#ffcc00"),
        (" #abcdef ", "#abcdef"),
        ("", None),
        ("navy", None),
        ("#12345", None),
    ],
)
def test_a_colour_is_read_as_brand_manuals_write_it(typed, meant):
    assert colour_of(typed) == meant


def test_black_on_white_is_the_most_contrast_there_is():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(st.integers(0, 0xFFFFFF))
def test_text_in_any_brand_colour_can_be_read_on_white_and_on_its_own_tint(number):
    colour = f"#{number:06x}"
    brand = brand_of(colour)
    assert contrast(brand.text, "#ffffff") >= READABLE
    assert contrast(brand.text, mixed(colour, WASH)) >= READABLE
    assert brand.darkened == (contrast(colour, mixed(colour, WASH)) < READABLE)
