"""Every page against the whole cast: a route that no desk has listed fails the test.

A row's pattern has a letter for each of `WHO`: `t` is led to the sign-in page, `r` is refused (403), `h` is told that
there is nothing (404), `i` is let in, whatever the business then says.
"""

import re

import pytest
from httpx2 import Response

from tests.api.pages.conftest import Ask, Prepared
from tests.api.pages.walking import WHO, filled, form_of, listed, merged, unwalked

ROUTES = merged()


def test_every_route_has_its_row() -> None:
    assert listed() - set(ROUTES) == unwalked(), "not listed by any walk_*.py"
    assert set(ROUTES) - listed() == set(), "listed, but there is no such route"


def test_every_row_says_what_it_does_with_each_of_the_cast() -> None:
    assert [row for row in ROUTES.items() if len(row[1][0]) != len(WHO) or set(row[1][0]) - set("trhi")] == []


def door(response: Response) -> str:
    """The letter of the pattern."""
    if response.status_code == 303 and response.headers["location"].partition("?")[0] == "/sign-in":
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
    missing = dict.fromkeys(prepared.values, UNKNOWN) | {"reference": "XX-2026-9999", "language": "en", "step": "what"}
    there, nowhere = filled(path, prepared.values), filled(path, missing)
    answers = [(ask(who, "GET", address), address) for address in (there, nowhere)]
    said = {re.sub(re.escape(address), "it", answer.text) for answer, address in answers}
    assert len(said) == 1
    assert {answer.status_code for answer, _ in answers} == {404}
