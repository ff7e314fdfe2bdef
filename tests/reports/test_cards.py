"""The picture beside links: whatever the title, it stays within its margins."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from models.queries.catalogue import PublishedOffer
from models.rules.words import Language
from models.tables import Institution, Offer, Technology
from reports.cards import HEIGHT, MARGIN, WIDTH, card_of

LONG = "Tetrahydrocannabinolpyrrolidinophenylethylamindehydrogenase"


def card(title: str, institution: str = "Example University") -> Image.Image:
    home: dict[str, Any] = {"name_en": institution, "name_pl": institution}
    said: dict[str, Any] = {"title": title, "language": Language.ENGLISH, "trl": 4, "anonymous": False}
    nothing: dict[str, Any] = {}
    shown = PublishedOffer(Offer(**said), Technology(**nothing), Institution(**home), None)
    return Image.open(BytesIO(card_of(shown)))


def is_blank(picture: Image.Image, left: int, top: int, right: int, bottom: int) -> bool:
    colours = picture.crop((left, top, right, bottom)).getcolors()
    return colours == [((right - left) * (bottom - top), (255, 255, 255))]


@pytest.mark.parametrize(
    ("title", "institution"),
    [
        ("W" * 4000, "W" * 4000),
        (f"A test for {LONG}lactamsuperfamily", "Example University"),
        (f"{LONG} " * 20, "Example University"),
        ("word " * 2000, "word " * 2000),
        ("A title\non two lines", "An institute\nof two lines"),
        ("", ""),
    ],
    ids=["one word", "a long word", "long words", "many words", "line breaks", "nothing"],
)
def test_nothing_runs_over_an_edge(title: str, institution: str) -> None:
    picture = card(title, institution)
    assert picture.size == (WIDTH, HEIGHT)
    assert is_blank(picture, WIDTH - MARGIN + 4, 15, WIDTH, HEIGHT)
    assert is_blank(picture, 0, HEIGHT - 40, WIDTH, HEIGHT)
    assert is_blank(picture, 0, 490, WIDTH, HEIGHT - 112), "the title stands on the institution"


def test_a_word_longer_than_a_line_goes_on_in_the_next() -> None:
    assert not is_blank(card("W" * 40), MARGIN, 230, WIDTH - MARGIN, 300)
    assert is_blank(card("W" * 4), MARGIN, 230, WIDTH - MARGIN, 300)


def test_what_turns_the_direction_is_not_drawn() -> None:
    assert card("gel \u202egnp.exe").tobytes() == card("gel gnp.exe").tobytes()
