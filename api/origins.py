"""Against forged requests: what changes something must come from our own pages, or from no browser at all.

Browsers say by `Sec-Fetch-Site` whence a request comes, and older ones by `Origin`. A request with neither comes
from a program, which carries nobody's cookie unawares. The cookie is SameSite=Lax besides.
"""

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from models.settings import settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class OwnOrigin:
    """`free` paths are open to other origins: their address is the whole permission, and no cookie counts there."""

    def __init__(self, app: ASGIApp, refusal: Callable[[Request], Response], free: Sequence[str]) -> None:
        self.app = app
        self.refusal = refusal
        self.free = tuple(free)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._may_pass(Request(scope)):
            await self.refusal(Request(scope))(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _may_pass(self, request: Request) -> bool:
        return request.method in SAFE or request.url.path.startswith(self.free) or is_ours(request)


def is_ours(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    if origin is None:
        return True
    if origin == _origin(settings().base_url):
        return True
    host = urlsplit(origin).netloc  # empty for `null`, which sandboxed pages send
    return bool(host) and host == request.headers.get("host")


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
