"""Clients signed in as one of the cast."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.visitors import cookie_name
from models.actions.accounts import Browser, begin_session
from models.db import transaction
from models.rules.permissions import Actor
from tests.api.conftest import World

As = Callable[[Actor | None], TestClient]


@pytest.fixture
def as_(world: World, app: Starlette) -> Iterator[As]:
    """`as_(actor)` is a client of theirs that follows no redirect; `as_(None)` a stranger's."""
    del world  # its settings point to the database
    headers = {"sec-fetch-site": "same-origin", "accept-language": "en"}
    with TestClient(app, base_url="http://127.0.0.1:8000", headers=headers, follow_redirects=False) as client:

        def signed_in(who: Actor | None) -> TestClient:
            client.cookies.clear()
            if who is not None:
                assert who.person_id is not None
                with transaction() as session:
                    secret = begin_session(session, who.person_id, Browser(), now=datetime.now(UTC))
                client.cookies.set(cookie_name(), secret)
            return client

        yield signed_in
