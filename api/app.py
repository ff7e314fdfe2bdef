"""The web application: pages at `/`, the JSON API at `/api/v1`, over the same actions.

Endpoints are sync and run in threads; each opens its session inside, so that a thread holds all
that it needs: a session opened by a dependency would keep SQLite's one write lock while its
endpoint waits for a thread, and threads that wait for that lock would never let it have one. The
transaction ends inside the endpoint too: a commit that fails is a 500 and not a 200.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from api.json.app import ROOT, create_json_app
from api.pages.app import create_pages_app

THREADS = 10
"""As many as the database's pool has connections at rest."""


def create_app() -> Starlette:
    machines, people = create_json_app(), create_pages_app()
    machines.state.patent_office = people.state.patent_office  # the EPO counts us as one
    return Starlette(routes=[_Door(ROOT, machines), _Door("/", people)], lifespan=_lifespan)


class _Door(Mount):
    """Takes every address below its path: a plain `Mount` leaves those with a line break to a refusal of its own."""

    def __init__(self, path: str, app: ASGIApp) -> None:
        super().__init__(path, app)
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)


@asynccontextmanager
async def _lifespan(_app: Starlette) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = THREADS
    yield
