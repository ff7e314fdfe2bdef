"""JSON-LD as schema.org defines it: types with properties that they have, whole addresses, dates as ISO has them."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from starlette.testclient import TestClient

from models.db import transaction
from models.tables import Technology
from tests.api.conftest import World, path_of, publish

PROPERTIES = {
    "WebPage": {"name", "description", "inLanguage", "url", "isPartOf", "mainEntity"},
    "WebSite": {"name", "url"},
    "Offer": {
        "url", "itemOffered", "offeredBy", "availability", "eligibleRegion", "validFrom", "validThrough",
    },
    "Product": {"name", "description", "productID", "url", "image", "category", "keywords"},
    "Organization": {"name", "url"},
    "Country": {"name"},
}  # fmt: skip
"""Of those that schema.org gives each type, what we use."""
NEEDED = {
    "WebPage": {"name", "url", "mainEntity"},
    "WebSite": {"name", "url"},
    "Offer": {"url", "itemOffered", "offeredBy", "availability"},
    "Product": {"name", "description", "url", "image"},
    "Organization": {"name"},
    "Country": {"name"},
}


def data_of(client: TestClient, path: str) -> dict[str, Any]:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text, re.DOTALL)
    data: dict[str, Any] = json.loads(found)
    return data


def things(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from things(each)
    elif isinstance(value, list):
        for each in value:
            yield from things(each)


def check(data: dict[str, Any]) -> None:
    assert data["@context"] == "https://schema.org"
    for thing in things(data):
        kind, said = thing["@type"], set(thing) - {"@type", "@context"}
        assert said <= PROPERTIES[kind], kind
        assert said >= NEEDED[kind], kind
        for name in said & {"url", "image", "availability"}:
            assert re.match(r"https?://[^\s]+$", thing[name])
        for name in said & {"validFrom", "validThrough"}:
            date.fromisoformat(thing[name])
        assert all(value for value in thing.values())


def test_a_page_is_described_as_the_vocabulary_has_it(shared: World, shared_client: TestClient) -> None:
    data = data_of(shared_client, f"/offers/{shared.published}/en")
    check(data)
    picture = data["mainEntity"]["itemOffered"]["image"]
    assert shared_client.get(picture).headers["content-type"] == "image/png"


def test_so_is_one_with_everything_and_an_anonymous_one(world: World, client: TestClient) -> None:
    with transaction() as session:
        full, _ = publish(session, world.cast, countries=["DE", "FR"], technology_keywords=["żel & <b>"])
        hidden, _ = publish(session, world.cast, anonymous=True)
        reference = session.get_one(Technology, full.technology_id).reference
    check(data_of(client, f"/offers/{reference}/en"))
    anonymous = data_of(client, path_of(hidden))
    check(anonymous)
    assert world.cast.institution.name_en not in json.dumps(anonymous, ensure_ascii=False)
    assert world.cast.institution.code not in json.dumps(anonymous, ensure_ascii=False)
