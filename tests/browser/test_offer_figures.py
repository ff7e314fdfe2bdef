"""An officer shows figures: adds one, reads what its file said, describes and orders them; and the public sees them."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect
from sqlmodel import select

from models.db import transaction
from models.tables import Offer, Technology
from tests import factories as make
from tests.api.conftest import publish
from tests.browser.conftest import Desk
from tests.models.test_pictures import SVG, with_everything

SEEN = {"alt_en": "Two lines on a strip, the upper one faint.", "alt_pl": "Dwie linie na pasku, górna słabo widoczna."}
CAPTION = {"caption_en": "A weak positive result", "caption_pl": "Wynik słabo dodatni"}


def test_an_officer_adds_describes_and_orders_figures(desk: Callable[..., Desk], tmp_path: Path) -> None:
    with transaction() as session:
        cast = make.cast(session)
        technology = make.to_offer(session, cast)
        make.approved_offer(session, cast, technology)
    picture, drawing = tmp_path / "Żądło strip.jpg", tmp_path / "drawing.png"
    picture.write_bytes(with_everything("JPEG"))
    drawing.write_bytes(SVG)
    officer = desk(cast.officer)
    page = officer.open(f"/technologies/{technology.reference}/offer", "en")
    page.get_by_role("link", name="Figures of the offer").click()
    expect(page.get_by_text("The offer shows no figure yet.")).to_be_visible()
    adding = page.locator("section", has=page.get_by_role("heading", name="Add a figure"))
    for name, text in (SEEN | CAPTION).items():
        adding.locator(f"[name='{name}']").fill(text)
    adding.locator("[name='file']").set_input_files(drawing)
    page.get_by_role("button", name="Add the figure").click()
    expect(page.get_by_text("Such files can carry programs")).to_be_visible()
    expect(adding.locator("[name='alt_pl']")).to_have_value(SEEN["alt_pl"])
    officer.look("figures-refused-en")
    adding.locator("[name='file']").set_input_files(picture)
    page.get_by_role("button", name="Add the figure").click()
    expect(page.get_by_text("The figure is added.")).to_be_visible()
    expect(page.get_by_text("50.06143, 19.93658")).to_be_visible()
    with transaction() as session:
        make.figure(session, cast, technology, shade=200)
    officer.open(f"/technologies/{technology.reference}/offer/figures", "en")
    page.get_by_role("button", name="Show earlier").click()
    expect(page.get_by_text("The figures stand in their new order.")).to_be_visible()
    assert officer.faults() == []
    assert not officer.overflows()
    officer.look("figures-en")
    officer.open(f"/technologies/{technology.reference}/offer/figures", "pl")
    officer.look("figures-pl")
    officer.open(f"/technologies/{technology.reference}/offer/en/preview", "en")
    expect(page.get_by_role("img", name=SEEN["alt_en"])).to_have_count(2)
    officer.look("figures-preview")
    with transaction() as session:
        versions = session.exec(select(Offer.version).where(Offer.technology_id == technology.id)).all()
    assert sorted(versions) == [1, 2]


def test_the_public_sees_the_figures_of_the_published_version(desk: Callable[..., Desk]) -> None:
    with transaction() as session:
        cast = make.cast(session)
        offer, _ = publish(session, cast)
        technology = make.technology(session, cast.researcher)
        figure = make.figure(session, cast, technology, shade=90)
        offer.figures = [figure.shown_in("en")]
        session.add(offer)
        path = f"/offers/{session.get_one(Technology, offer.technology_id).reference}/en"
    stranger = desk()
    page = stranger.open(path)
    shown = page.get_by_role("img", name=SEEN["alt_en"])
    shown.scroll_into_view_if_needed()
    expect(page.get_by_text(CAPTION["caption_en"])).to_be_visible()
    page.wait_for_function("document.querySelector('figure img').naturalWidth === 640")
    assert stranger.faults() == []
    assert not stranger.overflows()
    stranger.look("figures-public")
