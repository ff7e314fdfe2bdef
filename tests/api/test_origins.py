"""Which requests change something: our own pages', and programs'; never another site's."""

import pytest
from starlette.requests import Request

from api.origins import is_ours
from models.settings import settings


def asked(**headers: str) -> bool:
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return is_ours(Request({"type": "http", "method": "POST", "path": "/", "headers": sent}))


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"sec_fetch_site": "same-origin"}, True),
        ({"sec_fetch_site": "none"}, True),
        ({"sec_fetch_site": "cross-site"}, False),
        ({"sec_fetch_site": "same-site"}, False),
        ({"sec_fetch_site": "cross-site", "origin": "http://helix.example", "host": "helix.example"}, False),
        ({"origin": "http://helix.example", "host": "helix.example"}, True),
        ({"origin": "http://helix.example:81", "host": "helix.example"}, False),
        ({"origin": "http://evil.example", "host": "helix.example"}, False),
        ({"origin": "http://helix.example.evil.example", "host": "helix.example"}, False),
        ({"origin": "null", "host": "helix.example"}, False),
        ({"origin": "null"}, False),
        ({"host": "helix.example"}, True),
    ],
    ids=str,
)
def test_a_request_is_ours_or_not(headers: dict[str, str], ours: bool) -> None:
    assert asked(**headers) is ours


def test_behind_a_proxy_that_changes_the_host_the_public_address_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "base_url", "https://helix.example/")
    assert asked(origin="https://helix.example", host="127.0.0.1:8000")
    assert not asked(origin="http://helix.example", host="127.0.0.1:8000")
