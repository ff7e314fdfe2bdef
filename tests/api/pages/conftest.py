"""A world in which every address leads to something, and the question that one of the cast puts to it."""

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
from tests.api.conftest import World, build, forget_counts
from tests.api.pages.walking import Form, Values, actors, prepare, session_of
from tests.databases import Template


@dataclass(frozen=True)
class Prepared:
    url: str
    """Of a database that is only ever copied."""
    world: World
    values: Values
    secrets: dict[str, str]
    """Of a session for each of the cast."""
    home: Path


@pytest.fixture(scope="session")
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


Ask = Callable[..., Response]
"""Who, method, path, form and headers."""


@pytest.fixture
def ask(
    prepared: Prepared, sqlite_template: Template, app: Starlette, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Ask]:
    """Each question finds the world as it was prepared: what an earlier one changed is gone."""
    monkeypatch.setenv("HELIX_HOME", str(prepared.home))
    copies: list[str] = []

    def answer(who: str, method: str, path: str, form: Form = None, headers: Form = None) -> Response:
        forget_counts(app)
        if method != "GET" or not copies:
            copies.append(sqlite_template.copy(of=prepared.url))
            monkeypatch.setenv("HELIX_DATABASE_URL", copies[-1])
            settings.cache_clear()
        with TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False) as client:
            if who != "nobody":
                client.cookies.set(cookie_name(), prepared.secrets[who])
            return client.request(method, path, data=form, headers=headers)

    yield answer
    for url in copies:
        sqlite_template.drop(url)
