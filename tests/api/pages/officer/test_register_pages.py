"""The register of partners, and the work queue, in the browser."""

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.pages.officer.partners import PER_PAGE
from models.db import reading, transaction
from models.rules.words import DispatchState, WorkKind, WorkState
from models.tables import Contact, Delivery, InterestProfile, Partner, Work
from tests import factories as make
from tests.api.conftest import World
from tests.api.pages.officer.browsing import browser

PARTNER = {"name": "Łódzkie Testy", "country": "Polska", "size": "big", "website": "https://testy.example"}


@pytest.fixture
def officer(world: World, app: Starlette) -> TestClient:
    return browser(app, world.cast.officer)


def test_a_partner_is_registered_once(world: World, officer: TestClient) -> None:
    answer = officer.post("/partners", data=PARTNER)
    page = officer.get(answer.headers["location"]).text
    assert '<a href="https://testy.example"' in page
    with reading() as session:
        assert session.exec(select(Partner.country).where(Partner.name == "Łódzkie Testy")).one() == "PL"
    twin = officer.post("/partners", data=PARTNER | {"name": "lodzkie testy"})
    assert (twin.status_code, 'value="lodzkie testy"' in twin.text) == (409, True)
    assert 'id="w-country"' in officer.post("/partners", data=PARTNER | {"country": "Atlantyda"}).text


@pytest.mark.parametrize("website", ["javascript:alert(1)", "data:text/html,x", "ftp://testy.example", "testy.example"])
def test_a_website_is_a_web_address(world: World, officer: TestClient, website: str) -> None:
    for path in ("/partners", f"/partners/{world.partner_id}/edit"):
        answer = officer.post(path, data=PARTNER | {"website": website})
        assert (answer.status_code, f'value="{website}"' in answer.text) == (422, True)
        assert "give an address that begins with https:// or http://" in answer.text
    with reading() as session:
        assert website not in session.exec(select(Partner.website)).all()


def test_a_website_from_before_that_is_none_is_no_link(world: World, officer: TestClient) -> None:
    with transaction() as session:
        partner = session.get_one(Partner, world.partner_id)
        partner.website = "javascript:alert(1)"
        session.add(partner)
    page = officer.get(f"/partners/{world.partner_id}").text
    assert "javascript:alert(1)" in page
    assert 'href="javascript' not in page


def test_the_register_is_searched_without_polish_letters_and_leafed_through(world: World, officer: TestClient) -> None:
    names = [f"Łódź {n:02}" for n in range(PER_PAGE + 1)]
    with transaction() as session:
        for name in names:
            make.partner(session, world.cast, name=name)
    first = officer.get("/partners", params={"q": "LODZ"}).text
    assert [name in first for name in names] == [True] * PER_PAGE + [False]
    assert 'href="/partners?q=LODZ&amp;after=lodz+49"' in first
    second = officer.get("/partners", params={"q": "LODZ", "after": "lodz 49"}).text
    assert [name in second for name in names] == [False] * PER_PAGE + [True]
    assert "No partner has such a name." in officer.get("/partners", params={"q": "Łodzianka"}).text


def test_a_contact_is_added_with_consent_and_its_source(world: World, officer: TestClient) -> None:
    path = f"/partners/{world.partner_id}/contacts/new"
    form = {"name": "Jan Żak", "email": "jan@example.org", "language": "pl", "consent_on": "2026-11-20"}
    assert 'id="w-consent_source"' in officer.post(path, data=form).text
    assert 'id="w-email"' in officer.post(path, data=form | {"email": "jan"}).text
    assert officer.post(path, data=form | {"consent_source": "Targi"}).status_code == 303
    assert officer.post(path, data=form | {"consent_source": "Targi"}).status_code == 409


def test_stopping_is_at_once_and_only_at_the_contacts_own_partner(world: World, officer: TestClient) -> None:
    with transaction() as session:
        other = make.partner(session, world.cast)
    assert officer.post(f"/partners/{other.id}/contacts/{world.contact_id}/stop").status_code == 404
    assert officer.post(f"/partners/{world.partner_id}/contacts/{world.contact_id}/stop").status_code == 303
    with reading() as session:
        assert session.get_one(Contact, world.contact_id).stopped_at is not None


def test_a_profile_is_read_as_it_was_typed(world: World, officer: TestClient) -> None:
    path = f"/partners/{world.partner_id}/profile"
    form: dict[str, str | list[str]] = {
        "fields_of_interest": ["cosmetics", "agriculture"],
        "keywords": "żel, kolagen",
        "trl_min": "6",
        "trl_max": "3",
        "countries": "Czechia; Polska",
    }
    wrong = officer.post(path, data=form)
    assert ('id="w-trl_max"' in wrong.text, 'id="w-countries"' in wrong.text) == (False, True)
    form["countries"] = "Czechia, Polska"
    assert 'id="w-trl_max"' in officer.post(path, data=form).text
    assert officer.post(path, data=form | {"trl_max": "9"}).status_code == 303
    with reading() as session:
        query = select(InterestProfile).where(InterestProfile.partner_id == world.partner_id)
        profile = session.exec(query).one()
    assert (profile.fields, profile.countries, profile.value_chain) == (
        ["cosmetics", "agriculture"],
        ["CZ", "PL"],
        None,
    )


def test_other_institutions_are_not_told_what_a_partner_was_sent(world: World, app: Starlette) -> None:
    path = f"/partners/{world.partner_id}"
    assert world.published in browser(app, world.cast.officer).get(path).text
    for who in (world.cast.stranger, world.cast.coordinator, world.cast.administrator):
        assert world.published not in browser(app, who).get(path).text


def park(world: World) -> int:
    """A delivery in doubt, and a piece of work put aside; its id."""
    with transaction() as session:
        delivery = session.get_one(Delivery, world.delivery_id)
        delivery.state, delivery.sending_at = DispatchState.PARKED, make.NOW
        work = session.exec(select(Work).where(Work.kind == WorkKind.MATCH_PARTNERS)).first()
        assert work is not None
        work.state, work.error = WorkState.PARKED, "<NotSent>"
        session.add_all((delivery, work))
        return work.id


def test_the_queue_names_the_case_to_its_own_office_alone(world: World, app: Starlette) -> None:
    park(world)
    own = browser(app, world.cast.officer).get("/work").text
    assert world.published in own
    assert "&lt;NotSent&gt;" in own
    theirs = browser(app, world.cast.stranger).get("/work").text
    assert "Match partners" in theirs
    assert (world.published in theirs, "greta" in theirs) == (False, False)


def test_a_second_try_of_the_same_is_told_and_not_done(world: World, officer: TestClient) -> None:
    number = park(world)
    answers = [officer.post(f"/work/{number}/retry") for _ in range(2)]
    assert [each.status_code for each in answers] == [303, 409]
    all_again = officer.post("/work/kinds/match_partners/retry")
    assert all_again.headers["location"] == "/work?done=all&n=0"


def test_an_e_mail_in_doubt_is_sent_again_by_those_who_see_it(world: World, app: Starlette) -> None:
    park(world)
    path = f"/work/mail/send_delivery/{world.delivery_id}/resend"
    assert browser(app, world.cast.stranger).post(path).status_code == 404
    assert browser(app, world.cast.officer).post(path.replace("send_delivery", "render_brief")).status_code == 404
    assert [browser(app, world.cast.officer).post(path).status_code for _ in range(2)] == [303, 404]
    with reading() as session:
        assert session.get_one(Delivery, world.delivery_id).state is DispatchState.QUEUED
