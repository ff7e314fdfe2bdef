"""RTF: letters in escapes, and what is no text."""

import pytest

from models.file_texts import FileRead
from models.rules.words import TextGap, TextState
from tests.models.file_texts.made import SENTENCE

HEAD = r"{\rtf1\ansi\ansicpg1250\deff0{\fonttbl{\f0\fnil\fcharset238 Times;}{\f1\fnil\fcharset204 Arial;}}"


def coded(text: str, coding: str = "cp1250") -> str:
    r"""As \'xx."""
    return "".join(
        letter if letter.isascii() else "".join(f"\\'{byte:02x}" for byte in letter.encode(coding)) for letter in text
    )


def numbered(text: str) -> str:
    r"""As \uN with a sign for older readers."""
    return "".join(letter if letter.isascii() else rf"\u{ord(letter)}?" for letter in text)


@pytest.mark.parametrize(
    "body",
    [
        coded(SENTENCE),
        numbered(SENTENCE),
        rf"\uc0 {numbered(SENTENCE).replace('?', ' ')}",
        rf"\uc2 {numbered(SENTENCE).replace('?', chr(92) + chr(39) + '3f?')}",
        rf"{{\b {coded(SENTENCE[:14])}}}{{\i {coded(SENTENCE[14:])}}}",
        rf"{{\header {coded(SENTENCE)}}}x",
        rf"x{{\footnote {coded(SENTENCE)}}}y",
        rf"x{{\*\annotation {coded(SENTENCE)}}}y",
        rf"{{\info{{\title {coded(SENTENCE)}}}}}x",
        rf"{{\shp{{\*\shpinst{{\shptxt {coded(SENTENCE)}}}}}}}",
        rf"{{\field{{\*\fldinst HYPERLINK}}{{\fldrslt {coded(SENTENCE)}}}}}",
        rf"{coded(SENTENCE[:14])}{{\*\bkmkstart a}}{coded(SENTENCE[14:])}",
        coded(SENTENCE).replace(" ", r"\line ", 2).replace(" s", r"\tab s"),
        coded(SENTENCE).replace(" ", "\\~", 1),
    ],
    ids=[
        "bytes",
        "numbers",
        "numbers alone",
        "two signs for older readers",
        "two groups",
        "header",
        "footnote",
        "comment",
        "title",
        "text box",
        "field",
        "around a bookmark",
        "breaks",
        "hard blank",
    ],
)
def test_a_sentence_is_read_wherever_it_stands(read, body):
    found = read(f"{HEAD}{body}}}".encode("ascii"))
    assert (SENTENCE in " ".join(found.text.split()), found.state, found.gaps) == (True, TextState.READ, ())


def test_bytes_are_letters_of_the_font_in_use(read):
    russian = r"\f1 " + coded("гель", "cp1251") + r"\f0  " + coded("żel")
    assert read(f"{HEAD}{russian}}}".encode()) == FileRead(TextState.READ, "гель żel")


def test_a_letter_in_two_halves_is_one(read):
    assert read(rf"{HEAD}\u-10179?\u-8704?}}".encode()) == FileRead(TextState.READ, "\U0001f600")


@pytest.mark.parametrize(
    ("group", "gap"),
    [
        (r"{\pict\pngblip 89504e470d0a}", TextGap.PICTURES),
        (r"{\object{\*\objdata d0cf11e0}}", TextGap.INSIDE),
    ],
)
def test_pictures_and_objects_are_told_and_are_no_text(read, group, gap):
    assert read(f"{HEAD}Gel {group}sets.}}".encode()) == FileRead(TextState.PART, "Gel sets.", (gap,))


def test_bytes_of_a_picture_are_passed_over_by_their_count(read):
    source = HEAD.encode() + rb"Gel {\pict\bin4 {{}{}sets.}"
    assert read(source) == FileRead(TextState.PART, "Gel sets.", (TextGap.PICTURES,))


def test_how_it_looks_is_no_text(read):
    source = HEAD + r"{\colortbl;\red0;}{\stylesheet{\s1 Heading;}}{\*\generator Riched20 10.0;}Gel.}"
    assert read(source.encode()) == FileRead(TextState.READ, "Gel.")


@pytest.mark.parametrize("source", [HEAD + "Gel", HEAD + "Gel" + "{" * 100_000], ids=["cut off", "without end"])
def test_what_is_broken_is_read_as_far_as_it_goes(read, source):
    assert read(source.encode()) == FileRead(TextState.PART, "Gel", (TextGap.BROKEN,))
