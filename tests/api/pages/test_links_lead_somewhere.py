"""Whatever a page shows to somebody as a link opens for them: walked from where each of the cast lands."""

import re
from collections import deque
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from httpx2 import Response

from api.pages.desks import ROOMS
from models.rules.words import Role
from tests.api.pages.conftest import Ask, Prepared
from tests.api.pages.walking import WHO, filled

SITE = "http://127.0.0.1:8000"
EACH = 12
"""Pages looked at of one kind, that is of one address but for its numbers and references."""
ROLES = {
    "researcher": Role.RESEARCHER,
    "colleague": Role.RESEARCHER,
    "officer": Role.OFFICER,
    "reviewer": Role.REVIEWER,
    "stranger": Role.OFFICER,
    "coordinator": Role.COORDINATOR,
    "administrator": Role.ADMINISTRATOR,
    "contact": Role.PARTNER_CONTACT,
    "other_contact": Role.PARTNER_CONTACT,
}
BY_LINK = ("/b/{token}", "/u/{token}", "/invitation/{token}")
SHOWN = {
    "researcher": ("/disclosures/{reference}", "/disclosures/drafts/{draft_id}"),
    "officer": ("/technologies/{reference}", "/figures"),
    "reviewer": ("/technologies/{reference}",),
    "coordinator": ("/figures",),
    "administrator": ("/figures", "/portfolio"),
}
"""Where they also go, by an e-mail's link or by typing."""


class Links(HTMLParser):
    """What a page leads to, and the places in it that a link may name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.places.add(given.get("id") or "")
        address = given.get("href") if tag in ("a", "link") else given.get("src") if tag in ("img", "script") else None
        self.addresses += [address] if address else []


class Walk:
    """One person's way along all links, the nearest first."""

    def __init__(self, who: str, ask: Ask) -> None:
        self.who, self.ask = who, ask
        self.waiting: deque[tuple[str, str]] = deque()
        self.seen: set[str] = set()
        self.kinds: dict[str, int] = {}
        self.broken: list[tuple[str, str, str]] = []

    def go(self, starts: Iterator[str]) -> None:
        self.waiting.extend((start, "the start") for start in starts)
        while self.waiting:
            address, found_on = self.waiting.popleft()
            if address not in self.seen and self._is_wanted(address):
                self._open(address, found_on)

    def _is_wanted(self, address: str) -> bool:
        self.seen.add(address)
        kind = re.sub(r"\d+", "9", address)
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        return self.kinds[kind] <= EACH

    def _open(self, address: str, found_on: str) -> None:
        answer = self.ask(self.who, "GET", address)
        if answer.is_redirect:
            self._follow(answer.headers["location"], address, found_on)
        elif answer.status_code != 200:
            self.broken.append((address, str(answer.status_code), found_on))
        elif answer.headers["content-type"].startswith("text/html"):
            self._read(answer, address)

    def _follow(self, location: str, address: str, found_on: str) -> None:
        if location.startswith("/sign-in") and self.who != "nobody":
            self.broken.append((address, "asks to sign in again", found_on))
        self.waiting.append((location, address))

    def _read(self, answer: Response, address: str) -> None:
        links = Links(answer.text)
        for each in links.addresses:
            there, _, place = urljoin(SITE + address, each).partition("#")
            parts = urlsplit(there)
            if f"{parts.scheme}://{parts.netloc}" != SITE:
                continue
            local = there.removeprefix(SITE)
            if place and local == address and place not in links.places:
                self.broken.append((each, "no such place", address))
            self.waiting.append((local, address))


def starts(who: str, prepared: Prepared) -> Iterator[str]:
    yield "/"
    if who == "nobody":
        yield from ("/sign-in", "/sign-in/link")
        yield from (filled(path, prepared.values) for path in BY_LINK)
        return
    yield "/desk"
    yield from (room.path for room in ROOMS[ROLES[who]])
    yield from (filled(path, prepared.values) for path in SHOWN.get(who, ()))
    if ROLES[who] is not Role.PARTNER_CONTACT:
        yield from ("/account", "/search?q=strip")


@pytest.mark.parametrize("who", WHO)
def test_every_link_that_a_page_shows_opens_for_whom_it_is_shown_to(who: str, prepared: Prepared, ask: Ask) -> None:
    walk = Walk(who, ask)
    walk.go(starts(who, prepared))
    assert walk.broken == []
    assert len(walk.seen) > 15  # it has been somewhere
