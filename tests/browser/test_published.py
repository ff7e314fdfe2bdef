"""The whole way of a technology through the office, in the browser: from triage to published."""

from collections.abc import Callable

from playwright.sync_api import expect
from sqlmodel import select

from models.actions.offers import record_brief
from models.db import reading, transaction
from models.files import keep
from models.rules.words import OfferState, Stage
from models.settings import settings
from models.tables import Offer
from reports import briefs
from reports.contents import brief_contents
from tests import factories as make
from tests.browser.conftest import Desk
from tests.browser.test_officer_case import meet_every_gate, stage_of, triaged as triaged  # the fixture
from tests.browser.test_officer_deals import approve_and_ask, meet_the_checks


def draw_brief(offer_id: int) -> None:
    """What the flow does: tests of the flows hold that it does."""
    with reading() as session:
        content = brief_contents(session, [session.get_one(Offer, offer_id)])[offer_id]
    pdf = briefs.render(content)
    with transaction() as session:
        offer = session.get_one(Offer, offer_id)
        stored = keep(pdf, settings().files)
        record_brief(
            session,
            offer_id,
            offer_digest=offer.digest,
            template_version=briefs.template_version(),
            input_checksum=briefs.checksum(content),
            sha256=stored.sha256,
            size=stored.size,
            public_days=(content.published_on, content.expires_on),
            now=make.NOW,
        )


def test_an_officer_brings_a_technology_from_triage_to_the_public_page(
    desk: Callable[..., Desk], triaged: tuple[make.Cast, str]
) -> None:
    cast, reference = triaged
    officer, creator, stranger = desk(cast.officer), desk(cast.researcher), desk()
    meet_every_gate(officer, cast, reference)
    officer.open(f"/technologies/{reference}/offer")
    meet_the_checks(officer)  # the disclosure is Polish
    approve_and_ask(officer)

    creator.open(f"/disclosures/{reference}", "en")
    creator.page.get_by_role("link", name="Read and agree to the offer").click()
    creator.page.get_by_role("button", name="I agree: it may be published").click()
    expect(creator.page.get_by_role("status")).to_contain_text("you have agreed")

    with reading() as session:
        offer_id = session.exec(select(Offer.id)).one()
    draw_brief(offer_id)
    page = officer.open(f"/technologies/{reference}")
    moves = page.locator("#moves")
    expect(moves.locator(".onwards .gates > .open")).to_have_count(0)
    moves.get_by_role("button", name="Move on to: Partnering").click()
    expect(moves.get_by_role("status")).to_have_text("The technology has moved.")
    assert stage_of(reference) is Stage.PARTNERING
    with reading() as session:
        assert session.get_one(Offer, offer_id).state is OfferState.PUBLISHED

    stranger.open("/", "en").get_by_role("link", name=make.offer_form().title).first.click()
    expect(stranger.page.get_by_role("heading", level=1)).to_have_text(make.offer_form().title)
