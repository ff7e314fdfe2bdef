"""A day, an office or a trigger that cannot be: the same words on the page and in JSON, in English and in Polish."""

import html
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from sqlmodel import col, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.visitors import cookie_name
from models.actions.accounts import Browser, begin_session
from models.db import reading, transaction
from models.tables import Clock, PatentCase, PatentEvent
from tests.api.conftest import API, World

FORM = {"sec-fetch-site": "same-origin"}
Ask = Callable[[str, dict[str, str], str], tuple[int, str]]


@pytest.fixture
def page(world: World, app: Starlette) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://127.0.0.1:8000", headers=FORM) as client:
        assert world.cast.officer.person_id is not None
        with transaction() as session:
            secret = begin_session(session, world.cast.officer.person_id, Browser(), now=datetime.now(UTC))
        client.cookies.set(cookie_name(), secret)
        yield client


def text_of(answer) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


@pytest.mark.parametrize(
    ("rule", "trigger", "english", "polish"),
    [
        pytest.param(
            "art154_decision_3m", "2018-09-30",
            "The rule is held for triggers from 1 October 2018 on; an earlier law may count differently.",
            "Reguła obejmuje zdarzenia od 1 października 2018; wcześniejsze przepisy mogły stanowić inaczej.",
            id="a rule outside its validity",
        ),
        pytest.param(
            "paris_12m", "1900-02-28",
            "28 February 1901. The rule is held for triggers from 22 August 2001 on",
            "28 lutego 1901. Reguła obejmuje zdarzenia od 22 sierpnia 2001",
            id="the year 1900",
        ),
        pytest.param(
            "european_phase_31m", "2024-05-24",
            "there is no list of the closed days of the European Patent Office for it",
            "brak wykazu dni zamknięcia Europejskiego Urzędu Patentowego na ten czas",
            id="a year without a calendar",
        ),
        pytest.param(
            "paris_12m", "2024-02-29",
            "12 months from 29 February 2024, to the last day of a shorter month (Paris art. 4C): 28 February 2025",
            "12 miesięcy od 29 lutego 2024, do ostatniego dnia krótszego miesiąca (art. 4C konwencji paryskiej): 28 "
            "lutego 2025",
            id="29 February",
        ),
    ],
)  # fmt: skip
def test_a_clock_without_a_sure_date_says_why(rule, trigger, english, polish, world, client, page) -> None:
    headers = world.bearer("officer")
    started = client.post(
        f"{API}/technologies/{world.fresh}/clocks", json={"rule": rule, "trigger_on": trigger}, headers=headers
    )
    assert started.status_code == 201
    number = started.json()["id"]
    for language, words in (("en", english), ("pl", polish)):
        told = client.get(f"{API}/clocks/{number}", params={"lang": language}, headers=headers).json()
        assert words in told["explanation"]
        assert words in text_of(page.get(f"/docket/clocks/{number}?lang={language}"))
        assert words in text_of(page.get(f"/technologies/{world.fresh}?lang={language}"))


@pytest.mark.parametrize(
    ("rule", "trigger", "english", "polish"),
    [
        ("paris_12m", "2200-01-01", "1 January 2200 lies in the future", "1 stycznia 2200 to data przyszła"),
        ("paris_12m", "2100-02-28", "28 February 2100 lies in the future", "28 lutego 2100 to data przyszła"),
        ("paris", "2026-01-05", "There is no clock rule “paris”", "Nie ma reguły terminu „paris”"),
    ],
    ids=["the year 2200", "a trigger in the future", "an unknown rule"],
)
def test_a_trigger_that_cannot_be_is_refused(rule, trigger, english, polish, world, client, page) -> None:
    form = {"rule": rule, "trigger_on": trigger}
    for language, words in (("en", english), ("pl", polish)):
        refused = client.post(
            f"{API}/technologies/{world.fresh}/clocks",
            params={"lang": language},
            json=form,
            headers=world.bearer("officer"),
        )
        assert (refused.status_code, refused.json()["code"]) == (422, "clock_refused")
        assert refused.json()["message"].startswith(words)
        answer = page.post(f"/technologies/{world.fresh}/clocks?lang={language}", data=form)
        assert answer.status_code == 422
        assert words in text_of(answer)


def test_an_unknown_office_is_answered_with_the_known_ones(world, client, page) -> None:
    with reading() as session:
        family = session.exec(select(PatentCase.family_id).where(col(PatentCase.family_id).is_not(None))).first()
    form = {"case_number": "N-9", "office": "XX"}
    for language, words in (
        ("en", "Helix does not know how the office “XX” numbers"),
        ("pl", "Helix nie zna numeracji zgłoszeń urzędu „XX”"),
    ):
        refused = client.post(
            f"{API}/families/{family}/applications",
            params={"lang": language},
            json=form,
            headers=world.bearer("officer"),
        )
        assert refused.status_code == 422
        assert refused.json()["message"].startswith(words)
        assert words in text_of(page.post(f"/docket/families/{family}/applications?lang={language}", data=form))


def test_a_trigger_is_not_changed_once_its_act_is_recorded(world, client, page) -> None:
    headers = world.bearer("officer")
    with reading() as session:
        clock = session.exec(select(Clock).where(Clock.rule == "paris_12m", Clock.state == "running")).first()
        assert clock is not None
        event = session.exec(select(PatentEvent.id).where(PatentEvent.id == clock.event_id)).one()
    closed = client.post(f"{API}/clocks/{clock.id}/closing", json={"done_on": str(clock.trigger_on)}, headers=headers)
    assert closed.status_code == 200
    form = {"happened_on": "2026-11-20", "reason": "The receipt says so."}
    for language, words in (
        ("en", "The act of “Priority year” is recorded, on 23 November 2026"),
        ("pl", "Czynność dla terminu „Rok pierwszeństwa” odnotowano z datą 23 listopada 2026"),
    ):
        for path in (f"clocks/{clock.id}/correction", f"events/{event}/correction"):
            refused = client.post(f"{API}/{path}", params={"lang": language}, json=form, headers=headers)
            assert (refused.status_code, refused.json()["code"]) == (409, "act_recorded")
            assert refused.json()["message"].startswith(words)
        for path in (f"clocks/{clock.id}/trigger", f"events/{event}"):
            assert words in text_of(page.post(f"/docket/{path}?lang={language}", data=form))


def test_an_act_before_its_trigger_is_refused_in_both_languages(world, client) -> None:
    with reading() as session:
        clock = session.exec(select(Clock).where(Clock.rule == "paris_12m", Clock.state == "running")).first()
    assert clock is not None
    for language, words in (("en", "The act's date 2 January 2020 must lie"), ("pl", "Data czynności 2 stycznia 2020")):
        refused = client.post(
            f"{API}/clocks/{clock.id}/closing",
            params={"lang": language},
            json={"done_on": "2020-01-02"},
            headers=world.bearer("officer"),
        )
        assert refused.status_code == 422
        assert refused.json()["message"].startswith(words)
