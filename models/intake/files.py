"""What a file is before anything of it is read: its size, its kind, its encoding."""

import codecs
import csv
import zipfile
from collections.abc import Sequence
from enum import Enum, auto
from io import StringIO
from pathlib import Path

from models.errors import ImportRefused

MEGABYTE = 1 << 20
DELIMITERS = {";": "semicolons (;)", ",": "commas (,)", "\t": "tabs", "|": "bars (|)"}
_CHUNK = 1 << 16
_UNPACKED = 10
"""A workbook may unpack to so many times the limit: it is read whole, unlike a CSV."""

_FOREIGN = {
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls) or Word document",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"{\\rtf": "a rich-text document",
}
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Kind(Enum):
    CSV = auto()
    WORKBOOK = auto()


def recognise(path: Path, max_mb: int) -> Kind:
    """By content, since names lie. Raises `ImportRefused` before anything is read in."""
    if not path.is_file():
        raise ImportRefused(f"{path.name} is not there, or is no file: give the path of a CSV or XLSX file.")
    size = path.stat().st_size
    if size == 0:
        raise ImportRefused(f"{path.name} is empty.")
    if size > max_mb * MEGABYTE:
        needed = -(-size // MEGABYTE)
        raise ImportRefused(
            f"{path.name} has {size / MEGABYTE:.1f} MB, and the limit is {max_mb} MB: split it, or raise the limit "
            f"with --max-mb {needed}."
        )
    with path.open("rb") as file:
        start = file.read(8)
    for magic, what in _FOREIGN.items():
        if start.startswith(magic):
            raise ImportRefused(f"{path.name} is {what}: save the registry as CSV or XLSX and import that.")
    if start.startswith(b"PK\x03\x04"):
        _check_unpacked(path, max_mb)
        return Kind.WORKBOOK
    return Kind.CSV


def _check_unpacked(path: Path, max_mb: int) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile:
        raise ImportRefused(f"{path.name} is a damaged XLSX file: open it in its program and save it again.") from None
    if unpacked > max_mb * MEGABYTE * _UNPACKED:
        raise ImportRefused(
            f"{path.name} unpacks to {unpacked / MEGABYTE:.0f} MB, and the limit is {max_mb * _UNPACKED} MB: save it "
            f"as CSV, or raise the limit with --max-mb {-(-unpacked // (MEGABYTE * _UNPACKED))}."
        )


def encoding_of(path: Path, encodings: Sequence[str]) -> str:
    """The first of `encodings` in which the whole file can be read; one pass each, a chunk at a time."""
    failures = []
    for encoding in encodings:
        failure = _decoding_failure(path, encoding)
        if failure is None:
            return encoding
        failures.append(f"\n- {encoding}: {failure}")
    raise ImportRefused(
        f"{path.name} cannot be read in the encodings that the mapping names:{''.join(failures)}\n{_advice(path)}"
    )


def _decoding_failure(path: Path, encoding: str) -> str | None:
    """Where the bytes stop making sense. Lines and bytes are counted from 1 and from 0."""
    plain = "utf-8" if codecs.lookup(encoding).name == "utf-8-sig" else encoding
    decoder = codecs.getincrementaldecoder(plain)()
    offset, line = 0, 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            pending = len(decoder.getstate()[0])
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                line += error.object[: error.start].decode(plain, errors="ignore").count("\n")
                at = offset - pending + error.start
                return f"line {line}, byte {at} (0x{error.object[error.start]:02X}) is not {encoding}"
            if "\0" in text:
                line += text[: text.index("\0")].count("\n")
                return f"line {line} holds a NUL character: the file is binary, damaged, or in UTF-16"
            if not chunk:
                return None
            line += text.count("\n")
            offset += len(chunk)


def _advice(path: Path) -> str:
    with path.open("rb") as file:
        if file.read(2) in _UTF16:
            return 'It begins like UTF-16: add "utf-16" to the mapping\'s encodings, or save the file as CSV UTF-8.'
    for candidate in ("utf-8", "cp1250"):
        if _decoding_failure(path, candidate) is None:
            return (
                f'It can be read as {candidate}: add "{candidate}" to the mapping\'s encodings, and check the letters.'
            )
    return "Save the file as CSV UTF-8 and import that."


def better_delimiter(header_line: str, delimiter: str, headers: Sequence[str]) -> str | None:
    """Another delimiter that finds more of the expected headers, or parts a line that this one does not."""

    def cells(by: str) -> list[str]:
        return [" ".join(cell.split()) for cell in next(csv.reader(StringIO(header_line), delimiter=by), [])]

    def score(by: str) -> tuple[int, int]:
        return len(set(cells(by)) & set(headers)), len(cells(by))

    best = max(DELIMITERS, key=score)
    found, parts = score(delimiter)
    better = score(best)[0] > found or (parts == 1 and score(best)[1] > 1)
    return best if better else None
