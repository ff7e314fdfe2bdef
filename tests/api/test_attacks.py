"""Attacks by the doors: through every text of an offer, its institution and figures, to page, JSON, feed and card."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.json.app import ROOT
from models.db import reading, transaction
from models.tables import Figure, Institution, Offer, Technology
from tests import factories as make
from tests.api.conftest import World
from tests.api.pages.officer.browsing import browser
from tests.attacks import COMPUTED, SECRET, TURNED, Ear, Live, listening, written
from tests.models.test_pictures import SVG, bomb, with_everything

TRIED = list(written(Ear(0), Path("x")))
TEXTS = ("title", "short_summary", "problem", "description", "advantages", "ipr_notes", "expected_role")
ALT = {"alt_en": "Two lines on a strip.", "alt_pl": "Dwie linie na pasku."}


@pytest.fixture(scope="module")
def ear() -> Iterator[Ear]:
    with listening() as ear:
        yield ear


def infest(world: World, text: str) -> str:
    """`text` in every field of a published offer, its institution and its figures, past all forms; its page's path."""
    with transaction() as session:
        offer = session.get_one(Offer, world.offer_id)
        technology = session.get_one(Technology, offer.technology_id)
        home = session.get_one(Institution, technology.institution_id)
        for name in TEXTS:
            setattr(offer, name, text)
        offer.key_figures = [{"value": text, "label": text, "compared_with": text}]
        offer.partnerships = [{"type": "research", "why": text, "how": text}]
        offer.technology_keywords, offer.market_keywords, offer.countries = [text], [text], ["DE", text]
        figure = make.figure(session, world.cast, technology, shade=7)
        offer.figures = [figure.shown_in("en") | {"alt": text, "caption": text}]
        for name in ("name_en", "name_pl", "city", "homepage", "email", "phone"):
            setattr(home, name, text)
        session.add_all((offer, home))
    return f"/offers/{world.published}/en"


@pytest.mark.parametrize(
    "homepage", ["javascript:alert(1)", "file:///etc/passwd", "JaVaScRiPt:alert(1)", "data:text/html,x"]
)
def test_a_homepage_is_a_link_only_where_it_is_an_address_of_the_web(
    homepage: str, world: World, app: Starlette
) -> None:
    path = infest(world, homepage)
    assert not [each for each in Live(TestClient(app).get(path).text).addresses if each.startswith(homepage[:4])]


@pytest.mark.parametrize("tried", TRIED)
def test_what_is_published_shows_the_text_and_obeys_nothing(
    tried: str, world: World, app: Starlette, ear: Ear, tmp_path: Path
) -> None:
    file = tmp_path / "secret.txt"
    file.write_text(SECRET)
    text = written(ear, file)[tried]
    path = infest(world, text)
    client = TestClient(app)
    answers = {
        asked: client.get(asked)
        for asked in (path, f"{path}?lang=pl", "/", f"/?q={tried}", f"{path}/card.png", f"{path}/figures/1",
                      "/offers.atom",
                      f"{ROOT}/offers", f"{ROOT}{path}", world.link)
    }  # fmt: skip
    assert {asked: answer.status_code for asked, answer in answers.items() if answer.status_code != 200} == {}
    assert ear.heard == []
    for asked, answer in answers.items():
        assert SECRET.encode() not in answer.content
        assert COMPUTED.encode() not in answer.content
        assert answer.headers["x-content-type-options"] == "nosniff"
        if answer.headers["content-type"].startswith("text/html"):
            live = Live(answer.text)
            assert live.commands == [], asked
            kinds = {each.partition(":")[0] for each in live.addresses if not each.startswith(("/", "#", "?"))}
            assert kinds <= {"mailto", "tel", "http", "https"}, asked


def test_a_published_figure_is_a_picture_and_nothing_else(world: World, app: Starlette) -> None:
    path = infest(world, "A strip")
    answer = TestClient(app).get(f"{path}/figures/1")
    assert answer.headers["content-type"] == "image/png"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert Image.open(io.BytesIO(answer.content)).size == (640, 400)
    assert TestClient(app).get(f"{path}/figures/2").status_code == 404


def offer_with(**values: Any) -> dict[str, Any]:
    return make.offer_form(**values).model_dump(mode="json")


@pytest.mark.parametrize("text", TURNED.values(), ids=list(TURNED))
def test_characters_that_turn_or_command_are_refused_by_name_of_the_field(
    text: str, world: World, app: Starlette
) -> None:
    client = TestClient(app)
    for name in TEXTS:
        answer = client.put(
            f"{ROOT}/technologies/{world.offered}/offers/en",
            json=offer_with() | {name: text},
            headers=world.bearer("officer"),
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
        assert [(each["where"][-1], "control characters" in each["problem"]) for each in answer.json()["fields"]] == [
            (name, True)
        ]
    figure = client.post(
        f"{ROOT}/technologies/{world.offered}/figures/files",
        data=ALT | {"caption_en": text},
        files={"file": ("a.png", with_everything("PNG"))},
        headers=world.bearer("officer"),
    )
    assert figure.status_code == 422
    typed = {"en.title": text, "trl": "4", "ipr_status": "applied", "seen": ""}
    page = browser(app, world.cast.officer).post(f"/technologies/{world.offered}/offer/en?lang=en", data=typed)
    assert page.status_code == 422
    assert "invisible characters that turn its direction" in page.text


def test_ten_thousand_keywords_are_refused_with_the_number_that_is_allowed(world: World, app: Starlette) -> None:
    many = [f"k{number}" for number in range(10_000)]
    body = offer_with() | {"technology_keywords": many}
    answer = TestClient(app).put(
        f"{ROOT}/technologies/{world.offered}/offers/en", json=body, headers=world.bearer("officer")
    )
    assert (answer.status_code, [each["where"][-1] for each in answer.json()["fields"]]) == (
        422,
        ["technology_keywords"],
    )
    typed = {
        "en.title": "A strip",
        "trl": "4",
        "ipr_status": "applied",
        "seen": "",
        "en.technology_keywords.0": ", ".join(many),
    }
    page = browser(app, world.cast.officer).post(f"/technologies/{world.offered}/offer/en?lang=en", data=typed)
    assert page.status_code == 422
    assert "At most 50 characters." in page.text


HOSTILE = {
    "picture_svg": ("figure.png", SVG, "can carry programs"),
    "picture_bomb": ("figure.png", bomb(50_000, 50_000), "40 million pixels"),
    "picture_kind": ("figure.png", b"PK\x03\x04" + bytes(200), "not a PNG, JPEG or WebP"),
    "picture_broken": ("figure.jpg", b"\xff\xd8\xff\xe0 no picture", "cannot be read"),
}


@pytest.mark.parametrize("fault", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_nothing_of_it_is_kept(fault: str, world: World, app: Starlette) -> None:
    name, content, said = HOSTILE[fault]
    page = browser(app, world.cast.officer).post(
        f"/technologies/{world.offered}/offer/figures/files?lang=en", data=ALT, files={"file": (name, content)}
    )
    assert (page.status_code, said in page.text, ALT["alt_pl"] in page.text) == (422, True, True)
    answer = TestClient(app).post(
        f"{ROOT}/technologies/{world.offered}/figures/files",
        data=ALT,
        files={"file": (name, content)},
        headers=world.bearer("officer"),
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "picture_refused")
    with reading() as session:
        assert session.exec(select(Figure)).all() == []


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_good_picture_comes_back_without_what_its_file_said(form: str, world: World, app: Starlette) -> None:
    client, officer = TestClient(app), world.bearer("officer")
    made = client.post(
        f"{ROOT}/technologies/{world.offered}/figures/files",
        data=ALT,
        files={"file": ("Wójcik notes.png", with_everything(form) + SVG)},
        headers=officer,
    )
    assert made.status_code == 201, made.text
    assert made.json()["told"]["position"] == "50.06143, 19.93658"
    kept = client.get(f"{ROOT}/figures/{made.json()['id']}/picture", headers=officer)
    assert kept.headers["content-type"] == made.json()["media_type"]
    for trace in (b"jcik", b"svg", b"script", b"Exif", b"GIMP", b"notebook"):
        assert trace not in kept.content
    page = browser(app, world.cast.officer).get(f"/technologies/{world.offered}/offer/figures?lang=en")
    assert "50.06143, 19.93658" in page.text
