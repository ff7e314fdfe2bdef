"""The offer's pages: nothing typed is lost, nobody approves what they did not see."""

import re

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from models.actions.offers import save_offer
from models.db import reading, transaction
from models.rules.words import Language, OfferState
from models.tables import Offer, Technology
from tests import factories as make
from tests.api.conftest import PDF, World
from tests.api.pages.officer.browsing import browser

TYPED = {
    "title": "Żel z błonnikiem",
    "short_summary": "Krótko.",
    "description": "Opis <b>żelu</b>.",
    "trl": "4",
    "ipr_status": "applied",
    "countries": "Niemcy, Czechia",
    "technology_keywords": "żel, błonnik",
    "key_figures.2.value": "20 min",
    "key_figures.2.label": "do wyniku",
    "partnerships.1.type": "research",
    "sdgs": ["3", "12"],
    "seen": "",
}
SECRET = "A nitrocellulose strip carries two capture lines and a gold conjugate."
"""Of the disclosure that the factories hand in."""


@pytest.fixture
def officer(world: World, app: Starlette) -> TestClient:
    return browser(app, world.cast.officer)


def newest(reference: str, language: Language) -> Offer:
    with reading() as session:
        technology = session.exec(select(Technology).where(Technology.reference == reference)).one()
        query = select(Offer).where(Offer.technology_id == technology.id, Offer.language == language)
        return session.exec(query.order_by(Offer.version.desc())).first()  # type: ignore[attr-defined,return-value]  # a column


def value_of(html: str, name: str) -> str:
    found = re.search(rf'name="{re.escape(name)}"[^>]*value="([^"]*)"', html)
    assert found is not None, name
    return found[1]


def test_what_is_typed_is_saved_row_by_row(world: World, officer: TestClient) -> None:
    path = f"/technologies/{world.offered}/offer/en"
    answer = officer.post(f"{path}?lang=pl", data=TYPED)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path[:-3]}?done=saved&lang=pl#en")
    offer = newest(world.offered, Language.ENGLISH)
    assert (offer.title, offer.countries, offer.sdgs, offer.technology_keywords) == (
        "Żel z błonnikiem",
        ["DE", "CZ"],
        [3, 12],
        ["żel", "błonnik"],
    )
    assert offer.key_figures == [{"value": "20 min", "label": "do wyniku", "compared_with": ""}]
    assert offer.partnerships == [{"type": "research", "why": "", "how": ""}]


def test_a_fault_stands_at_its_row_and_all_else_stays(world: World, officer: TestClient) -> None:
    path = f"/technologies/{world.offered}/offer/en"
    wrong = TYPED | {"key_figures.2.label": "", "title": "x" * 300, "trl": "12", "countries": "Niemcy, Atlantyda"}
    html = officer.post(path, data=wrong)
    assert html.status_code == 422
    for name in ("title", "trl", "countries", "key_figures.2.label"):
        assert f'id="w-{name}"' in html.text
    assert 'id="w-key_figures.0.label"' not in html.text
    assert value_of(html.text, "key_figures.2.value") == "20 min"
    assert value_of(html.text, "countries") == "Niemcy, Atlantyda"
    assert "Opis &lt;b&gt;żelu&lt;/b&gt;." in html.text
    assert 'value="12" checked' in html.text


def test_who_was_second_is_shown_what_the_first_wrote_and_keeps_their_own(world: World, officer: TestClient) -> None:
    path = f"/technologies/{world.offered}/offer/pl"
    with transaction() as session:
        technology = session.exec(select(Technology).where(Technology.reference == world.offered)).one()
        theirs = make.offer_form(Language.POLISH, problem="To napisał ktoś inny.")
        save_offer(session, technology.id, theirs, actor=world.cast.second_officer, now=make.NOW)
    mine = TYPED | {"seen": world.draft_digest, "problem": "To napisałem ja."}
    answer = officer.post(path, data=mine)
    assert answer.status_code == 409
    assert "To napisał ktoś inny." in answer.text
    assert "To napisałem ja." in answer.text
    again = mine | {"seen": value_of(answer.text, "seen")}
    assert officer.post(path, data=again).status_code == 303
    assert newest(world.offered, Language.POLISH).problem == "To napisałem ja."


def test_an_approval_is_of_the_text_that_was_seen(world: World, officer: TestClient) -> None:
    path = f"/technologies/{world.offered}/offer/pl/approval"
    answer = officer.post(path, data={"digest": "0" * 64})
    assert (answer.status_code, "read the present version first" in answer.text) == (409, True)
    assert officer.post(path, data={"digest": world.draft_digest}).status_code == 303
    assert newest(world.offered, Language.POLISH).state is OfferState.APPROVED


def test_a_passage_is_vouched_for_in_the_scan_in_which_it_was_seen(world: World, officer: TestClient) -> None:
    path = f"/technologies/{world.offered}/offer/en"
    officer.post(path, data=TYPED | {"description": SECRET})
    seen = newest(world.offered, Language.ENGLISH).checked_digest
    form = {"digest": seen, "place": "0", "reason": "It is in our leaflet."}
    assert officer.post(f"{path}/acceptance", data=form | {"place": "7"}).status_code == 404
    assert officer.post(f"{path}/acceptance", data=form | {"reason": " "}).status_code == 422
    assert officer.post(f"{path}/acceptance", data=form).status_code == 303
    assert [each["accepted"] for each in newest(world.offered, Language.ENGLISH).leaks] == ["It is in our leaflet."]
    officer.post(
        path, data=TYPED | {"description": f"{SECRET} More.", "seen": newest(world.offered, Language.ENGLISH).digest}
    )
    assert officer.post(f"{path}/acceptance", data=form).status_code == 409


def test_withdrawing_takes_the_published_version_even_behind_a_newer_draft(world: World, officer: TestClient) -> None:
    path = f"/technologies/{world.published}/offer/en"
    officer.post(path, data=TYPED | {"seen": newest(world.published, Language.ENGLISH).digest})
    assert officer.post(f"{path}/withdrawal", data={"reason": " "}).status_code == 422
    assert officer.post(f"{path}/withdrawal", data={"reason": "Sold."}).status_code == 303
    assert officer.post(f"{path}/withdrawal", data={"reason": "Sold."}).status_code == 409
    with reading() as session:
        assert session.get_one(Offer, world.offer_id).state is OfferState.WITHDRAWN


def test_the_brief_is_that_of_the_case_in_the_address(world: World, officer: TestClient) -> None:
    own = f"/technologies/{world.published}/offer/briefs/{world.brief_id}.pdf"
    assert officer.get(own).content == PDF
    assert officer.get(own.replace(world.published, world.offered)).status_code == 404


def test_the_second_language_starts_from_the_first(world: World, officer: TestClient) -> None:
    html = officer.get(f"/technologies/{world.offered}/offer/en").text
    assert value_of(html, "trl") == "4"
    assert value_of(html, "key_figures.0.value") == "20 min"
    assert '<p class="text" lang="pl">Laboratories need 48 hours to report resistance.</p>' in html


def test_the_first_starts_from_what_was_written_for_the_public(world: World, officer: TestClient) -> None:
    html = officer.get(f"/technologies/{world.fresh}/offer/en").text
    assert "A strip test that detects resistance enzymes in urine within twenty minutes.</textarea>" in html
    assert "boronic ester" not in html
