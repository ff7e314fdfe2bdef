"""The look of briefs and the choice of their length, in a real browser."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from models.actions.brands import set_brand
from models.db import reading, transaction
from models.queries.brands import brand_for
from models.rules.words import BriefLength
from models.tables import Technology
from tests import factories as make
from tests.browser.conftest import Desk

Open = Callable[..., Desk]


def settled(desk: Desk, path: str, name: str) -> None:
    for language in ("en", "pl"):
        desk.open(path, language)
        desk.look(f"{name}-{language}")
        assert desk.faults() == []
        assert not desk.overflows()


def test_an_administrator_gives_a_logo_and_a_light_colour(desk: Open, tmp_path: Path) -> None:
    with transaction() as session:
        cast = make.cast(session)
        set_brand(
            session,
            cast.institution.id,
            colour="#ffcc00",
            length=BriefLength.TWO_PAGES,
            actor=cast.administrator,
            now=datetime.now(UTC),
        )
    picture = Image.new("RGB", (900, 400), "white")
    ImageDraw.Draw(picture).ellipse((100, 50, 800, 350), fill="#0b7a4b")
    file = BytesIO()
    picture.save(file, "PNG")
    (tmp_path / "logo.png").write_bytes(file.getvalue())
    administrator = desk(cast.administrator)
    path = f"/people/institutions/{cast.institution.id}/look"
    page = administrator.open(path)
    page.get_by_label("PNG or JPEG").set_input_files(tmp_path / "logo.png")
    page.get_by_role("button", name="Use this logo").click()
    page.get_by_role("img", name="The logo of").wait_for()
    with reading() as session:
        assert brand_for(session, cast.institution.id).logo_width == 701
    settled(administrator, path, "look")
    settled(administrator, "/people/network", "network")


def test_an_officer_chooses_one_page(desk: Open) -> None:
    with transaction() as session:
        cast = make.cast(session)
        technology = make.to_partnering(session, cast)
    officer = desk(cast.officer)
    page = officer.open(f"/technologies/{technology.reference}/offer")
    page.get_by_label("One page: what a company looks for first").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The length of the brief is chosen").wait_for()
    with reading() as session:
        assert session.get_one(Technology, technology.id).brief_length is BriefLength.ONE_PAGE
    settled(officer, f"/technologies/{technology.reference}/offer", "offer-brief-length")
