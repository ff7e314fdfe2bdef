"""A real OpenID provider, in a process of its own on this machine."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2

ENOUGH = 60.0
"""Seconds until it is taken not to start."""


@dataclass(frozen=True)
class OpenIdProvider:
    issuer: str

    def knows(self, subject: str, **claims: Any) -> None:
        httpx2.put(f"{self.issuer}/users/{subject}", json=claims).raise_for_status()

    def confirms(self, address: str, subject: str) -> dict[str, str]:
        """What it sends the browser back with, when the person of this subject has agreed on its page."""
        answer = httpx2.post(address, data={"sub": subject})
        assert answer.status_code == 302, answer.text
        return dict(parse_qsl(urlsplit(answer.headers["location"]).query))

    def denied(self, address: str) -> dict[str, str]:
        answer = httpx2.post(address, data={"action": "deny"})
        return dict(parse_qsl(urlsplit(answer.headers["location"]).query))


@contextmanager
def open_id_provider() -> Iterator[OpenIdProvider]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"]
    process = subprocess.Popen(
        command, env=os.environ | {"NO_COLOR": "1"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    found = OpenIdProvider(f"http://127.0.0.1:{port}")
    try:
        _await(found, process)
        yield found
    finally:
        process.terminate()
        process.wait(10)


def _await(provider: OpenIdProvider, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + ENOUGH
    while True:
        try:
            httpx2.get(f"{provider.issuer}/jwks").raise_for_status()
        except httpx2.TransportError:
            assert process.poll() is None, "the provider ended"
            assert time.monotonic() < until, "the provider does not start"
            time.sleep(0.1)
        else:
            return
