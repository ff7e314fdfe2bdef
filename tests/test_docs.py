"""What the documents say of the code: that it is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "ARCHITECTURE.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
PATH = re.compile(r"`([a-z_]+/[\w./<>*-]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)")
PLACE = re.compile(r"`([A-Z]\w+)`[^`|;.]{0,12} in `(models/[\w/]+\.py)`")
OURS = ("models/", "api/", "flows/", "reports/", "tests/", "benchmarks/", "docs/")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_place_that_a_document_names_is_there(document: Path) -> None:
    text = document.read_text()
    named = {each for each in PATH.findall(text) if each.startswith(OURS)}
    missing = {each for each in named if not any(ROOT.glob(re.sub(r"<\w+>", "*", each).rstrip("/")))}
    linked = {each for each in LINK.findall(text) if "://" not in each}
    missing |= {each for each in linked if not (document.parent / each).exists()}
    assert missing == set()


def test_every_class_that_contributing_places_is_there() -> None:
    places = PLACE.findall((ROOT / "CONTRIBUTING.md").read_text())
    assert len(places) > 5
    assert [
        place for place in places if not re.search(rf"^class {place[0]}\b", (ROOT / place[1]).read_text(), re.M)
    ] == []
