"""Streams whose end cannot be read in two ways, in a file that pikepdf has written.

Before `endstream` it writes a line feed. After a compressed stream that happens to end with a carriage return, the two
read as one end of line and the stream as a byte shorter than it says, which breaks PDF/A: one stream in 256 does so.
`reports.archival` sees to it in what WeasyPrint writes.
"""

import re
import zlib
from bisect import bisect_left
from io import BytesIO

import pikepdf

ENDS_TWICE = re.compile(rb"\r\nendstream")
IN_THE_FILE = 1
"""The kind of a row of the cross-reference stream that holds an object's place, and not its object stream."""
WIDTHS = (1, 4, 2)


def ended_clearly(pdf: bytes) -> bytes:
    """The same document, a carriage return and a line feed after each such stream. It has a cross-reference stream."""
    start = int(pdf[pdf.rindex(b"startxref") + len(b"startxref") :].split()[0])
    places = [match.start() + 1 for match in ENDS_TWICE.finditer(pdf, 0, start)]
    if not places and not ENDS_TWICE.search(pdf, start):
        return pdf
    parts = [pdf[begin:end] for begin, end in zip([0, *places], [*places, start], strict=True)]
    before = b"\r".join(parts)
    return before + _cross_reference(pdf, start, places) + b"startxref\n%d\n%%%%EOF\n" % len(before)


def _cross_reference(pdf: bytes, start: int, places: list[int]) -> bytes:
    head = pdf[start : pdf.index(b">>\nstream\n", start)]
    with pikepdf.open(BytesIO(pdf)) as document:
        table = document.get_object(int(head.split()[0]), 0)
        rows, (kind, place, rest) = table.read_bytes(), [int(width) for width in table.W]
    moved = bytearray()
    for at in range(0, len(rows), kind + place + rest):
        values = [rows[at : at + kind], rows[at + kind : at + kind + place], rows[at + kind + place :][:rest]]
        what, where, more = (int.from_bytes(value, "big") for value in values)
        if what == IN_THE_FILE:
            where += len(places) if where == start else bisect_left(places, where)
        moved += b"".join(value.to_bytes(n, "big") for n, value in zip(WIDTHS, (what, where, more), strict=True))
    body = next(made for level in range(9, -1, -1) if not (made := zlib.compress(moved, level)).endswith(b"\r"))
    head = re.sub(rb"/DecodeParms << [^>]*>> ?", b"", head)
    head = re.sub(rb"/Length \d+", b"/Length %d" % len(body), head)
    head = re.sub(rb"/W \[[^]]*\]", b"/W [ %d %d %d ]" % WIDTHS, head)
    return head + b">>\nstream\n" + body + b"\nendstream\nendobj\n\n"
