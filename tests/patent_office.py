"""A server on the loopback that speaks as the EPO's Open Patent Services do: tokens, JSON, faults in XML, throttling.

Written after the OPS 3.2 reference guide and answers that public clients of it show; it was never compared with the
office's own server, which is not asked by tests.
"""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY, SECRET = "the-key", "the-secret"
CALM = "idle (images=green:200, inpadoc=green:60, other=green:1000, retrieval=green:200, search=green:30)"


def document(number: str, title: object, *, day: str = "20000517", applicants: object = None) -> dict[str, Any]:
    """As OPS nests it; `number` such as `EP1000000A1`."""
    country, middle, kind = number[:2], number[2:-2], number[-2:]
    about: dict[str, Any] = {
        "publication-reference": {
            "document-id": [
                {"@document-id-type": "docdb", "country": {"$": country}, "date": {"$": day}},
                {"@document-id-type": "epodoc", "doc-number": {"$": number[:-2]}, "date": {"$": day}},
            ]
        },
        "invention-title": title,
    }
    if applicants is not None:
        about["parties"] = {"applicants": {"applicant": applicants}}
    return {
        "exchange-document": {
            "@country": country,
            "@doc-number": middle,
            "@kind": kind,
            "bibliographic-data": about,
        }
    }


def applicant(name: str, form: str = "epodoc") -> dict[str, Any]:
    return {"@data-format": form, "applicant-name": {"name": {"$": name}}}


def answer(total: int, documents: object) -> bytes:
    found = {"@total-result-count": str(total), "ops:search-result": {"exchange-documents": documents}}
    return json.dumps({"ops:world-patent-data": {"ops:biblio-search": found}}).encode()


def fault(code: str, message: str) -> bytes:
    return f'<?xml version="1.0"?><fault xmlns="http://ops.epo.org"><code>{code}</code><message>{message}</message></fault>'.encode()


STRIP = document(
    "EP1000000A1",
    [{"@lang": "de", "$": "Teststreifen"}, {"@lang": "en", "$": "Test strip for łódź & <urine>"}],
    applicants=[applicant("ŁÓDŹ DIAGNOSTYKA [PL]"), applicant("Łódź Diagnostyka Sp. z o.o.", "original")],
)


@dataclass
class Office:
    """What it answers next, and what it was asked."""

    status: int = 200
    body: bytes = field(default_factory=lambda: answer(1, STRIP))
    headers: dict[str, str] = field(default_factory=lambda: {"X-Throttling-Control": CALM})
    wait: float = 0.0
    expire_once: bool = False
    asked: list[str] = field(default_factory=list)
    """The queries."""
    sent: list[dict[str, str]] = field(default_factory=list)
    """The headers that came with them."""
    signed_in: int = 0
    url: str = ""


class _Door(BaseHTTPRequestHandler):
    office: Office

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        pair = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {pair}":
            self._say(401, b"<error>invalid client</error>", {})
            return
        self.office.signed_in += 1
        token = {"access_token": f"token-{self.office.signed_in}", "expires_in": "1199", "token_type": "BearerToken"}
        self._say(200, json.dumps(token).encode(), {})

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        assert parts.path == "/3.2/rest-services/published-data/search/biblio"
        self.office.asked += parse_qs(parts.query)["q"]
        self.office.sent.append(dict(self.headers))
        time.sleep(self.office.wait)
        known = self.headers.get("Authorization") == f"Bearer token-{self.office.signed_in}"
        if self.office.expire_once or not known:
            self.office.expire_once = False
            self._say(400, fault("SERVER.x", "invalid_access_token"), {})
            return
        self._say(self.office.status, self.office.body, self.office.headers)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _say(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True  # who asked has gone


@contextmanager
def patent_office() -> Iterator[Office]:
    office = Office()
    door = type("Door", (_Door,), {"office": office})
    with ThreadingHTTPServer(("127.0.0.1", 0), door) as server:
        office.url = f"http://127.0.0.1:{server.server_port}/3.2"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield office
        finally:
            server.shutdown()
            thread.join()
