from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from api.cli import app
from models.db import reading, transaction
from models.queries.brands import brand_for, network_brand
from models.rules.words import BriefLength
from tests import factories as make


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    Image.new("RGB", (600, 300), "#123456").save(tmp_path / "logo.png")
    return tmp_path / "logo.png"


def test_an_institution_gets_a_look_and_what_is_not_named_stays(database_url: str, logo: Path) -> None:
    with transaction() as session:
        home = make.institution(session)
    run = CliRunner().invoke
    first = run(app, ["institution", "set-look", home.code, "--colour", "#fc0", "--length", "one_page"])
    assert first.stdout.startswith("#ffcc00 is too light for text: the band keeps it, text is set in #8c7000.")
    second = run(app, ["institution", "set-look", home.code, "--logo", str(logo)])
    assert second.stdout.splitlines()[-1].startswith("The logo is kept, 600 x 300 pixels.")
    with reading() as session:
        brand = brand_for(session, home.id)
    assert (brand.colour, brand.brief_length, brand.logo_width) == ("#ffcc00", BriefLength.ONE_PAGE, 600)


def test_the_network_gets_a_mark_and_loses_it(database_url: str, logo: Path) -> None:
    CliRunner().invoke(app, ["network", "set-logo", str(logo)])
    with reading() as session:
        assert network_brand(session).logo_width == 600
    assert "taken away" in CliRunner().invoke(app, ["network", "set-logo"]).stdout
    with reading() as session:
        assert network_brand(session).logo_sha256 is None
