"""Browsers of the cast, without a browser."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from api.visitors import cookie_name
from models.actions.accounts import Browser, begin_session
from models.db import transaction
from models.rules.permissions import Actor
from tests.api.conftest import World

As = Callable[[Actor], TestClient]


@pytest.fixture
def as_(client: TestClient, world: World) -> As:
    """The client, signed in as one of the cast; it follows no redirect."""
    del world  # its settings point to the database

    def signed_in(who: Actor) -> TestClient:
        assert who.person_id is not None
        with transaction() as session:
            secret = begin_session(session, who.person_id, Browser(), now=datetime.now(UTC))
        client.cookies.clear()
        client.cookies.set(cookie_name(), secret)
        client.follow_redirects = False
        client.headers["Sec-Fetch-Site"] = "same-origin"
        return client

    return signed_in
