import itertools
import re

import pytest
import segno

from models.rules.words import DevelopmentStage, Language
from reports.charts import Comparison, comparison, lengths, qr_code, readiness_scale, value_size


@pytest.mark.parametrize(
    ("value", "against", "bars"),
    [
        ("4 h", "8 h by culture", Comparison(0.5, 1.0)),
        ("96%", "48% in a panel", Comparison(1.0, 0.5)),
        ("1,000 kg", "500 kg", Comparison(1.0, 0.5)),
        ("2.5 EUR/kg", "5 EUR/kg for laminate", Comparison(0.5, 1.0)),
        ("< 1 %", "4 % today", Comparison(0.25, 1.0)),
        ("14", "7", Comparison(1.0, 0.5)),
        ("EUR 41", "EUR 82 on pump-driven chips", Comparison(0.5, 1.0)),
        ("€41", "€ 82", Comparison(0.5, 1.0)),
        ("EUR 2.5 a kilogram", "EUR 5 per kilogram", Comparison(0.5, 1.0)),
        ("EUR 2.5/kg", "EUR 5 per kg, laminate", Comparison(0.5, 1.0)),
    ],
)
def test_figures_of_one_unit_are_drawn_to_scale(value, against, bars):
    assert comparison(value, against, Language.ENGLISH) == bars


@pytest.mark.parametrize(
    ("value", "against"),
    [
        ("4 h", "3 days by culture"),
        ("EUR 7.40", "EUR 14 to 18, price of sophorolipids"),
        ("EUR 7 a kilogram", "EUR 14 a litre"),
        ("EUR 7", "USD 14"),
        ("EUR 7", "EUR 14/kg"),
        ("7 EUR", "14 do 18 EUR"),
        ("4 h", ""),
        ("15 °C", "30 °C for lipases"),
        ("5-10 %", "20 %"),
        ("5 – 10 %", "20 %"),
        ("10 %", "20–30 %"),
        ("0 g", "0 g"),
        ("1 mg", "900 mg"),
        ("twice", "once"),
        ("14", "10 genes"),
        ("1.000,5 kg", "2 kg"),
    ],
)
def test_what_would_mislead_is_not_drawn(value, against):
    assert comparison(value, against, Language.ENGLISH) is None


def test_a_decimal_comma_is_read_in_polish():
    assert comparison("2,5 kg", "5 kg", Language.POLISH) == Comparison(0.5, 1.0)


def test_the_scale_reaches_its_level_and_names_one_stage():
    scale = readiness_scale(5, width=174)
    assert [step.level for step in scale.steps if step.reached] == [1, 2, 3, 4, 5]
    assert [span.stage for span in scale.spans if span.current] == [DevelopmentStage.LAB_TESTED]
    assert scale.steps[-1].x + scale.steps[-1].width == pytest.approx(174)


def test_the_stages_cover_the_steps_without_overlap():
    spans = readiness_scale(1, width=100).spans
    assert all(left.x + left.width < right.x for left, right in itertools.pairwise(spans))


def test_the_code_is_drawn_module_by_module():
    code = qr_code("https://helix.example/o/1")
    drawn = [[0] * code.side for _ in range(code.side)]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", code.path):
        drawn[int(y)][int(x) : int(x) + int(length)] = [1] * int(length)
    expected = segno.make("https://helix.example/o/1", error="m", micro=False).matrix_iter(border=4)
    assert drawn == [list(row) for row in expected]


def test_large_figures_shrink_to_their_column():
    assert value_size(["4 h"], width=493, largest=34) == 34
    assert value_size(["123456789012345678901234"] * 4, width=493, largest=34) == 11


def test_bars_share_one_scale_and_the_smallest_can_be_seen():
    assert lengths([50, 100, 0.01, 0], width=200) == (100, 200, 1, 0)


def test_of_nothing_no_bar_is_drawn():
    assert lengths([], width=200) == ()
    assert lengths([0, 0], width=200) == (0, 0)
