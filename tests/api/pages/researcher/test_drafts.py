"""The steps of a disclosure over plain forms, as a browser without a script sends them."""

import re
from datetime import datetime

import pytest
from starlette.testclient import TestClient

from api.visitors import cookie_name
from models.actions import accounts
from models.actions.drafts import start_draft
from models.db import reading, transaction
from models.rules.drafts import Step
from models.rules.permissions import Actor
from models.tables import Draft
from tests.api.conftest import World


@pytest.fixture
def moment() -> datetime:
    return datetime.now().astimezone()


def sign_in(client: TestClient, who: Actor, moment: datetime) -> None:
    assert who.person_id is not None
    with transaction() as session:
        secret = accounts.begin_session(session, who.person_id, accounts.Browser(), now=moment)
    client.cookies.set(cookie_name(), secret)


@pytest.fixture
def draft(client: TestClient, world: World, moment: datetime) -> str:
    """The path of one just begun; its writer is signed in."""
    sign_in(client, world.cast.researcher, moment)
    with transaction() as session:
        number = start_draft(session, actor=world.cast.researcher, now=moment).id
    return f"/disclosures/drafts/{number}"


def kept(draft: str) -> Draft:
    with reading() as session:
        return session.get_one(Draft, int(draft.rpartition("/")[2]))


def save(client: TestClient, draft: str, step: str, **form: str):
    return client.post(f"{draft}/{step}", data={"version": str(kept(draft).version), **form}, follow_redirects=False)


def test_a_step_saves_and_leads_to_the_next(client, draft):
    answer = save(client, draft, "public", public_disclosure="none", next="1")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{draft}/what")
    assert kept(draft).answers["public_disclosure"] == "none"
    assert client.get(draft, follow_redirects=False).headers["location"] == f"{draft}/public"


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.FILES])
def test_a_step_with_everything_empty_is_saved_and_nothing_is_wrong(client, draft, step):
    answer = save(client, draft, step, next="1")
    assert answer.status_code == 303


def test_the_longest_title_in_polish_is_taken_and_one_letter_more_is_marked_and_kept(client, draft):
    assert save(client, draft, "what", title="ł" * 300, next="1").status_code == 303
    answer = save(client, draft, "what", title="ł" * 301, next="1")
    assert answer.status_code == 422
    assert "At most 300 characters." in answer.text
    assert "ł" * 301 in answer.text
    assert kept(draft).answers["title"] == "ł" * 301


def test_rows_of_people_are_added_moved_and_removed_without_a_script(client, draft):
    people = {
        "contributors.0.name": "A",
        "contributors.0.share": "60",
        "contributors.3.name": "Łucja",
        "contributors.3.share": "40",
        "contributors.5.name": " ",
        "lead": "3",
    }
    more = save(client, draft, "people", add="contributors", **people)
    assert more.headers["location"] == f"{draft}/people?more=contributors"
    assert 'name="contributors.2.name"' in client.get(more.headers["location"]).text
    names = lambda: [(row["name"], row["lead"]) for row in kept(draft).answers["contributors"]]  # noqa: E731  asked thrice
    assert names() == [("A", False), ("Łucja", True)]
    tidy = {key.replace(".3.", ".1."): value for key, value in people.items()} | {"lead": "1"}
    save(client, draft, "people", earlier="contributors.1", **tidy)
    assert names() == [("Łucja", True), ("A", False)]
    save(client, draft, "people", remove="contributors.1", **tidy)
    assert names() == [("A", False)]


def test_what_came_from_others_is_rows_and_a_chosen_kind_alone_is_none(client, draft):
    rows = {
        "funding.0.sponsor": "NCN",
        "funding.0.consent": "yes",
        "inputs.0.kind": "open_source",
        "inputs.0.name": "libsignal",
        "inputs.0.licence": "GPL-3.0",
        "inputs.0.reach_through": "yes",
        "inputs.1.kind": "material",
    }
    more = save(client, draft, "funding", add="inputs", **rows)
    text = client.get(more.headers["location"]).text
    assert 'name="inputs.1.name"' in text
    assert 'name="funding.1.sponsor"' not in text
    [line] = kept(draft).answers["inputs"]
    assert (line["name"], line["licence"], line["reach_through"]) == ("libsignal", "GPL-3.0", "yes")
    save(client, draft, "funding", remove="inputs.0", **rows)
    assert (kept(draft).answers["inputs"], kept(draft).answers["funding"][0]["consent"]) == ([], "yes")


@pytest.mark.parametrize(
    ("cell", "typed", "said"),
    [
        ("share", "a third", "Give a percentage between 0 and 100"),
        ("email", "nowhere", "Give an e-mail address"),
        ("orcid", "0000-0002-1825-0098", "The check digit does not fit"),
        ("share", "90", "The shares make 90%, not 100%."),
    ],
)
def test_what_cannot_be_right_of_a_person_is_said_beside_it(client, draft, cell, typed, said):
    row = {"name": "A", "email": "a@example.org", "status": "employee", "share": "100", cell: typed}
    form = {f"contributors.0.{name}": value for name, value in row.items()}
    answer = save(client, draft, "people", lead="0", next="1", **form)
    assert answer.status_code == 422
    assert said in answer.text
    assert typed in answer.text


def test_without_a_script_the_older_window_gets_both_texts_back(client, draft):
    save(client, draft, "what", title="From the newer window")
    form = {"version": "1", "title": "From the older window"}
    answer = client.post(f"{draft}/what", data=form)
    assert answer.status_code == 409
    assert 'value="From the older window"' in answer.text
    assert "From the newer window" in answer.text
    assert kept(draft).answers["title"] == "From the newer window"
    shown = re.search(r'name="version" value="(\d+)"', answer.text)
    assert shown is not None
    again = client.post(f"{draft}/what", data=form | {"version": shown[1]}, follow_redirects=False)
    assert again.status_code == 303
    assert kept(draft).answers["title"] == "From the older window"


def test_the_script_is_told_the_version_and_of_another_window(client, draft):
    form = {"step": "what", "version": "1", "title": "Typed"}
    first = client.post(f"{draft}/save", data=form)
    assert first.json()["version"] == 2
    assert re.fullmatch(r"\d\d:\d\d", first.json()["saved"])
    second = client.post(f"{draft}/save", data=form)
    assert (second.status_code, second.json()) == (409, {"version": 2})


def test_submitted_twice_it_is_one_disclosure_and_both_times_the_same_page(client, draft):
    save(client, draft, "what", title="Once")
    places = [client.post(f"{draft}/submit", follow_redirects=False).headers["location"] for _ in range(2)]
    assert places[0] == places[1]
    assert "Once" in client.get(places[0]).text
    assert client.get(f"{draft}/what", follow_redirects=False).headers["location"] == places[0].partition("?")[0]


def test_without_a_title_the_check_says_what_is_missing(client, draft):
    answer = client.post(f"{draft}/submit")
    assert answer.status_code == 422
    assert f'href="{draft}/what#f-title"' in answer.text


def test_somebody_elses_draft_is_not_there(client, world, draft, moment):
    sign_in(client, world.cast.colleague, moment)
    for path in ("", "/what", "/check", "/files/1"):
        assert client.get(draft + path).status_code == 404
    for path in ("/what", "/save", "/submit", "/delete", "/files", "/files/1/remove"):
        form = {"title": "Mine now", "step": "what", "version": "1"}
        assert client.post(draft + path, data=form).status_code == 404
    assert "title" not in kept(draft).answers


def test_a_file_of_the_draft_is_kept_handed_out_as_a_download_and_taken_away(client, draft):
    upload = {"file": ("../ż <b>.html", b"<script>alert(1)</script>", "text/html")}
    assert client.post(f"{draft}/files", files=upload).status_code == 200
    page = client.get(f"{draft}/files").text
    link = re.search(rf'{draft}/files/\d+"', page)
    assert link is not None
    taken = client.get(link[0].rstrip('"'))
    assert taken.headers["content-disposition"].startswith("attachment;")
    assert taken.headers["content-type"] == "application/octet-stream"
    client.post(link[0].rstrip('"') + "/remove")
    assert client.get(link[0].rstrip('"')).status_code == 404


def test_an_upload_without_a_file_says_so(client, draft):
    answer = client.post(f"{draft}/files", data={"note": "x"})
    assert answer.status_code == 422
    assert "Choose a file first." in answer.text
