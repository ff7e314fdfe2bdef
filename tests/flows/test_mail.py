"""E-mails over a real shift: the server away, unwilling or silent, and what each contact gets in the end."""

import re
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default

import pytest

from flows.sending import send_all
from models.actions.work import retry
from models.db import reading, transaction
from models.rules.words import DispatchState, Language, WorkKind, WorkState
from models.settings import settings
from models.tables import Contact, Delivery
from tests.factories import NOW
from tests.flows import queued
from tests.flows.conftest import Inbox, free_port, point_to

SEND = WorkKind.SEND_DELIVERY
SENT, QUEUED, PARKED, BOUNCED, CANCELLED = (
    DispatchState.SENT,
    DispatchState.QUEUED,
    DispatchState.PARKED,
    DispatchState.BOUNCED,
    DispatchState.CANCELLED,
)


@dataclass
class Choosy(Inbox):
    """Treats some recipients in its own way, and remembers all that it was given."""

    unknown: set[str] = field(default_factory=set)
    greylisted: set[str] = field(default_factory=set)
    """Put off once, when their message has arrived."""
    dropped: set[str] = field(default_factory=set)
    """Their message is taken, and the connection broken before it is said."""
    asked: Counter[str] = field(default_factory=Counter)
    given: list[tuple[str, str]] = field(default_factory=list)
    """Recipient and Message-ID of every message that came through, taken or not."""
    raw: list[bytes] = field(default_factory=list)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  aiosmtpd's name
        self.asked[address] += 1
        if address in self.unknown:
            return "550 no such user"
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        (address,) = envelope.rcpt_tos
        self.raw.append(envelope.content)
        self.given.append((address, str(message_from_bytes(envelope.content, policy=default)["Message-ID"])))
        if address in self.greylisted:
            self.greylisted.remove(address)
            return "451 come again later"
        self.hang_up = address in self.dropped
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def box() -> Choosy:
    return Choosy()


def address_of(delivery_id: int) -> str:
    with reading() as session:
        return session.get_one(Contact, session.get_one(Delivery, delivery_id).contact_id).email


def change_contact(delivery_id: int, **values: object) -> None:
    with transaction() as session:
        contact = session.get_one(Contact, session.get_one(Delivery, delivery_id).contact_id)
        for name, value in values.items():
            setattr(contact, name, value)
        session.add(contact)


def retry_all_parked(world) -> None:
    with transaction() as session:
        for parked in queued.status().parked:
            retry(session, parked.work_id, actor=world.cast.officer, now=queued.LONG_AGO)


def test_while_the_server_is_away_e_mails_wait_are_parked_at_last_and_sent_once_when_it_is_back(
    one_world, inbox, shift, monkeypatch
):
    monkeypatch.setenv("HELIX_FIRST_RETRY_SECONDS", "0.05")
    monkeypatch.setenv("HELIX_ATTEMPTS", "1")
    queued.deliveries(one_world, 4)
    queued.only(SEND)
    point_to(free_port(), monkeypatch)
    shift("--until-empty").finish()
    assert (queued.states(), inbox.mails) == ({QUEUED: 4}, [])
    status = queued.status()
    assert status.mail_away_since is not None
    assert status.mail_waiting == status.waiting >= 4  # the week's digest may wait too
    assert status.parked == []

    queued.due_at_once()
    shift("--until-empty", HELIX_MAIL_PATIENCE_HOURS="0").finish()  # their day is over
    assert (queued.states(), inbox.mails) == ({PARKED: 4}, [])
    status = queued.status()
    errors = {parked.error for parked in status.parked if parked.kind is SEND}
    assert errors == {f"The SMTP server 127.0.0.1:{settings().smtp_port} cannot be reached (Connection refused)."}
    assert (status.doubtful_deliveries, status.waiting, status.mail_waiting) == (4, 0, 0)

    point_to(inbox.port, monkeypatch)
    retry_all_parked(one_world)
    shift("--until-empty").finish()
    assert queued.states() == {SENT: 4}
    assert queued.arrived(inbox) == dict.fromkeys(queued.addressed(), 1)
    assert (queued.status().parked, queued.status().mail_away_since) == ([], None)


def test_each_answer_of_the_server_has_its_end(one_world, inbox, shift, monkeypatch):
    monkeypatch.setenv("HELIX_FIRST_RETRY_SECONDS", "0.05")
    ids = queued.deliveries(one_world, 5)
    queued.only(SEND)
    fine, greylisted, unknown, dropped, stopped = (address_of(number) for number in ids)
    inbox.greylisted, inbox.unknown, inbox.dropped = {greylisted}, {unknown}, {dropped}
    change_contact(ids[4], stopped_at=NOW)
    shift("--until-empty").finish()
    assert [queued.state_of(number) for number in ids] == [SENT, SENT, BOUNCED, PARKED, CANCELLED]
    works = [state for _, state, _ in one_world.work(SEND)]
    assert works == [WorkState.DONE, WorkState.DONE, WorkState.DONE, WorkState.PARKED, WorkState.DONE]
    came = Counter(address for address in inbox.recipients if address in {fine, greylisted, unknown, dropped, stopped})
    assert came == {fine: 1, greylisted: 1, dropped: 1}
    assert [inbox.asked[address] for address in (fine, greylisted, unknown, dropped, stopped)] == [1, 2, 1, 1, 0]
    first, second = (name for address, name in inbox.given if address == greylisted)
    assert first == second

    retry_all_parked(one_world)  # whether it arrived is for a person to find out: `resend` is theirs alone
    assert send_all(one_world.take(SEND)) == 0
    assert (queued.state_of(ids[3]), inbox.asked[dropped]) == (PARKED, 1)


def test_a_polish_e_mail_travels_as_ascii_and_tells_nothing_confidential(one_world, inbox):
    title = "Szybki test paskowy na zakażenia: wynik w dwadzieścia minut, bez chłodzenia i źródła prądu"
    (number,) = queued.deliveries(one_world, 1, language=Language.POLISH, title=title)
    change_contact(number, language=Language.POLISH, name="Świętosława Źdźbło-Ćwięk")
    assert send_all(one_world.take(SEND)) == 1
    (raw,) = inbox.raw
    assert raw.isascii()
    assert max(map(len, raw.splitlines())) <= 998
    (mail,) = inbox.mails
    assert mail["Subject"] == title
    assert mail["To"].addresses[0].display_name == "Świętosława Źdźbło-Ćwięk"
    said = " ".join("".join(part.get_content() for part in mail.iter_parts()).split())
    assert title in said
    for secret in ("boronic ester", "Lateral-flow test for bacterial enzyme", "nitrocellulose", "Łucja Żądło"):
        assert not re.search(secret, said, re.IGNORECASE), secret
