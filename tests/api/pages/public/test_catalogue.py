"""The public pages: the list, one offer, its brief."""

import json
import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image
from starlette.testclient import TestClient

from models.actions.stages import advance
from models.db import transaction
from models.rules.words import Language, Stage
from tests import factories
from tests.api.conftest import PDF, World, path_of, publish


def titles(html: str) -> list[str]:
    return re.findall(r"<h2><a href=\"([^\"?]+)", html)


def test_the_first_page_shows_published_offers_with_their_briefs(shared: World, shared_client: TestClient) -> None:
    answer = shared_client.get("/")
    assert (answer.status_code, titles(answer.text)) == (200, [f"/offers/{shared.published}/en"])
    assert f'href="/offers/{shared.published}/en/brief.pdf"' in answer.text
    assert shared.cast.institution.name_en in answer.text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("value_chain=health", 1),
        ("value_chain=bioeconomy", 0),
        ("field=diagnostics", 1),
        ("field=cosmetics", 0),
        ("language=en", 1),
        ("language=pl", 0),
        ("q=STRIP+urine", 1),
        ("q=urology", 1),
        ("q=lateral-flow", 1),
        ("q=strip+plasma", 0),
        ("q=%25", 1),
        ("q=strap", 0),
        ("stage=lab_tested", 1),
        ("stage=concept", 0),
        ("partnership=commercial", 1),
        ("partnership=research", 0),
        ("q=&stage=&partnership=&language=&value_chain=", 1),
        ("q=test&stage=lab_tested&partnership=commercial&language=en&field=diagnostics", 1),
    ],
)
def test_the_list_is_filtered(query: str, shown: int, shared: World, shared_client: TestClient) -> None:
    assert len(titles(shared_client.get(f"/?{query}").text)) == shown


def test_a_technology_is_shown_once_in_the_readers_language(world: World, client: TestClient) -> None:
    with transaction() as session:
        made = factories.to_offer(session, world.cast)
        for language in Language:
            factories.briefed_offer(session, world.cast, made, language=language)
        advance(session, made.id, to=Stage.PARTNERING, actor=world.cast.officer, now=datetime.now(UTC))
    older = f"/offers/{world.published}/en"
    for header in ("pl-PL,pl;q=0.9", "en-GB"):
        answer = client.get("/", headers={"Accept-Language": header})
        assert titles(answer.text) == [f"/offers/{made.reference}/{header[:2]}", older]
        assert f'<html lang="{header[:2]}">' in answer.text
    assert 'hreflang="pl"' in client.get(f"/offers/{made.reference}/en").text


def test_polish_words_are_found_without_polish_letters(world: World, client: TestClient) -> None:
    with transaction() as session:
        publish(session, world.cast, title="Żółć i ścięgno: hydrożel", language=Language.POLISH)
    for typed in ("zolc sciegno", "ŻÓŁĆ", "hydrozel"):
        assert len(titles(client.get("/", params={"q": typed}).text)) == 1
    assert 'value="zolc"' in client.get("/?q=zolc").text


def test_a_word_that_only_one_language_has_finds_the_offer_in_it(world: World, client: TestClient) -> None:
    """Whatever the reader's language is."""
    with transaction() as session:
        made = factories.to_offer(session, world.cast)
        for language, title in ((Language.ENGLISH, "Tendon glue"), (Language.POLISH, "Klej do ścięgien")):
            factories.briefed_offer(session, world.cast, made, language=language, title=title)
        advance(session, made.id, to=Stage.PARTNERING, actor=world.cast.officer, now=datetime.now(UTC))
    found = client.get("/?q=sciegien", headers={"Accept-Language": "en"}).text
    assert titles(found) == [f"/offers/{made.reference}/pl"]


def test_a_choice_is_kept_from_page_to_page(world: World, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.pages.public.catalogue.PER_PAGE", 1)
    with transaction() as session:
        publish(session, world.cast)
    html = client.get("/?q=strip&stage=lab_tested&lang=pl").text
    (older,) = re.findall(r'rel="next" href="([^"]+)"', html)
    assert "q=strip" in older
    assert "stage=lab_tested" in older
    assert "lang=pl" in older
    assert len(titles(client.get(older.replace("&amp;", "&")).text)) == 1


def test_search_engines_read_the_offer_as_data(world: World, client: TestClient) -> None:
    title = "A </script><script>alert(1)</script> strip"
    with transaction() as session:
        offer, _ = publish(session, world.cast, title=title)
    html = client.get(path_of(offer)).text
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    described = json.loads(data)
    assert (described["@context"], described["inLanguage"]) == ("https://schema.org", "en")
    made = described["mainEntity"]
    assert (made["@type"], made["itemOffered"]["name"]) == ("Offer", title)
    assert made["offeredBy"]["name"] == world.cast.institution.name_en


def test_an_anonymous_offer_is_described_without_its_institution(world: World, client: TestClient) -> None:
    with transaction() as session:
        offer, _ = publish(session, world.cast, anonymous=True)
    html = client.get(path_of(offer)).text
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert json.loads(data)["mainEntity"]["offeredBy"] == {
        "@type": "Organization",
        "name": "Klaster LifeScience Krakow",
    }
    assert world.cast.institution.name_en not in data


def test_an_offer_has_a_picture_to_be_shared_by(shared: World, shared_client: TestClient) -> None:
    html = shared_client.get(f"/offers/{shared.published}/en").text
    (url,) = re.findall(r'<meta property="og:image" content="http://127.0.0.1:8000([^"]+)">', html)
    answer = shared_client.get(url)
    assert answer.headers["content-type"] == "image/png"
    with Image.open(BytesIO(answer.content)) as picture:
        assert picture.size == (1200, 630)
        assert len(picture.getcolors(1 << 20) or ()) > 50  # something is drawn on it
    assert shared_client.get(url, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert shared_client.get("/offers/XX-2026-0001/en/card.png").status_code == 404


@pytest.mark.parametrize(
    ("header", "language"),
    [("pl", "pl"), ("de,pl;q=0.3,en;q=0.2", "pl"), ("en;q=0", "en"), ("*", "en"), ("pl;q=broken", "en"), ("", "en")],
)
def test_the_language_follows_the_browser(header: str, language: str, shared: World, shared_client: TestClient) -> None:
    answer = shared_client.get("/", headers={"Accept-Language": header})
    assert answer.headers["content-language"] == language


def test_a_chosen_language_is_kept_in_the_links(shared: World, shared_client: TestClient) -> None:
    html = shared_client.get("/?lang=pl").text
    assert f"/offers/{shared.published}/en?lang=pl" in html
    assert "/?value_chain=health&amp;lang=pl" in html


def test_an_offers_page_can_be_passed_on(shared: World, shared_client: TestClient) -> None:
    html = shared_client.get(f"/offers/{shared.published}/en").text
    for tag in (
        "<title>Rapid strip test for resistant bacteria in urine · Klaster LifeScience Krakow</title>",
        '<meta property="og:title" content="Rapid strip test for resistant bacteria in urine">',
        f'<meta property="og:url" content="http://127.0.0.1:8000/offers/{shared.published}/en">',
        '<meta property="og:locale" content="en_GB">',
        f'<link rel="canonical" href="http://127.0.0.1:8000/offers/{shared.published}/en">',
    ):
        assert tag in html


def test_text_from_people_is_escaped(world: World, client: TestClient) -> None:
    with transaction() as session:
        offer, _ = publish(session, world.cast, title='<script>alert("x")</script>', anonymous=True)
    for page in ("/", path_of(offer)):
        html = client.get(page).text
        assert "<script>" not in html
        assert "&lt;script&gt;" in html


def test_an_anonymous_offers_page_names_the_network(world: World, client: TestClient) -> None:
    institution = world.cast.institution
    with transaction() as session:
        offer, _ = publish(session, world.cast, anonymous=True)
    html = client.get(path_of(offer)).text
    assert "Research institute, Poland" in html
    assert "helix@localhost.example" in html
    for name in (institution.code, institution.name_en, institution.email):
        assert name not in html


def test_the_brief_is_served_under_its_name(shared: World, shared_client: TestClient) -> None:
    url = f"/offers/{shared.published}/en/brief.pdf"
    answer = shared_client.get(url)
    assert (answer.content, answer.headers["cache-control"]) == (PDF, "public, no-cache")
    assert answer.headers["content-disposition"] == f"inline; filename*=UTF-8''{shared.published}-en.pdf"
    assert shared_client.get(url, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    "path", ["/offers/XX-2026-0001/en", "/nowhere", "/offers/XX-2026-0001/en/brief.pdf", "/static/../app.py"]
)
def test_what_is_not_there_is_said_in_both_languages(path: str, shared: World, shared_client: TestClient) -> None:
    answer = shared_client.get(path)
    assert answer.status_code == 404
    if not path.startswith("/static"):
        assert "There is nothing here" in answer.text
        assert "Nic tu nie ma" in answer.text


def test_no_page_loads_anything_from_elsewhere(shared: World, shared_client: TestClient) -> None:
    policy = shared_client.get("/").headers["content-security-policy"]
    assert policy.startswith(
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; font-src 'self';"
    )
    assert "unsafe" not in policy
    for path in ("/", f"/offers/{shared.published}/en", shared.link):
        html = shared_client.get(path).text
        sources = re.findall(r"(?:src|<link rel=\"(?:icon|stylesheet)\" href)=\"([^\"]+)", html)
        assert sources
        assert all(source.startswith("/") for source in sources)
        assert "style=" not in html
        html = html.replace('<script type="application/ld+json">', "")  # data, which no browser runs
        assert re.findall(r"<script(?![^>]*\bsrc=)|\son\w+=", html) == []


def test_styles_and_fonts_are_served_and_kept(shared: World, shared_client: TestClient) -> None:
    sheet = re.search(r'href="(/static/helix.css\?v=\w+)"', shared_client.get("/").text)
    assert sheet is not None
    style = shared_client.get(sheet[1])
    assert style.headers["cache-control"] == "public, max-age=31536000, immutable"
    fonts = re.findall(r'url\("([^"]+)"\)', style.text)
    assert len(fonts) == 3
    assert [shared_client.get(font).status_code for font in fonts] == [200] * 3


def test_a_failing_page_leaks_nothing(
    shared: World, shared_client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object, **_values: object) -> None:
        raise RuntimeError("boronic ester linker")

    monkeypatch.setattr("api.pages.public.catalogue.published_offers", fail)
    answer = shared_client.get("/")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "boronic" not in answer.text + caplog.text
