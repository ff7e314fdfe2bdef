"""Words of attached files: of the kinds that researchers attach, and of those that attackers do."""

import io
import os
import zipfile
from pathlib import Path

import pikepdf
import pytest

from models import file_texts
from models.file_texts import LONGEST, text_of
from models.rules.words import TextState

SENTENCE = "Żel sieciuje się genipiną w stosunku trzy do jednego."


def packed(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return made.getvalue()


def pdf(text: str, **saving) -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page()
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
        page.Contents = document.make_stream(f"BT /F1 12 Tf 20 700 Td ({text}) Tj ET".encode())
        document.save(made, **saving)
    return made.getvalue()


def read(tmp_path: Path, content: bytes) -> tuple[TextState, str]:
    (tmp_path / "file").write_bytes(content)
    return text_of(tmp_path / "file")


WORD = packed(
    word__document_xml=f"<w:document><w:p><w:t>{SENTENCE[:20]}</w:t><w:t>{SENTENCE[20:]}</w:t></w:p></w:document>"
)


@pytest.mark.parametrize(
    "content",
    [
        SENTENCE.encode(),
        SENTENCE.encode("cp1250"),
        SENTENCE.encode("utf-16"),
        f"<html><p>{SENTENCE}</p></html>".encode(),
        WORD,
        packed(ppt__slides__slide1_xml=f"<a:p><a:t>{SENTENCE}</a:t></a:p>"),
        packed(xl__sharedStrings_xml=f"<si><t>{SENTENCE}</t></si>"),
        packed(content_xml=f"<text:p>{SENTENCE}</text:p>"),
    ],
    ids=["utf-8", "cp1250", "utf-16", "html", "docx", "pptx", "xlsx", "odt"],
)
def test_a_polish_sentence_is_read_from_whatever_holds_it(tmp_path, content):
    state, text = read(tmp_path, content)
    assert (state, SENTENCE in " ".join(text.split())) == (TextState.READ, True)


def test_a_pdf_is_read_and_a_locked_one_is_said_to_be_locked(tmp_path):
    assert read(tmp_path, pdf("Boronic ester linker")) == (TextState.READ, "Boronic ester linker")
    locked = pdf("Boronic ester linker", encryption=pikepdf.Encryption(user="u", owner="o"))
    assert read(tmp_path, locked) == (TextState.UNREADABLE, "")


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (b"", TextState.NO_TEXT),
        (b"\x89PNG\r\n\x1a\n\x00\x00", TextState.NO_TEXT),
        (bytes(range(256)) * 100, TextState.NO_TEXT),
        (packed(data__values_xml="<a/>"), TextState.NO_TEXT),
        (b"%PDF-1.7 nothing", TextState.UNREADABLE),
        (b"PK\x03\x04 nothing", TextState.UNREADABLE),
    ],
    ids=["nothing", "picture", "any bytes", "zip without words", "broken PDF", "broken zip"],
)
def test_what_holds_no_words_or_is_broken_is_told_apart(tmp_path, content, state):
    assert read(tmp_path, content) == (state, "")


def test_a_bomb_in_a_document_is_not_unpacked(tmp_path):
    bomb = packed(word__document_xml="a" * (file_texts._UNPACKED + 1))
    assert read(tmp_path, bomb) == (TextState.UNREADABLE, "")


def test_entities_of_a_document_are_not_resolved(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("root:x:0:0")
    hostile = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]><w:p><w:t>Hello &x;</w:t></w:p>'
    assert "root" not in read(tmp_path, packed(word__document_xml=hostile))[1]


def test_of_a_long_text_the_beginning_is_compared(tmp_path):
    state, text = read(tmp_path, b"word " * LONGEST)
    assert (state, len(text)) == (TextState.CUT, LONGEST)


def test_a_reader_that_does_not_end_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(file_texts, "SECONDS", -9)  # ten are added to what it grants itself
    os.mkfifo(tmp_path / "endless")
    assert text_of(tmp_path / "endless") == (TextState.UNREADABLE, "")
