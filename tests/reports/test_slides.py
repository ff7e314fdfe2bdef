"""How large a slide is set, what is left out of one that is full, and that it says so."""

from dataclasses import replace
from io import BytesIO
from math import inf

import pytest
from pypdf import PdfReader

from models.rules.words import Language
from reports.leaves import draw
from reports.render import renderer
from reports.slide_steps import STEPS, roomiest
from reports.slides import SlidesOrder
from tests.reports.contents import OFFER, SHORT, longest
from tests.reports.reading import text_of
from tests.reports.test_example_offers import OFFERS, TECHNOLOGIES, content_of

MORE = {Language.ENGLISH: "More on the offer's page", Language.POLISH: "Więcej na stronie oferty"}
SMALLEST = 11.0
pytestmark = pytest.mark.xdist_group("example offers")


def slide_of(*offers):
    return SlidesOrder(offers[0].language, "Klaster", tuple(enumerate(offers, 1)))


def drawn(order, folder):
    leaf = draw(order, folder)
    return leaf, text_of(leaf.file.read_bytes())


def _sizes_in(pdf, page):
    sizes = set()
    PdfReader(BytesIO(pdf)).pages[page].extract_text(
        visitor_text=lambda _text, place, matrix, _font, size: sizes.add(round(size * abs(place[0] * matrix[0]), 1))
    )
    return sizes


def running_sizes(order, closer):
    """Points of the running text, and the pages it takes."""
    document = renderer().layout(order.html(closer), order.stylesheets)
    sizes = {
        round(0.75 * box.style["font_size"], 1)
        for leaf in document.pages
        for box in leaf._page_box.descendants()
        if getattr(box, "text", "").strip() and box.element_tag in ("p", "p::line", "li")
    }
    return sizes, len(document.pages)


def test_a_short_offer_is_set_as_large_as_a_slide_allows(tmp_path):
    order = slide_of(SHORT)
    assert 26.0 in running_sizes(order, {})[0]
    leaf, text = drawn(order, tmp_path)
    assert leaf.pages == 1
    assert MORE[Language.ENGLISH] not in text


@pytest.mark.parametrize("language", Language)
def test_the_longest_texts_end_with_a_sentence_and_the_slide_says_where_the_rest_is(language, tmp_path):
    leaf, text = drawn(slide_of(longest(language)), tmp_path)
    assert leaf.pages == 1
    assert text.count(MORE[language]) == 2
    problem, better = text.split(MORE[language])[:2]
    assert problem.rstrip().endswith(".")
    assert better.rstrip().endswith(".")


def test_a_slide_without_an_address_says_that_there_is_more_all_the_same(tmp_path):
    _, text = drawn(slide_of(replace(longest(Language.POLISH), offer_url="")), tmp_path)
    assert text.count(MORE[Language.POLISH]) == 2


@pytest.mark.parametrize("letter", ["ż", "x"])
def test_a_single_endless_word_keeps_to_its_slide(letter, tmp_path):
    leaf, text = drawn(slide_of(replace(OFFER, problem=2000 * letter, advantages=2000 * letter)), tmp_path)
    assert leaf.pages == 1
    assert text.count(MORE[Language.POLISH]) == 2


@pytest.mark.parametrize("closer", range(len(STEPS)))
def test_nothing_is_set_smaller_than_a_room_can_read(closer):
    sizes, _ = running_sizes(slide_of(longest(Language.POLISH)), {"slide-1": closer})
    assert min(sizes) >= SMALLEST


@pytest.mark.parametrize("name", sorted(TECHNOLOGIES)[:6])
@pytest.mark.parametrize("figures", [4, 1, 0])
def test_the_size_above_the_first_one_tried_would_not_fit(name, figures):
    for language in [language for of, language in OFFERS if of == name]:
        whole = content_of(TECHNOLOGIES[name], language)
        offer = replace(whole, key_figures=whole.key_figures[:figures])
        assert roomiest(offer) > 0
        assert running_sizes(slide_of(offer), {"slide-1": -1})[1] > 1


@pytest.mark.parametrize("language", Language)
def test_what_is_left_out_is_not_told_to_be_too_much_before_it_is(language):
    for whole in (longest(language), replace(longest(language), offer_url="", key_figures=())):
        assert STEPS[roomiest(whole)].limit < inf
        assert running_sizes(slide_of(whole), {"slide-1": -1})[1] > 1


def test_nearly_every_example_offer_fits_where_it_is_tried_first():
    offers = [content_of(TECHNOLOGIES[name], of) for name, of in OFFERS]
    once = [offer for offer in offers if running_sizes(slide_of(offer), {})[1] == 1]
    assert 10 * len(once) >= 8 * len(offers)


def test_each_example_offer_is_told_whole_on_one_slide(tmp_path):
    for language in Language:
        offers = [content_of(TECHNOLOGIES[name], of) for name, of in OFFERS if of is language]
        leaf, text = drawn(slide_of(*offers), tmp_path)
        assert leaf.pages == len(offers)
        assert MORE[language] not in text


def test_slides_that_fit_stay_as_they_are_beside_one_that_does_not(tmp_path):
    leaf, text = drawn(slide_of(SHORT, longest(Language.ENGLISH), SHORT), tmp_path)
    assert leaf.pages == 3
    assert text.count(MORE[Language.ENGLISH]) == 2
    assert 26.0 in _sizes_in(leaf.file.read_bytes(), page=2)
    assert [(name, mark.page) for name, mark in leaf.marks.items()] == [("slide-1", 0), ("slide-2", 1), ("slide-3", 2)]
