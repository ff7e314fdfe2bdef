"""Addresses that people type and others click on."""

import re
from urllib.parse import urlsplit

_ODD = re.compile(r"[\s\x00-\x1f\x7f<>\"'`\\]")


def is_web_address(text: str) -> bool:
    """An `http` or `https` address with a host, and without a name and password that hide where it leads."""
    if _ODD.search(text):
        return False
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and "@" not in parts.netloc
