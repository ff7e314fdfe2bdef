"""The interest profile: kept as a whole, and scored against the published offers at once."""

import re

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from api.pages.countries import code_of
from flows.partnering import find
from models.db import reading
from models.queries.matching import prospects
from models.tables import Contact, InterestProfile, Match
from tests.api.conftest import World
from tests.api.pages.business.conftest import Deal, actor_of

PROFILE = {
    "value_chain": "health",
    "fields_of_interest": ["diagnostics", "cosmetics"],
    "keywords": "Żel, urine\nlateral flow",
    "trl_min": "2",
    "trl_max": "6",
    "countries": "Polska, Czechia, de",
    "partnerships": ["commercial"],
}


def profile(world: World) -> InterestProfile:
    with reading() as session:
        partner_id = session.get_one(Contact, world.contact_id).partner_id
        return session.exec(select(InterestProfile).where(InterestProfile.partner_id == partner_id)).one()


def best(page: str) -> int:
    found = re.search(r'<p class="points"><strong>(\d+)</strong>', page)
    assert found is not None
    return int(found[1])


def test_a_profile_is_kept_as_typed(world: World, guest: TestClient) -> None:
    answer = guest.post("/interests", data=PROFILE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/interests?done=saved#found")
    kept = profile(world)
    assert (kept.value_chain, kept.fields) == ("health", ["diagnostics", "cosmetics"])
    assert kept.keywords == ["Żel", "urine", "lateral flow"]
    assert (kept.trl_min, kept.trl_max, kept.countries) == (2, 6, ["PL", "CZ", "DE"])
    assert 'value="Poland, Czechia, Germany"' in guest.get("/interests").text


def test_a_change_shows_its_effect_at_once(world: World, guest: TestClient) -> None:
    before = best(guest.get("/interests").text)
    guest.post("/interests", data=PROFILE | {"fields_of_interest": [], "trl_min": "8", "trl_max": "9"})
    page = guest.get("/interests").text
    assert best(page) < before
    assert "TRL 4 is outside 8 to 9." in page


def test_the_page_scores_as_the_flow_does(world: World, deal: Deal) -> None:
    with reading() as session:
        partner_id = session.get_one(Contact, world.contact_id).partner_id
        found = find(session, [deal.technology_id])[deal.technology_id]
        (seen,) = prospects(session, actor_of(world.contact_id))
        assert session.exec(select(Match)).all() == []
    (matched,) = [each for each in found if each.partner_id == partner_id]
    assert (seen.score.total, [part.as_dict() for part in seen.score.parts]) == (matched.score, matched.parts)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"trl_min": "7"}, "The lower level must not be above the upper one."),
        ({"countries": "Atlantis"}, "We do not know this country: Atlantis"),
        ({"keywords": "a" * 300}, "At most"),
        ({"trl_max": "12"}, "This must be at most 9."),
        ({"value_chain": "war"}, "Choose one of the answers."),
    ],
    ids=str,
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    world: World, guest: TestClient, changed: dict[str, str], said: str
) -> None:
    before = profile(world).keywords
    answer = guest.post("/interests", data=PROFILE | changed)
    assert answer.status_code == 422
    assert said in answer.text
    assert "lateral flow" in answer.text or "keywords" in changed
    assert profile(world).keywords == before


def test_countries_are_known_in_both_languages_and_without_marks() -> None:
    assert [code_of(name) for name in ("Włochy", "wlochy", "ITALY", "it", "Nowhere")] == [
        "IT",
        "IT",
        "IT",
        "IT",
        "Nowhere",
    ]
