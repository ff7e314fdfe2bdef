import io
import pickle
from dataclasses import fields, replace
from datetime import date, timedelta
from enum import Enum
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader

from models.rules.words import BriefLength, Language, ValueChain
from reports import briefs
from reports.briefs import BriefContent, KeyFigure, Partnership
from reports.density import LAYOUTS
from reports.render import renderer
from tests.reports.contents import ENDINGS, OFFER, PICTURE, SHORT, longest
from tests.reports.reading import faults_of, heading_levels, laid_out, pages_of, text_of

LANGUAGES = list(Language)


@pytest.mark.parametrize("length", BriefLength)
@pytest.mark.parametrize("offer", [OFFER, SHORT, replace(OFFER, anonymous=True)], ids=["full", "short", "anonymous"])
def test_a_brief_is_as_long_as_asked_accessible_and_archival(offer, length):
    pdf = briefs.render(replace(offer, length=length))
    assert faults_of(pdf) == []
    assert pages_of(pdf) == briefs.PAGES[length]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_texts_fill_two_accessible_pages_and_nothing_is_cut(language):
    pdf = briefs.render(longest(language))
    said = text_of(pdf)
    assert [ending for ending in ENDINGS if ending not in said] == []
    assert pages_of(pdf) == 2
    assert faults_of(pdf) == []


def test_the_longest_texts_neither_leave_the_page_nor_lie_on_each_other():
    page = laid_out(briefs.html(longest(Language.POLISH)))
    assert page.pages == 2
    assert page.outside() == []
    assert page.overlapping() == []


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_no_layout_skips_a_level_of_headings_even_where_columns_break(layout):
    """Also one that the texts overfill, so that every break there may be is there."""
    html = briefs._html(longest(Language.POLISH), layout)
    pdf = renderer().pdf(html, stylesheets=briefs.DESIGN.stylesheets, created=None, title="x", language=Language.POLISH)
    levels = heading_levels(pdf)
    assert (levels[0], len(levels)) == (1, 17)
    assert [(before, after) for before, after in pairwise(levels) if after > before + 1] == []


def test_texts_beyond_the_densest_layout_run_on_to_a_third_page():
    pdf = briefs.render(replace(longest(Language.ENGLISH), description="WIDE LETTERS " * 1500 + "zend"))
    assert pages_of(pdf) > 2
    assert "zend" in text_of(pdf)


@pytest.mark.parametrize("offer", [OFFER, SHORT, replace(OFFER, trl=9), replace(OFFER, description=OFFER.problem * 6)])
def test_the_first_layout_tried_normally_fits(offer):
    assert laid_out(briefs.html(offer)).pages == 2


def test_a_single_word_of_4000_letters_breaks_within_the_page():
    page = laid_out(briefs.html(replace(OFFER, description="x" * 4000)))
    assert max(run.right for run in page.runs) < page.width
    assert sum(run.text.count("x") for run in page.runs if set(run.text) == {"x"}) == 4000


def test_texts_are_data_and_neither_markup_nor_template():
    hostile = '<script>alert(1)</script> {{ 7 * 1191 }} {% raw %} & <img src="http://127.0.0.1/x">'
    said = text_of(briefs.render(replace(OFFER, description=hostile, title=f"T {hostile}")))
    assert said.count("<script>alert(1)</script>") == 2
    assert said.count("{{ 7 * 1191 }} {% raw %} & <img src=") == 2
    assert "8337" not in said


SIGNS = "CO₂ H₂O αβγ β-catenin Ω µm °C 10⁻³ ± ≤ Привет \x00\x0b\ud800 koniec"


@pytest.mark.parametrize("length", BriefLength)
def test_symbols_of_chemistry_and_other_scripts_are_set(length):
    said = text_of(briefs.render(replace(OFFER, problem=SIGNS, length=length)))
    assert "CO₂ H₂O αβγ β-catenin Ω µm °C 10⁻³ ± ≤ Привет koniec" in said


@pytest.mark.parametrize("length", BriefLength)
def test_what_no_font_can_draw_is_said_in_words_and_prints_no_box(length):
    pdf = briefs.render(replace(OFFER, problem="Wynik 🧬🚀 👩‍🔬 🇵🇱 ✓ \U00013080 koniec", length=length))
    assert "Wynik [DNA][rakieta] [woman, mikroskop] [Polska] ✓ [egyptian hieroglyph d010] koniec" in text_of(pdf)
    assert faults_of(pdf) == []


def test_lines_that_start_with_a_dash_become_a_list():
    html = briefs.html(replace(OFFER, problem="Są dwa:\n- raz,\n- dwa."))
    assert "<p>Są dwa:</p>" in html
    assert "<li>raz,</li><li>dwa.</li>" in html


def test_an_anonymous_brief_names_neither_the_institution_nor_its_people():
    pdf = briefs.render(replace(OFFER, anonymous=True, reference="7K3M-9QXD", offer_url="https://helix.example/o/7"))
    said = text_of(pdf) + str(PdfReader(io.BytesIO(pdf)).metadata)
    named = ("Uniwersytet", "Tarnów", "uczelnia.example", "Żółkiewska", "transfer.example", "345 67 89", "UJ-2026")
    assert [name for name in named if name in said] == []
    assert "Uczelnia" in said
    assert "Polska" in said
    assert "7K3M-9QXD" in said
    assert "biuro@klaster.example" in said
    assert "+48 12 111 22 33" in said


def test_the_institution_answers_where_the_unit_has_no_address():
    contact = briefs.contact_of(replace(OFFER, contact_email="", contact_phone=""))
    assert contact == briefs.Contact("Anna Żółkiewska", "sekretariat@uczelnia.example", "+48 12 000 00 00")


def test_missing_optional_fields_leave_no_trace():
    said = text_of(briefs.render(SHORT))
    assert "None" not in said
    assert "Why it is better" in said
    assert "In figures" not in said
    assert "This offer online" not in said
    assert "valid until" not in said


def test_the_brief_says_what_a_company_looks_for():
    said = text_of(briefs.render(OFFER))
    for heading in ("Problem", "Na czym polega nowość", "Dlaczego lepiej", "Etap rozwoju", "Ochrona", "Następny krok"):
        assert heading in said
    assert "TRL 5 z 9" in said
    assert "Dla porównania: 72 h w hodowli" in said
    assert "Niemcy i Francja" in said
    assert "UJ-2026-0042 · wersja 3 · 12 listopada 2026 · ważna do 12 listopada 2027" in said
    assert "Strona 1 z 2" in said
    assert "Strona 2 z 2" in said


def test_links_lead_to_the_offer_and_to_the_contact():
    leaf = PdfReader(io.BytesIO(briefs.render(OFFER))).pages[1]
    targets = {note.get_object()["/A"]["/URI"] for note in leaf.annotations or ()}
    assert targets == {"mailto:anna@transfer.example", "https://helix.example/o/UJ-2026-0042"}


def test_the_same_content_renders_to_the_same_bytes():
    assert briefs.render(OFFER) == briefs.render(pickle.loads(pickle.dumps(OFFER)))


@pytest.mark.parametrize("name", [field.name for field in fields(BriefContent)])
def test_the_checksum_changes_with_every_field(name):
    assert briefs.checksum(replace(OFFER, **{name: changed(name)})) != briefs.checksum(OFFER)


def changed(name: str) -> Any:
    value = getattr(OFFER, name)
    if name in ("logo", "network_logo"):
        return replace(PICTURE, sha256="0" * 64)
    if name == "pictures":
        return (PICTURE,)
    match value:
        case bool():
            return not value
        case Enum():
            return next(member for member in type(value) if member is not value)
        case int():
            return value + 1
        case date():
            return value + timedelta(days=1)
        case str():
            return f"{value}."
        case tuple():
            return value[:-1]
    raise AssertionError(f"no change is known for {name}")


def test_the_checksum_changes_inside_a_figure_and_a_partnership():
    figures = (KeyFigure(value="4 h", label="od pobrania do wyniku", compared_with="73 h"), OFFER.key_figures[1])
    sought = (Partnership(type=OFFER.partnerships[0].type, why="Inaczej.", how="Licencja wyłączna."),)
    sums = {
        briefs.checksum(replace(OFFER, **change)) for change in ({}, {"key_figures": figures}, {"partnerships": sought})
    }
    assert len(sums) == 3


def test_equal_content_has_an_equal_checksum():
    assert briefs.checksum(OFFER) == briefs.checksum(pickle.loads(pickle.dumps(OFFER)))


def test_the_checksum_names_the_template(monkeypatch):
    before = briefs.checksum(OFFER)
    monkeypatch.setattr(briefs, "template_version", lambda length: f"another {length}")
    assert briefs.checksum(OFFER) != before


def test_each_value_chain_has_an_accent_of_its_own():
    accents = {
        briefs.html(replace(OFFER, value_chain=chain)).split("--accent: ")[1][:7] for chain in (*ValueChain, None)
    }
    assert len(accents) == 3


def test_no_field_of_a_brief_is_confidential():
    """A field that is added must be added here too, after a thought about who will read it."""
    assert {field.name for field in fields(BriefContent)} == {
        *("title", "short_summary", "problem", "description", "advantages", "key_figures", "trl", "ipr_status"),
        *("ipr_notes", "sdgs", "expected_role", "partnerships", "partner_sizes", "technology_keywords"),
        *("market_keywords", "countries", "anonymous", "language", "offer_version", "reference", "value_chain"),
        *("field", "institution_name", "institution_city", "institution_area", "institution_country"),
        *("institution_email", "institution_phone", "contact_name", "contact_email", "contact_phone"),
        *("network_name", "network_email", "network_phone", "approved_on", "published_on", "expires_on", "offer_url"),
        *("length", "colour", "logo", "network_logo", "pictures"),
    }
