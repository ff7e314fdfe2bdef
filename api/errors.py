"""What every door does with a failure that nobody foresaw: an id for the caller, a log without values."""

import logging
import secrets
import traceback
from collections.abc import Callable

from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("helix.api")

Render = Callable[[Request, str], Response]
"""Makes the answer to a request that failed, from the failure's id."""


class Unforeseen:
    """Answers 500 with an id. The log gets the kind of error and the lines of code, never a value:
    messages of exceptions may quote what somebody typed."""

    def __init__(self, app: ASGIApp, render: Render) -> None:
        self.app = app
        self.render = render

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def noting(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except Exception as error:
            number = record(error)
            if not started:
                await self.render(Request(scope), number)(scope, receive, send)


def record(error: BaseException) -> str:
    """Log the failure; the id under which it stands."""
    number = secrets.token_hex(6)
    frames = traceback.extract_tb(error.__traceback__)
    lines = "\n".join(f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
    log.error("failure %s: %s\n%s", number, _kind(error), lines)
    return number


def _kind(error: BaseException) -> str:
    kinds = [f"{type(error).__module__}.{type(error).__qualname__}"]
    cause = error.__cause__ or error.__context__
    while cause is not None:
        kinds.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        cause = cause.__cause__ or cause.__context__
    return " from ".join(kinds)


_LOST = ("23505", "40001", "40P01")
"""What PostgreSQL calls a value that is there already, and who gives way of two that wait for each other."""


def is_lost_race(error: DBAPIError) -> bool:
    """Whether two wrote at the same moment, and this one came second."""
    if getattr(error.orig, "sqlstate", None) in _LOST:
        return True
    return str(error.orig).startswith("UNIQUE constraint failed")


class BodyLimit:
    """Refuses bodies above `most` bytes: at once when their length is told, else when it is reached.

    Paths that end with `uploads` take bodies of `largest_upload` bytes.
    """

    def __init__(
        self,
        app: ASGIApp,
        most: int,
        refusal: Callable[[Request], Response],
        uploads: str = "",
        largest_upload: int = 0,
    ) -> None:
        self.app = app
        self.most = most
        self.refusal = refusal
        self.uploads = uploads
        self.largest_upload = largest_upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told = Request(scope).headers.get("content-length", "0")
        most = self.largest_upload if self.uploads and scope["path"].endswith(self.uploads) else self.most
        if not told.isdigit() or int(told) > most:
            await self.refusal(Request(scope))(scope, receive, send)
            return
        taken = 0

        async def counting() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise HTTPException(413)  # the application's own handler renders it
            return message

        await self.app(scope, counting, send)
