"""What a person calls the browser that a session is in."""

_BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


def known_as(user_agent: str) -> str:
    """Such as `Firefox, Linux`; empty when nothing of it is known."""
    return ", ".join(name for name in (_first(user_agent, _BROWSERS), _first(user_agent, _SYSTEMS)) if name)


def _first(user_agent: str, marks: dict[str, str]) -> str:
    """The order matters: most browsers also claim to be Chrome or Safari."""
    return next((name for mark, name in marks.items() if mark in user_agent), "")
