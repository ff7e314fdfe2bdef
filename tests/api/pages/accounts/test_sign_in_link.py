"""Signing in by e-mail: asked for by anybody, alike for everybody, and used once by a press of the button."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select
from starlette.testclient import TestClient

from api.app import create_app
from api.throttle import LINKS_PER_ACCOUNT
from flows.letters import letters
from models.actions.accounts import Browser, begin_contact_session
from models.actions.sign_in_links import send_link_to_contact
from models.db import reading, transaction
from models.links import brief_link, invitation_link, sign_in_link, stop_link
from models.rules.words import NoticeKind, WorkKind
from models.settings import settings
from models.tables import BrowserSession, Contact, Notice, SignInLink
from tests import factories as make

NOW = datetime.now(UTC)


@pytest.fixture
def contact(database_url: str) -> Contact:
    with transaction() as session:
        partner = make.partner(session, make.cast(session))
        found = session.exec(select(Contact).where(Contact.partner_id == partner.id)).one()
        found.email = "Greta@Partner.example.org"
        return found


@pytest.fixture
def browser(database_url: str) -> Iterator[TestClient]:
    """With an application, hence counts of requests, of its own."""
    headers = {"sec-fetch-site": "same-origin", "accept-language": "en"}
    with TestClient(create_app(), base_url="http://127.0.0.1:8000", headers=headers, follow_redirects=False) as client:
        yield client


def link_for(contact: Contact, *, now: datetime | None = None, target: str = "") -> str:
    with transaction() as session:
        return sign_in_link(send_link_to_contact(session, contact.id, now=now or datetime.now(UTC), target=target).id)


def sessions_of(contact: Contact) -> int:
    with reading() as session:
        return len(session.exec(select(BrowserSession.id).where(BrowserSession.contact_id == contact.id)).all())


def queued() -> list[Notice]:
    with reading() as session:
        return list(session.exec(select(Notice).where(Notice.kind == NoticeKind.SIGN_IN_LINK).order_by(col(Notice.id))))


def test_known_and_unknown_addresses_are_answered_alike(browser: TestClient, contact: Contact) -> None:
    answers = [
        browser.post("/sign-in/link", data={"email": email})
        for email in ("greta@partner.example.org", "nobody@example.org")
    ]
    assert len({(each.status_code, each.text, each.headers["location"]) for each in answers}) == 1
    assert "If we know the address" in browser.get(answers[0].headers["location"]).text
    assert [notice.contact_id for notice in queued()] == [contact.id]


def test_the_e_mail_leads_to_a_button_and_the_button_signs_in(browser: TestClient, contact: Contact) -> None:
    browser.post("/sign-in/link", data={"email": contact.email, "next": "/interests"})
    (notice,) = queued()
    with reading() as session:
        letter = letters(session, WorkKind.SEND_NOTICE, [notice.id], now=NOW)[notice.id]
    link = str(letter.values["link"]).removeprefix(settings().base_url)
    assert link.endswith("?next=%2Finterests")
    for _ in range(2):  # a scanner that follows links uses nothing up
        page = browser.get(link)
        assert "Welcome, Greta Weiß" in page.text
    assert sessions_of(contact) == 0
    answer = browser.post(link.partition("?")[0], data={"next": "/interests"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/interests")
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "Our interests" in browser.get("/interests").text


def test_it_works_once(browser: TestClient, contact: Contact) -> None:
    link = link_for(contact)
    assert browser.post(link).status_code == 303
    for answer in (browser.post(link), browser.get(link)):
        assert answer.status_code == 410
        assert "This link is used up" in answer.text
        assert "Ten odnośnik jest już wykorzystany" in answer.text
    assert sessions_of(contact) == 1


def test_it_is_over_after_half_an_hour(browser: TestClient, contact: Contact) -> None:
    link = link_for(contact, now=datetime.now(UTC) - timedelta(minutes=30))
    assert browser.get(link).status_code == 410
    assert browser.post(link).status_code == 410
    assert sessions_of(contact) == 0


def test_no_token_of_one_kind_opens_another(browser: TestClient, contact: Contact) -> None:
    made = link_for(contact)
    number = 1
    tokens = {
        "/sign-in/link/": made.rpartition("/")[2],
        "/b/": brief_link(number).rpartition("/")[2],
        "/u/": stop_link(number).rpartition("/")[2],
        "/invitation/": invitation_link(number).rpartition("/")[2],
    }
    for path in tokens:
        for other, token in tokens.items():
            if path != other:
                assert (path, other, browser.get(path + token).status_code) == (path, other, 404)
                assert (path, other, browser.post(path + token).status_code) == (path, other, 404)
    assert sessions_of(contact) == 0


def test_a_session_brought_along_is_ended_and_never_taken_over(browser: TestClient, contact: Contact) -> None:
    with transaction() as session:
        old = begin_contact_session(session, contact.id, Browser(), now=datetime.now(UTC))
    browser.cookies.set("helix", old)
    fresh = browser.post(link_for(contact)).cookies["helix"]
    assert fresh != old
    browser.cookies.clear()
    browser.cookies.set("helix", old)
    assert browser.get("/inbox").headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"])
def test_it_never_leads_to_another_site(browser: TestClient, contact: Contact, target: str) -> None:
    browser.post("/sign-in/link", data={"email": contact.email, "next": target})
    assert queued()[0].facts["target"] == ""
    assert browser.post(link_for(contact), data={"next": target}).headers["location"] == "/desk"


def test_asking_too_often_is_refused_whether_or_not_the_address_is_known(browser: TestClient, contact: Contact) -> None:
    for email in (contact.email, "nobody@example.org"):
        answers = [browser.post("/sign-in/link", data={"email": email}) for _ in range(LINKS_PER_ACCOUNT + 1)]
        assert [each.status_code for each in answers] == [303] * LINKS_PER_ACCOUNT + [429]
        assert "There were many requests." in answers[-1].text
        assert int(answers[-1].headers["retry-after"]) > 0
    assert len(queued()) == LINKS_PER_ACCOUNT


@pytest.mark.parametrize("email", ["", "  ", "greta"])
def test_what_is_no_address_is_asked_for_again(browser: TestClient, email: str) -> None:
    answer = browser.post("/sign-in/link", data={"email": email})
    assert answer.status_code == 422
    assert "Give your e-mail address." in answer.text


def test_signing_out_everywhere_ends_links_on_their_way(browser: TestClient, contact: Contact) -> None:
    waiting = link_for(contact)
    browser.post(link_for(contact))
    browser.post("/inbox/account/sign-out")
    assert browser.post(waiting).status_code == 410


def test_one_address_at_two_businesses_gets_a_link_for_each(browser: TestClient, contact: Contact) -> None:
    with transaction() as session:
        values = contact.model_dump(exclude={"id", "partner_id"})
        other = make.partner(session, make.cast(session))
        session.add(Contact(**values, partner_id=other.id))
    browser.post("/sign-in/link", data={"email": contact.email})
    assert len({notice.contact_id for notice in queued()}) == 2


def test_the_brief_links_page_sends_it_to_the_contact_and_signs_nobody_in(world, client) -> None:
    answer = client.post(f"{world.link}/sign-in", data={"next": "/ndas/3"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{world.link}?done=link")
    assert "set-cookie" not in answer.headers
    (notice,) = queued()
    assert (notice.contact_id, notice.facts["target"]) == (world.contact_id, "/ndas/3")
    for _ in range(LINKS_PER_ACCOUNT):
        answer = client.post(f"{world.link}/sign-in", follow_redirects=False)
    assert answer.headers["location"] == f"{world.link}?done=later"
    with reading() as session:
        assert len(session.exec(select(SignInLink)).all()) == LINKS_PER_ACCOUNT
