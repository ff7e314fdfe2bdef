"""Looks, the European network's pack, catalogues and portfolio reports over HTTP."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from models.db import transaction
from models.rules.words import Stage
from tests.api.conftest import API, PDF, World
from tests.api.pages import walk_outward, walk_reports
from tests.factories import TODAY
from tests.portfolios import history


def drawing() -> bytes:
    picture = BytesIO()
    Image.new("RGB", (300, 100), (10, 60, 120)).save(picture, "PNG")
    return picture.getvalue()


def test_an_institutions_look_is_read_and_changed(world: World, client: TestClient) -> None:
    path, who = f"{API}/institutions/{world.cast.institution.code}/look", world.bearer("administrator")
    plain = {"colour": "", "text_colour": None, "brief_length": "two_pages", "logo": None}
    assert client.get(path, headers=who).json() == plain
    asked = {"colour": "#FFCC00", "brief_length": "one_page"}
    changed = client.put(path, json=asked, headers=who).json()
    assert (changed["colour"], changed["brief_length"]) == ("#ffcc00", "one_page")
    assert changed["text_colour"] not in (None, "#ffcc00")
    assert client.put(path, json={"colour": "sunny"}, headers=who).json()["code"] == "incomplete"
    with_logo = client.post(f"{path}/files", files={"file": ("logo.png", drawing())}, headers=who).json()
    assert (with_logo["logo"]["width"], with_logo["logo"]["height"]) == (300, 100)
    shown = client.get(f"{path}/logo", headers=who)
    assert shown.headers["content-type"] == "image/png"
    with Image.open(BytesIO(shown.content)) as kept:
        assert kept.size == (300, 100)
    assert client.delete(f"{path}/logo", headers=who).json()["logo"] is None
    assert client.get(f"{path}/logo", headers=who).status_code == 404


def test_the_networks_mark_is_put_and_taken_away(world: World, client: TestClient) -> None:
    path, who = f"{API}/network/look", world.bearer("administrator")
    put = client.post(f"{path}/files", files={"file": ("mark.png", drawing())}, headers=who).json()
    assert client.get(path, headers=who).json() == put
    assert client.get(f"{path}/logo", headers=who).status_code == 200
    assert client.delete(f"{path}/logo", headers=who).json() == {"logo": None}


def test_an_officer_chooses_the_length_of_one_technologys_briefs(world: World, client: TestClient) -> None:
    path, who = f"{API}/technologies/{world.published}/brief-length", world.bearer("officer")
    assert client.get(path, headers=who).json() == {"chosen": None, "length": "two_pages"}
    one = {"chosen": "one_page", "length": "one_page"}
    assert client.put(path, json={"length": "one_page"}, headers=who).json() == one
    assert client.put(path, json={"length": None}, headers=who).json() == {"chosen": None, "length": "two_pages"}


def test_the_networks_pack_is_of_what_was_approved(shared: World, shared_client: TestClient) -> None:
    who = shared.bearer("officer")
    pack = shared_client.get(f"{API}/technologies/{shared.published}/offers/en/pack", headers=who).json()
    assert pack["version"] == 1
    assert pack["profile"]["stageOfDevelopment"] == "Lab tested"
    assert pack["profile"]["typesOfPartnership"] == ["Commercial agreement with technical assistance"]
    assert list(pack["profile"]["whyThisPartnership"]) == ["Commercial agreement with technical assistance"]
    assert pack["left_out"] == []
    assert all(set(fault) == {"code", "field", "detail", "which"} for fault in pack["faults"])
    none = shared_client.get(f"{API}/technologies/{shared.offered}/offers/pl/pack", headers=who)
    assert (none.status_code, none.json()["code"]) == (409, "conflict")


def test_a_catalogue_is_ordered_read_and_made_anew(world: World, client: TestClient) -> None:
    path, who = f"{API}/compilations", world.bearer("officer")
    ordered = client.post(path, json={"kind": "catalogue", "language": "en"}, headers=who)
    assert ordered.status_code == 201
    made: dict[str, Any] = ordered.json()
    assert (made["institution"], made["waiting"], made["offers"]) == (world.cast.institution.code, True, 0)
    assert client.get(f"{path}/{made['id']}/file", headers=who).status_code == 404
    with transaction() as session:
        done = walk_outward.prepare(session, world, {"offer_id": world.offer_id})["compilation_id"]
    found = client.get(f"{path}/{done}", headers=who).json()
    assert (found["waiting"], found["offers"], found["gone"], found["size"]) == (False, 1, 0, len(PDF))
    assert client.get(f"{path}/{done}/file", headers=who).content == PDF
    assert client.post(f"{path}/{done}/renewal", headers=who).json()["waiting"] is True
    assert [each["id"] for each in client.get(path, headers=who).json()] == [done, made["id"]]


def test_a_narrowed_catalogue_is_not_put_on_the_public_page(world: World, client: TestClient) -> None:
    with transaction() as session:
        done = walk_outward.prepare(session, world, {"offer_id": world.offer_id})["compilation_id"]
    answer = client.put(f"{API}/compilations/{done}/shown", json={"shown": True}, headers=world.bearer("coordinator"))
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


@pytest.mark.parametrize("kind", ["pdf", "csv"])
def test_a_portfolio_report_is_found_with_its_files(world: World, client: TestClient, kind: str) -> None:
    with transaction() as session:
        number = walk_reports.prepare(session, world, {})["report_id"]
    path, who = f"{API}/portfolio-reports", world.bearer("officer")
    (listed,) = client.get(path, headers=who).json()
    assert listed == client.get(f"{path}/{number}", headers=who).json()
    assert (listed["period"], listed["first_on"], listed["until"]) == ("2026-06", "2026-06-01", "2026-07-01")
    assert {each["format"] for each in listed["files"]} == {"pdf", "csv"}
    assert client.get(f"{path}/{number}/en/{kind}", headers=who).content == PDF
    assert client.get(f"{path}/{number}/pl/{kind}", headers=who).status_code == 404


def test_a_made_report_is_ordered_anew_as_a_version_of_its_own(world: World, client: TestClient) -> None:
    with transaction() as session:
        number = walk_reports.prepare(session, world, {})["report_id"]
        history(session, world.cast.institution, (Stage.DISCLOSURE, date(2026, 5, 5)))
    path, who = f"{API}/portfolio-reports", world.bearer("officer")
    kept = client.post(path, json={"period": "2026-06"}, headers=who)
    assert (kept.status_code, kept.json()["id"], kept.json()["version"]) == (201, number, 1)
    anew = client.post(path, json={"period": "2026-06", "anew": True}, headers=who)
    assert (anew.status_code, anew.json()["version"], anew.json()["made_at"]) == (201, 2, None)
    assert [each["version"] for each in client.get(path, headers=who).json()] == [2, 1]
    assert client.get(f"{path}/{number}/en/pdf", headers=who).content == PDF


def test_a_report_is_ordered_of_a_period_that_is_over(world: World, client: TestClient) -> None:
    path, who = f"{API}/portfolio-reports", world.bearer("officer")
    periods = client.get(f"{path}/periods", headers=who).json()
    assert all(date.fromisoformat(f"{period}-01") < TODAY for period in periods)
    refused = client.post(path, json={"period": "1999-01"}, headers=who)
    assert (refused.status_code, refused.json()["code"]) == (422, "incomplete")
    assert "Nothing was disclosed" in refused.json()["message"]
