"""Streams that end with a carriage return, as one in 256 does by chance, in files that pikepdf writes."""

import io
import os

import page
import pikepdf
import pytest

from reports.stream_ends import ENDS_TWICE, ended_clearly


def written(*streams: bytes) -> bytes:
    made = pikepdf.new()
    kept = [made.make_stream(each, Filter=pikepdf.Name.DCTDecode) for each in streams]  # as they are
    made.Root.Kept = pikepdf.Array(kept)
    made.Root.Named = pikepdf.Array([made.make_indirect(pikepdf.Dictionary(N=n)) for n in range(400)])
    out = io.BytesIO()
    made.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
    return out.getvalue()


def read(pdf: bytes) -> tuple[list[bytes], list[int]]:
    with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) as document:
        read = [each.read_raw_bytes() for each in document.Root.Kept], [int(each.N) for each in document.Root.Named]
        assert document.get_warnings() == []
        return read


def faults(pdf: bytes) -> list[str]:
    report = page.validate_pdf_bytes(pdf, profile="2a")
    return [failure.rule_id for failure in report.failures if "STREAM-LENGTH" in failure.rule_id]


@pytest.mark.parametrize("size", [10, 65_400, 70_000])
def test_a_carriage_return_at_a_streams_end_is_told_from_the_end_of_line(size):
    streams = [b"one\r", os.urandom(size) + b"\r", b"three\n", b"four\r"]
    pdf = written(*streams)
    assert faults(pdf) == ["PDFA2A-STREAM-LENGTH-001"]
    clear = ended_clearly(pdf)
    assert faults(clear) == []
    assert read(clear) == (streams, list(range(400)))


def test_a_file_without_such_a_stream_stays_as_it_is():
    pdf = next(pdf for n in range(99) if not ENDS_TWICE.search(pdf := written(b"two" * n)))
    assert ended_clearly(pdf) is pdf
