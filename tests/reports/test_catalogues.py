"""A catalogue and slides as finished files: pages, contents, indexes, links, tags, and what stays anonymous."""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import page
import pikepdf
import pytest
from pypdf import PdfReader

from models.rules.offers import OFFER_LIMITS
from models.rules.words import EntrySize, Field, Grouping, Language, ValueChain
from reports import catalogues, slides
from reports.binding import bind
from reports.catalogue_order import mark_of, sections_of
from reports.catalogues import CatalogueContent
from reports.leaves import Book, draw
from reports.render import renderer
from reports.slides import SlidesContent
from tests.outward import in_pdf
from tests.reports.contents import OFFER, SHORT
from tests.reports.reading import heading_levels, text_of

DAY = date(2026, 11, 25)
SECRET_HOUSE = "Instytut Tajny w Łodzi"


def offer(number, **values):
    return replace(
        OFFER,
        title=f"Test z krwi numer {number}",
        reference=f"UJ-2026-{number:04d}",
        offer_url=f"https://offers.example.org/offers/UJ-2026-{number:04d}/pl",
        **values,
    )


OFFERS = (
    offer(1, field=Field.DIAGNOSTICS, value_chain=ValueChain.HEALTH, technology_keywords=("łańcuch", "PCR")),
    offer(2, field=Field.DIAGNOSTICS, value_chain=ValueChain.HEALTH, technology_keywords=("pcr",)),
    offer(3, field=Field.AGRICULTURE, value_chain=ValueChain.BIOECONOMY, technology_keywords=("żyto",)),
    replace(
        offer(4, field=None, value_chain=None, anonymous=True, institution_name=SECRET_HOUSE, contact_name="E. Skryta"),
        reference="7K3M-9QXD",
        offer_url="https://offers.example.org/offers/anonymous-7k3m-9qxd/pl",
    ),
)


def catalogue(offers=OFFERS, **values):
    return CatalogueContent(
        **{
            "language": Language.POLISH,
            "grouping": Grouping.FIELD,
            "size": EntrySize.PAGE,
            "made_on": DAY,
            "network_name": "Klaster LifeScience Krakow",
            "entries": tuple(offers),
            **values,
        }
    )


def deck(offers=OFFERS):
    return SlidesContent(language=Language.POLISH, made_on=DAY, network_name="Klaster", entries=tuple(offers))


def made(steps, folder: Path) -> tuple[bytes, Book]:
    orders = next(steps)
    while True:
        try:
            orders = steps.send([draw(order, folder) for order in orders])
        except StopIteration as end:
            return bind(end.value), end.value


@pytest.fixture(scope="module")
def bound(tmp_path_factory):
    return made(catalogues.book(catalogue()), tmp_path_factory.mktemp("leaves"))


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    return made(slides.book(deck()), tmp_path_factory.mktemp("slides"))


@pytest.mark.parametrize("profile", ["ua1", "2a"])
@pytest.mark.parametrize("which", ["bound", "shown"])
def test_the_file_is_accessible_and_archival(which, profile, request):
    pdf, _ = request.getfixturevalue(which)
    report = page.validate_pdf_bytes(pdf, profile=profile)
    assert [f"{failure.rule_id} {failure.message}" for failure in report.failures] == []


@pytest.mark.parametrize(
    "book",
    [lambda offers: catalogues.book(catalogue(offers)), lambda offers: slides.book(deck(offers))],
    ids=["catalogue", "slides"],
)
def test_what_no_font_can_draw_is_said_in_words_and_harms_no_word_beside_it(book, tmp_path):
    pdf, _ = made(book([replace(SHORT, problem="A cold \ue123 wash.")]), tmp_path)
    assert "A cold [u+e123] wash." in text_of(pdf)


def leaves_of(pdf: bytes) -> list[str]:
    """The text of each page, its white space made plain."""
    return [" ".join(leaf.extract_text().split()) for leaf in PdfReader(io.BytesIO(pdf)).pages]


def test_the_contents_name_the_page_on_which_each_offer_stands(bound):
    pdf, book = bound
    pages = leaves_of(pdf)
    (contents,) = pages[1 : book.front_pages]
    numbers = re.match(r"[\d ]+", contents)  # set at the edge, so drawn before the lines
    assert numbers is not None
    titles = sorted((each.title for each in OFFERS), key=contents.index)
    for title, told in zip(titles, numbers[0].split(), strict=False):
        there = pages[book.front_pages + int(told) - 1]
        assert title in there
        assert there.endswith(f" {told}")


def test_the_links_of_contents_and_indexes_lead_to_these_pages(bound):
    pdf, book = bound
    with pikepdf.open(io.BytesIO(pdf)) as document:
        targets = [target for leaf in document.pages for target in inner_links(document, leaf)]
    of_contents, of_words, of_houses = 4 + 3 + 2, 0, 3
    assert len(targets) > of_contents + of_words + of_houses
    assert all(book.front_pages <= target < book.pages for target in targets)


def inner_links(document, leaf):
    places = {each.obj.objgen: place for place, each in enumerate(document.pages)}
    for annotation in leaf.obj.get("/Annots", ()):
        if "/Dest" in annotation:
            yield places[annotation.Dest[0].objgen]
        else:
            assert not str(annotation.A.URI).startswith("leaf:")


def test_keywords_stand_once_whatever_their_case_with_all_their_pages(bound):
    pdf, book = bound
    index = text_of(pdf).rpartition("Słowa kluczowe")[2]
    assert re.search(r"PCR\s+1, 2", index)
    assert index.index("łańcuch") < index.index("PCR") < index.index("żyto")
    assert book.outline[-2].mark == "keywords"


def test_sections_follow_the_value_chains_and_what_has_none_comes_last(bound):
    _, book = bound
    assert [line.title for line in book.outline] == [
        "Spis treści",
        "Diagnostyka medyczna",
        "Nowoczesne rolnictwo",
        "Inne technologie",
        "Słowa kluczowe",
        "Instytucje",
    ]
    by_chain = sections_of(catalogue(grouping=Grouping.CHAIN))
    assert [(each.name, len(each.entries)) for each in by_chain] == [
        ("Zdrowie i jakość życia", 2),
        ("Biogospodarka", 1),
        ("Inne technologie", 1),
    ]


@pytest.mark.parametrize("which", ["bound", "shown"])
def test_an_anonymous_offer_stays_so_in_text_index_and_metadata(which, request):
    everything = in_pdf(request.getfixturevalue(which)[0])
    for secret in (SECRET_HOUSE, "Tajny", "Skryta", "2026-0004"):
        assert secret not in everything
    assert "7K3M-9QXD" in everything


def test_headings_skip_no_level_and_pages_are_numbered_from_the_first_section(bound):
    pdf, book = bound
    levels = heading_levels(pdf)
    assert all(after - before <= 1 for before, after in zip([0, *levels], levels, strict=False))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.pages[book.front_pages].label == "1"
        assert document.pages[1].label == "ii"
        assert str(document.Root.Lang) == "pl"


def test_the_same_content_gives_the_same_bytes(bound, tmp_path):
    assert made(catalogues.book(catalogue()), tmp_path)[0] == bound[0]


def longest(number):
    def text(name):
        return ("Zażółć gęślą jaźń bardzo długim zdaniem. " * 200)[: OFFER_LIMITS[name]].strip()

    names = ("title", "short_summary", "problem", "description", "advantages", "ipr_notes")
    return replace(offer(number), **{name: text(name) for name in names})


@pytest.mark.parametrize("size", list(EntrySize))
def test_the_longest_texts_keep_to_their_page_beside_the_shortest(size, tmp_path):
    shortest = replace(offer(5), short_summary="Krótko.", problem="", description="", advantages="", key_figures=())
    offers = (longest(6), shortest, longest(7), offer(8))
    pdf, book = made(catalogues.book(catalogue(offers, size=size)), tmp_path)
    body = book.pages - book.front_pages - book.leaves[-1].pages
    assert body == 1 + (4 if size is EntrySize.PAGE else 2)  # the section's own page, then the offers'
    assert len(PdfReader(io.BytesIO(pdf)).pages) == book.pages


def test_each_slide_is_one_page_of_sixteen_by_nine(tmp_path):
    pdf, book = made(slides.book(deck((offer(1), longest(2), offer(3)))), tmp_path)
    boxes = [leaf.mediabox for leaf in PdfReader(io.BytesIO(pdf)).pages]
    assert len(boxes) == 3 == book.pages
    assert {round(float(box.width / box.height), 3) for box in boxes} == {1.778}


def test_an_entry_that_does_not_fit_at_any_size_moves_the_numbers_behind_it(tmp_path):
    """Beyond what forms take, as an import might bring it: nothing is cut, and the contents stay true."""
    huge = replace(longest(1), advantages="Bardzo długa zaleta tej technologii. " * 400)
    others = tuple(offer(number) for number in range(2, 44))
    pdf, book = made(catalogues.book(catalogue((huge, *others))), tmp_path)
    body = leaves_of(pdf)[book.front_pages : -book.leaves[-1].pages]
    assert [text.rpartition(" ")[2] for text in body] == [str(number) for number in range(1, len(body) + 1)]
    assert len(body) > 1 + 43


@pytest.mark.parametrize(("offers", "has_page"), [(3, False), (4, True)])
@pytest.mark.parametrize("size", list(EntrySize))
def test_a_section_has_a_page_of_its_own_where_its_offers_are_many(size, offers, has_page, tmp_path):
    pdf, book = made(catalogues.book(catalogue(tuple(map(offer, range(offers))), size=size)), tmp_path)
    first, *further = leaves_of(pdf)[book.front_pages : -book.leaves[-1].pages]
    assert "Diagnostyka medyczna" in first
    assert ("Test z krwi numer 0" in first) is not has_page
    assert len(further) + 1 == has_page + (offers if size is EntrySize.PAGE else 2)


@pytest.mark.parametrize("size", list(EntrySize))
def test_the_outline_leads_to_a_section_without_a_page_of_its_own(size, tmp_path):
    pdf, _ = made(catalogues.book(catalogue(size=size)), tmp_path)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        lines = [line for line in document.open_outline().root if line.children]
        for line in lines:
            assert page_of(line) == page_of(line.children[0])
    assert [line.title for line in lines] == ["Diagnostyka medyczna", "Nowoczesne rolnictwo", "Inne technologie"]


def page_of(line: pikepdf.OutlineItem) -> object:
    assert isinstance(line.destination, pikepdf.Array)
    return line.destination[0].objgen


def test_two_halves_share_a_page_under_their_sections_name_without_being_set_closer(tmp_path):
    (order,) = next(catalogues.book(catalogue((offer(1), offer(2)), size=EntrySize.HALF)))
    leaf = draw(order, tmp_path)
    assert leaf.pages == 1
    assert [leaf.marks[mark_of(number)].page for number in (1, 2)] == [0, 0]
    usual = renderer().layout(order.html({}), order.stylesheets)
    assert len(usual.pages) == 1
