"""Logos, colours, pictures and the data inside a brief."""

import asyncio
import io
import json
import os
import pickle
import subprocess
import sys
from dataclasses import replace

import pikepdf
import pytest
from pypdf import PdfReader

from benchmarks.briefs import contents
from benchmarks.portfolio import bilingual
from flows.rendering import RenderPool
from models.files import read
from models.rules.words import BriefLength, Language
from reports import briefs
from reports.fetcher import ResourceRefused
from reports.render import renderer
from tests.reports.contents import OFFER, PICTURE, longest
from tests.reports.drawn import image
from tests.reports.reading import faults_of, pages_of, text_of

OFFERS = len(bilingual()) * len(Language)


@pytest.fixture
def dressed(tmp_path):
    """With everything that a brief may show."""
    return replace(
        OFFER,
        colour="#ffcc00",
        logo=image(tmp_path, alt="Uniwersytet Przykładowy", size=(900, 300)),
        network_logo=image(tmp_path, alt="Klaster Przykładowy", size=(400, 400), kind="jpeg"),
        pictures=(
            image(tmp_path, alt="Wykres czułości", caption="Czułość na 222 izolatach"),
            image(tmp_path, alt="Zdjęcie wkładu", size=(400, 600), kind="jpeg", caption="Wkład w analizatorze"),
            image(tmp_path, alt="Trzecia ilustracja"),
        ),
    )


def test_every_example_in_both_languages_and_lengths_is_accessible_and_archival(tmp_path):
    """In the processes that draw them in service too."""
    told = [replace(each, length=length) for each in contents(OFFERS) for length in BriefLength]
    drawn = [read(sha256, tmp_path / "files") for sha256 in asyncio.run(draw_all(told, tmp_path))]
    faults = {f"{each.title} {each.length}": faults_of(pdf) for each, pdf in zip(told, drawn, strict=True)}
    assert {name: found for name, found in faults.items() if found} == {}
    assert [pages_of(pdf) for pdf in drawn] == [briefs.PAGES[each.length] for each in told]


async def draw_all(told, home):
    pool = RenderPool(2, home)
    try:
        return [kept.sha256 for kept in await asyncio.gather(*(pool.draw(briefs.render, each) for each in told))]
    finally:
        pool.stop()


@pytest.mark.parametrize("length", BriefLength)
def test_logos_and_pictures_say_what_they_show(dressed, length):
    pdf = briefs.render(replace(dressed, length=length))
    assert faults_of(pdf) == []
    assert pages_of(pdf) == briefs.PAGES[length]
    alts = alternative_texts(pdf)
    assert alts[:2] == ["Uniwersytet Przykładowy", "Klaster Przykładowy"]
    assert "Wykres czułości" in alts
    assert "Trzecia ilustracja" not in alts


def test_a_logo_that_is_missing_is_replaced_by_the_name(dressed):
    pdf = briefs.render(replace(dressed, logo=None, network_logo=None, pictures=()))
    assert text_of(pdf).startswith("Uniwersytet Przykładowy Klaster Przykładowy Zdrowie")


def test_an_anonymous_brief_has_neither_the_logo_nor_the_colour_of_its_institution(dressed):
    hidden = replace(dressed, anonymous=True)
    assert dressed.logo not in briefs.images_of(hidden)
    assert "#ffcc00" in briefs.html(dressed)
    assert "#ffcc00" not in briefs.html(hidden)
    assert "Uniwersytet" not in "".join(alternative_texts(briefs.render(hidden)))


def test_a_picture_that_the_store_has_lost_stops_the_rendering():
    with pytest.raises(ResourceRefused, match="restore it from a backup"):
        briefs.render(replace(OFFER, pictures=(replace(PICTURE, file="/nowhere"),)))


def test_only_the_images_handed_over_are_answered(dressed):
    briefs.render(dressed)
    asks = f'<html lang="en"><title>t</title><img alt="x" src="{dressed.logo.address}"></html>'
    with pytest.raises(ResourceRefused, match="embed only packaged files"):
        renderer().pdf(asks, stylesheets=["tokens.css"], created=None, title="t", language="en")


def test_the_longest_texts_on_one_page_are_shortened_and_the_page_says_so():
    pdf = briefs.render(replace(longest(Language.POLISH), length=BriefLength.ONE_PAGE))
    assert pages_of(pdf) == 1
    assert "Więcej mówi pełna oferta" in text_of(pdf)
    assert faults_of(pdf) == []


@pytest.mark.parametrize("length", BriefLength)
def test_a_single_word_of_4000_letters_stays_on_its_pages(length):
    pdf = briefs.render(replace(OFFER, problem="x" * 4000, length=length))
    assert pages_of(pdf) == briefs.PAGES[length]
    assert faults_of(pdf) == []


def test_the_offer_lies_inside_as_data():
    pdf = briefs.render(OFFER)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        (specification,) = document.Root.AF
        assert str(specification.AFRelationship) == "/Source"
        assert list(document.attachments) == ["offer.json"]
        file = document.attachments["offer.json"].get_file()
        assert file.mime_type == "application/json"
        data = json.loads(file.read_bytes())
    assert (data["format"], data["reference"], data["title"]) == ("helix-offer/1", OFFER.reference, OFFER.title)
    assert data["key_figures"][0] == {
        "value": "4 h",
        "label": "od pobrania do wyniku",
        "compared_with": "72 h w hodowli",
    }
    assert data["institution"] == {"name": "Uniwersytet Przykładowy", "city": "Tarnów", "area": "Edu", "country": "PL"}
    assert data["approved_on"] == "2026-11-10"


def test_the_data_of_an_anonymous_offer_name_neither_the_institution_nor_its_people():
    with pikepdf.open(
        io.BytesIO(
            briefs.render(replace(OFFER, anonymous=True, reference="7K3M-9QXD", offer_url="https://h.example/7"))
        )
    ) as pdf:
        data = pdf.attachments["offer.json"].get_file().read_bytes().decode()
    named = ("Uniwersytet", "Tarnów", "uczelnia.example", "Żółkiewska", "transfer.example", "UJ-2026")
    assert [name for name in named if name in data] == []
    assert json.loads(data)["institution"] == {"area": "Edu", "country": "PL"}


def test_two_processes_draw_the_same_bytes_with_pictures_and_data(dressed, tmp_path):
    (tmp_path / "offer.pickle").write_bytes(pickle.dumps(dressed))
    script = (
        "import pickle, sys; from pathlib import Path; from reports import briefs;"
        "sys.stdout.buffer.write(briefs.render(pickle.loads(Path(sys.argv[1]).read_bytes())))"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path / "offer.pickle")],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        for seed in ("1", "2")
    ]
    first, second = (process.communicate()[0] for process in processes)
    assert first.startswith(b"%PDF")
    assert first == second


def test_where_an_image_lies_does_not_change_the_brief(dressed):
    elsewhere = replace(dressed, logo=replace(dressed.logo, file="/elsewhere"))
    assert briefs.checksum(elsewhere) == briefs.checksum(dressed)


def test_the_two_lengths_have_versions_of_their_own():
    assert briefs.template_version(BriefLength.ONE_PAGE) != briefs.template_version(BriefLength.TWO_PAGES)


def test_the_link_and_the_code_lead_to_the_offer_on_one_page_too():
    leaf = PdfReader(io.BytesIO(briefs.render(replace(OFFER, length=BriefLength.ONE_PAGE)))).pages[0]
    targets = {note.get_object()["/A"]["/URI"] for note in leaf.annotations or ()}
    assert targets == {"mailto:anna@transfer.example", "https://helix.example/o/UJ-2026-0042"}


def test_a_file_without_its_mark_is_told_apart():
    """The check can fail: a brief that does not say it is PDF/UA is not taken for one."""
    pdf = briefs.render(OFFER)
    assert faults_of(pdf.replace(b'pdfuaid:part="1"', b'pdfuaid:part="7"')) != []


def alternative_texts(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return list(_alts(document.Root.StructTreeRoot.K))


def _alts(node):
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _alts(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/Alt" in node and str(node.get("/S", "")) == "/Figure":
            yield str(node.Alt)
        if "/K" in node:
            yield from _alts(node.K)
