"""What a technology is called where its offer is anonymous: `7K3M-9QXD`, which is drawn and tells nothing."""

import re

SIGNS = "2346789DFKMQRX"
"""None looks like another, and none is heard as another in English or Polish. There are no vowels, so no words, and no
0, so no alias is taken for the number of a reference in this century."""
GROUPS, GROUP = 2, 4
LENGTH = GROUPS * GROUP + GROUPS - 1
_GROUP = f"[{SIGNS}]{{{GROUP}}}"
_KEY = re.compile(rf"anonymous-((?:{_GROUP}-){{{GROUPS - 1}}}{_GROUP})", re.ASCII | re.IGNORECASE)


def anonymous_key(alias: str) -> str:
    """What stands for the technology in public addresses."""
    return f"anonymous-{alias.lower()}"


def read_anonymous_key(key: str) -> str | None:
    """The alias, however its letters are written; `None` for what is no such key."""
    found = _KEY.fullmatch(key)
    return found[1].upper() if found else None


def ways_to_write(alias: str) -> str:
    """As it is printed, and without its hyphen, as somebody types what was said on the telephone."""
    return f"{alias} {alias.replace('-', '')}"
