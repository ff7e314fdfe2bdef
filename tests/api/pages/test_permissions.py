"""Every page against the whole cast: a route that no desk has listed fails the test.

A row's pattern has a letter for each of `WHO`: `t` is led to the sign-in page, `r` is refused (403), `h` is told that
there is nothing (404), `i` is let in, whatever the business then says.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.visitors import cookie_name
from models.db import engine_for, transaction
from models.settings import settings
from tests.api.conftest import World, build
from tests.api.pages.walking import WHO, Form, Values, actors, filled, form_of, listed, merged, prepare, session_of
from tests.databases import Template

ROUTES = merged()


@dataclass(frozen=True)
class Prepared:
    url: str
    """Of a database that is only ever copied."""
    world: World
    values: Values
    secrets: dict[str, str]
    """Of a session for each of the cast."""
    home: Path


def test_every_route_has_its_row() -> None:
    assert listed() - set(ROUTES) == set(), "not listed by any walk_*.py"
    assert set(ROUTES) - listed() == set(), "listed, but there is no such route"


def test_every_row_says_what_it_does_with_each_of_the_cast() -> None:
    assert [row for row in ROUTES.items() if len(row[1][0]) != len(WHO) or set(row[1][0]) - set("trhi")] == []


@pytest.fixture(scope="module")
def prepared(sqlite_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    url, home = sqlite_template.copy(), tmp_path_factory.mktemp("walk")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("HELIX_HOME", str(home))
        environment.setenv("HELIX_DATABASE_URL", url)
        settings.cache_clear()
        with transaction() as session:
            world = build(session)
            values = prepare(session, world)
            secrets = {name: session_of(session, who) for name, who in actors(session, world).items()}
    engine_for(url).dispose()
    yield Prepared(url, world, values, secrets, home)
    sqlite_template.drop(url)
    settings.cache_clear()


Ask = Callable[[str, str, str, Form], Response]


@pytest.fixture
def ask(
    prepared: Prepared, sqlite_template: Template, app: Starlette, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Ask]:
    """Each question finds the world as it was prepared: what an earlier one changed is gone."""
    monkeypatch.setenv("HELIX_HOME", str(prepared.home))
    copies: list[str] = []

    def answer(who: str, method: str, path: str, form: Form = None) -> Response:
        if method != "GET" or not copies:
            copies.append(sqlite_template.copy(of=prepared.url))
            monkeypatch.setenv("HELIX_DATABASE_URL", copies[-1])
            settings.cache_clear()
        with TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False) as client:
            if who != "nobody":
                client.cookies.set(cookie_name(), prepared.secrets[who])
            return client.request(method, path, data=form)

    yield answer
    for url in copies:
        sqlite_template.drop(url)


def door(response: Response) -> str:
    """The letter of the pattern."""
    if response.status_code == 303 and response.headers["location"].startswith("/sign-in"):
        return "t"
    if response.status_code in (403, 404):
        return "r" if response.status_code == 403 else "h"
    let_in = response.status_code < 400 or response.status_code in (409, 422)
    return "i" if let_in else f"{response.status_code}: {response.text[:500]}"


@pytest.mark.parametrize(("method", "path"), sorted(ROUTES), ids=map(" ".join, sorted(ROUTES)))
def test_each_of_the_cast_gets_as_far_as_they_may(method: str, path: str, prepared: Prepared, ask: Ask) -> None:
    pattern, form = ROUTES[method, path]
    address, given = filled(path, prepared.values), form_of(form, prepared.values)
    found = {who: door(ask(who, method, address, given)) for who in WHO}
    if (method, path) == ("POST", "/sign-in"):
        found = {who: "i" if letter == "r" else letter for who, letter in found.items()}  # a wrong password is a 403
    assert found == dict(zip(WHO, pattern, strict=True))


HIDDEN = [
    (path, who)
    for (method, path), (pattern, _) in sorted(ROUTES.items())
    if method == "GET" and "{" in path
    for who, letter in zip(WHO, pattern, strict=True)
    if letter == "h"
]
UNKNOWN = 987_654


@pytest.mark.parametrize(("path", "who"), HIDDEN, ids=map(" ".join, HIDDEN))
def test_what_is_somebody_elses_and_what_is_not_there_are_refused_alike(
    path: str, who: str, prepared: Prepared, ask: Ask
) -> None:
    """Only the address, which they gave themselves, may differ."""
    missing = dict.fromkeys(prepared.values, UNKNOWN) | {"reference": "XX-2026-9999", "language": "en"}
    there, nowhere = filled(path, prepared.values), filled(path, missing)
    answers = [(ask(who, "GET", address), address) for address in (there, nowhere)]
    said = {re.sub(re.escape(address), "it", answer.text) for answer, address in answers}
    assert len(said) == 1
    assert {answer.status_code for answer, _ in answers} == {404}
