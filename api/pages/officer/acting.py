"""What a small form of an officer's page asks for: done and shown, or refused on the page that it came from."""

from collections.abc import Callable, Mapping, Sequence

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.deps import LARGEST_KEY
from api.pages.given import refusal
from api.pages.rendering import linker, words_for
from models.db import transaction
from models.errors import HelixError, NotFound, NotPermitted

Again = Callable[[Sequence[str], int], Response]
"""Draws the page once more with why it was refused, under the status of the refusal."""


def acted(
    request: Request, act: Callable[[Session], object], again: Again, *, to: str, done: str, at: str = ""
) -> Response:
    """`at` is the anchor of the place on the page `to` where the result is seen."""
    try:
        with transaction() as session:
            act(session)
    except (NotFound, NotPermitted):
        raise
    except HelixError as error:
        return again(refusal(error, words_for(request)), error.status)
    return went(request, to, done=done, at=at)


def went(request: Request, to: str, *, done: str = "", at: str = "", **parameters: object) -> Response:
    address = linker(request)(to, done=done, **parameters)
    return RedirectResponse(f"{address}#{at}" if at else address, 303)


def told(request: Request, done: Mapping[str, str], code: str) -> str:
    """The sentence for the code in the address, in the reader's language; nothing for one that we never wrote."""
    return words_for(request).say(done[code]) if code in done else ""


def number_of(typed: str) -> int:
    """A key that a form names; 0 for what is none."""
    short = len(typed) <= len(str(LARGEST_KEY)) and typed.isascii() and typed.isdigit()
    return int(typed) if short and int(typed) <= LARGEST_KEY else 0
