"""The scan's work grows as the texts do, whatever is written in them: counted in calls, not in seconds."""

import sys

import pytest

from models.rules.confidentiality import scan
from models.rules.naming import Naming

NAMES = ("Jan Kowalski", "Ewa Nowak-Lis", "Wiesław Kozioł", "Maria Sikora")
HOUSES = ("Podgórze University", "Uniwersytet Podgórski", "UP", "Krka")
PATTERNS = [
    "Kowalski nowak kowal Kowalskiego ",
    "K o w a l s k i ",
    "K ",
    "przezKowalskiego N0wak K0wa1ski aBcDeFgH1i0 ",
    "jan.kowalski j_kowalski nowak-",
    "Podgórze University of Podgórze university, the UP UPodgórze ",
    "Novaltis Pharma; Krka d.d. and Bayer ",
    "ruthenium acetylacetonate ",
    "+48 12 0012 48 126631 ",
    "ABF-2022/45 ABF20 22 45 ",
]


def calls(text: str) -> int:
    """Of functions, ours and others', during one scan that looks for everything."""
    counted = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        scan(
            {"description": text},
            {"things": text, "parties": "Novaltis Pharma; Krka d.d."},
            naming={"things": Naming.MATERIALS, "parties": Naming.PARTIES},
            names=NAMES,
            organisations=HOUSES,
            addresses=("+48 12 663 12 34", "office@up.example"),
            telling_numbers=("ABF-2022/45/D/0931",),
            anonymous=True,
        )
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize("pattern", PATTERNS)
def test_twice_the_text_is_no_more_than_twice_the_work(pattern):
    scan({"description": pattern}, {}, names=NAMES)  # what is read once, is read
    few, many = (calls(pattern * times) for times in (150, 300))
    assert many <= 2.2 * few
