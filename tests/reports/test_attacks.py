"""Whatever stands in a field, a document shows it as text: it reads no file, calls nobody, computes nothing."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from reports import agreements, briefs, dossiers
from tests.attacks import COMPUTED, SECRET, Ear, listening, written
from tests.outward import in_pdf
from tests.reports.contents import DOSSIER, LICENCE, OFFER
from tests.reports.reading import faults_of, text_of

TRIED = list(written(Ear(0), Path("x")))


@pytest.fixture(scope="module")
def ear() -> Iterator[Ear]:
    with listening() as ear:
        yield ear


def filled_with(content: Any, text: str) -> Any:
    """The same content with `text` in each of its texts, also those of its parts."""
    if isinstance(content, tuple):
        return tuple(filled_with(each, text) for each in content)
    if is_dataclass(content) and not isinstance(content, type):
        own = {each.name: getattr(content, each.name) for each in fields(content)}
        return replace(content, **{name: filled_with(value, text) for name, value in own.items()})
    return text if type(content) is str else content


@pytest.mark.parametrize("tried", TRIED)
def test_a_brief_shows_what_was_written_and_does_nothing_of_it(tried: str, ear: Ear, tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    file.write_text(SECRET)
    text = written(ear, file)[tried]
    pdf = briefs.render(filled_with(OFFER, text))
    assert ear.heard == []
    assert SECRET not in in_pdf(pdf)
    shown = "".join(text_of(pdf).split())
    assert "".join(text.split())[:40] in shown
    assert COMPUTED not in shown


def test_the_confidential_documents_do_nothing_of_it_either(ear: Ear, tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    file.write_text(SECRET)
    text = " ".join(written(ear, file).values())
    for document in (dossiers.render(filled_with(DOSSIER, text)), agreements.render(filled_with(LICENCE, text))):
        assert SECRET not in in_pdf(document)
    assert ear.heard == []


def test_a_text_full_of_marks_still_makes_an_accessible_brief(ear: Ear, tmp_path: Path) -> None:
    text = written(ear, tmp_path / "secret.txt")["attribute"]
    assert faults_of(briefs.render(filled_with(OFFER, text))) == []
