"""A real browser against a real server: Debian's Chromium, and uvicorn over the test's own database.

`desk` opens pages as one of the cast. With HELIX_PICTURES=FOLDER each `desk.look(NAME)` leaves screenshots there, in
both widths.
"""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from sqlmodel import Session

from api.app import create_app
from api.visitors import cookie_name
from models.actions import accounts
from models.db import engine_for, transaction
from models.rules.permissions import Actor
from models.settings import settings
from tests.databases import Template

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
NO_NETWORK = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PICTURES = os.environ.get("HELIX_PICTURES")
"""Read before the tests: they have settings of their own."""
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules of axe that a page can break in one scheme and keep in the other."""
PATIENCE = 15_000
"""Milliseconds until a test gives a page up: generous, since machines differ."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """For one module: while Playwright runs, nothing else in its process can start an event loop."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        yield from _launched(playwright, found)


def _launched(playwright: Playwright, path: str) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=path, args=NO_NETWORK)
    yield browser
    browser.close()


@pytest.fixture
def site_url(sqlite_template: Template, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Settings point to a migrated SQLite database of the test's own, and to the address where it is served."""
    url = sqlite_template.copy()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setenv("HELIX_DATABASE_URL", url)
    monkeypatch.setenv("HELIX_BASE_URL", f"http://127.0.0.1:{port}")
    settings.cache_clear()
    server = uvicorn.Server(uvicorn.Config(create_app(), port=port, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)
    engine_for(url).dispose()
    sqlite_template.drop(url)


@dataclass
class Desk:
    """One person's browser."""

    page: Page
    base: str

    def open(self, path: str, language: str | None = None) -> Page:
        sign = "&" if "?" in path else "?"
        self.page.goto(f"{self.base}{path}{f'{sign}lang={language}' if language else ''}")
        return self.page

    def look(self, name: str) -> None:
        """A picture of the page in both widths, when somebody wants to look."""
        if not PICTURES:
            return
        folder = PICTURES
        Path(folder).mkdir(parents=True, exist_ok=True)
        for label, size in (("wide", WIDE), ("phone", PHONE)):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]  # a TypedDict's shape
            self.page.screenshot(path=f"{folder}/{name}-{label}.png", full_page=True)
        self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # as above

    def faults(self) -> list[str]:
        """What axe finds wrong with the page (WCAG 2.2 A and AA, and good practice), and with its colours when dark."""
        self.page.wait_for_load_state()  # a heading is seen before the stylesheet is there
        self.page.emulate_media(color_scheme="light")
        found = _told("light", Axe().run(self.page).response)
        self.page.emulate_media(color_scheme="dark")
        found += _told("dark", Axe().run(self.page, options={"runOnly": OF_COLOURS}).response)
        self.page.emulate_media(color_scheme="light")
        return found

    def overflows(self) -> bool:
        """Whether the page is wider than a phone."""
        self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a TypedDict's shape
        wide = bool(self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
        self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # as above
        return wide


def _told(scheme: str, response: dict[str, Any]) -> list[str]:
    return [
        f"{scheme} {each['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for each in response["violations"]
        for node in each["nodes"]
    ]


@pytest.fixture
def desk(chromium: Browser, site_url: str) -> Iterator[Callable[..., Desk]]:
    """`desk(actor)` is the browser of that person, signed in; `desk()` a stranger's; `javascript=False` one without."""
    contexts: list[BrowserContext] = []

    def opened(who: Actor | None = None, *, javascript: bool = True, width: dict[str, int] = WIDE) -> Desk:
        context = chromium.new_context(
            viewport=width,  # type: ignore[arg-type]  # a TypedDict's shape
            locale="en-GB",
            timezone_id="Europe/Warsaw",
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if who is not None:
            with transaction() as session:
                secret = _session_of(session, who)
            context.add_cookies([{"name": cookie_name(), "value": secret, "url": site_url}])
        return Desk(context.new_page(), site_url)

    yield opened
    for context in contexts:
        context.close()


def _session_of(session: Session, who: Actor) -> str:
    now = datetime.now(UTC)
    if who.person_id is not None:
        return accounts.begin_session(session, who.person_id, accounts.Browser(), now=now)
    assert who.contact_id is not None
    return accounts.begin_contact_session(session, who.contact_id, accounts.Browser(), now=now)
