"""Files as programs write them, with one sentence at a place of one's choice."""

import io
import zipfile
from collections.abc import Mapping

import pikepdf

SENTENCE = "Żel sieciuje się genipiną w stosunku trzy do jednego."
TYPES = '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
CELLS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def zipped(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def office(parts: Mapping[str, str | bytes]) -> bytes:
    """A document of Word, Excel or PowerPoint."""
    return zipped({"[Content_Types].xml": TYPES, **parts})


def open_document(content: str, kind: str = "text") -> bytes:
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": content,
        }
    )


def word(body: str, **parts: str | bytes) -> bytes:
    """With `body` in its only paragraph; other parts by their names, `__` for a slash and `_` for the last dot."""
    told = {name.replace("__", "/").replace("_xml", ".xml"): content for name, content in parts.items()}
    document = f'<w:document xmlns:w="{WORD}" xmlns:a="{DRAWING}"><w:body><w:p>{body}</w:p></w:body></w:document>'
    return office({"word/document.xml": document, **told})


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def pdf_of(draw: bytes = b"") -> tuple[pikepdf.Pdf, pikepdf.Page]:
    document = pikepdf.new()
    page = document.add_blank_page()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
    if draw:
        page.Contents = document.make_stream(draw)
    return document, page


def drawn(text: str) -> bytes:
    return f"BT /F1 12 Tf 20 700 Td ({text}) Tj ET".encode()


def saved(document: pikepdf.Pdf, encryption: pikepdf.Encryption | None = None) -> bytes:
    made = io.BytesIO()
    document.save(made, encryption=encryption or False)
    document.close()
    return made.getvalue()


def pdf(text: str, encryption: pikepdf.Encryption | None = None) -> bytes:
    return saved(pdf_of(drawn(text))[0], encryption)
