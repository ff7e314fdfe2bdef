"""Text files in the codings that are met in Poland."""

import codecs
import json

import pytest

from models.file_texts import FileRead
from models.rules.words import TextGap, TextState
from tests.models.file_texts.made import SENTENCE

PANGRAM = "Pchnąć w tę łódź jeża lub ośm skrzyń fig: „ŻÓŁĆ”, 37 °C ± 2."


@pytest.mark.parametrize(
    "content",
    [
        PANGRAM.encode(),
        PANGRAM.encode("utf-8-sig"),
        PANGRAM.encode("utf-16"),
        PANGRAM.encode("utf-16-le"),
        PANGRAM.encode("utf-16-be"),
        PANGRAM.encode("utf-32"),
        PANGRAM.encode("cp1250"),
    ],
    ids=["UTF-8", "UTF-8 with a mark", "UTF-16", "UTF-16 LE", "UTF-16 BE", "UTF-32", "Windows-1250"],
)
def test_every_letter_is_read(read, content):
    assert read(content) == FileRead(TextState.READ, PANGRAM)


@pytest.mark.parametrize("coding", ["iso8859-2", "cp852"])
def test_every_polish_letter_is_read_in_codings_without_our_quotation_marks(read, coding):
    text = PANGRAM.replace("„", '"').replace("”", '"').replace("± ", "")
    assert read(text.encode(coding)) == FileRead(TextState.READ, text)


def test_one_broken_byte_does_not_make_another_coding_of_it(read):
    found = read(SENTENCE.encode() + b" \xff " + SENTENCE.encode())
    assert (found.text.count(SENTENCE), found.state) == (2, TextState.PART)
    assert found.gaps == (TextGap.LETTERS,)


def test_a_text_whose_coding_nothing_tells_is_told(read):
    assert read("Гель застывает через час.".encode("koi8-r")).gaps == (TextGap.LETTERS,)


def test_a_page_is_read_in_the_coding_that_it_declares(read):
    page = f'<html><head><meta charset="iso-8859-2"></head><p>{SENTENCE}</p></html>'
    assert read(page.encode("iso-8859-2")) == FileRead(TextState.READ, SENTENCE)


@pytest.mark.parametrize(
    "page",
    [
        f"<html><p>{SENTENCE[:12]}<b>{SENTENCE[12:]}</b></p></html>",
        f"<div>{SENTENCE[:12]}<em>{SENTENCE[12:]}</em></div>",
        f'<html><img alt="{SENTENCE}"></html>',
        f"<html><!-- {SENTENCE} --><p>x</p></html>",
        f"<!DOCTYPE html><script>var x = 1;</script><p>{SENTENCE}",
        f"<svg><text><tspan>{SENTENCE[:12]}</tspan><tspan>{SENTENCE[12:]}</tspan></text></svg>",
        f"<2% of it: {SENTENCE}",
        "<html><p>" + "".join(f"&#{ord(letter)};" for letter in SENTENCE) + "</p></html>",
    ],
    ids=[
        "bold in a word",
        "a part of a page",
        "alternative text",
        "comment",
        "after a script",
        "drawing",
        "no page at all",
        "escapes",
    ],
)
def test_a_sentence_is_read_wherever_it_stands_in_a_page(read, page):
    found = read(page.encode())
    assert (SENTENCE in " ".join(found.text.split()), found.state) == (True, TextState.READ)


def test_a_picture_inside_a_page_is_told(read):
    assert read(b'<html><p>Gel</p><img src="data:image/png;base64,AAAA"></html>') == FileRead(
        TextState.PART, "Gel", (TextGap.PICTURES,)
    )


@pytest.mark.parametrize("ascii_alone", [True, False])
def test_the_cells_of_a_notebook_are_read_as_they_are_seen(read, ascii_alone):
    lines = [f"{SENTENCE[:20]}\n", SENTENCE[20:]]
    notebook = json.dumps({"cells": [{"source": lines}], "nbformat": 4}, ensure_ascii=ascii_alone)
    assert SENTENCE.replace(" ", "") in "".join(read(notebook.encode()).text.split())


def test_what_begins_as_data_and_is_none_is_read_as_it_stands(read):
    assert read(f"[1] {SENTENCE}".encode()) == FileRead(TextState.READ, f"[1] {SENTENCE}")


def test_half_a_letter_is_kept_out_of_the_database(read):
    assert read(b'{"a": "Gel \\ud800 sets"}').text.split("\n")[-1] == "Gel \ufffd sets"


def test_a_mark_alone_is_nothing(read):
    assert read(codecs.BOM_UTF8) == FileRead(TextState.NO_TEXT)
