"""The Atom feed, read as strictly as RFC 4287 says."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from models.actions.publishing import publish_offers, withdraw_offer
from models.db import transaction
from models.rules.words import Language
from models.tables import Offer, Technology
from tests import factories
from tests.api.conftest import World, publish

ATOM = "{http://www.w3.org/2005/Atom}"
YEAR = timedelta(days=365)
BASE = "http://127.0.0.1:8000"


def parsed(client: TestClient, language: str) -> ET.Element:
    answer = client.get(f"/offers.atom?language={language}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/atom+xml"
    assert answer.content.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    return ET.fromstring(answer.content)


def text(element: ET.Element, name: str) -> str:
    """Of the one child of that name."""
    (found,) = element.findall(ATOM + name)
    return found.text or ""


def check(element: ET.Element) -> None:
    """What RFC 4287 demands of a feed and of an entry: one id, one title, one updated; an author with a name."""
    assert text(element, "id").startswith(f"{BASE}/offers")
    assert text(element, "title")
    assert datetime.fromisoformat(text(element, "updated")).tzinfo is not None
    assert text(element.findall(f"{ATOM}author")[0], "name")
    links = [link.attrib for link in element.findall(f"{ATOM}link")]
    alternates = [(link.get("type"), link.get("hreflang")) for link in links if link["rel"] == "alternate"]
    assert len(alternates) == len(set(alternates)) == 1
    assert all(link["href"].startswith(f"{BASE}/") for link in links)


def test_the_feed_and_its_entries_have_what_the_standard_demands(shared: World, shared_client: TestClient) -> None:
    feed = parsed(shared_client, "en")
    assert feed.tag == f"{ATOM}feed"
    assert feed.attrib == {"{http://www.w3.org/XML/1998/namespace}lang": "en"}
    check(feed)
    own = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own == [f"{BASE}/offers.atom?language=en"] == [text(feed, "id")]
    entries = feed.findall(f"{ATOM}entry")
    assert len({text(entry, "id") for entry in entries}) == len(entries) == 1
    for entry in entries:
        check(entry)
        assert text(entry, "summary")
    assert text(entries[0], "id") == f"{BASE}/offers/{shared.published}/en"
    assert text(entries[0], "updated") == text(feed, "updated") == factories.NOW.isoformat()
    (enclosure,) = [link for link in entries[0].findall(f"{ATOM}link") if link.get("rel") == "enclosure"]
    assert shared_client.get(enclosure.attrib["href"]).status_code == 200


def test_each_language_has_its_own(world: World, client: TestClient) -> None:
    assert parsed(client, "pl").findall(f"{ATOM}entry") == []
    check(parsed(client, "pl"))
    with transaction() as session:
        publish(session, world.cast, title="Żel z owodni", language=Language.POLISH)
    (entry,) = parsed(client, "pl").findall(f"{ATOM}entry")
    assert text(entry, "title") == "Żel z owodni"
    assert len(parsed(client, "en").findall(f"{ATOM}entry")) == 1


def test_text_from_people_is_text(world: World, client: TestClient) -> None:
    with transaction() as session:
        publish(session, world.cast, title="<b>&amp; a \x0b control</b>]]>", short_summary="A \x0b control &amp; <i>")
    entry = parsed(client, "en").findall(f"{ATOM}entry")[0]
    assert text(entry, "title") == "<b>&amp; a control</b>]]>"
    assert text(entry, "summary") == "A  control &amp; <i>"


def test_an_anonymous_offer_is_the_networks(world: World, client: TestClient) -> None:
    with transaction() as session:
        publish(session, world.cast, anonymous=True)
    entry = parsed(client, "en").findall(f"{ATOM}entry")[0]
    said = ET.tostring(entry, encoding="unicode")
    for name in (world.cast.institution.code, world.cast.institution.name_en):
        assert name not in said
    assert text(entry.findall(f"{ATOM}author")[0], "name") == "Klaster LifeScience Krakow"


def test_who_has_it_is_told_so_until_it_changes(world: World, client: TestClient) -> None:
    url = "/offers.atom?language=en"
    answer = client.get(url)
    assert answer.headers["cache-control"] == "public, no-cache"
    kept = {"If-None-Match": answer.headers["etag"]}
    assert client.get(url, headers=kept).status_code == 304
    with transaction() as session:
        withdraw_offer(session, world.offer_id, actor=world.cast.officer, now=factories.NOW, reason="Sold.")
    assert client.get(url, headers=kept).status_code == 200


def test_a_withdrawn_offer_leaves_it(world: World, client: TestClient) -> None:
    with transaction() as session:
        withdraw_offer(session, world.offer_id, actor=world.cast.officer, now=factories.NOW, reason="Sold.")
    assert parsed(client, "en").findall(f"{ATOM}entry") == []


@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_pages_name_it(language: str, shared: World, shared_client: TestClient) -> None:
    html = shared_client.get("/").text
    assert f'type="application/atom+xml" hreflang="{language}"' in html
    assert f'href="{BASE}/offers.atom?language={language}"' in html


def test_a_choice_has_a_feed_of_its_own_with_an_identity_of_its_own(shared: World, shared_client: TestClient) -> None:
    """Whatever order the address has its parameters in."""
    one = shared_client.get("/offers.atom?field=diagnostics&language=en&q=strip").content
    other = shared_client.get("/offers.atom?q=strip&language=en&field=diagnostics").content
    assert one == other
    feed = ET.fromstring(one)
    check(feed)
    assert text(feed, "id") == f"{BASE}/offers.atom?language=en&value_chain=health&field=diagnostics&q=strip"
    assert text(feed, "title").endswith(", Medical diagnostics, strip")
    assert len(feed.findall(f"{ATOM}entry")) == 1
    polish = ET.fromstring(shared_client.get("/offers.atom?field=cosmetics&language=pl").content)
    assert (text(polish, "title").rpartition(", ")[2], polish.findall(f"{ATOM}entry")) == ("Kosmetyki", [])


def test_an_entry_keeps_its_id_when_a_new_version_is_published(world: World, client: TestClient) -> None:
    before = parsed(client, "en").findall(f"{ATOM}entry")[0]
    later = datetime.now(UTC)
    with transaction() as session:
        offer = session.get_one(Offer, world.offer_id)
        technology = session.get_one(Technology, offer.technology_id)
        newer = factories.briefed_offer(session, world.cast, technology, title="A better strip")
        publish_offers(session, technology, now=later)
        assert newer.version == 2
    (after,) = parsed(client, "en").findall(f"{ATOM}entry")
    assert text(after, "id") == text(before, "id")
    assert datetime.fromisoformat(text(after, "updated")) > datetime.fromisoformat(text(before, "updated"))
    assert text(after, "title") == "A better strip"


def test_the_last_published_comes_first(world: World, client: TestClient) -> None:
    with transaction() as session:
        publish(session, world.cast, title="Drawn up later, published before")[0].published_at = factories.NOW - YEAR
    titles = [text(entry, "title") for entry in parsed(client, "en").findall(f"{ATOM}entry")]
    assert len(titles) == 2
    assert titles[1] == "Drawn up later, published before"
