"""One file that is PDF/A-3a, for archives, and PDF/UA-1, for screen readers: what WeasyPrint has no option for.

Imports WeasyPrint, so import this module only where a document is really rendered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import pydyf
from weasyprint import Attachment
from weasyprint.css import ColorProfile
from weasyprint.document import DocumentMetadata

from reports.archival_files import Attached

ACCESSIBLE = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1" />'
    b'<rdf:Description rdf:about=""'
    b' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name>"
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property>"
    b"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
"""That the file is PDF/UA-1 too. PDF/A allows no property whose schema the file does not describe itself."""


class ArchivalMetadata(DocumentMetadata):  # type: ignore[misc]  # WeasyPrint has no types
    def include_in_pdf(self, pdf: Any, variant: str, version: int, conformance: str, compress: bool) -> None:  # noqa: ARG002  WeasyPrint's signature
        """Never compressed: whoever looks for the metadata may not understand PDF."""
        super().include_in_pdf(pdf, variant, version, conformance, compress=False)

    def generate_rdf_metadata(self, variant: str, version: int, conformance: str) -> bytes:
        rdf: bytes = super().generate_rdf_metadata(variant, version, conformance)
        return rdf.replace(b"</rdf:RDF>", ACCESSIBLE + b"</rdf:RDF>")


@dataclass(frozen=True)
class About:
    """What the file says of itself, and what lies in it."""

    title: str
    language: str
    created: datetime | None
    identifier: bytes
    attached: Sequence[Attached]


def written(document: Any, about: About) -> bytes:
    """WeasyPrint's laid-out document as a file; the same inputs give the same bytes."""
    from reports.render import VARIANT

    moment = about.created and about.created.isoformat(timespec="seconds")
    document.metadata = ArchivalMetadata(
        title=about.title, lang=about.language, generator="Helix", created=moment, modified=moment
    )
    document.metadata.attachments = _attachments(about.attached, about.created or UNDATED)
    document.color_profiles[SRGB] = _srgb()
    return bytes(
        document.write_pdf(
            pdf_variant=VARIANT, pdf_identifier=about.identifier, output_intent="laid out with it", finisher=finish
        )
    )


SRGB = "srgb"
"""The colours that documents are laid out for."""


class FileProfile(ColorProfile):  # type: ignore[misc]  # WeasyPrint has no types
    """Written as it lies in its file: LittleCMS writes a profile otherwise after it was used, and with it the PDF."""

    def __init__(self, content: bytes) -> None:
        super().__init__(BytesIO(content), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))
        self._file = content

    @property
    def content(self) -> bytes:
        return self._file


@lru_cache(maxsize=1)
def _srgb() -> ColorProfile:
    """Read once: WeasyPrint 70 opens the file for each document, and leaves closing it to chance."""
    return FileProfile((files("weasyprint.pdf") / "sRGB2014.icc").read_bytes())


UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Of a file inside a document that has no date itself: PDF/A demands one, and the hour would change the bytes."""


def _attachments(attached: Sequence[Attached], dated: datetime) -> list[Attachment]:
    """Read once: made for each document anew."""
    return [
        Attachment(
            file_obj=BytesIO(each.content),
            name=each.name,
            description=each.description,
            relationship=each.relationship,
            created=dated,
            modified=dated,
        )
        for each in attached
    ]


class Unmistakable(pydyf.PDF):  # type: ignore[misc]  # pydyf has no types
    """Writes streams whose end cannot be read in two ways.

    Before `endstream` stands a line feed. After a compressed stream that happens to end with a carriage return, the
    two read as one end of line, and the stream as a byte shorter than it says: one file in ten broke PDF/A by that.
    """

    def write_line(self, content: bytes, output: Any) -> None:
        if content.endswith(ENDS_TWICE):
            content = content.removesuffix(ENDS_TWICE) + b"\r\r\nendstream\nendobj"
        super().write_line(content, output)


class CompressedOnce(pydyf.Stream):  # type: ignore[misc]  # pydyf has no types
    """For the /ID that PDF/A demands, pydyf 0.13 hashes all streams, and would compress each of them again."""

    @property
    def data(self) -> bytes:
        if "_kept" not in self.__dict__:
            self._kept: bytes = super().data
        return self._kept


ENDS_TWICE = b"\r\nendstream\nendobj"


def finish(_document: Any, pdf: Any) -> None:
    """Before the file is written: its streams are compressed once and will end clearly, and each attached file is
    named once among the document's own (WeasyPrint 70 names it twice)."""
    pdf.__class__ = Unmistakable
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream):
            each.__class__ = CompressedOnce
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
