"""Everything that leaves the institution, as text to be searched."""

import mailbox
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx2
import pikepdf
import pypdf
from starlette.testclient import TestClient

from api.app import create_app

MOST_PAGES = 300
"""Of one crawl; more means that it goes round in circles."""


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


def in_e_mails(maildir: Path) -> str:
    """Headers and decoded contents of all e-mails."""
    text = []
    with closing(mailbox.Maildir(maildir, create=False)) as kept:
        for key in kept.keys():  # noqa: SIM118  a mailbox iterates over messages
            mail = BytesParser(EmailMessage, policy=default).parsebytes(kept.get_bytes(key))
            text += [f"{name}: {value}" for name, value in mail.items()]
            text += [str(part.get_content()) for part in mail.walk() if not part.is_multipart()]
    return "\n".join(text)


def links_in(e_mails: str) -> list[str]:
    """The paths of our own pages that e-mails lead to."""
    return sorted({urlsplit(found).path for found in re.findall(r"https?://[^\s\"'<>]+/[bu]/[^\s\"'<>]+", e_mails)})


class Visitor:
    """Somebody at the doors: everything that they are answered, by address."""

    def __init__(self, headers: Mapping[str, str] | None = None) -> None:
        self._client = TestClient(create_app(), raise_server_exceptions=False, headers=dict(headers or {}))
        self.answers: dict[str, str] = {}

    def read_pages(self, *starts: str) -> None:
        """Every page and document that can be reached from there."""
        waiting = ["/", *starts]
        seen: set[str] = set()
        while waiting:
            path = waiting.pop()
            if path in seen:
                continue
            seen.add(path)
            assert len(seen) <= MOST_PAGES
            answer = self._ask("GET", path)
            if answer.headers.get("content-type", "").startswith("text/html"):
                waiting += _links(answer.text)

    def try_everything(self, known: Mapping[str, str]) -> None:
        """Each operation of the JSON API, with what is `known` for its parameters and with nothing to say."""
        description = self._client.get("/api/v1/openapi.json").json()
        for template, operations in description["paths"].items():
            path = re.sub(r"\{(\w+)\}", lambda found: known.get(found[1], "1"), template)
            for method in operations:
                self._ask(method.upper(), f"/api/v1{path}")

    def send(self, path: str, **form: str) -> int:
        return self._ask("POST", path, data=form).status_code

    def _ask(self, method: str, path: str, data: Mapping[str, str] | None = None) -> httpx2.Response:
        answer = self._client.request(method, path, data=data, follow_redirects=True)
        is_pdf = answer.content.startswith(b"%PDF")
        body = in_pdf(answer.content) if is_pdf else unescape(unquote(answer.text))
        self.answers[f"{method} {path}"] = f"{answer.status_code}\n{answer.headers}\n{body}"
        return answer


def _links(html: str) -> Iterator[str]:
    for found in re.findall(r"""(?:href|src|action)=["']?([^"'\s>]+)""", html):
        parts = urlsplit(unescape(found))
        if parts.scheme in ("", "http", "https") and parts.path.startswith("/") and parts.netloc in ("", "testserver"):
            yield f"{parts.path}?{parts.query}" if parts.query else parts.path
