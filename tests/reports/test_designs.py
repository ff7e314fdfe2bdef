import shutil
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from models.rules.words import Language
from reports import agreements, briefs, catalogues, decision_letters, dossiers, portfolios, slides
from reports.designs import SHARED, environment

DESIGNS = {
    "brief": briefs.DESIGN,
    "sheet": briefs.SHEET,
    "dossier": dossiers.DESIGN,
    "agreement": agreements.DESIGN,
    "letter": decision_letters.DESIGN,
    "portfolio": portfolios.DESIGN,
    "catalogue": catalogues.DESIGN,
    "front": catalogues.FRONT,
    "index": catalogues.INDEX,
    "slides": slides.DESIGN,
}


@pytest.fixture
def copied(tmp_path):
    root = tmp_path / "reports"
    shutil.copytree(Path(str(files("reports"))), root)
    return root


@pytest.mark.parametrize("name", DESIGNS)
def test_the_version_changes_with_every_part_and_with_nothing_else(copied, name):
    design = replace(DESIGNS[name], root=copied)
    parts = [
        f"templates/{design.template}",
        *(f"styles/{sheet}" for sheet in design.stylesheets),
        *design.parts,
        *SHARED,
    ]
    versions = {design.version()}
    for part in parts:
        (copied / part).write_bytes((copied / part).read_bytes() + b" ")
        versions.add(design.version())
    assert len(versions) == len(parts) + 1
    (copied / "render.py").write_bytes(b"")
    assert design.version() in versions


def test_the_packaged_design_has_the_version_of_its_copy(copied):
    assert replace(briefs.DESIGN, root=copied).version() == briefs.template_version()


def test_every_template_of_the_package_counts_towards_some_version():
    root = Path(str(files("reports")))
    written = {str(path.relative_to(root)) for path in root.glob("templates/**/*.html")}
    counted = {part for design in DESIGNS.values() for part in (f"templates/{design.template}", *design.parts, *SHARED)}
    assert written - counted == set()


def test_an_unknown_name_in_a_template_is_an_error():
    with pytest.raises(UndefinedError):
        environment(Language.ENGLISH).from_string("{{ offer.titel }}").render(offer={})
