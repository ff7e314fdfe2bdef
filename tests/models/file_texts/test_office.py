"""Documents of Word, PowerPoint, Excel and LibreOffice: wherever a sentence stands in them, it is read."""
# ruff: noqa: E501  a file a line, as programs write them

import io

import pytest
import xlsxwriter

from models.rules.words import TextGap, TextState
from tests.models.file_texts.made import CELLS, SENTENCE, TYPES, office, open_document, run, word, zipped

FRONT, BACK = SENTENCE[:14], SENTENCE[14:]
"""Parted inside a word, as Word does where somebody has corrected a letter."""
A_P = f"<a:p><a:r><a:t>{FRONT}</a:t></a:r><a:r><a:t>{BACK}</a:t></a:r></a:p>"
RELATIONS = (
    '<Relationships><Relationship Id="r1" TargetMode="External" Target="https://podgorze.example/żel"/></Relationships>'
)
WORDS = {
    "runs": word(run(FRONT) + run(BACK)),
    "runs of a pretty printer": word(f"\n <w:r>\n <w:rPr>\n <w:b/>\n </w:rPr>\n <w:t>{FRONT}</w:t>\n </w:r>\n" + run(BACK)),
    "marks inside a word": word(f'{run(FRONT)}<w:proofErr w:type="spellEnd"/><w:bookmarkStart w:id="1"/>{run(BACK)}'),
    "marks of a comment": word(f'<w:commentRangeStart w:id="1"/>{run(FRONT)}<w:commentRangeEnd w:id="1"/><w:r><w:rPr/><w:commentReference w:id="1"/></w:r>{run(BACK)}'),
    "around a drawing": word(f"{run(FRONT)}<w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:anchor><a:graphic/></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>{run(BACK)}"),
    "an insertion": word(f"{run(FRONT)}<w:ins>{run(BACK)}</w:ins>"),
    "a deletion": word(f"<w:del><w:r><w:delText>{SENTENCE}</w:delText></w:r></w:del>"),
    "around a deletion": word(f"{run(FRONT)}<w:del><w:r><w:delText>xyz</w:delText></w:r></w:del>{run(BACK)}"),
    "around a text box": word(f"{run(FRONT)}<w:r><w:txbxContent><w:p>{run('Box')}</w:p></w:txbxContent></w:r>{run(BACK)}"),
    "a text box": word(f"<w:r><w:pict><w:txbxContent><w:p>{run(SENTENCE)}</w:p></w:txbxContent></w:pict></w:r>"),
    "words of art": word(f'<w:r><w:pict><v:textpath string="{SENTENCE}"/></w:pict></w:r>'),
    "a picture's description": word(f'<w:r><w:drawing><wp:docPr id="1" descr="{SENTENCE}"/></w:drawing></w:r>'),
    "a formula": word(f"<m:oMath><m:r><m:t>{SENTENCE}</m:t></m:r></m:oMath>"),
    "a comment": word(run("x"), word__comments_xml=f"<w:comments><w:comment><w:p>{run(SENTENCE)}</w:p></w:comment></w:comments>"),
    "a footnote": word(run("x"), word__footnotes_xml=f"<w:footnotes><w:footnote><w:p>{run(SENTENCE)}</w:p></w:footnote></w:footnotes>"),
    "an endnote": word(run("x"), word__endnotes_xml=f"<w:endnotes><w:p>{run(SENTENCE)}</w:p></w:endnotes>"),
    "a header": word(run("x"), word__header2_xml=f"<w:hdr><w:p>{run(SENTENCE)}</w:p></w:hdr>"),
    "a footer": word(run("x"), word__footer1_xml=f"<w:ftr><w:p>{run(SENTENCE)}</w:p></w:ftr>"),
    "a chart": word(run("x"), word__charts__chart1_xml=f"<c:chart><c:title><c:tx><c:rich>{A_P}</c:rich></c:tx></c:title></c:chart>"),
    "a chart's axis": word(run("x"), word__charts__chart1_xml=f"<c:cat><c:pt><c:v>{SENTENCE}</c:v></c:pt></c:cat>"),
    "the title": word(run("x"), docProps__core_xml=f"<cp:coreProperties><dc:title>{SENTENCE}</dc:title></cp:coreProperties>"),
    "a property": word(run("x"), docProps__custom_xml=f"<Properties><property><vt:lpwstr>{SENTENCE}</vt:lpwstr></property></Properties>"),
    "data of its own": word(run("x"), customXml__item1_xml=f"<root><abstract>{SENTENCE}</abstract></root>"),
    "a table inside": word(run("x"), **{"word__embeddings__1.xlsx": zipped({
        "[Content_Types].xml": TYPES, "xl/sharedStrings.xml": f"<sst><si><t>{SENTENCE}</t></si></sst>",
    })}),
    "a page that was taken in": word(run("x"), **{"word__afchunk.htm": f"<html><b>{FRONT}</b>{BACK}</html>"}),
    "in UTF-16": word(run("x"), word__footnotes_xml=f'<?xml version="1.0" encoding="UTF-16"?><w:p>{run(SENTENCE)}</w:p>'.encode("utf-16")),
    "in Windows-1250": word(run("x"), word__footnotes_xml=f'<?xml version="1.0" encoding="windows-1250"?><w:p>{run(SENTENCE)}</w:p>'.encode("cp1250")),
}  # fmt: skip
SLIDES = {
    "a slide": office({"ppt/slides/slide1.xml": f"<p:sld>{A_P}</p:sld>"}),
    "speaker's notes": office({"ppt/notesSlides/notesSlide1.xml": f"<p:notes>{A_P}</p:notes>"}),
    "a diagram": office({"ppt/diagrams/data1.xml": f"<dgm:dataModel><dgm:pt><dgm:t>{A_P}</dgm:t></dgm:pt></dgm:dataModel>"}),
    "a chart": office({"ppt/charts/chart1.xml": f"<c:title>{A_P}</c:title>"}),
    "an old comment": office({"ppt/comments/comment1.xml": f"<p:cm><p:text>{SENTENCE}</p:text></p:cm>"}),
    "a comment": office({"ppt/comments/modernComment_1.xml": f"<p188:cm><p188:txBody>{A_P}</p188:txBody></p188:cm>"}),
    "a shape's description": office({"ppt/slides/slide1.xml": f'<p:cNvPr id="2" name="Obraz 2" descr="{SENTENCE}"/>'}),
    "the master": office({"ppt/slideMasters/slideMaster1.xml": f"<p:sldMaster>{A_P}</p:sldMaster>"}),
}  # fmt: skip


def inline(cell: str) -> bytes:
    return office(
        {"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{CELLS}"><sheetData><row>{cell}</row></sheetData></worksheet>'}
    )


BOOKS = {
    "a cell that has its text": inline(f'<c t="inlineStr"><is><r><t>{FRONT}</t></r><r><t>{BACK}</t></r></is></c>'),
    "a formula's result": inline(f'<c t="str"><f>A1</f><v>{SENTENCE}</v></c>'),
    "a text in a formula": inline(f'<c><f>IF(A1,"{SENTENCE}",0)</f><v>0</v></c>'),
    "a text that no cell shows": office({"xl/sharedStrings.xml": f"<sst><si><t>{SENTENCE}</t></si></sst>"}),
    "a threaded comment": office({
        "xl/threadedComments/threadedComment1.xml": f"<ThreadedComments><threadedComment><text>{SENTENCE}</text></threadedComment></ThreadedComments>",
    }),
    "a pivot table's store": office({"xl/pivotCache/pivotCacheDefinition1.xml": f'<sharedItems><s v="{SENTENCE}"/></sharedItems>'}),
}  # fmt: skip
OPEN = {
    "a paragraph": open_document(f"<d><text:p><text:span>{FRONT}</text:span>{BACK}</text:p></d>"),
    "a footnote": open_document(f"<text:p>x<text:note><text:note-body><text:p>{SENTENCE}</text:p></text:note-body></text:note></text:p>"),
    "around a footnote": open_document(f"<text:p>{FRONT}<text:note><text:p>Note</text:p></text:note>{BACK}</text:p>"),
    "a comment": open_document(f"<text:p>x<office:annotation><dc:creator>A</dc:creator><text:p>{SENTENCE}</text:p></office:annotation></text:p>"),
    "blanks and breaks": open_document(f"<text:p>{SENTENCE.replace(' ', '<text:s/>', 2).replace(' ', '<text:tab/>', 2).replace(' ', '<text:line-break/>')}</text:p>"),
    "a header": zipped({"mimetype": "x", "styles.xml": f"<style:header><text:p>{SENTENCE}</text:p></style:header>"}),
    "the title": zipped({"mimetype": "x", "meta.xml": f"<office:meta><dc:title>{SENTENCE}</dc:title></office:meta>"}),
    "an object inside": zipped({"mimetype": "x", "Object 1/content.xml": f"<chart:title><text:p>{SENTENCE}</text:p></chart:title>"}),
}  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [each for kind in (WORDS, SLIDES, BOOKS, OPEN) for each in kind.values()],
    ids=[f"{kind}: {name}" for kind, files in zip("WPXO", (WORDS, SLIDES, BOOKS, OPEN), strict=True) for name in files],
)
def test_a_sentence_is_read_wherever_it_stands(read, content):
    found = read(content)
    assert (SENTENCE in " ".join(found.text.split()), found.state, found.gaps) == (True, TextState.READ, ())


@pytest.mark.parametrize(
    "mark", ["<w:br/>", "<w:tab/>", "<w:cr/>", "<a:br/>", "<a:tab/>", "<text:line-break/>", "<text:s/>"]
)
def test_what_parts_two_words_leaves_them_apart(read, mark):
    assert read(word(f"<w:r><w:t>żel</w:t>{mark}<w:t>genipina</w:t></w:r>")).text.split() == ["żel", "genipina"]


def test_a_hyphen_that_holds_a_word_together_is_one(read):
    assert read(word("<w:r><w:t>żel</w:t><w:noBreakHyphen/><w:t>nośnik</w:t></w:r>")).text == "żel-nośnik"


@pytest.mark.parametrize(
    ("part", "content", "gap"),
    [
        ("word/media/image1.png", b"\x89PNG\r\n\x1a\n\x00", TextGap.PICTURES),
        ("word/media/image1.emf", b"\x01\x00\x00\x00" + bytes(36) + b" EMF", TextGap.PICTURES),
        ("word/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), TextGap.INSIDE),
        ("word/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), TextGap.INSIDE),
        ("word/comments.xml", b"<w:comments><w:p>", TextGap.BROKEN),
    ],
    ids=["picture", "drawing", "object", "program", "broken part"],
)
def test_what_is_not_read_in_a_document_is_told(read, part, content, gap):
    found = read(word(run(SENTENCE), **{part: content}))
    assert (found.state, found.gaps, SENTENCE in found.text) == (TextState.PART, (gap,), True)


def test_what_says_how_a_document_looks_is_no_gap(read):
    settings: dict[str, str | bytes] = {
        "word/fonts/font1.odttf": bytes(range(256)),
        "xl/printerSettings/printerSettings1.bin": bytes(range(256)),
        "word/styles.xml": '<w:style w:name="Heading of a table"/>',
    }
    assert (read(word(run(SENTENCE), **settings)).text, read(word(run(SENTENCE), **settings)).gaps) == (SENTENCE, ())


@pytest.fixture
def workbook() -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet("Genipina w żelu")
    sheet.write_row(0, 0, ["Składnik", "Udział"])
    sheet.write_row(1, 0, ["Genipina", 3])
    sheet.write_row(2, 0, [17, 4])
    sheet.write_row(3, 0, ["Genipina", "Składnik"])
    sheet.write_comment(1, 0, "Dostawca: Novaltis Pharma.", {"author": "Anna Nowak"})
    sheet.set_header("&CPoufne: protokół numer siedem")
    sheet.set_footer("&LNie pokazywać nikomu spoza zespołu")
    sheet.data_validation(
        5, 0, 5, 0, {"validate": "any", "input_title": "Co wpisać", "input_message": "Udział genipiny w żelu"}
    )
    sheet.insert_textbox(7, 0, "Pole tekstowe na arkuszu")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": [sheet.name, 1, 1, 2, 1], "name": "Seria z genipiną"})
    chart.set_title({"name": "Lepkość żelu po godzinie"})
    sheet.insert_chart(9, 0, chart)
    book.set_properties({"title": "Receptura żelu", "company": "Podgórze"})
    book.define_name("Receptura", "='Genipina w żelu'!$A$1")
    book.close()
    return made.getvalue()


@pytest.mark.parametrize(
    "said",
    [
        "Genipina w żelu", "Składnik\tUdział", "Genipina\t3", "Genipina\tSkładnik", "Dostawca: Novaltis Pharma.",
        "Anna Nowak", "Poufne: protokół numer siedem", "Nie pokazywać nikomu spoza zespołu", "Udział genipiny w żelu",
        "Pole tekstowe na arkuszu", "Seria z genipiną", "Lepkość żelu po godzinie", "Receptura żelu", "Podgórze",
    ],
)  # fmt: skip
def test_of_a_workbook_everything_that_is_written_is_read(read, workbook, said):
    found = read(workbook)
    assert (said in found.text, found.state) == (True, TextState.READ)


def test_a_row_of_nothing_but_numbers_has_no_words(read, workbook):
    assert "17\t4" not in read(workbook).text
