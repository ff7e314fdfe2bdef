"""What the flows' tests share: a world of committed rows, and a real SMTP server on the loopback."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlmodel import Session, col, select

from flows.rendering import pool
from flows.stopping import stopping
from models.actions.work import Claim, claim
from models.db import engine_for, reading, transaction
from models.rules.words import WorkKind, WorkState
from models.settings import settings
from models.tables import Work
from tests import factories as make
from tests.flows.processes import Shift, running_prefect_server

LATER = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass
class World:
    """A database of the test's own, with one institution's people in it."""

    cast: make.Cast

    def make(self, what: Callable[[Session, make.Cast], Any]) -> Any:
        with transaction() as session:
            return what(session, self.cast)

    def take(self, kind: WorkKind, now: datetime = LATER) -> list[Claim]:
        """All work of a kind, as a shift would claim it."""
        with transaction() as session:
            lease = timedelta(hours=1)
            return claim(session, holder="test.1", now=now, lease=lease, limit=1000, kinds=[kind])

    def work(self, kind: WorkKind) -> list[tuple[int, WorkState, str]]:
        """Subject, state and error of each row."""
        with reading() as session:
            rows = session.exec(select(Work).where(Work.kind == kind).order_by(col(Work.id)))
            return [(row.subject_id, row.state, row.error) for row in rows]


@pytest.fixture
def world(database_url: str) -> World:
    """On both databases."""
    with transaction() as session:
        return World(make.cast(session))


@pytest.fixture
def one_world(sqlite_template, monkeypatch) -> Iterator[World]:
    """On SQLite alone: for what starts processes, and for what the database plays no part in."""
    url = sqlite_template.copy()
    monkeypatch.setenv("HELIX_DATABASE_URL", url)
    settings.cache_clear()
    with transaction() as session:
        cast = make.cast(session)
    yield World(cast)
    sqlite_template.drop(url)
    engine_for(url).dispose()


@pytest.fixture(autouse=True)
def own_pool() -> Iterator[None]:
    """The pool writes below the test's own home."""
    pool.cache_clear()
    stopping.clear()
    yield
    pool().stop()
    pool.cache_clear()
    stopping.clear()


@dataclass
class Inbox:
    """A real SMTP server. `answers` are given to the next recipients or messages, before the usual ones."""

    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    rcpt_answers: list[str] = field(default_factory=list)
    data_answers: list[str] = field(default_factory=list)
    hang_up: bool = False
    """Break the connection when a message has arrived, instead of answering."""
    wait: Callable[[], None] = lambda: None
    port: int = 0

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802  aiosmtpd's name
        if self.rcpt_answers and (answer := self.rcpt_answers.pop(0)):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802  aiosmtpd's name
        self.wait()
        if self.data_answers and (answer := self.data_answers.pop(0)):
            return answer
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        self.recipients += envelope.rcpt_tos
        if self.hang_up:
            server.transport.abort()
        return "250 taken"

    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.mails]


@pytest.fixture
def box() -> Inbox:
    """What serves as the SMTP server: a module may have one of its own kind."""
    return Inbox()


@pytest.fixture
def inbox(box, monkeypatch) -> Iterator[Inbox]:
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.port = controller.port
    point_to(box.port, monkeypatch)
    yield box
    controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def point_to(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELIX_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("HELIX_SMTP_PORT", str(port))
    monkeypatch.setenv("HELIX_SMTP_TIMEOUT_SECONDS", "5")
    settings.cache_clear()


@pytest.fixture(scope="session")
def prefect_here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A real Prefect server for all shifts of the run; the environment that leads to it."""
    with running_prefect_server(tmp_path_factory.mktemp("prefect"), free_port()) as environment:
        yield environment


@pytest.fixture
def shift(prefect_here, tmp_path, monkeypatch) -> Iterator[Callable[..., Shift]]:
    """Starts a shift with the settings of the moment; none outlives the test."""
    monkeypatch.chdir(tmp_path)  # a developer's `.env` plays no part
    started: list[Shift] = []

    def start(*arguments: str, **environment: str) -> Shift:
        log = tmp_path / f"shift-{len(started) + 1}.log"
        started.append(Shift({**prefect_here, **environment}, log, *arguments))
        return started[-1]

    yield start
    for each in started:
        each.stop()
