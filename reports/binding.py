"""Leaves to one file: pages, tags, links and outline put together, as PDF/UA-1 and PDF/A-2a.

WeasyPrint tags each leaf from the number 0 on; here the numbers of each leaf are moved behind those of the leaf
before, and its structure becomes a part of the whole document's.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files
from io import BytesIO
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from reports.leaves import ACROSS, Book, Leaf, Line, Mark, plain
from reports.stream_ends import ended_clearly

PRINTED = 4
"""The flag of an annotation that PDF/A asks for."""


def bind(book: Book) -> bytes:
    """The same book gives the same bytes."""
    bound = pikepdf.new()
    structure = bound.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = bound.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=structure, K=Array()))
    numbers: list[object] = []
    for leaf in book.leaves:
        with pikepdf.open(leaf.file) as source:
            _take_in(bound, source, document, numbers)
    structure.K = Array([document])
    structure.ParentTree = bound.make_indirect(Dictionary(Nums=Array(numbers)))
    structure.ParentTreeNextKey = len(numbers) // 2
    bound.Root.StructTreeRoot = structure
    places = _places(book.leaves)
    _lead_across(bound, places)
    _outline(bound, book.outline, places)
    _describe(bound, book)
    content = BytesIO()
    bound.save(
        content,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        min_version="1.7",
    )
    return ended_clearly(content.getvalue())


def _take_in(bound: pikepdf.Pdf, source: pikepdf.Pdf, document: pikepdf.Object, numbers: list[object]) -> None:
    """Pages first: whatever is copied after them then refers to the copies."""
    offset = len(numbers) // 2
    first = len(bound.pages)
    bound.pages.extend(source.pages)
    own = source.Root.StructTreeRoot
    del own.K[0].P
    part = bound.copy_foreign(own.K[0])
    part.S, part.P = Name.Part, document
    document.K.append(part)
    nums = own.ParentTree.Nums
    for place in range(0, len(nums), 2):
        value = nums[place + 1]
        numbers.append(int(nums[place]) + offset)
        numbers.append(
            Array([bound.copy_foreign(each) for each in value])
            if isinstance(value, pikepdf.Array)
            else bound.copy_foreign(value)
        )
    for page in list(bound.pages)[first:]:
        page.obj.StructParents = int(page.obj.StructParents) + offset
        for annotation in _annotations(page):
            annotation.F = PRINTED
            if Name.StructParent in annotation:
                annotation.StructParent = int(annotation.StructParent) + offset


def _annotations(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    yield from page.obj.get("/Annots", ())


def _places(leaves: Sequence[Leaf]) -> dict[str, Mark]:
    """Marks by the pages of the whole."""
    found: dict[str, Mark] = {}
    before = 0
    for leaf in leaves:
        found |= {name: Mark(before + mark.page, mark.top) for name, mark in leaf.marks.items()}
        before += leaf.pages
    return found


def _lead_across(bound: pikepdf.Pdf, places: Mapping[str, Mark]) -> None:
    pages = list(bound.pages)
    for page in pages:
        for annotation in _annotations(page):
            action = annotation.get("/A")
            address = str(action.get("/URI", "")) if action is not None else ""
            if address.startswith(ACROSS):
                mark = places[address.removeprefix(ACROSS)]
                target = pages[mark.page]
                del annotation["/A"]
                annotation.Dest = Array([target.obj, Name.XYZ, 0, float(target.mediabox[3]) - mark.top, 0])


def _outline(bound: pikepdf.Pdf, lines: Sequence[Line], places: Mapping[str, Mark]) -> None:
    with bound.open_outline() as outline:
        outline.root.extend(_item(bound, line, places) for line in lines)


def _item(bound: pikepdf.Pdf, line: Line, places: Mapping[str, Mark]) -> OutlineItem:
    mark = places[line.mark]
    height = float(bound.pages[mark.page].mediabox[3])
    item = OutlineItem(plain(line.title), mark.page, "XYZ", left=0, top=height - mark.top, zoom=0)
    item.is_closed = True
    item.children.extend(_item(bound, each, places) for each in line.below)
    return item


def _describe(bound: pikepdf.Pdf, book: Book) -> None:
    """What PDF/UA-1 and PDF/A-2a ask for of the file as a whole. It names no author: offers may be anonymous."""
    root, title = bound.Root, plain(book.title)
    root.Lang = String(book.language)
    root.MarkInfo = Dictionary(Marked=True)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if book.front_pages:
        numbering = [0, Dictionary(S=Name.r), book.front_pages, Dictionary(S=Name.D, St=1)]
        root.PageLabels = Dictionary(Nums=Array(numbering))
    profile = bound.make_stream((files("weasyprint.pdf") / "sRGB2014.icc").read_bytes(), N=3)
    root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB2014.icc"),
                Info=String("sRGB2014.icc"),
                DestOutputProfile=profile,
            )
        ]
    )
    metadata = bound.make_stream(_xmp(title, book.made_on))
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    root.Metadata = bound.make_indirect(metadata)
    bound.docinfo["/Title"] = title
    bound.docinfo["/Creator"] = "Helix"
    bound.docinfo["/CreationDate"] = bound.docinfo["/ModDate"] = f"D:{book.made_on:%Y%m%d}000000Z"


def _xmp(title: str, made_on: date) -> bytes:
    moment = f"{made_on.isoformat()}T00:00:00Z"
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2" pdfaid:conformance="A"/>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:CreatorTool>Helix</xmp:CreatorTool><xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title></rdf:Description>
{EXTENSION}
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode()


EXTENSION = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
"""PDF/A wants each property explained that it does not know itself; PDF/UA's is one."""
