"""Somebody of the docket in a browser without a screen: requests as forms send them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from models.actions.accounts import Browser, begin_session
from models.db import transaction
from models.rules.permissions import Actor
from tests import factories as make

FORM = {"sec-fetch-site": "same-origin", "accept-language": "en"}


@pytest.fixture
def cast(database_url: str) -> make.Cast:
    with transaction() as session:
        return make.cast(session)


@pytest.fixture
def visit(cast: make.Cast) -> Iterator[Callable[..., TestClient]]:
    """`visit(actor)` is that person's browser; `visit()` a stranger's."""
    with ExitStack() as stack:
        app = create_app()

        def opened(who: Actor | None = None) -> TestClient:
            client = stack.enter_context(
                TestClient(app, base_url="http://127.0.0.1:8000", headers=FORM, follow_redirects=False)
            )
            if who is not None and who.person_id is not None:
                with transaction() as session:
                    client.cookies.set("helix", begin_session(session, who.person_id, Browser(), now=datetime.now(UTC)))
            return client

        yield opened
