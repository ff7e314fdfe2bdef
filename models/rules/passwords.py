"""What a new password must be: long, and not what anybody would guess first (NIST SP 800-63B, 3.1.1.2).

No rule asks for digits or signs: such rules make passwords worse, and so does changing them by the calendar.
"""

import unicodedata
from enum import StrEnum

SHORTEST = 12
LONGEST = 200
FEWEST_CHARACTERS = 5
_WALKS = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjkl")


class Fault(StrEnum):
    TOO_SHORT = "password_too_short"
    TOO_LONG = "password_too_long"
    IS_ADDRESS = "password_is_address"
    TOO_PLAIN = "password_too_plain"


def normal(password: str) -> str:
    """One form for letters that keyboards compose differently, such as `ó`."""
    return unicodedata.normalize("NFC", password)


def fault_of(password: str, *, email: str) -> Fault | None:
    """The first thing wrong with a new password of the person with this address."""
    given = normal(password)
    if min(len(password), len(given)) < SHORTEST:  # some characters become two
        return Fault.TOO_SHORT
    if len(given) > LONGEST:
        return Fault.TOO_LONG
    folded, address = given.casefold(), normal(email).casefold()
    if folded in {address, address.partition("@")[0], address.replace("@", "")}:
        return Fault.IS_ADDRESS
    return Fault.TOO_PLAIN if _is_plain(folded) else None


def _is_plain(folded: str) -> bool:
    """Few different characters, or a walk along the alphabet, the digits or the keyboard, either way."""
    if len(set(folded)) < FEWEST_CHARACTERS:
        return True
    return any(folded in walk or folded[::-1] in walk for walk in _WALKS)
