"""What of attached files an offer is not compared with: told to who approves it, before they do."""

import re

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from models.actions.attachments import add_attachment
from models.actions.offers import save_offer
from models.db import reading, transaction
from models.files import keep
from models.rules.words import OfferState
from models.settings import settings
from models.tables import Offer, Technology
from tests import factories as make
from tests.api.conftest import World
from tests.api.pages.officer.browsing import browser
from tests.factories import NOW
from tests.models.file_texts.made import SENTENCE, run, word, zipped

PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00"
FILES = {
    "protokół.docx": word(run(SENTENCE), **{"word/media/image1.png": PICTURE}),
    "zdjęcie.png": PICTURE,
    "wszystko.zip": zipped({"a.txt": SENTENCE}),
}


@pytest.fixture
def officer(world: World, app: Starlette) -> TestClient:
    return browser(app, world.cast.officer)


@pytest.fixture
def drafted(world: World) -> Offer:
    """An offer with nothing in its way but what was attached and nobody has read."""
    with transaction() as session:
        technology = make.to_offer(session, world.cast)
        for name, content in FILES.items():
            stored = keep(content, settings().files)
            add_attachment(session, technology.id, stored, name, actor=world.cast.officer, now=NOW)
        return save_offer(session, technology.id, make.offer_form(), actor=world.cast.officer, now=NOW)


def path_of(offer: Offer) -> str:
    with reading() as session:
        return f"/technologies/{session.get_one(Technology, offer.technology_id).reference}/offer"


def told(page: str) -> list[str]:
    part = re.search(r'<div class="not-compared">(.*?)</div>', page, re.DOTALL)
    return re.findall(r"<li>(.*?)</li>", part[1]) if part else []


def test_who_approves_is_told_first_what_the_offer_is_not_compared_with(
    world: World, officer: TestClient, drafted: Offer
) -> None:
    path = path_of(drafted)
    waiting = "not read yet; that is done before the approval"
    assert told(officer.get(path).text) == [f"{name}: {waiting}" for name in FILES]
    answer = officer.post(f"{path}/en/approval", data={"digest": drafted.digest})
    assert (answer.status_code, "were read only now" in answer.text) == (409, True)
    assert told(answer.text) == ["protokół.docx: words in its pictures", "zdjęcie.png: nothing of it could be read"]
    assert officer.post(f"{path}/en/approval", data={"digest": drafted.digest}).status_code == 303
    with reading() as session:
        assert session.exec(select(Offer.state).where(Offer.id == drafted.id)).one() is OfferState.APPROVED


def test_it_is_told_in_polish(world: World, officer: TestClient, drafted: Offer) -> None:
    path = path_of(drafted)
    officer.post(f"{path}/en/approval", data={"digest": drafted.digest})
    assert told(officer.get(f"{path}?lang=pl").text) == [
        "protokół.docx: słowa na ilustracjach",
        "zdjęcie.png: nie udało się nic z niego odczytać",
    ]


def test_where_all_was_read_nothing_is_told(world: World, officer: TestClient) -> None:
    with transaction() as session:
        technology = make.to_offer(session, world.cast)
        stored = keep(FILES["wszystko.zip"], settings().files)
        add_attachment(session, technology.id, stored, "wszystko.zip", actor=world.cast.officer, now=NOW)
        offer = save_offer(session, technology.id, make.offer_form(), actor=world.cast.officer, now=NOW)
    path = path_of(offer)
    assert officer.post(f"{path}/en/approval", data={"digest": offer.digest}).status_code == 303
    assert told(officer.get(path).text) == []


def test_what_stands_in_a_comment_of_an_uploaded_file_is_found_in_the_offer(world: World, officer: TestClient) -> None:
    secret = "The nitrocellulose is blocked with casein of goat milk at nine degrees for forty minutes."
    comment = f"<w:comments><w:comment><w:p>{run(secret)}</w:p></w:comment></w:comments>"
    content = word(run("See beside."), **{"word/comments.xml": comment})
    with transaction() as session:
        technology = make.to_offer(session, world.cast)
        form = make.offer_form(description=f"What we do: {secret}")
        save_offer(session, technology.id, form, actor=world.cast.officer, now=NOW)
        place = f"/technologies/{technology.reference}"
    page = officer.post(f"{place}/files", files={"file": ("protocol.docx", content)}, data={"note": ""})
    assert page.status_code == 303
    shown = officer.get(f"{place}/offer").text
    assert (secret.rstrip(".") in re.sub("<[^>]*>", "", shown), "protocol.docx" in shown) == (True, True)
    assert told(shown) == []
