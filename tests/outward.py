"""Everything that leaves the institution, as text to be searched."""

import mailbox
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from functools import lru_cache
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from zipfile import ZipFile

import httpx2
import pikepdf
import pypdf
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.app import create_app
from api.visitors import cookie_name
from tests.api.conftest import forget_counts

MOST_PAGES = 300
"""Of one crawl; more means that it goes round in circles."""
LONG = 500_000
"""Characters that no page has; addresses in them are not spelled out."""


def in_pdf(document: bytes) -> str:
    """Its text as read, and whatever its objects hold: metadata, attachments, annotations."""
    text = [page.extract_text() for page in pypdf.PdfReader(BytesIO(document)).pages]
    with pikepdf.open(BytesIO(document)) as pdf:
        text.append(repr(pdf.docinfo))
        for each in pdf.objects:
            text.append(repr(each))
            if isinstance(each, pikepdf.Stream):
                text.append(_content(each))
    return "\n".join(text)


def _content(stream: pikepdf.Stream) -> str:
    try:
        return stream.read_bytes().decode("latin-1")
    except pikepdf.PdfError:  # an image's own coding
        return stream.read_raw_bytes().decode("latin-1")


def in_archive(content: bytes) -> str:
    """Of a workbook or another zip file: names and unpacked contents of its parts."""
    with ZipFile(BytesIO(content)) as packed:
        parts = [(each, packed.read(each)) for each in packed.infolist()]
    return "\n".join(f"{part.filename} {part.comment!r}\n{unescape(as_text(said))}" for part, said in parts)


def in_picture(content: bytes) -> str:
    """Its metadata, unpacked; what is drawn cannot be searched."""
    with Image.open(BytesIO(content)) as picture:
        picture.load()
        return f"{content.decode('latin-1')}\n{picture.info!r}\n{dict(picture.getexif())!r}"


@lru_cache(maxsize=256)
def as_text(content: bytes) -> str:
    """Whatever kind of file it is; one that is met again is not read again."""
    if content.startswith(b"%PDF"):
        return in_pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return in_archive(content)
    if content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"RIFF")):
        return in_picture(content)
    return content.decode("utf-8", "replace")


def in_e_mails(maildir: Path) -> dict[str, str]:
    """Headers and decoded contents of all e-mails, by their Message-ID."""
    found = {}
    with closing(mailbox.Maildir(maildir, create=False)) as kept:
        for key in kept.keys():  # noqa: SIM118  a mailbox iterates over messages
            mail = BytesParser(EmailMessage, policy=default).parsebytes(kept.get_bytes(key))
            text = [f"{name}: {value}" for name, value in mail.items()]
            text += [unescape(str(part.get_content())) for part in mail.walk() if not part.is_multipart()]
            found[str(mail["Message-ID"])] = "\n".join(text)
    return found


def links_in(e_mails: str) -> list[str]:
    """The paths of our own pages that e-mails lead to."""
    return sorted({urlsplit(found).path for found in re.findall(r"https?://[^\s\"'<>]+/[bu]/[^\s\"'<>]+", e_mails)})


@lru_cache(maxsize=1)
def _app() -> Starlette:
    """One for all visitors: making it, and describing its operations, takes a second."""
    return create_app()


class Visitor:
    """Somebody at the doors, by a token or by the session of a browser: everything that they are answered."""

    def __init__(self, *, token: str = "", session: str = "") -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        forget_counts(_app())
        self._client = TestClient(_app(), raise_server_exceptions=False, headers=headers)
        if session:
            self._client.cookies.set(cookie_name(), session)
        self.answers: dict[str, str] = {}
        """By method and address, or by the name under which it was asked."""

    def read_pages(self, *starts: str) -> None:
        """Every page and document that can be reached from there; of one with other choices, once each kind."""
        waiting = ["/", *starts]
        seen: set[object] = set()
        while waiting:
            path = waiting.pop()
            parts = urlsplit(path)
            kind = parts.path, tuple(sorted(parse_qs(parts.query)))
            if kind in seen:
                continue
            seen.add(kind)
            assert len(seen) <= MOST_PAGES
            answer = self._ask("GET", path, f"GET {path}")
            if answer.headers.get("content-type", "").startswith("text/html"):
                waiting += _links(answer.text)

    def read(self, addresses: Mapping[str, str]) -> None:
        """Each of these, by its name."""
        for name, address in addresses.items():
            self._ask("GET", address, name)

    def try_everything(self, known: Mapping[str, str]) -> None:
        """Each operation of the JSON API, with what is `known` for its parameters and with nothing to say."""
        description = self._client.get("/api/v1/openapi.json").json()
        for template, operations in description["paths"].items():
            path = re.sub(r"\{(\w+)\}", lambda found: known.get(found[1], "1"), template)
            for method in map(str.upper, operations):
                self._ask(method, f"/api/v1{path}", f"{method} /api/v1{template}")

    def send(self, path: str, **form: str) -> int:
        return self._ask("POST", path, f"POST {path}", form).status_code

    def _ask(self, method: str, path: str, name: str, form: Mapping[str, str] | None = None) -> httpx2.Response:
        answer = self._client.request(method, path, data=form, follow_redirects=True)
        said = as_text(answer.content)
        if answer.headers.get("content-type", "").startswith(("text/html", "application/atom+xml")):
            said = unescape(said)
        plain = unquote(said) if "%" in said and len(said) < LONG else ""
        self.answers[name] = f"{answer.status_code}\n{unquote(str(answer.headers))}\n{said}\n{plain}"
        return answer


def _links(html: str) -> Iterator[str]:
    for found in re.findall(r"""(?:href|src|action)=["']?([^"'\s>]+)""", html):
        parts = urlsplit(unescape(found))
        if parts.scheme in ("", "http", "https") and parts.path.startswith("/") and parts.netloc in ("", "testserver"):
            yield f"{parts.path}?{parts.query}" if parts.query else parts.path
