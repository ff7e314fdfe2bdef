"""Whatever is typed into addresses and forms, no page breaks: it refuses."""

from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.visitors import cookie_name
from tests.api.pages.conftest import Ask, Prepared
from tests.api.pages.walking import WHO, filled, form_of, merged, routes_of

ROUTES = merged()
ODD = (
    "",
    "\0",
    "-1",
    "9" * 30,
    "9" * 5_000,
    "1e999",
    "٣",
    "²",
    "nan",
    "2026-02-30",
    "9999-12-31",
    "a" * 5_000,
    "a@b",
    "[]",
)
NAMES = frozenset(
    {"basis_٣", f"basis_{'9' * 30}", "score_market", "remark_", "remark_novelty", "lang", "file", "lead", "partner"}
    | {"obligation_id", "version", "over", "remove", "earlier", "trl_min", "trl_max", "countries", "keywords", "kind"}
    | {"side", "next", "digest", "to", "contributors.0.share", f"contributors.{'9' * 30}.share", "met_on", "q", "home"}
)
"""That forms have besides those of the walk."""
EVERYWHERE = frozenset({"lang", "done"})
FEW = ODD[::4]
"""Of what one reader reads for all pages: what else is odd is tried where addresses are read anew."""


@pytest.mark.parametrize(("method", "path"), sorted(ROUTES), ids=map(" ".join, sorted(ROUTES)))
def test_no_odd_input_breaks_a_page(method: str, path: str, prepared: Prepared, ask: Ask, app: Starlette) -> None:
    """By one of those who get in: every field odd, each one alone, and none at all."""
    pattern, form = ROUTES[method, path]
    who = WHO[max(pattern.find("i"), 0)]
    ask("nobody", "POST", "/robots.txt")  # the world as it was prepared
    takes, address = routes_of()[method, path], filled(path, prepared.values)
    given = form_of(form, prepared.values) or {}
    names = {*given, *takes.form, *NAMES} if method == "POST" else {*takes.query, *EVERYWHERE}
    bodies: list[dict[str, Any]] = [
        {},
        *(dict.fromkeys(names, odd) for odd in (ODD if method == "POST" or takes.query else FEW)),
    ]
    # Half of them for each field, the other half for the next: every route meets all, and most fields stand in several
    bodies += [given | {name: odd} for place, name in enumerate(given) for odd in ODD[place % 2 :: 2]]
    with TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False) as client:
        if who != "nobody":
            client.cookies.set(cookie_name(), prepared.secrets[who])
        for body in bodies:
            answer = client.post(address, data=body) if method == "POST" else client.get(address, params=body)
            assert answer.status_code < 500 or answer.status_code == 503, body
        if method == "POST":
            headers = {"content-type": "multipart/form-data; boundary=x"}
            for raw in (
                b"",
                b"--x\r\n",
                b'--x\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--x--\r\n',
            ):
                answer = client.post(address, content=raw, headers=headers)
                assert answer.status_code < 500, raw
            answer = client.post(
                address, content=b"x=%FF%00&\xff=1", headers={"content-type": "application/x-www-form-urlencoded"}
            )
            assert answer.status_code < 500
            answer = client.post(address, content=b"--x", headers={"content-type": "multipart/form-data"})
            assert answer.status_code < 500
