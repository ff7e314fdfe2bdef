"""A public offer that turns out to say what is confidential: shown beside its newer draft, decided upon there."""

import re

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from models.actions.comparing import compare_offers
from models.actions.messages import write_message
from models.actions.offers import save_offer
from models.db import reading, transaction
from models.rules.words import OfferState
from models.tables import Offer, Technology
from tests import factories as make
from tests.api.conftest import World
from tests.api.pages.officer.browsing import browser
from tests.factories import HELIX, NOW


@pytest.fixture
def officer(world: World, app: Starlette) -> TestClient:
    return browser(app, world.cast.officer)


def published(reference: str) -> Offer:
    with reading() as session:
        query = select(Offer).join(Technology).where(Technology.reference == reference)
        return session.exec(query.where(Offer.state == OfferState.PUBLISHED)).one()


def found_later(world: World) -> Offer:
    """The public version leaks, and a draft of the next one stands before it."""
    with transaction() as session:
        technology = session.exec(select(Technology).where(Technology.reference == world.published)).one()
        said = f"Keep this to yourselves: {published(world.published).description}"
        write_message(session, technology.id, said, actor=world.cast.officer, now=NOW)
        draft = make.offer_form(title="A second edition", description="Another way to say it.")
        save_offer(session, technology.id, draft, actor=world.cast.officer, now=NOW)
        compare_offers(session, technology.id, actor=HELIX, now=NOW)
    return published(world.published)


def test_the_alarm_stands_on_today_and_on_the_case(world: World, officer: TestClient) -> None:
    found_later(world)
    today = officer.get("/today").text
    assert "Public offers that say what is confidential" in today
    assert f'href="/technologies/{world.published}/offer#en"' in today
    assert "repeats what was found to be confidential" in officer.get(f"/technologies/{world.published}").text


def test_leaks_of_the_public_version_are_shown_and_accepted_behind_a_newer_draft(
    world: World, officer: TestClient
) -> None:
    public = found_later(world)
    assert [leak["accepted"] for leak in public.leaks] == [""]
    path = f"/technologies/{world.published}/offer"
    page = officer.get(path).text
    part = page.partition("Passages of the public version that repeat what is confidential")[2]
    assert f"<mark>{public.leaks[0]['excerpt']}</mark>" in part
    form = dict(re.findall(r'name="(digest|version|place)" value="([^"]*)"', part.partition("</form>")[0]))
    assert form["version"] == str(public.version)
    assert officer.post(f"{path}/en/acceptance", data=form | {"reason": "A quotation."}).status_code == 303
    accepted = published(world.published)
    assert ([leak["accepted"] for leak in accepted.leaks], accepted.alarmed_at) == (["A quotation."], None)
    assert "Public offers that say what is confidential" not in officer.get("/today").text
