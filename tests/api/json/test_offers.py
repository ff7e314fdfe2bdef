"""Offers over HTTP: what the world sees, and how a version becomes what the world sees."""

from typing import Any

from sqlmodel import select
from starlette.testclient import TestClient

from models.actions.attachments import add_attachment
from models.actions.publishing import withdraw_offer
from models.db import transaction
from models.files import keep
from models.rules.words import Language
from models.settings import settings
from models.tables import Technology
from tests.api.conftest import API, PDF, World, path_of, publish
from tests.factories import NOW, offer_form


def test_published_offers_are_listed_for_everybody(shared: World, shared_client: TestClient) -> None:
    page = shared_client.get(f"{API}/offers").json()
    assert [(each["key"], each["language"], each["trl"], each["development_stage"]) for each in page["items"]] == [
        (shared.published, "en", 4, "lab_tested")
    ]
    assert page["next"] is None
    assert shared_client.get(f"{API}/offers", params={"language": "pl"}).json()["items"] == []


def test_pages_of_offers_follow_each_other(world: World, client: TestClient) -> None:
    with transaction() as session:
        newer, _ = publish(session, world.cast)
    first = client.get(f"{API}/offers", params={"limit": 1}).json()
    second = client.get(f"{API}/offers", params={"limit": 1, "after": first["next"]}).json()
    assert first["next"] == newer.id
    assert [each["key"] for each in second["items"]] == [world.published]
    assert second["next"] is None


def test_an_anonymous_offer_names_its_institution_nowhere(world: World, client: TestClient) -> None:
    institution = world.cast.institution
    with transaction() as session:
        offer, _ = publish(session, world.cast, anonymous=True)
    answer = client.get(f"{API}{path_of(offer)}")
    assert (answer.status_code, answer.json()["institution"]) == (200, None)
    assert (answer.json()["area"], answer.json()["country"]) == ("R&D", "PL")
    for name in (institution.code, institution.name_en, institution.name_pl, institution.email):
        assert name not in answer.text


def test_an_anonymous_offer_does_not_answer_to_its_reference(world: World, client: TestClient) -> None:
    with transaction() as session:
        offer, _ = publish(session, world.cast, anonymous=True)
    cases = client.get(f"{API}/technologies", params={"stage": "partnering"}, headers=world.bearer("officer")).json()
    reference, alias = cases["items"][0]["reference"], cases["items"][0]["alias"]
    assert client.get(f"{API}/offers/{reference}/en").status_code == 404
    brief = client.get(f"{API}{path_of(offer)}").json()["brief"]
    name = client.get(f"{API}/briefs/{brief['id']}").headers["content-disposition"]
    assert name == f"inline; filename*=UTF-8''{alias}-en.pdf"


def test_a_brief_comes_with_its_digest_and_is_not_sent_twice(shared: World, shared_client: TestClient) -> None:
    first = shared_client.get(f"{API}/briefs/{shared.brief_id}")
    assert (first.content, first.headers["content-type"]) == (PDF, "application/pdf")
    assert first.headers["content-disposition"] == f"inline; filename*=UTF-8''{shared.published}-en.pdf"
    again = shared_client.get(f"{API}/briefs/{shared.brief_id}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])


def test_a_withdrawn_offers_brief_is_left_to_those_whose_case_it_is(world: World, client: TestClient) -> None:
    with transaction() as session:
        withdraw_offer(session, world.offer_id, actor=world.cast.officer, now=NOW, reason="Sold.")
    url = f"{API}/briefs/{world.brief_id}"
    assert client.get(url).status_code == 404
    assert client.get(url, headers=world.bearer("stranger")).status_code == 404
    mine = client.get(url, headers=world.bearer("researcher"))
    assert (mine.content, mine.headers["cache-control"]) == (PDF, "private, no-store")


def test_a_version_is_written_consented_to_and_approved(world: World, client: TestClient) -> None:
    form = offer_form(Language.ENGLISH).model_dump(mode="json")
    officer, creator = world.bearer("officer"), world.bearer("researcher")
    written = client.put(f"{API}/technologies/{world.offered}/offers/en", json=form, headers=officer).json()
    assert (written["version"], written["state"], written["leaks"]) == (1, "draft", [])
    url, seen = f"{API}/offers/{written['id']}", {"digest": written["digest"]}
    approved = client.post(f"{url}/approval", json=seen, headers=officer).json()
    consented = client.post(f"{url}/consent", json=seen, headers=creator).json()
    assert (approved["state"], approved["consented_at"]) == ("approved", None)
    assert consented["consented_at"] is not None


def test_consent_to_another_version_than_the_one_read_is_refused(shared: World, shared_client: TestClient) -> None:
    answer = shared_client.post(
        f"{API}/offers/{shared.draft_id}/consent", json={"digest": "0" * 64}, headers=shared.bearer("researcher")
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


def test_a_confidential_passage_stands_in_the_way_until_an_officer_accepts_it(world: World, client: TestClient) -> None:
    confidential = disclosed(world, client)["abstract_confidential"]
    form = offer_form(Language.ENGLISH, description=confidential).model_dump(mode="json")
    officer = world.bearer("officer")
    written = client.put(f"{API}/technologies/{world.offered}/offers/en", json=form, headers=officer).json()
    assert written["leaks"][0]["field"] == "description"
    url, seen = f"{API}/offers/{written['id']}", {"digest": written["digest"]}
    assert client.post(f"{url}/approval", json=seen, headers=officer).json()["code"] == "incomplete"
    for leak in written["leaks"]:
        accepted = {"place": leak["place"], "digest": written["digest"], "reason": "Published last year."}
        assert client.post(f"{url}/accepted-leaks", json=accepted, headers=officer).json()["code"] == "conflict"
        accepted["digest"] = written["checked_digest"]
        client.post(f"{url}/accepted-leaks", json=accepted, headers=officer)
    assert client.post(f"{url}/approval", json=seen, headers=officer).json()["state"] == "approved"


def test_what_an_offer_is_not_compared_with_is_told_before_it_is_approved(world: World, client: TestClient) -> None:
    officer, creator = world.bearer("officer"), world.bearer("researcher")
    form = offer_form(Language.ENGLISH).model_dump(mode="json")
    with transaction() as session:
        technology = session.exec(select(Technology).where(Technology.reference == world.offered)).one()
        picture = keep(b"\x89PNG\r\n\x1a\n\x00\x00", settings().files)
        add_attachment(session, technology.id, picture, "scan.png", actor=world.cast.officer, now=NOW)
    written = client.put(f"{API}/technologies/{world.offered}/offers/en", json=form, headers=officer).json()
    assert written["not_compared"] == [{"name": "scan.png", "gaps": [], "is_waiting": True}]
    url, seen = f"{API}/offers/{written['id']}/approval", {"digest": written["digest"]}
    assert client.post(url, json=seen, headers=officer).json()["code"] == "conflict"
    approved = client.post(url, json=seen, headers=officer).json()
    assert (approved["state"], approved["not_compared"]) == (
        "approved",
        [{"name": "scan.png", "gaps": [], "is_waiting": False}],
    )
    versions = client.get(f"{API}/technologies/{world.offered}/offers", headers=creator).json()
    assert [each["not_compared"] for each in versions] == [[] for _ in versions]


def disclosed(world: World, client: TestClient) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(f"{API}/disclosures/{world.offered}", headers=world.bearer("officer")).json()
    return answer


def test_address_and_body_must_name_the_same_language(shared: World, shared_client: TestClient) -> None:
    form = offer_form(Language.ENGLISH).model_dump(mode="json")
    url = f"{API}/technologies/{shared.offered}/offers/pl"
    answer = shared_client.put(url, json=form, headers=shared.bearer("officer"))
    assert (answer.status_code, answer.json()["code"]) == (422, "incomplete")


def test_nothing_confidential_is_in_what_the_world_sees(shared: World, shared_client: TestClient) -> None:
    secret = disclosed(shared, shared_client)["abstract_confidential"].split()[1]
    texts = [
        shared_client.get(path).text
        for path in (f"{API}/offers", f"{API}/offers/{shared.published}/en", "/", f"/offers/{shared.published}/en")
    ]
    assert not any(secret in text or "Żądło" in text or "example.org" in _less_offices(text, shared) for text in texts)


def _less_offices(text: str, world: World) -> str:
    """The institution's own address is public."""
    return text.replace(world.cast.institution.email, "")
