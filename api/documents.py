"""PDFs, tables and pictures as responses: named, checked against the reader's copy, never guessed at by the browser."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from models.errors import NotFound
from models.files import read
from models.settings import settings
from models.tables import DecisionLetter, Offer

OPEN, CLOSED = "public, no-cache", "private, no-store"
"""What everybody may have may be withdrawn: caches ask each time whether it still stands. The rest nobody keeps."""
SANDBOX = "default-src 'none'; sandbox"
"""For what is only saved: opened in a browser all the same, it may do nothing."""
PDF: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}, "description": "The PDF."}
}
PDF_OR_UNCHANGED: dict[int | str, dict[str, Any]] = PDF | {304: {"description": "You have it already."}}


def pdf(sha256: str, name: str, *, public: bool, request: Request | None = None) -> Response:
    """The stored file under its digest as ETag; 304 to a request that names it.

    Raises `NotFound` when the store has lost it.
    """
    return _stored(sha256, f"inline; {_named(name)}", OPEN if public else CLOSED, "application/pdf", request)


def csv(sha256: str, name: str, *, request: Request | None = None) -> Response:
    """A stored table, to be saved."""
    answer = _stored(sha256, f"attachment; {_named(name)}", CLOSED, "text/csv; charset=utf-8", request)
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def _named(name: str) -> str:
    return f"filename*=UTF-8''{quote(name)}"


def _stored(sha256: str, disposition: str, caching: str, media_type: str, request: Request | None) -> Response:
    etag = f'"{sha256}"'
    headers = {"ETag": etag, "Cache-Control": caching, "Content-Disposition": disposition}
    if request is not None and etag in known_digests(request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    return Response(read(sha256, settings().files), media_type=media_type, headers=headers)


def letter_pdf(request: Request, reference: str, letter: DecisionLetter) -> Response:
    """One that is drawn, for whom it is meant."""
    assert letter.sha256 is not None
    return pdf(letter.sha256, f"{reference}-{letter.id}-{letter.language}.pdf", public=False, request=request)


def figure(offer: Offer, number: int, *, public: bool, request: Request) -> Response:
    """The picture that a version shows as its `number`th, from 1; 304 to a request that has it.

    Raises `NotFound` for one that the version does not show.
    """
    if not 1 <= number <= len(offer.figures):
        raise NotFound("This offer shows no such figure.")
    return picture(offer.figures[number - 1], public=public, request=request)


def picture(shown: Mapping[str, Any], *, public: bool, request: Request) -> Response:
    """A file that `models.pictures` has drawn, by its digest and media type."""
    etag = f'"{shown["sha256"]}"'
    headers = {
        "ETag": etag,
        "Cache-Control": OPEN if public else CLOSED,
        "Content-Disposition": "inline",
    }
    if etag in known_digests(request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    return Response(read(shown["sha256"], settings().files), media_type=shown["media_type"], headers=headers)


def known_digests(header: str) -> list[str]:
    return [each.strip().removeprefix("W/") for each in header.split(",")]
