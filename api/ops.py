"""The European Patent Office's Open Patent Services (OPS 3.2): searching published documents by CQL.

A page calls it, after a person has seen and confirmed the exact query, and the API. OPS signs in by OAuth (client
credentials, a token of 20 minutes), answers JSON where it is asked to and faults in XML, says 404 for "nothing found",
and tells in a header of each answer how much more of the kind it will bear; who goes on regardless is shut out. No XML
is parsed: a fault's sentence is cut out of it.
"""

import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from html import unescape
from typing import Any

import httpx

from models.errors import HelixError, TryLater
from models.rules.prior_art import Hit
from models.settings import settings

SHOWN = 25
"""Documents that one search brings."""
MOST_BYTES = 5 * 1024**2
PER_MINUTE = 10
"""Searches of this process: OPS allows more, and says so when it does not."""
LEEWAY_SECONDS = 60
"""So long before its end a token is renewed."""
PAUSE_SECONDS = 60
"""When OPS shuts its search without saying for how long; its own window is a minute."""
_SEARCH = re.compile(r"search=(?P<colour>green|yellow|red|black):(?P<left>\d+)")
_MESSAGE = re.compile(r"<message>(.{1,1000}?)</message>", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")


class OpsDown(HelixError):
    """It cannot be reached, does not answer in time, or not in a way that we understand."""

    code = "ops_down"
    status = 503


class OpsRefused(HelixError):
    """It answers, and does not do it: wrong keys, a query that it cannot read, the week's quota used up."""

    code = "ops_refused"
    status = 502


class OpsBusy(TryLater):
    """It asks for a pause, or somebody else is searching."""

    code = "ops_busy"


@dataclass(frozen=True, slots=True)
class Found:
    total: int
    hits: tuple[Hit, ...] = ()
    """The first `SHOWN` of them."""


def is_configured() -> bool:
    return bool(settings().ops_key and settings().ops_secret.get_secret_value())


@dataclass
class PatentOffice:
    """One for each application; safe between threads. One search at a time: others are told to come again."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _token: str = ""
    _token_ends: float = 0.0
    _shut_until: float = 0.0
    _asked: list[float] = field(default_factory=list)

    def search(self, query: str) -> Found:
        """Sends `query` as it stands, and nothing else of ours.

        Raises `OpsDown`, `OpsRefused`, or `OpsBusy` with the seconds to wait.
        """
        if not is_configured():
            raise OpsRefused("Searching at the EPO is not set up here.")
        if not self._lock.acquire(timeout=settings().ops_timeout_seconds):
            raise OpsBusy("Another search is under way. Try again in a moment.", 10)
        try:
            self._demand_pause_over()
            with httpx.Client(timeout=settings().ops_timeout_seconds, follow_redirects=False) as client:
                return self._search(client, query)
        except httpx.TimeoutException:
            raise OpsDown(
                "The EPO's server has not answered within %(seconds)s seconds.",
                seconds=f"{settings().ops_timeout_seconds:g}",
            ) from None
        except httpx.HTTPError as error:
            raise OpsDown("The EPO's server cannot be reached (%(fault)s).", fault=type(error).__name__) from None
        finally:
            self._lock.release()

    def _search(self, client: httpx.Client, query: str) -> Found:
        ends = time.monotonic() + settings().ops_timeout_seconds
        status, headers, body = self._ask(client, query, ends)
        if status in (400, 401) and b"invalid_access_token" in body.lower().replace(b" ", b"_"):
            self._token = ""
            status, headers, body = self._ask(client, query, ends)
        self._heed(headers)
        if status == 404:
            return Found(0)
        if status != 200:
            raise self._refusal(status, headers, body)
        return found_in(body)

    def _ask(self, client: httpx.Client, query: str, ends: float) -> tuple[int, httpx.Headers, bytes]:
        headers = {
            "Authorization": f"Bearer {self._signed_in(client, ends)}",
            "Accept": "application/json",
            "X-OPS-Range": f"1-{SHOWN}",
        }
        address = f"{_base()}/rest-services/published-data/search/biblio"
        with client.stream("GET", address, params={"q": query}, headers=headers) as answer:
            return answer.status_code, answer.headers, _read(answer, ends)

    def _signed_in(self, client: httpx.Client, ends: float) -> str:
        if self._token and time.monotonic() < self._token_ends:
            return self._token
        home = settings()
        pair = (home.ops_key, home.ops_secret.get_secret_value())
        grant = {"grant_type": "client_credentials"}
        with client.stream("POST", f"{_base()}/auth/accesstoken", auth=pair, data=grant) as answer:
            body = _read(answer, ends)
        if answer.status_code in (400, 401, 403):
            raise OpsRefused("The EPO does not accept the consumer key and secret of HELIX_OPS_KEY and _SECRET.")
        said = _json(body) if answer.status_code == 200 else None
        token = said.get("access_token") if isinstance(said, dict) else None
        if not isinstance(token, str) or not token:
            raise OpsDown("The EPO's sign-in answered %(answer)s, and gave no token.", answer=answer.status_code)
        self._token = token
        self._token_ends = time.monotonic() + max(0, _whole(said, "expires_in") - LEEWAY_SECONDS)
        return token

    def _demand_pause_over(self) -> None:
        now = time.monotonic()
        self._asked = [at for at in self._asked if now - at < 60]
        until = self._shut_until
        if len(self._asked) >= PER_MINUTE:
            until = max(until, self._asked[0] + 60)
        if now < until:
            seconds = max(1, round(until - now))
            raise OpsBusy("The EPO asks for a pause: search again in %(wait)s seconds.", seconds, wait=seconds)
        self._asked.append(now)

    def _heed(self, headers: httpx.Headers) -> None:
        """What OPS says of its search: black is shut, and red with nothing left as good as that."""
        said = _SEARCH.search(headers.get("X-Throttling-Control", ""))
        if said and (said["colour"] == "black" or said["left"] == "0"):
            self._shut_until = time.monotonic() + _wait(headers)

    def _refusal(self, status: int, headers: httpx.Headers, body: bytes) -> HelixError:
        """Raised by the caller: in a person's words, with what OPS says itself."""
        reason = headers.get("X-Rejection-Reason", "")
        said = _sentence(body)
        if status in (403, 429) and "week" in reason.lower():
            return OpsRefused(
                "The week's quota at the EPO is used up. Search there by hand, or wait until it begins anew."
            )
        if status in (403, 429):
            seconds = round(_wait(headers))
            self._shut_until = time.monotonic() + seconds
            return OpsBusy(
                "The EPO has had too many questions and asks for a pause of %(wait)s seconds.", seconds, wait=seconds
            )
        answer = f"{status}: {said.rstrip('.')}" if said else str(status)
        if 400 <= status < 500:
            return OpsRefused("The EPO cannot do this search; it answered %(answer)s.", answer=answer)
        return OpsDown("The EPO's server answered %(answer)s.", answer=answer)


def found_in(body: bytes) -> Found:
    """The documents in an answer. Raises `OpsDown` for what is not shaped as OPS has it."""
    try:
        search = _json(body)["ops:world-patent-data"]["ops:biblio-search"]
        documents = [
            document
            for group in _several(search["ops:search-result"].get("exchange-documents"))
            for document in _several(group.get("exchange-document"))
        ]
        return Found(_whole(search, "@total-result-count"), tuple(map(_hit, documents[:SHOWN])))
    except (KeyError, TypeError, AttributeError, ValueError):
        raise OpsDown("The EPO's answer is not in the form that Helix knows.") from None


def _hit(document: dict[str, Any]) -> Hit:
    about = document.get("bibliographic-data") or {}
    number = "".join(str(document[f"@{part}"]) for part in ("country", "doc-number", "kind"))
    return Hit(number[:40], _title(about), _published(about), tuple(_applicants(about)))


def _title(about: dict[str, Any]) -> str:
    """In English where there is one."""
    titles = sorted(_several(about.get("invention-title")), key=lambda each: each.get("@lang") != "en")
    return _text(titles[0])[:500] if titles else ""


def _published(about: dict[str, Any]) -> date | None:
    for identity in _several((about.get("publication-reference") or {}).get("document-id")):
        said = _text(identity.get("date"))
        if re.fullmatch(r"\d{8}", said):
            return _day(said)
    return None


def _day(said: str) -> date | None:
    try:
        return datetime.strptime(said, "%Y%m%d").date()  # noqa: DTZ007  a day of publication has no hour
    except ValueError:
        return None


def _applicants(about: dict[str, Any]) -> Iterator[str]:
    """As the EPO spells them where it does, else as filed; each once."""
    people = _several(((about.get("parties") or {}).get("applicants") or {}).get("applicant"))
    spelled = [each for each in people if each.get("@data-format") == "epodoc"] or people
    names = (_text((each.get("applicant-name") or {}).get("name")) for each in spelled)
    yield from list(dict.fromkeys(name[:200] for name in names if name))[:10]


def _several(value: Any) -> list[Any]:
    """OPS writes one thing as itself and several as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    said = value.get("$", "") if isinstance(value, dict) else value
    return " ".join(str(said or "").replace("\0", "").split())


def _whole(said: Any, name: str) -> int:
    try:
        return int(said.get(name, 0))
    except (TypeError, ValueError):
        return 0


def _json(body: bytes) -> Any:
    try:
        return httpx.Response(200, content=body).json()
    except (ValueError, RecursionError):
        raise OpsDown("The EPO's answer cannot be read.") from None


def _sentence(body: bytes) -> str:
    said = _MESSAGE.search(body[:20_000].decode("utf-8", "replace"))
    return " ".join(unescape(_TAGS.sub(" ", said[1])).split())[:300] if said else ""


def _read(answer: httpx.Response, ends: float) -> bytes:
    """Not more than we can take, nor for longer: a server that trickles never lets httpx's own clock run out."""
    body = bytearray()
    for part in answer.iter_bytes():
        if time.monotonic() > ends:
            raise httpx.ReadTimeout("too slow", request=answer.request)
        body += part
        if len(body) > MOST_BYTES:
            raise OpsDown("The EPO's answer is longer than Helix reads. Make the query narrower.")
    return bytes(body)


def _wait(headers: httpx.Headers) -> float:
    """Seconds. OPS gives `Retry-After` in milliseconds."""
    said = headers.get("Retry-After", "")
    return min(3_600.0, max(1.0, int(said) / 1000)) if said.isdigit() else PAUSE_SECONDS


def _base() -> str:
    return settings().ops_url.rstrip("/")
