"""The look of briefs: what the administrators' forms do."""

from io import BytesIO

import pytest
from PIL import Image

from models.db import reading
from models.queries.brands import brand_for, network_brand
from models.rules.words import BriefLength


def png(ink: str = "#123456") -> dict[str, tuple[str, bytes, str]]:
    file = BytesIO()
    Image.new("RGB", (600, 300), ink).save(file, "PNG")
    return {"file": ("logo.png", file.getvalue(), "image/png")}


@pytest.mark.parametrize("place", ["/people/institutions/{id}/look", "/people/network"])
def test_a_logo_is_shown_after_it_was_given_and_gone_after_it_was_taken_away(room, cast, place):
    place = place.format(id=cast.institution.id)
    answer = room.post(f"{place}/files", files=png())
    assert (answer.status_code, answer.headers["location"]) == (303, f"{place}?done=saved")
    shown = room.get(f"{place}/logo.png")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/png")
    assert f"{place}/logo.png" in room.get(place).text
    room.post(f"{place}/logo/remove")
    assert room.get(f"{place}/logo.png").status_code == 404


@pytest.mark.parametrize("place", ["/people/institutions/{id}/look", "/people/network"])
@pytest.mark.parametrize(
    ("file", "said"),
    [
        (("logo.svg", b"<svg><script>alert(1)</script></svg>", "image/svg+xml"), "export it as PNG"),
        (("logo.png", b"not a picture", "image/png"), "This is no picture that we know"),
    ],
)
def test_what_is_no_picture_comes_back_with_words(room, cast, place, file, said):
    answer = room.post(f"{place.format(id=cast.institution.id)}/files", files={"file": file})
    assert answer.status_code == 422
    assert said in answer.text
    with reading() as session:
        assert brand_for(session, cast.institution.id).logo_sha256 is None
        assert network_brand(session).logo_sha256 is None


def test_a_white_logo_comes_back_with_words(room, cast):
    answer = room.post("/people/network/files", files=png("#ffffff"))
    assert answer.status_code == 422
    assert "cannot be seen on white paper" in answer.text


def test_a_light_colour_is_kept_and_the_page_says_why_text_is_darker(room, cast):
    place = f"/people/institutions/{cast.institution.id}/look"
    answer = room.post(place, data={"colour": "#fc0", "brief_length": "one_page"})
    page = room.get(answer.headers["location"]).text
    assert "#ffcc00 is too light for text: its contrast with white is 1.5 to 1, and text needs 4.5." in page
    with reading() as session:
        assert brand_for(session, cast.institution.id).brief_length is BriefLength.ONE_PAGE


def test_what_is_no_colour_comes_back_as_typed(room, cast):
    answer = room.post(f"/people/institutions/{cast.institution.id}/look", data={"colour": "navy"})
    assert answer.status_code == 422
    assert 'value="navy"' in answer.text
    assert "six digits" in answer.text
