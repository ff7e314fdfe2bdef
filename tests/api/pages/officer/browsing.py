"""Signed-in browsers for the tests of the officers' pages."""

from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.visitors import cookie_name
from models.actions import accounts
from models.db import transaction
from models.rules.permissions import Actor


def browser(app: Starlette, who: Actor) -> TestClient:
    """A client that carries the session of `who`, a person or a contact, and follows no redirects."""
    now = datetime.now(UTC)
    with transaction() as session:
        if who.person_id is not None:
            secret = accounts.begin_session(session, who.person_id, accounts.Browser(), now=now)
        else:
            assert who.contact_id is not None
            secret = accounts.begin_contact_session(session, who.contact_id, accounts.Browser(), now=now)
    client = TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False)
    client.cookies.set(cookie_name(), secret)
    return client
