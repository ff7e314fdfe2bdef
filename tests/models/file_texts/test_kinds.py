"""Words of attached files: of the kinds that researchers attach, and of those that attackers do."""

import os
import zipfile

import pikepdf
import pytest

from models import file_texts
from models.file_texts import FileRead, text_of
from models.file_texts.gathering import DEEPEST, LARGEST_PART, LONGEST
from models.rules.words import TextGap, TextState
from tests.models.file_texts.made import SENTENCE, open_document, pdf, run, word, zipped

PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00"


@pytest.mark.parametrize(
    "content",
    [
        SENTENCE.encode(),
        f"<html><p>{SENTENCE}</p></html>".encode(),
        word(run(SENTENCE[:20]) + run(SENTENCE[20:])),
        zipped({"[Content_Types].xml": "<Types/>", "ppt/slides/slide1.xml": f"<a:p><a:t>{SENTENCE}</a:t></a:p>"}),
        open_document(f"<d><text:p>{SENTENCE}</text:p></d>"),
        zipped({"docs/protocol.docx": word(run(SENTENCE))}),
    ],
    ids=["text", "html", "docx", "pptx", "odt", "zip"],
)
def test_a_sentence_is_read_whole_from_whatever_holds_it(apart, content):
    found = apart(content)
    assert (found.state, found.gaps, SENTENCE in " ".join(found.text.split())) == (TextState.READ, (), True)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", FileRead(TextState.NO_TEXT)),
        (PICTURE, FileRead(TextState.NO_TEXT, "", (TextGap.PICTURES,))),
        (bytes(range(256)) * 100, FileRead(TextState.NO_TEXT, "", (TextGap.INSIDE,))),
        (b"%!PS-Adobe-3.0\n(Secret) show", FileRead(TextState.NO_TEXT, "", (TextGap.INSIDE,))),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), FileRead(TextState.NO_TEXT, "", (TextGap.INSIDE,))),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            FileRead(TextState.UNREADABLE, "", (TextGap.LOCKED,)),
        ),
        (b"%PDF-1.7 nothing", FileRead(TextState.UNREADABLE, "", (TextGap.BROKEN,))),
        (b"PK\x03\x04 nothing", FileRead(TextState.UNREADABLE, "", (TextGap.BROKEN,))),
    ],
    ids=["nothing", "picture", "any bytes", "PostScript", "old Word", "locked", "broken PDF", "broken zip"],
)
def test_what_holds_no_words_or_is_broken_is_told_apart(apart, content, expected):
    assert apart(content) == expected


def test_a_locked_pdf_is_said_to_be_locked(apart):
    locked = pdf("Boronic ester linker", encryption=pikepdf.Encryption(user="u", owner="o"))
    assert apart(locked) == FileRead(TextState.UNREADABLE, "", (TextGap.LOCKED,))


def test_a_pdf_that_anybody_may_open_is_read_though_it_is_encrypted(apart):
    assert apart(pdf("Boronic ester linker", encryption=pikepdf.Encryption(user="", owner="o"))) == FileRead(
        TextState.READ, "Boronic ester linker"
    )


@pytest.mark.parametrize(
    ("inside", "gap"),
    [
        ({"a.png": PICTURE}, TextGap.PICTURES),
        ({"a.bin": bytes(range(256)) * 20}, TextGap.INSIDE),
        ({"a.pdf": b"%PDF-1.7 nothing"}, TextGap.BROKEN),
        ({"a.pdf": pdf("Locked", encryption=pikepdf.Encryption(user="u", owner="o"))}, TextGap.LOCKED),
        ({"a.txt": b"x" * (LARGEST_PART + 1)}, TextGap.REST),
    ],
    ids=["picture", "bytes", "broken", "locked", "too large"],
)
def test_what_is_not_read_in_an_archive_is_told_and_the_rest_of_it_is_read(apart, inside, gap):
    found = apart(zipped({**inside, "z.txt": SENTENCE}))
    assert (found.state, found.gaps, SENTENCE in found.text) == (TextState.PART, (gap,), True)


def test_an_archive_locked_by_a_password_is_read_in_part(apart):
    content = bytearray(zipped({"a.txt": SENTENCE}, zipfile.ZIP_STORED))
    content[6] |= 1  # the flag, in the entry and in the directory
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert apart(bytes(content)) == FileRead(TextState.PART, "a.txt", (TextGap.LOCKED,))


def test_a_part_that_cannot_be_unpacked_does_not_keep_others_from_being_read(apart):
    content = bytearray(zipped({"a.txt": "word " * 1000, "z.txt": SENTENCE}))
    content[45:50] = b"\xff" * 5  # of the packed bytes
    found = apart(bytes(content))
    assert (found.gaps, SENTENCE in found.text) == ((TextGap.BROKEN,), True)


def test_files_in_files_are_read_down_to_the_deepest(apart):
    def nested(depth: int) -> bytes:
        content = SENTENCE.encode()
        for _ in range(depth):
            content = zipped({"in": content})
        return content

    deep, deeper = apart(nested(DEEPEST)), apart(nested(DEEPEST + 1))
    assert (deep.state, SENTENCE in deep.text) == (TextState.READ, True)
    assert (deeper.state, deeper.gaps, SENTENCE in deeper.text) == (TextState.PART, (TextGap.INSIDE,), False)


def test_a_bomb_in_a_document_is_not_unpacked(apart):
    bomb = word(run("Beginning"), word__comments_xml="a" * (LARGEST_PART + 1))
    assert apart(bomb) == FileRead(TextState.PART, "Beginning", (TextGap.REST,))


def test_many_parts_that_are_large_together_are_not_all_unpacked(apart):
    part = zipped({"in.bin": bytes(LARGEST_PART)})
    found = apart(zipped({f"{number}.zip": part for number in range(8)}))
    assert (found.state, TextGap.REST in found.gaps) == (TextState.PART, True)


@pytest.mark.parametrize(
    "entity",
    ['<!ENTITY x SYSTEM "file://{secret}">', '<!ENTITY y "ha"><!ENTITY x "&y;&y;">', '<!ENTITY % x "&#37;y;"> %x;'],
    ids=["of a file", "of others", "parameter"],
)
def test_entities_of_a_document_are_not_resolved(tmp_path, apart, entity):
    secret = tmp_path / "secret"
    secret.write_text("root:x:0:0")
    hostile = f"<!DOCTYPE d [{entity.replace('{secret}', str(secret))}]><w:p><w:t>Hello &x;</w:t></w:p>"
    found = apart(zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": hostile}))
    assert ("Hello" in found.text, "root" in found.text, "haha" in found.text) == (True, False, False)
    assert (found.state, found.gaps) == (TextState.PART, (TextGap.BROKEN,))


def test_elements_within_each_other_without_end_are_read(apart):
    depth = 100_000
    found = apart(word("<w:p>" * depth + run(SENTENCE) + "</w:p>" * depth))
    assert found == FileRead(TextState.READ, SENTENCE)


def test_of_a_long_text_the_beginning_is_compared_and_the_rest_is_told(apart):
    found = apart(b"word " * LONGEST)
    assert (found.state, len(found.text), found.gaps) == (TextState.PART, LONGEST, (TextGap.REST,))


def test_a_text_just_as_long_as_is_compared_is_read_whole(apart):
    found = apart(b"w" * LONGEST)
    assert (found.state, len(found.text), found.gaps) == (TextState.READ, LONGEST, ())


def test_a_reader_that_does_not_end_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(file_texts, "SECONDS", -9)  # ten are added to what it grants itself
    os.mkfifo(tmp_path / "endless")
    assert text_of(tmp_path / "endless") == FileRead(TextState.UNREADABLE)
