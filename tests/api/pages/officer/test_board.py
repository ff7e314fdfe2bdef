"""The board: what stands where, filters, pages of a column, and moves with all that may stand in their way."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from models.actions.stages import advance
from models.db import reading, transaction
from models.queries.board import PER_COLUMN, Place
from models.rules.words import Stage
from models.tables import Technology
from tests import factories as make
from tests.api.pages.officer.conftest import Clients
from tests.browser.desks import Office, mine


def references(html: str) -> list[str]:
    return re.findall(r'<li class="ticket[^>]* data-reference="([^"]+)"', html)


def stage_of(reference: str) -> Stage:
    with reading() as session:
        return session.exec(select(Technology).where(Technology.reference == reference)).one().stage


def post(client: TestClient, reference: str, to: str, version: int = 1, **more: str):
    return client.post("/board/move", data={"reference": reference, "to": to, "version": str(version), **more})


def test_each_case_stands_in_the_column_of_its_stage(busy: Office, client: Clients) -> None:
    html = client(busy.cast.officer).get("/board").text
    lanes = dict(re.findall(r'data-lane="(\w+)"(.*?)</section>', html, re.DOTALL))
    assert {stage: references(lane) for stage, lane in lanes.items()} == {
        "disclosure": [busy.fresh],
        "triage": [busy.triaged],
        "ip_review": [busy.reviewed],
        "offer": [busy.held],
        "partnering": [busy.published],
        "negotiation": [],
        "licensed": [],
        "released": [],
        "closed": [],
    }


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("chain=bioeconomy", {"triaged", "held"}),
        ("field=diagnostics", {"fresh", "reviewed", "published"}),
        ("late=yes", {"triaged", "published"}),
        ("hold=yes", {"held"}),
        ("text=zelazo+nic", set()),
        ("text=MICROCAPSULES", {"triaged"}),
        ("officer=999999", set()),
        ("officer=%00x&field=nonsense&chain=", {"fresh", "triaged", "reviewed", "held", "published"}),
    ],
)
def test_filters_narrow_the_board(busy: Office, client: Clients, query: str, shown: set[str]) -> None:
    html = client(busy.cast.officer).get(f"/board?{query}").text
    assert set(references(html)) == {getattr(busy, name) for name in shown}


def test_a_board_of_an_officer_shows_their_cases_only(busy: Office, client: Clients) -> None:
    second = client(busy.cast.second_officer)
    assert references(second.get(f"/board?officer={busy.cast.second_officer.person_id}").text) == []
    assert len(references(second.get(f"/board?officer={busy.cast.officer.person_id}").text)) == 5


def test_a_stranger_sees_and_moves_nothing(busy: Office, client: Clients) -> None:
    stranger = client(busy.cast.stranger)
    assert references(stranger.get("/board").text) == []
    assert post(stranger, busy.fresh, "triage").status_code == 404
    assert stage_of(busy.fresh) is Stage.DISCLOSURE


def test_a_column_is_read_to_its_end_page_by_page(busy: Office, client: Clients) -> None:
    with transaction() as session:
        made = [
            mine(session, busy.cast, make.technology(session, busy.cast.researcher), days=100).reference
            for _ in range(2 * PER_COLUMN)
        ]
    officer = client(busy.cast.officer)
    html, found = officer.get("/board").text, []
    for _ in range(4):
        found += [each for each in references(html) if each in {*made, busy.fresh}]
        link = re.search(r'<a class="more" href="(/board/column/disclosure[^"]+)"', html)
        if link is None:
            break
        html = officer.get(unescape(link[1])).text
        assert "<h1>Disclosure" in html
        part = officer.get(unescape(link[1]) + "&part=1").text
        assert references(part) == references(html)
        assert "<h1" not in part
    assert sorted(found) == sorted([*made, busy.fresh])
    assert found[-1] == busy.fresh


@pytest.mark.parametrize("after", ["x", "1-", "9" * 30 + "-1", "-1--1"])
def test_a_place_that_was_made_up_is_refused(busy: Office, client: Clients, after: str) -> None:
    assert client(busy.cast.officer).get(f"/board/column/triage?after={after}").status_code == 422


def test_a_place_is_read_as_it_was_written() -> None:
    place = Place(datetime(2026, 11, 25, 8, 30, 1, 123456, tzinfo=UTC), 42)
    assert Place.read(str(place)) == place


def test_a_move_with_every_gate_met_returns_to_the_filtered_board(busy: Office, client: Clients) -> None:
    answer = post(client(busy.cast.officer), busy.fresh, "triage", home="/board?chain=health&done=moved")
    assert (answer.status_code, answer.headers["location"]) == (303, "/board?chain=health&done=moved")
    assert stage_of(busy.fresh) is Stage.TRIAGE


@pytest.mark.parametrize("home", ["https://elsewhere.example/board", "//elsewhere.example/", "/account", "board"])
def test_a_move_returns_to_no_other_place(busy: Office, client: Clients, home: str) -> None:
    answer = post(client(busy.cast.officer), busy.fresh, "triage", home=home)
    assert answer.headers["location"] == ("/board?done=moved")


def test_unmet_gates_are_listed_with_what_is_missing_and_where_it_is_closed(busy: Office, client: Clients) -> None:
    answer = post(client(busy.cast.officer), busy.triaged, "ip_review", 2)
    assert (answer.status_code, stage_of(busy.triaged)) == (409, Stage.TRIAGE)
    assert re.findall(r'<p class="what">([^<]+)</p>', answer.text) == [
        "For each contributor it is documented on what our rights rest",
        "Obligations to funders are reviewed",
        "The statutory clocks are started, or suppressed with a reason",
    ]
    assert "Missing: the review of the funders&#39; conditions" in answer.text
    assert f'href="/technologies/{busy.triaged}#ownership">Review the obligations</a>' in answer.text
    assert f'href="/technologies/{busy.triaged}#clocks">Start the statutory clock</a>' in answer.text


def test_a_move_back_asks_for_its_reason_and_takes_it(busy: Office, client: Clients) -> None:
    officer = client(busy.cast.officer)
    asked = post(officer, busy.triaged, "disclosure", 2)
    assert (asked.status_code, stage_of(busy.triaged)) == (422, Stage.TRIAGE)
    assert 'name="reason"' in asked.text
    done = post(officer, busy.triaged, "disclosure", 2, reason="The claims are not clear yet.")
    assert (done.status_code, stage_of(busy.triaged)) == (303, Stage.DISCLOSURE)


def test_a_release_shows_gates_and_reason_at_once_and_loses_no_word(busy: Office, client: Clients) -> None:
    officer = client(busy.cast.officer)
    for reason in ("", "Nobody wants it <now>."):
        answer = post(officer, busy.triaged, "released", 2, reason=reason)
        assert answer.text.count('<p class="what">') == 2
        assert 'name="reason"' in answer.text
        assert reason.replace("<", "&lt;").replace(">", "&gt;") in answer.text


def test_who_lost_a_race_is_told_who_moved_it_where(busy: Office, client: Clients) -> None:
    with transaction() as session:
        fresh = session.exec(select(Technology).where(Technology.reference == busy.fresh)).one()
        advance(session, fresh.id, to=Stage.TRIAGE, actor=busy.cast.second_officer, now=datetime.now(UTC))
    answer = post(client(busy.cast.officer), busy.fresh, "closed", 1, reason="A mistake.", part="1")
    assert (answer.status_code, stage_of(busy.fresh)) == (409, Stage.TRIAGE)
    assert f"{busy.cast.second_officer.name} moved it from Disclosure to Triage" in answer.text
    assert "It stands in Triage now. Nothing of yours was changed." in answer.text
    assert references(answer.text) == [busy.fresh]
    assert 'data-version="2"' in answer.text


def test_what_is_on_hold_says_until_when_and_why(busy: Office, client: Clients) -> None:
    answer = post(client(busy.cast.officer), busy.held, "partnering", 4)
    assert answer.status_code == 409
    assert "The team waits for its second series." in answer.text


def test_a_move_that_does_not_exist_names_those_that_do(busy: Office, client: Clients) -> None:
    officer = client(busy.cast.officer)
    answer = post(officer, busy.fresh, "licensed")
    assert answer.status_code == 409
    assert "Triage, Closed." in unescape(answer.text)
    assert post(officer, busy.fresh, "nowhere").status_code == 409


def test_a_card_asked_for_by_the_script_comes_alone(busy: Office, client: Clients) -> None:
    answer = post(client(busy.cast.officer), busy.fresh, "triage", part="1")
    assert answer.status_code == 200
    assert answer.text.strip().startswith('<li class="ticket health"')
    assert 'data-stage="triage"' in answer.text


def test_titles_are_escaped(busy: Office, client: Clients) -> None:
    with transaction() as session:
        made = make.technology(session, busy.cast.researcher, title="<script>alert('ł')</script>" + "x" * 200)
        mine(session, busy.cast, made, days=1)
    officer = client(busy.cast.officer)
    assert "<script>alert" not in officer.get("/board").text
    assert "<script>alert" not in officer.get("/today").text
