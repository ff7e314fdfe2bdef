"""Catalogues, the European network's pack, and what is no longer offered, in a real browser."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from sqlmodel import Session

from models.actions.compilations import CompilationForm, order_compilation, record_compilation
from models.actions.offers import save_offer
from models.actions.publishing import withdraw_offer
from models.db import transaction
from models.files import keep
from models.rules.words import CompilationKind, Field, Language, OfferState
from models.settings import settings
from models.tables import Compilation, Technology
from tests import factories as make
from tests.api.conftest import PDF, publish
from tests.browser.conftest import Desk

Office = tuple[make.Cast, str, int]


def made(session: Session, compilation: Compilation, offer_ids: list[int]) -> None:
    record_compilation(
        session,
        compilation.id,
        revision=compilation.revision,
        offer_ids=offer_ids,
        input_checksum="0" * 64,
        sha256=keep(PDF, settings().files).sha256,
        size=1_254_000,
        pages=17,
        actor=make.HELIX,
        now=datetime.now(UTC),
    )


@pytest.fixture
def office(site_url: str) -> Office:
    """A published offer and one that was withdrawn, with a catalogue of both, and one that is left out."""
    now = datetime.now(UTC)
    with transaction() as session:
        cast = make.cast(session)
        offer, _ = publish(session, cast, title="Szybki test paskowy na bakterie oporne w moczu, z odczytem w 20 minut")
        gone, _ = publish(session, cast, title="A cuff")
        publish(session, cast, title="A lens")[0].alarmed_at = now
        form = CompilationForm(kind=CompilationKind.CATALOGUE, language=Language.ENGLISH)
        for who, ids in ((cast.officer, [offer.id, gone.id]), (cast.coordinator, [offer.id])):
            made(session, order_compilation(session, form, actor=who, now=now), ids)
        withdraw_offer(session, gone.id, actor=cast.officer, now=now, reason="Sold.")
        form = CompilationForm(kind=CompilationKind.SLIDES, language=Language.ENGLISH, field=Field.DIAGNOSTICS)
        order_compilation(session, form, actor=cast.officer, now=now)
        return cast, session.get_one(Technology, offer.technology_id).reference, gone.technology_id


def test_the_officer_orders_slides_and_sees_what_is_kept_back(desk: Callable[..., Desk], office: Office) -> None:
    cast, _, _ = office
    officer = desk(cast.officer)
    for language in ("en", "pl"):
        page = officer.open("/compilations", language)
        officer.look(f"compilations-{language}")
        assert officer.faults() == []
        assert not officer.overflows()
    page = officer.open("/compilations", "en")
    expect(page.get_by_text("kept back", exact=True)).to_have_count(1)
    expect(page.get_by_role("heading", name="Left out for now")).to_be_visible()
    expect(page.get_by_text("1 offer in it is no longer published: it cannot be downloaded.")).to_be_visible()
    page.get_by_label("Slides: one for each offer (16:9)").check()
    page.get_by_label("Language of the offers").select_option("pl")
    page.get_by_role("button", name="Have it made").click()
    expect(page.get_by_role("alert")).to_contain_text("No published offer")
    expect(page.get_by_label("Slides: one for each offer (16:9)")).to_be_checked()
    page.get_by_label("Language of the offers").select_option("en")
    page.get_by_role("button", name="Have it made").click()
    expect(page.get_by_role("status")).to_contain_text("It is being made.")


def test_the_coordinator_puts_a_catalogue_on_the_public_page(desk: Callable[..., Desk], office: Office) -> None:
    cast, _, _ = office
    page = desk(cast.coordinator).open("/compilations", "en")
    page.get_by_role("button", name="Put it on the public page").first.click()
    expect(page.get_by_role("status")).to_contain_text("It stands on the public page")
    stranger = desk()
    for language in ("en", "pl"):
        stranger.open("/?language=en", language)
        stranger.look(f"catalogue-{language}")
        assert stranger.faults() == []
        assert not stranger.overflows()
    stranger.open("/", "en")
    expect(stranger.page.get_by_role("link", name="All offers as one catalogue (PDF, 1.3 MB)")).to_be_visible()


def test_each_field_of_the_pack_is_copied_by_its_button(desk: Callable[..., Desk], office: Office) -> None:
    cast, reference, _ = office
    officer = desk(cast.officer)
    officer.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for language in ("en", "pl"):
        page = officer.open(f"/technologies/{reference}/offer/en/pack", language)
        officer.look(f"pack-{language}")
        assert officer.faults() == []
        assert not officer.overflows()
    page = officer.open(f"/technologies/{reference}/offer/en", "en")
    officer.open(f"/technologies/{reference}/offer", "en").get_by_role("link", name="For the European network").click()
    page.get_by_role("button", name="Copy Stage of development").click()
    expect(page.get_by_role("status").last).to_have_text("Stage of development: Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "Lab tested"


def test_the_pack_says_what_it_has_no_room_for_and_not_that_nothing_is_missing(
    desk: Callable[..., Desk], office: Office
) -> None:
    cast, _, _ = office
    with transaction() as session:
        technology = make.to_offer(session, cast)
        room = "The test reads enzymes from untreated urine. " * 88
        form = make.offer_form(description=room, advantages=room[:1980], short_summary="A strip test.")
        offer = save_offer(session, technology.id, form, actor=cast.officer, now=make.NOW)
        offer.state, offer.approved_at, offer.consented_at = OfferState.APPROVED, make.NOW, make.NOW
        reference = technology.reference
    officer = desk(cast.officer)
    for language in ("pl", "en"):
        page = officer.open(f"/technologies/{reference}/offer/en/pack", language)
        page.locator("details").first.click()
        officer.look(f"pack-left-out-{language}")
        assert officer.faults() == []
        assert not officer.overflows()
    expect(page.get_by_text("Nothing is missing", exact=False)).to_have_count(0)
    left_out = page.get_by_role("region", name="Left out for want of room")
    expect(left_out.get_by_role("listitem")).to_have_count(2)
    expect(left_out.get_by_text("Laboratories need 48 hours to report resistance.")).to_be_visible()


def test_without_script_the_pack_is_there_to_be_selected(desk: Callable[..., Desk], office: Office) -> None:
    cast, reference, _ = office
    page = desk(cast.officer, javascript=False).open(f"/technologies/{reference}/offer/en/pack", "en")
    expect(page.get_by_text("Lab tested")).to_be_visible()
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)


def test_what_is_no_longer_offered_says_so(desk: Callable[..., Desk], office: Office) -> None:
    _, _, technology_id = office
    with transaction() as session:
        reference = session.get_one(Technology, technology_id).reference
    stranger = desk()
    stranger.open(f"/offers/{reference}/en", "en")
    stranger.look("gone")
    assert stranger.faults() == []
    expect(stranger.page.get_by_role("heading", level=1)).to_have_text("This is no longer offered")
