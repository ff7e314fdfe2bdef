"""Who compares what anybody may read learns of an anonymous offer neither whose it is nor which of a series."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import Session
from starlette.testclient import TestClient

from flows.letters import deliveries, message
from models.db import reading, transaction
from models.indexing import described
from models.queries.catalogue import published_offers
from models.rules.words import Searched
from models.tables import Delivery, Offer, Technology
from reports import briefs
from reports.contents import brief_contents
from tests.api.conftest import API, World, path_of, publish
from tests.factories import NOW
from tests.outward import in_pdf


@pytest.fixture
def series(world: World) -> tuple[Offer, Delivery]:
    """An institution's third of five offers, which alone is anonymous."""
    with transaction() as session:
        made = [publish(session, world.cast, anonymous=number == 2) for number in range(5)]
    return made[2]


def technology_of(session: Session, offer: Offer) -> Technology:
    return session.get_one(Technology, offer.technology_id)


def everything_about(client: TestClient, path: str) -> dict[str, str]:
    """What is answered at the addresses of one offer, headers included."""
    places = (path, f"{path}?lang=pl", f"{path}/brief.pdf", f"{path}/card.png", f"{API}{path}")
    return {place: f"{answer.headers}{answer.text}" for place in places if (answer := client.get(place))}


def test_neither_number_nor_row_stands_in_what_strangers_read(
    series: tuple[Offer, Delivery], client: TestClient
) -> None:
    offer = series[0]
    with reading() as session:
        technology = technology_of(session, offer)
    number = technology.reference.partition("-")[2]
    said = everything_about(client, path_of(offer))
    for place in ("/", "/offers.atom", "/offers.csv", f"{API}/offers"):
        said[place] = client.get(place).text
    book = CalamineWorkbook.from_filelike(BytesIO(client.get("/offers.xlsx").content))
    said["/offers.xlsx"] = str(book.get_sheet_by_index(0).to_python())
    assert {place for place, text in said.items() if number in text or technology.reference in text} == set()
    assert {place for place, text in said.items() if f"anonymous-{technology.id}/" in text} == set()
    named = [place for place, text in said.items() if technology.alias in text or technology.alias.lower() in text]
    assert named == [place for place in said if not place.endswith("card.png")]


def test_neither_stands_in_the_brief_its_data_or_the_email(series: tuple[Offer, Delivery]) -> None:
    offer, delivery = series
    with reading() as session:
        technology = technology_of(session, offer)
        content = brief_contents(session, [session.get_one(Offer, offer.id)])[offer.id]
        letter = deliveries(session, [delivery.id], now=NOW)[delivery.id]
    number = technology.reference.partition("-")[2]
    said = [in_pdf(briefs.render(content)), str(message(letter, now=NOW)), str(content)]
    assert [number in text or technology.reference in text for text in said] == [False] * 3
    assert [technology.alias in text for text in said] == [True] * 3


def test_the_search_entry_holds_neither(series: tuple[Offer, Delivery]) -> None:
    with reading() as session:
        technology = technology_of(session, series[0])
        heading, text = described(session, Searched.OFFER, [series[0].id])[series[0].id].texts()
    assert not set(technology.reference.lower().split("-")) & {*heading.split(), *text.split()}
    assert set(technology.alias.lower().split("-")) < set(heading.split())


def test_the_key_is_read_in_capitals_too(series: tuple[Offer, Delivery], client: TestClient) -> None:
    with reading() as session:
        alias = technology_of(session, series[0]).alias
    for way in ("", API):
        assert client.get(f"{way}/offers/Anonymous-{alias}/en").status_code == 200
    assert client.get(f"{API}/offers/Anonymous-{alias}/en").json() == client.get(f"{API}{path_of(series[0])}").json()


def test_who_guesses_learns_nothing(series: tuple[Offer, Delivery], client: TestClient) -> None:
    """The old address by the technology's id, its number, its reference, and the alias of a named offer."""
    with reading() as session:
        technology = technology_of(session, series[0])
        named = next(each for each in published_offers(session, today=NOW.date()) if not each.offer.anonymous)
    missing = client.get("/offers/anonymous-999999/en")
    assert missing.status_code == 404
    for key in (
        f"anonymous-{technology.id}",
        f"anonymous-{technology.reference.partition('-')[2]}",
        technology.reference,
        technology.alias,
        f"anonymous-{named.technology.alias.lower()}",
    ):
        answer = client.get(f"/offers/{key}/en")
        assert (answer.status_code, answer.text.replace(key, "anonymous-999999")) == (404, missing.text)
