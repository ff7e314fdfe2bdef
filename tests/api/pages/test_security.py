"""What a hostile page, a guesser and a flood cannot do: derived from the routes, so that a new one is held to it."""

import inspect
import re
import sqlite3
import string
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from httpx2 import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.app import create_app
from api.headers import DOCUMENT, PAGE
from api.pages.app import SIGNED_LINKS
from api.throttle import PER_ACCOUNT
from models import links
from models.actions import passwords
from models.errors import LinkExpired, LinkInvalid
from models.settings import settings
from tests.api.pages.conftest import Ask, Prepared
from tests.api.pages.walking import filled, form_of, merged, routes_of

ROUTES = merged()
SAFE = sorted(path for method, path in ROUTES if method == "GET")
UNSAFE = sorted(path for method, path in ROUTES if method != "GET")
GUARDED = [path for path in UNSAFE if not path.startswith(SIGNED_LINKS)]
SEVERAL = ("nobody", "researcher", "officer", "administrator", "contact")
"""One of each desk."""
SCRIPT = "\"'><script>alert(1)</script>"


# Forms of other sites


@pytest.mark.parametrize("path", GUARDED)
def test_another_sites_form_is_refused(path: str, prepared: Prepared, ask: Ask) -> None:
    """Whatever the visitor may do, and whatever their browser tells of where it comes from."""
    form = form_of(ROUTES["POST", path][1], prepared.values)
    for headers in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "", "origin": "http://127.0.0.1:8000"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ):
        answer = ask("administrator", "POST", filled(path, prepared.values), form, headers)
        assert answer.status_code == 403, headers
        assert "This did not come from our page" in answer.text
        assert "To żądanie nie pochodzi z naszej strony" in answer.text


def test_whatever_changes_something_is_a_post() -> None:
    assert {method for method, _ in ROUTES} == {"GET", "POST"}


CHANGED_BY_LOOKING = {"delivery.opened_at", "message.read_at", "browser_session.seen_at"}
KEPT_BY_LOOKING = {"room_visit", "document_copy", "document_reading"}
"""Who took a file from a data room, or a copy stamped with their name, is recorded."""


@pytest.mark.parametrize("path", SAFE)
def test_looking_changes_nothing(path: str, prepared: Prepared, ask: Ask) -> None:
    """A foreign page can make a browser look at an address of ours, with its cookie."""
    for who in SEVERAL:
        ask(who, "GET", "/robots.txt")
        before = contents()
        ask(who, "GET", filled(path, prepared.values))
        assert contents() == before, who


def contents() -> dict[str, list[Any]]:
    """Every row of the database that the last question was put to, but what looking may change."""
    found: dict[str, list[Any]] = {}
    with closing(sqlite3.connect(settings().database.removeprefix("sqlite:///"))) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            kept = [column for column in columns if f"{table}.{column}" not in CHANGED_BY_LOOKING]
            if table not in KEPT_BY_LOOKING and not table.startswith("search_words"):
                names = ", ".join(f'"{column}"' for column in kept)
                found[table] = sorted(database.execute(f"SELECT {names} FROM {table}"), key=repr)
    return found


# What pages carry


@pytest.mark.parametrize("path", SAFE)
def test_every_page_has_its_headers_and_no_script_of_its_own(path: str, prepared: Prepared, ask: Ask) -> None:
    for who in SEVERAL:
        answer = ask(who, "GET", filled(path, prepared.values))
        check_headers(answer)
        if answer.headers.get("content-type", "").startswith("text/html"):
            check_markup(answer.text)


NOT_KEPT = ("no-store", "private, no-store", "private, no-cache", "public, no-cache")
"""What is public may be withdrawn: a copy that somebody keeps is shown only after asking again."""


def check_headers(answer: Response) -> None:
    said = answer.headers
    assert said["x-content-type-options"] == "nosniff"
    assert said["x-frame-options"] == "DENY"
    assert said["referrer-policy"] in ("same-origin", "no-referrer")
    assert said["cross-origin-opener-policy"] == "same-origin"
    policy = said["content-security-policy"]
    if said.get("content-type", "").startswith("application/pdf"):
        assert policy == DOCUMENT
    elif "attachment" in said.get("content-disposition", ""):
        assert policy == "default-src 'none'; sandbox"
    else:
        assert policy == PAGE
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
    assert said["cache-control"] in NOT_KEPT
    cookies = said.get_list("set-cookie")
    assert [each for each in cookies if not ("; HttpOnly;" in each and "; SameSite=lax" in each)] == []
    location = said.get("location", "/")
    assert location.startswith("/")
    assert not location.startswith("//")


def check_markup(html: str) -> None:
    """Nothing that the policy would have to allow, and nothing from elsewhere."""
    assert re.findall(r"<script(?! type=\"(?:module|application/(?:ld\+)?json)\")[^>]*>", html) == []
    assert re.findall(r"<script type=\"module\"(?! src=\"/static/)[^>]*>", html) == []
    assert re.findall(r"<[a-z][^>]*\son[a-z]+\s*=", html) == []
    assert re.findall(r"<[a-z][^>]*\sstyle\s*=|<style", html) == []
    assert re.findall(r"(?:href|src|action)=[\"']?\s*(?:javascript|data):", html) == []
    assert (
        re.findall(r"<(?:link|script|img|iframe)[^>]*(?:src|href)=\"https?://(?!127\.0\.0\.1:8000/)[^>]*>", html) == []
    )
    assert re.findall(r"<form[^>]*action=\"(?!/)[^>]*>", html) == []


def test_a_page_that_is_not_there_has_them_too(ask: Ask) -> None:
    for method, path in (("GET", "/no/such/page"), ("DELETE", "/account"), ("PUT", "/"), ("TRACE", "/")):
        answer = ask("officer", method, path, None, {"sec-fetch-site": "same-origin"})
        assert answer.status_code in (404, 405)
        check_headers(answer)


@pytest.mark.parametrize("path", ["/", "/sign-in", "/account"])
def test_with_https_browsers_are_held_to_it(path: str, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELIX_BASE_URL", "https://helix.example")
    answer = ask("nobody", "GET", path)
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


# What is typed comes back escaped


@pytest.mark.parametrize("path", SAFE)
def test_no_page_runs_what_stands_in_its_address(path: str, prepared: Prepared, ask: Ask) -> None:
    asked = dict.fromkeys(routes_of()["GET", path].query, SCRIPT)
    for parameters in (
        {"q": SCRIPT, "next": SCRIPT, "done": SCRIPT, "lang": SCRIPT, "x": SCRIPT} | asked,
        {"lang": "pl"},
    ):
        for who in SEVERAL:
            answer = ask(who, "GET", f"{filled(path, prepared.values)}?{urlencode(parameters)}")
            assert "<script>alert" not in answer.text, who
            assert "<script>alert" not in str(answer.headers), who


@pytest.mark.parametrize("path", UNSAFE)
def test_no_form_gives_back_what_was_typed_as_markup(path: str, prepared: Prepared, ask: Ask) -> None:
    form = ROUTES["POST", path][1] or {}
    names = {*form, *routes_of()["POST", path].form, "text", "name", "title", "reason", "message", "note"}
    for who in SEVERAL:
        answer = ask(who, "POST", filled(path, prepared.values), dict.fromkeys(names, SCRIPT))
        assert "<script>alert" not in answer.text, who
        assert answer.status_code < 500, who
        check_headers(answer)


@pytest.mark.parametrize("path", [path for path in SAFE if "{" in path])
def test_no_address_is_read_as_markup_or_breaks_the_server(path: str, ask: Ask) -> None:
    for odd in (SCRIPT, "0", "-1", "9" * 30, "٣", "%00", "..%2f..%2fetc%2fpasswd", "a'b", "x" * 3_000):
        address = re.sub(r"\{\w+(?::\w+)?\}", odd.replace("<", "%3C").replace(">", "%3E"), path)
        answer = ask("administrator", "GET", address)
        assert answer.status_code < 500, odd
        assert "<script>alert" not in answer.text


# Links that somebody guesses

MAKERS = {
    name: make
    for name, make in vars(links).items()
    if name.endswith("_link") and not name.startswith(("read_", "_")) and inspect.isfunction(make)
}
"""Each kind of signed link: a new one is held to the same."""


BOUND_TO = {"share_link": ("a mark",)}
"""What else a kind of link is made from, besides a number."""


def made(kind: str) -> str:
    return str(MAKERS[kind](1, *BOUND_TO.get(kind, ()))).removesuffix(".ics")


def token_of(kind: str) -> str:
    return made(kind).rpartition("/")[2]


def opens(kind: str, token: str) -> bool:
    reader: Callable[..., Any] = getattr(links, f"read_{kind}")
    moment = {"now": datetime.now(UTC)} if "now" in inspect.signature(reader).parameters else {}
    try:
        reader(token, **moment)
    except (LinkInvalid, LinkExpired):
        return False
    return True


def changed(token: str) -> Iterator[str]:
    """Each character another one, each one missing, and one too many."""
    letters = string.ascii_letters + string.digits + "-_."
    for place, letter in enumerate(token):
        for other in letters:
            if other != letter:
                yield token[:place] + other + token[place + 1 :]
        yield token[:place] + token[place + 1 :]
    yield from (f"{token}A", f"{token}=", f"A{token}", f"{token}.", token.swapcase(), "")


@pytest.mark.parametrize("kind", MAKERS)
def test_a_link_with_one_character_changed_opens_nothing(kind: str) -> None:
    token = token_of(kind)
    assert opens(kind, token)
    assert [each for each in changed(token) if opens(kind, each)] == []


@pytest.mark.parametrize("kind", MAKERS)
def test_no_kind_of_link_opens_what_another_one_does(kind: str, ask: Ask) -> None:
    place = made(kind).rpartition("/")[0]
    for other in MAKERS:
        if other != kind:
            assert not opens(kind, token_of(other)), other
            assert ask("nobody", "GET", f"{place}/{token_of(other)}").status_code == 404, other
    assert not opens(kind, links.seal("oidc", {"state": "1"}))


def test_sealed_values_are_read_by_their_purpose_alone_and_not_for_long() -> None:
    sealed = links.seal("oidc", {"state": "s"})
    assert links.unseal("oidc", sealed, seconds=60) == {"state": "s"}
    for purpose, token, seconds in (("other", sealed, 60), ("oidc", sealed, -1), ("oidc", token_of("brief_link"), 60)):
        with pytest.raises(LinkInvalid):
            links.unseal(purpose, token, seconds=seconds)
    assert [each for each in changed(sealed) if readable(each)] == []


def readable(sealed: str) -> bool:
    try:
        links.unseal("oidc", sealed, seconds=60)
    except LinkInvalid:
        return False
    return True


def test_another_installation_makes_other_links(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = {kind: token_of(kind) for kind in MAKERS}
    monkeypatch.setenv("HELIX_HOME", str(tmp_path / "other"))
    settings.cache_clear()
    assert [kind for kind, token in theirs.items() if opens(kind, token)] == []


# A flood of log-ins


def test_a_flood_at_once_learns_no_more_than_the_throttle_allows(
    prepared: Prepared, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many at the same moment pass the check together; hashing is rationed, so that few do."""
    guessed: list[str] = []

    def count(password: str, _kept: str) -> bool:
        guessed.append(password)
        return False

    ask("nobody", "GET", "/robots.txt")  # a database for the settings to point to
    monkeypatch.setattr(passwords._argon2(), "verify", count)
    fresh: Starlette = create_app()
    email = prepared.world.cast.officer.email

    def attempt(number: int) -> int:
        given = {"email": email, "password": f"guess {number}"}
        return client.post("/sign-in", data=given, headers={"sec-fetch-site": "same-origin"}).status_code

    with TestClient(fresh, base_url="http://127.0.0.1:8000", follow_redirects=False) as client:
        with ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(attempt, range(60)))
        assert attempt(60) == 429
    assert set(answers) <= {403, 429, 503}
    assert len(guessed) <= PER_ACCOUNT + passwords.AT_ONCE + passwords.WAITING
    assert len([form for form in answers if form == 403]) == len(guessed)
