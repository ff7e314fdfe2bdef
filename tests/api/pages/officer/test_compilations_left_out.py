"""What the page of catalogues says of public offers that no new file takes in."""

import pytest
from starlette.applications import Starlette

from models.db import transaction
from models.tables import Offer, Technology
from tests.api.conftest import World
from tests.api.pages.officer.browsing import browser
from tests.factories import NOW


@pytest.fixture
def reference(world: World) -> str:
    """Of the case whose public offer was found to say what is confidential."""
    with transaction() as session:
        offer = session.get_one(Offer, world.offer_id)
        offer.alarmed_at = NOW
        session.add(offer)
        return session.get_one(Technology, offer.technology_id).reference


def test_an_offer_that_is_left_out_is_named_with_the_reason(world: World, app: Starlette, reference: str) -> None:
    page = browser(app, world.cast.officer).get("/compilations?lang=en").text
    assert "Left out for now" in page
    assert f'<a href="/technologies/{reference}/offer?lang=en">{reference}</a>' in page
    assert "English. Found on 23 November 2026." in page
    polish = browser(app, world.cast.coordinator).get("/compilations?lang=pl").text
    assert "Na razie pominięte" in polish
    assert f'<div class="what">{reference}</div>' in polish
    assert "Wykryto 23 listopada 2026." in polish


def test_where_all_that_fits_is_left_out_the_answer_says_so(world: World, app: Starlette, reference: str) -> None:
    asked = {"kind": "catalogue", "language": "en", "grouping": "field", "entry_size": "page", "references": reference}
    answer = browser(app, world.cast.officer).post("/compilations", data=asked)
    assert answer.status_code == 422
    assert "decide upon these places first" in answer.text


def test_where_nothing_is_left_out_nothing_is_said_of_it(world: World, app: Starlette) -> None:
    page = browser(app, world.cast.officer).get("/compilations?lang=en").text
    assert "Left out for now" not in page
    assert "Have another one made" in page
