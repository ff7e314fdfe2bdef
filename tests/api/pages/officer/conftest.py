"""The office of the browser tests, and clients signed in as one of its people."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from models.actions.accounts import Browser, begin_session
from models.db import transaction
from models.rules.permissions import Actor
from tests.browser.desks import Office, office

FORM = {"sec-fetch-site": "same-origin", "accept-language": "en"}

Clients = Callable[[Actor], TestClient]


@pytest.fixture
def busy(database_url: str) -> Office:
    with transaction() as session:
        return office(session)


@pytest.fixture
def client(database_url: str) -> Clients:
    app = create_app()

    def signed_in(who: Actor) -> TestClient:
        assert who.person_id is not None
        with transaction() as session:
            secret = begin_session(session, who.person_id, Browser(), now=datetime.now(UTC))
        made = TestClient(app, base_url="http://127.0.0.1:8000", headers=FORM, follow_redirects=False)
        made.cookies.set("helix", secret)
        return made

    return signed_in
