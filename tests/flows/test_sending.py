"""E-mails: sent once, put off, refused, bounced or parked, as the server's words and silences demand."""

import mailbox
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from flows.letters import letters, message
from flows.sending import send_all
from models.actions.deliveries import begin_sending, queue_delivery, queue_notice, resend
from models.actions.work import retry
from models.db import reading, transaction
from models.links import read_brief_link, read_stop_link
from models.queries.offers import brief_of
from models.queries.status import status_of
from models.queries.work import has_due
from models.rules.words import DispatchState, Language, NoticeKind, Role, WorkKind, WorkState
from models.settings import settings
from models.tables import Contact, Delivery, Offer, Work
from tests import factories as make
from tests.factories import NOW
from tests.flows.conftest import World, free_port, point_to

SENT, QUEUED, PARKED, BOUNCED = (
    DispatchState.SENT,
    DispatchState.QUEUED,
    DispatchState.PARKED,
    DispatchState.BOUNCED,
)


def deliveries(world: World, count: int = 1) -> Any:
    """So many deliveries of one offer, queued."""

    def queue(session: Session, cast: make.Cast) -> list[int]:
        technology = make.to_partnering(session, cast)
        offer = session.exec(select(Offer).where(Offer.technology_id == technology.id)).one()
        brief = brief_of(session, offer)
        assert brief is not None
        queued = []
        for _ in range(count):
            partner = make.partner(session, cast)
            contact = session.exec(select(Contact).where(Contact.partner_id == partner.id)).one()
            delivery = queue_delivery(session, offer, brief, contact, now=NOW)
            assert delivery is not None
            queued.append(delivery.id)
        return queued

    return world.make(queue)


def states(ids: list[int]) -> list[DispatchState]:
    with reading() as session:
        rows = session.exec(select(Delivery).where(col(Delivery.id).in_(ids)).order_by(col(Delivery.id)))
        return [row.state for row in rows]


def work_states(world: World) -> list[WorkState]:
    return [state for _, state, _ in world.work(WorkKind.SEND_DELIVERY)]


def test_a_brief_is_announced_with_a_signed_link_and_one_click_to_stop(world, inbox):
    ids = deliveries(world)
    assert send_all(world.take(WorkKind.SEND_DELIVERY)) == 1
    assert (states(ids), work_states(world)) == ([SENT], [WorkState.DONE])
    (mail,) = inbox.mails
    assert mail["Subject"] == "Rapid strip test for resistant bacteria in urine"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    with reading() as session:
        delivery = session.get_one(Delivery, ids[0])
        contact = session.get_one(Contact, delivery.contact_id)
    assert inbox.recipients == [contact.email]
    stop = str(mail["List-Unsubscribe"]).strip("<>")
    assert read_stop_link(stop.rpartition("/")[2]) == contact.id
    text = mail.get_body(("plain",)).get_content()
    link = next(line for line in text.splitlines() if line.startswith(f"{settings().base_url}/b/"))
    assert read_brief_link(link.rpartition("/")[2], now=NOW) == ids[0]
    html = mail.get_body(("html",)).get_content()
    assert f'<a href="{link}">' in html
    assert stop in text


def test_however_long_the_address_to_stop_is_mail_programs_can_read_it(world, inbox, monkeypatch):
    monkeypatch.setenv("HELIX_BASE_URL", f"https://{'transfer-office.' * 12}example")
    settings.cache_clear()
    (number,) = deliveries(world)
    with reading() as session:
        letter = letters(session, WorkKind.SEND_DELIVERY, [number], now=NOW)[number]
    raw = message(letter, now=NOW).as_bytes()
    assert f"\r\nList-Unsubscribe: <{letter.stop}>\r\n".encode() in raw


def test_a_line_break_in_a_title_or_a_name_puts_nothing_into_headers_or_the_text(world, inbox):
    deliveries(world)
    with transaction() as session:  # as an older Helix may have kept them
        contact, offer = session.exec(select(Contact)).one(), session.exec(select(Offer)).one()
        contact.name, offer.title = "Ola\r\nBcc: all@example.org", "A strip\r\nBcc: all@example.org\r\n\r\nInjected"
        session.add_all([contact, offer])
    assert send_all(world.take(WorkKind.SEND_DELIVERY)) == 1
    (mail,) = inbox.mails
    assert (mail["Subject"], mail["Bcc"]) == ("A strip Bcc: all@example.org Injected", None)
    assert mail["To"].addresses[0].display_name == "Ola Bcc: all@example.org"
    assert mail.get_body(("plain",)).get_content().startswith("Dear Ola Bcc: all@example.org,")


def test_an_e_mail_speaks_the_contacts_language(world, inbox):
    deliveries(world)
    with transaction() as session:
        contact = session.exec(select(Contact)).one()
        contact.language = Language.POLISH
        session.add(contact)
    send_all(world.take(WorkKind.SEND_DELIVERY))
    (mail,) = inbox.mails
    assert mail["Content-Language"] == "pl"
    assert "Otrzymują Państwo tę wiadomość" in mail.get_body(("plain",)).get_content()


def test_a_chunk_goes_over_one_connection_each_e_mail_once(world, inbox):
    ids = deliveries(world, 5)
    assert send_all(world.take(WorkKind.SEND_DELIVERY)) == 5
    assert states(ids) == [SENT] * 5
    assert len(set(inbox.ids())) == len(inbox.ids()) == 5


def test_a_retried_e_mail_keeps_its_message_id(world, inbox):
    deliveries(world)
    inbox.data_answers = ["451 try again later"]
    assert send_all(world.take(WorkKind.SEND_DELIVERY)) == 0
    assert work_states(world) == [WorkState.QUEUED]
    assert send_all(world.take(WorkKind.SEND_DELIVERY)) == 1
    assert inbox.ids()[0].startswith("<delivery.")
    assert world.work(WorkKind.SEND_DELIVERY)[0][1:] == (WorkState.DONE, "")


def test_one_that_is_put_off_does_not_hold_up_the_others(world, inbox):
    ids = deliveries(world, 3)
    inbox.rcpt_answers = ["", "450 greylisted", ""]
    assert send_all(world.take(WorkKind.SEND_DELIVERY)) == 2
    assert states(ids) == [SENT, QUEUED, SENT]
    assert world.work(WorkKind.SEND_DELIVERY)[1][1:] == (
        WorkState.QUEUED,
        "The SMTP server put the e-mail off (450).",
    )


def test_a_refused_recipient_is_bounced_and_not_tried_again(world, inbox):
    ids = deliveries(world, 2)
    inbox.rcpt_answers = ["550 no such user"]
    assert send_all(world.take(WorkKind.SEND_DELIVERY)) == 1
    assert states(ids) == [BOUNCED, SENT]
    assert work_states(world) == [WorkState.DONE, WorkState.DONE]


def test_silence_after_the_message_parks_it_for_a_person(world, inbox):
    ids = deliveries(world, 2)
    inbox.hang_up = True
    send_all(world.take(WorkKind.SEND_DELIVERY)[:1])
    inbox.hang_up = False
    assert send_all(world.take(WorkKind.SEND_DELIVERY)) == 0  # the second is still leased to the test
    assert (states(ids)[0], work_states(world)[0]) == (PARKED, WorkState.PARKED)
    assert len(inbox.mails) == 1
    with reading() as session:
        parked = status_of(session, now=NOW).parked
    assert [each.error for each in parked] == [
        "The SMTP server took the e-mail and fell silent (SMTPServerDisconnected)."
    ]


def test_an_e_mail_found_half_sent_is_parked_and_an_officer_may_send_it_again(world, inbox):
    (delivery_id,) = deliveries(world)
    with transaction() as session:
        begin_sending(session, session.get_one(Delivery, delivery_id), now=NOW)  # and then the shift died
    assert send_all(world.take(WorkKind.SEND_DELIVERY)) == 0
    assert (states([delivery_id]), work_states(world), inbox.mails) == ([PARKED], [WorkState.PARKED], [])
    with transaction() as session:
        resend(session, WorkKind.SEND_DELIVERY, delivery_id, actor=world.cast.officer, now=NOW)
    assert send_all(world.take(WorkKind.SEND_DELIVERY)) == 1
    assert (states([delivery_id]), work_states(world), len(inbox.mails)) == ([SENT], [WorkState.DONE], 1)


def waited(hours: float) -> None:
    """What waits for its server has done so for longer."""
    with transaction() as session:
        for row in session.exec(select(Work).where(col(Work.waiting_since).is_not(None))):
            assert row.waiting_since is not None
            row.waiting_since -= timedelta(hours=hours)
            session.add(row)


def first_work() -> Work:
    with reading() as session:
        return session.exec(select(Work).where(Work.kind == WorkKind.SEND_DELIVERY).order_by(col(Work.id))).all()[0]


def test_a_dead_server_stops_the_chunk_at_once_and_the_e_mails_wait_longer_each_time(world, monkeypatch):
    monkeypatch.setenv("HELIX_ATTEMPTS", "1")
    ids = deliveries(world, 4)
    point_to(free_port(), monkeypatch)
    waits = []
    for hours in (0.1, 0.2, 9, 0):
        claims = world.take(WorkKind.SEND_DELIVERY)
        assert ([claim.attempt for claim in claims], send_all(claims)) == ([1] * 4, 0)
        row = first_work()
        assert row.waiting_since is not None
        waits.append(row.not_before - row.waiting_since)
        waited(hours)
    assert waits[0] == timedelta(seconds=2)
    first, second, third = (round(wait / timedelta(minutes=1)) for wait in waits[1:])
    assert (first, second, third) == (12, 36, 9 * 60 + 18 + 30)  # waited 6 min: 6 more; 18: 18 more; then the longest
    assert (states(ids), work_states(world)) == ([QUEUED] * 4, [WorkState.QUEUED] * 4)
    with reading() as session:
        status = status_of(session, now=NOW)
    assert (status.mail_away_since, status.mail_waiting, status.parked) == (first_work().waiting_since, 4, [])


def test_after_a_day_without_a_server_e_mails_are_parked_and_all_can_be_retried(world, monkeypatch, inbox):
    ids = deliveries(world, 4)
    point_to(free_port(), monkeypatch)
    send_all(world.take(WorkKind.SEND_DELIVERY))
    waited(23.9)
    send_all(world.take(WorkKind.SEND_DELIVERY))
    assert states(ids) == [QUEUED] * 4
    waited(0.2)
    send_all(world.take(WorkKind.SEND_DELIVERY))
    assert (states(ids), work_states(world)) == ([PARKED] * 4, [WorkState.PARKED] * 4)
    with reading() as session:
        status = status_of(session, now=NOW)
    assert {parked.error.partition(":")[0] for parked in status.parked} == {"The SMTP server 127.0.0.1"}
    assert (status.mail_away_since, status.mail_waiting) == (first_work().waiting_since, 0)
    point_to(inbox.port, monkeypatch)
    with transaction() as session:
        for parked in status.parked:
            retry(session, parked.work_id, actor=world.cast.officer, now=NOW)
    assert send_all(world.take(WorkKind.SEND_DELIVERY)) == 4
    assert (states(ids), len(inbox.mails)) == ([SENT] * 4, 4)


def test_when_the_server_is_back_all_that_waited_is_due_at_once_with_all_its_attempts(world, monkeypatch, inbox):
    monkeypatch.setenv("HELIX_ATTEMPTS", "1")
    ids = deliveries(world, 3)
    *first, last = world.take(WorkKind.SEND_DELIVERY)
    point_to(free_port(), monkeypatch)
    send_all(first)
    waited(5)
    point_to(inbox.port, monkeypatch)
    assert send_all([last]) == 1
    with reading() as session:
        status = status_of(session, now=datetime.now(UTC))
        due = has_due(session, now=datetime.now(UTC), kinds=[WorkKind.SEND_DELIVERY])
    assert (status.mail_away_since, status.mail_waiting, due) == (None, 0, True)
    again = world.take(WorkKind.SEND_DELIVERY)
    assert [claim.attempt for claim in again] == [1, 1]
    assert send_all(again) == 2
    assert (states(ids), len(inbox.mails)) == ([SENT] * 3, 3)


def test_a_contact_who_stopped_e_mails_meanwhile_gets_none(world, inbox):
    ids = deliveries(world)
    with transaction() as session:
        contact = session.exec(select(Contact)).one()
        contact.stopped_at = NOW
        session.add(contact)
    assert send_all(world.take(WorkKind.SEND_DELIVERY)) == 0
    assert (states(ids), work_states(world)) == ([DispatchState.CANCELLED], [WorkState.DONE])
    assert inbox.mails == []


def test_a_result_is_not_recorded_once_another_shift_holds_the_work(world, inbox):
    """Our lease ran out, the other found the e-mail half sent, and parked it: it arrived once at most."""
    (delivery_id,) = deliveries(world)
    ours = world.take(WorkKind.SEND_DELIVERY)

    def meanwhile() -> None:
        with transaction() as session:
            row = session.get_one(Work, ours[0].id)
            row.lease_holder = "other.1"
            session.add(row)

    inbox.wait = meanwhile
    send_all(ours)
    assert states([delivery_id]) == [DispatchState.SENDING]
    assert work_states(world) == [WorkState.LEASED]
    assert len(inbox.mails) == 1


@pytest.mark.parametrize("language", list(Language))
def test_notices_are_worded_from_facts(one_world, inbox, language):
    def queue(session: Session, cast: make.Cast) -> None:
        reader = make.person(session, Role.OFFICER, cast.institution, language=language)
        facts: dict[NoticeKind, dict[str, Any]] = {
            NoticeKind.ACKNOWLEDGEMENT: {"reference": "I-1", "missing": ["novelty", "trl"]},
            NoticeKind.CLOCK_REMINDER: {
                "reference": "I-1",
                "rule": "paris_12m",
                "nominal": "2026-12-05",
                "due": "2026-12-07",
                "days": 12,
                "certainty": "V",
            },
            NoticeKind.DIGEST: {
                "week": "2026-W48",
                "stages": {"triage": 2, "offer": 1},
                "stale": ["I-1"],
                "stale_count": 3,
                "clocks": [["I-1", "paris_12m", "2026-12-05"]],
                "answers": {"interested": 2},
            },
            NoticeKind.RETURNED: {"reference": "I-1", "path": "/disclosures/I-1"},
        }
        for kind, values in facts.items():
            queue_notice(session, kind, key=f"{kind}:test", person_id=reader.id, facts=values, now=NOW)

    one_world.make(queue)
    send_all(one_world.take(WorkKind.SEND_NOTICE))
    texts = [mail.get_body(("plain",)).get_content().replace("\r\n", "\n") for mail in inbox.mails]
    subjects = [str(mail["Subject"]) for mail in inbox.mails]
    if language is Language.POLISH:
        assert subjects[0] == "Zgłoszenie I-1 zostało przyjęte"
        assert "uzupełnić pola formularza: nowość, poziom gotowości" in texts[0]
        assert "przesunięty na najbliższy dzień roboczy urzędu: 7 grudnia 2026" in texts[1]
        assert "zainteresowani 2" in texts[2]
        assert subjects[3] == "Zgłoszenie I-1 wymaga poprawek"
    else:
        assert subjects[0] == "Your disclosure I-1 has arrived"
        assert "still needed: novelty, readiness level" in texts[0]
        assert "Moved to the next working day of the office: 7 December 2026." in texts[1]
        assert "Triage: 2\nOffer: 1\n\nLonger in their stage than planned (3): I-1 and others." in texts[2]
        assert subjects[3] == "Your disclosure I-1 needs a correction"
        assert f"{settings().base_url}/disclosures/I-1\n" in texts[3]


def test_without_a_server_e_mails_are_kept_on_this_machine_once_each(one_world):
    deliveries(one_world, 2)
    claims = one_world.take(WorkKind.SEND_DELIVERY)
    assert send_all(claims) == 2
    kept = mailbox.Maildir(settings().home / "mail")
    assert sorted(mail["Subject"] for mail in kept) == ["Rapid strip test for resistant bacteria in urine"] * 2
    with transaction() as session:
        for delivery in session.exec(select(Delivery)):
            delivery.state = PARKED
            session.add(delivery)
            session.flush()
            resend(session, WorkKind.SEND_DELIVERY, delivery.id, actor=one_world.cast.officer, now=NOW)
    assert send_all(one_world.take(WorkKind.SEND_DELIVERY)) == 2
    assert len(list(mailbox.Maildir(settings().home / "mail"))) == 2
