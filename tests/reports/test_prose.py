import pytest
from hypothesis import given, strategies as st

from models.rules.text import deceives
from models.rules.words import Language
from reports.glyphs import PICTOGRAPHS
from reports.prose import BulletList, Paragraph, blocks, printable, typeset
from tests.attacks import TURNED


def test_blank_lines_part_paragraphs_and_single_ends_of_line_do_not():
    assert blocks("one\ntwo\n\n  \nthree\n") == (Paragraph("one two"), Paragraph("three"))


def test_a_list_may_stand_between_sentences():
    assert blocks("These:\n- a\n- b\nand so on") == (
        Paragraph("These:"),
        BulletList(("a", "b")),
        Paragraph("and so on"),
    )


@pytest.mark.parametrize("text", ["", "   ", "\n\n\n"])
def test_an_empty_text_has_no_blocks(text):
    assert blocks(text) == ()


@given(st.text())
def test_blocks_lose_no_word(text):
    kept = " ".join(" ".join(block.entries) if isinstance(block, BulletList) else block.text for block in blocks(text))
    assert [word for word in kept.split() if word != "-"] == [word for word in text.split() if word != "-"]


@pytest.mark.parametrize(
    ("plain", "tied"),
    [
        ("w domu i z psem", "w~domu i z~psem"),
        ("a b i o w", "a b i o w"),
        ("(a nie b)", "(a~nie b)"),
        ("po 4 h i 50 000 sztuk", "po 4~h i~50~000 sztuk"),
        ("wymiary 20 × 30 cm", "wymiary 20~×~30~cm"),
        ("zgodnie z ISO 13485", "zgodnie z~ISO~13485"),
    ],
)
def test_polish_ties_short_words_and_numbers_to_what_follows(plain, tied):
    assert typeset(plain, Language.POLISH) == tied.replace("~", "\u00a0")


def test_english_ties_numbers_alone():
    assert typeset("a test of 5 mg in a day", Language.ENGLISH) == "a test of 5\u00a0mg in a day"


def test_control_characters_and_lone_surrogates_are_dropped():
    assert printable("a\x00b\x0bc\ud800d\x9b\ne") == "abcd\ne"


@pytest.mark.parametrize("text", TURNED.values(), ids=list(TURNED))
def test_what_turns_the_direction_or_commands_is_dropped(text):
    assert printable(text).isprintable()
    assert not deceives(printable(text))


@given(st.text().filter(lambda text: not PICTOGRAPHS.search(text)))  # those are said in words
def test_typesetting_changes_nothing_but_spaces(text):
    assert typeset(text, Language.POLISH).replace("\u00a0", " ") == printable(text).replace("\u00a0", " ")
