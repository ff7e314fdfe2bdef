"""PDF: what stands on the pages, and what stands beside them."""

from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from models.file_texts import FileRead
from models.rules.words import TextGap, TextState
from tests.models.file_texts.made import SENTENCE, drawn, pdf, pdf_of, run, saved, word, zipped

PAGE = "Boronic ester linker"
XFA = f"<xdp:xdp><template><text>{SENTENCE}</text></template></xdp:xdp>"


def with_note(**said: Any) -> bytes:
    document, page = pdf_of(drawn(PAGE))
    note = Dictionary(Type=Name.Annot, Rect=[0, 0, 9, 9], **{"Subtype": Name.Text, **said})
    page.Annots = Array([document.make_indirect(note)])
    return saved(document)


def with_field(**said: Any) -> bytes:
    document, page = pdf_of(drawn(PAGE))
    field = document.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, Rect=[0, 0, 9, 9], T=String("one"), **said)
    )
    page.Annots = Array([field])
    document.Root.AcroForm = Dictionary(Fields=Array([field]))
    return saved(document)


def with_title() -> bytes:
    document, _ = pdf_of(drawn(PAGE))
    document.docinfo["/Title"] = String(SENTENCE)
    return saved(document)


def with_xmp() -> bytes:
    document, _ = pdf_of(drawn(PAGE))
    with document.open_metadata() as metadata:
        metadata["dc:description"] = SENTENCE
    return saved(document)


def with_file(content: bytes, name: str = "inside") -> bytes:
    document, _ = pdf_of(drawn(PAGE))
    document.attachments[name] = pikepdf.AttachedFileSpec(document, content)
    return saved(document)


def with_outline() -> bytes:
    document, _ = pdf_of(drawn(PAGE))
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SENTENCE, 0))
    return saved(document)


def with_form_of_xml() -> bytes:
    document, _ = pdf_of(drawn(PAGE))
    parts = Array([String("template"), document.make_stream(XFA.encode())])
    document.Root.AcroForm = Dictionary(Fields=Array(), XFA=parts)
    return saved(document)


def with_described_picture() -> bytes:
    document, _ = pdf_of(drawn(PAGE))
    figure = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Figure, Alt=String(SENTENCE)))
    document.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Array([figure]))
    return saved(document)


BESIDE = {
    "a comment": with_note(Contents=String(SENTENCE)),
    "a formatted comment": with_note(RC=String(f'<?xml version="1.0"?><body><p>{SENTENCE}</p></body>')),
    "a field's value": with_field(V=String(SENTENCE)),
    "a field's description": with_field(TU=String(SENTENCE)),
    "a choice": with_field(Opt=Array([Array([String("1"), String(SENTENCE)])])),
    "the title": with_title(),
    "its description": with_xmp(),
    "a bookmark": with_outline(),
    "a form of XML": with_form_of_xml(),
    "a picture's description": with_described_picture(),
    "a text inside": with_file(SENTENCE.encode()),
    "a document inside": with_file(word(run(SENTENCE))),
    "an archive inside": with_file(zipped({"a.txt": SENTENCE})),
    "the name of a file inside": with_file(b"x", f"{SENTENCE}txt"),
}


@pytest.mark.parametrize("content", BESIDE.values(), ids=BESIDE)
def test_what_stands_beside_the_pages_is_read_after_them(read, content):
    found = read(content)
    assert (found.text.partition("\n")[0], SENTENCE in found.text) == (PAGE, True)
    assert (found.state, found.gaps) == (TextState.READ, ())


def test_of_a_page_without_anything_beside_only_the_page_is_read(read):
    assert read(pdf(PAGE)) == FileRead(TextState.READ, PAGE)


def picture_on(draw: bytes) -> bytes:
    document, page = pdf_of(draw)
    picture = document.make_stream(
        bytes(3),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=1,
        Height=1,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
    )
    page.Resources.XObject = Dictionary(I1=picture)
    return saved(document)


def test_a_scanned_page_is_told_and_so_are_pictures(read):
    assert read(picture_on(b"q 500 0 0 700 0 0 cm /I1 Do Q")) == FileRead(
        TextState.NO_TEXT, "", (TextGap.PAGES, TextGap.PICTURES)
    )
    assert read(picture_on(drawn(PAGE) + b" /I1 Do")) == FileRead(TextState.PART, PAGE, (TextGap.PICTURES,))


def test_an_empty_page_is_no_gap(read):
    document, _ = pdf_of(drawn(PAGE))
    document.add_blank_page()
    assert read(saved(document)) == FileRead(TextState.READ, PAGE)


def with_font(**said: Any) -> bytes:
    document, page = pdf_of(b"BT /F1 12 Tf 20 700 Td <00010002> Tj ET")
    page.Resources.Font.F1 = document.make_indirect(Dictionary(Type=Name.Font, BaseFont=Name.Subset, **said))
    return saved(document)


DESCENDANT = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Subset, CIDSystemInfo=Dictionary())


@pytest.mark.parametrize(
    "font",
    [
        {"Subtype": Name.Type0, "Encoding": Name("/Identity-H"), "DescendantFonts": Array([DESCENDANT])},
        {"Subtype": Name.Type1, "Encoding": Dictionary(Differences=Array([0, Name("/g0"), Name("/g1"), Name("/g2")]))},
    ],
    ids=["by numbers", "by names of its own"],
)
def test_a_font_that_does_not_tell_its_letters_is_told(read, font):
    assert TextGap.LETTERS in read(with_font(**font)).gaps


def test_sounds_and_films_are_told(read):
    assert read(with_note(Subtype=Name.RichMedia)) == FileRead(TextState.PART, PAGE, (TextGap.INSIDE,))


def test_a_locked_file_inside_is_told(read):
    locked = pdf("Secret", encryption=pikepdf.Encryption(user="u", owner="o"))
    found = read(with_file(locked))
    assert (found.state, found.gaps) == (TextState.PART, (TextGap.LOCKED,))


def test_a_bomb_inside_is_not_compared_and_told(read):
    document, _ = pdf_of(drawn(PAGE))
    spec = pikepdf.AttachedFileSpec(document, bytes(70 * 1024**2))
    document.attachments["bomb"] = spec
    found = read(saved(document))
    assert (found.text.partition("\n")[0], found.state, found.gaps) == (PAGE, TextState.PART, (TextGap.REST,))


def test_a_damaged_pdf_is_repaired_where_that_can_be_done(read):
    content = pdf(PAGE)
    place = content.rindex(b"xref")
    assert read(content[:place]).text == PAGE
