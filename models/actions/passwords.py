"""Argon2, and how much of it may run at once: a password takes about a tenth of a second and 64 MB."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from models.errors import Busy, PasswordUnfit
from models.rules.passwords import LONGEST, SHORTEST, Fault, fault_of, normal

if TYPE_CHECKING:
    from pwdlib import PasswordHash

AT_ONCE = 2
WAITING = 4
"""So many more may wait for their turn; together they leave most of the web server's threads to the pages."""
PATIENCE_SECONDS = 5.0

_turns = threading.BoundedSemaphore(AT_ONCE)
_places = threading.BoundedSemaphore(AT_ONCE + WAITING)

_SENTENCES = {
    Fault.TOO_SHORT: f"The password is too short: take at least {SHORTEST} characters, such as a few words.",
    Fault.TOO_LONG: f"The password is too long: at most {LONGEST} characters.",
    Fault.IS_ADDRESS: "The password must not be the e-mail address.",
    Fault.TOO_PLAIN: "The password is too easily guessed: take a few words that do not belong together.",
}


def hash_password(password: str, *, email: str) -> str:
    """Raises `PasswordUnfit`, or `Busy` when too many are at it. Call it outside of a transaction."""
    fault = fault_of(password, email=email)
    if fault is not None:
        raise PasswordUnfit(fault, _SENTENCES[fault])
    with _turn():
        return _argon2().hash(normal(password))


def matches(password: str, kept: str | None) -> bool:
    """Takes as long without a kept hash as with one. Raises `Busy` when too many are at it."""
    with _turn():
        if len(password) > LONGEST:
            password = ""
        nobodys = _nobodys()
        right = _argon2().verify(normal(password), kept or nobodys)
    return right and kept is not None


@contextmanager
def _turn() -> Iterator[None]:
    if not _places.acquire(blocking=False):
        raise _busy()
    try:
        if not _turns.acquire(timeout=PATIENCE_SECONDS):
            raise _busy()
        try:
            yield
        finally:
            _turns.release()
    finally:
        _places.release()


def _busy() -> Busy:
    return Busy("Many people are signing in at this moment. Try again in a few seconds.", seconds=5)


@cache
def _argon2() -> "PasswordHash":
    from pwdlib import PasswordHash

    return PasswordHash.recommended()


@cache
def _nobodys() -> str:
    return _argon2().hash(secrets.token_urlsafe())
