"""Today: what it names, what it leaves out, and what its buttons do."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from models.actions.messages import mark_read, write_message, write_to_contact
from models.actions.stages import hold
from models.db import reading, transaction
from models.rules.days import local_date
from models.rules.words import DispatchState, OfferState, Stage, WorkKind, WorkState
from models.tables import Delivery, Offer, Technology, Work
from tests.api.pages.officer.conftest import Clients
from tests.browser.desks import Office
from tests.factories import NOW


def groups(html: str) -> dict[str, int]:
    """By their heading, how many things each names."""
    found = re.findall(r"<h2>([^<]+?) <span class=\"count\">(\d+)", html)
    return {title: int(count) for title, count in found}


def technology(reference: str) -> Technology:
    with reading() as session:
        return session.exec(select(Technology).where(Technology.reference == reference)).one()


def test_what_needs_the_officer_is_named_in_order_of_urgency(busy: Office, client: Clients) -> None:
    assert list(groups(client(busy.cast.officer).get("/today").text).items()) == [
        ("Legal clocks that run out", 1),
        ("Answers of partners", 2),
        ("Unread messages", 2),
        ("Work that is stuck", 1),
        ("Holds that are over", 1),
        ("Your move", 3),
    ]


@pytest.mark.parametrize(("days", "told"), [(15, False), (14, True), (1, True)])
def test_an_offer_that_stops_being_public_is_told_of_two_weeks_before(
    busy: Office, client: Clients, days: int, told: bool
) -> None:
    with transaction() as session:
        offer = session.exec(select(Offer).where(Offer.state == OfferState.PUBLISHED)).one()
        offer.expires_on = local_date(datetime.now(UTC)) + timedelta(days=days)
        session.add(offer)
    html = client(busy.cast.officer).get("/today").text
    assert ("Offers that stop being public" in groups(html)) is told
    assert (f'href="/technologies/{busy.published}/offer#en">Extend it' in html) is told


def test_an_officer_without_cases_has_nothing_to_do_but_sees_the_institutions(busy: Office, client: Clients) -> None:
    second = client(busy.cast.second_officer)
    assert "Nothing needs you at this moment." in second.get("/today").text
    assert groups(second.get("/today?whose=all").text)["Answers of partners"] == 2


def test_a_stranger_sees_nothing_of_another_institution(busy: Office, client: Clients) -> None:
    html = client(busy.cast.stranger).get("/today?whose=all").text
    assert groups(html) == {}
    assert busy.published not in html


def test_each_row_leads_to_the_place_where_it_is_done(busy: Office, client: Clients) -> None:
    html = client(busy.cast.officer).get("/today").text
    for reference, section in (
        (busy.reviewed, "clocks"),
        (busy.published, "agreements"),
        (busy.fresh, "messages"),
        (busy.triaged, "ownership"),
    ):
        assert f'href="/technologies/{reference}#{section}"' in html


def test_a_chosen_language_stays_in_every_link(busy: Office, client: Clients) -> None:
    html = client(busy.cast.officer).get("/today?lang=pl").text
    assert "Dzisiaj" in html
    assert f'href="/technologies/{busy.triaged}?lang=pl#ownership"' in html


def test_one_click_moves_on_what_is_ready_and_comes_back_to_today(busy: Office, client: Clients) -> None:
    before = technology(busy.fresh)
    form = {"reference": busy.fresh, "version": before.version, "to": "triage", "home": "/today?whose=all"}
    answer = client(busy.cast.officer).post("/board/move", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/today?whose=all&done=moved")
    assert technology(busy.fresh).stage is Stage.TRIAGE


def test_one_click_resumes_and_a_second_says_that_it_was_done(busy: Office, client: Clients) -> None:
    officer = client(busy.cast.officer)
    answers = [officer.post("/today/resume", data={"reference": busy.held}) for _ in range(2)]
    assert [each.headers["location"] for each in answers] == ["/today?done=resumed", "/today?done=settled"]
    assert technology(busy.held).hold_reason is None
    assert "Holds that are over" not in groups(officer.get("/today").text)
    assert "Somebody else has done this already." in officer.get("/today?done=settled").text


def test_one_click_queues_stuck_work_again(busy: Office, client: Clients) -> None:
    officer = client(busy.cast.officer)
    with reading() as session:
        stuck = session.exec(select(Work).where(Work.state == WorkState.PARKED)).one()
    answers = [officer.post(f"/today/work/{stuck.id}/retry", data={"whose": "all"}) for _ in range(2)]
    assert [each.headers["location"] for each in answers] == [
        "/today?whose=all&done=retried",
        "/today?whose=all&done=settled",
    ]
    with reading() as session:
        assert session.get_one(Work, stuck.id).state is WorkState.QUEUED


def test_an_email_that_may_have_arrived_is_not_sent_again_from_here(busy: Office, client: Clients) -> None:
    with transaction() as session:
        delivery = session.exec(select(Delivery).order_by(Delivery.id)).first()  # type: ignore[arg-type]  # a column
        assert delivery is not None
        delivery.state, delivery.sending_at = DispatchState.PARKED, NOW
        work = session.exec(select(Work).where(Work.kind == WorkKind.SEND_DELIVERY)).one()
        work.state = WorkState.PARKED
        session.add_all([delivery, work])
    html = client(busy.cast.officer).get("/today").text
    assert "The e-mail may have arrived." in html
    assert f"/today/work/{work.id}/retry" not in html


def test_what_was_answered_or_read_needs_nobody(busy: Office, client: Clients) -> None:
    with transaction() as session:
        published = session.exec(select(Technology).where(Technology.reference == busy.published)).one()
        fresh = session.exec(select(Technology).where(Technology.reference == busy.fresh)).one()
        asked = session.exec(select(Delivery).where(Delivery.answer == "question")).one()
        now = datetime.now(UTC) + timedelta(minutes=2)
        write_to_contact(
            session, published.id, asked.contact_id, "It does.", actor=busy.cast.officer, now=now, delivery_id=asked.id
        )
        mark_read(session, fresh, actor=busy.cast.officer, now=now, contact_id=None)
    found = groups(client(busy.cast.officer).get("/today").text)
    assert (found["Answers of partners"], found["Unread messages"]) == (1, 1)


def test_what_the_office_wrote_is_no_unread_message_of_its_own(busy: Office, client: Clients) -> None:
    with transaction() as session:
        reviewed = session.exec(select(Technology).where(Technology.reference == busy.reviewed)).one()
        write_message(session, reviewed.id, "A word from us.", actor=busy.cast.second_officer, now=NOW)
    assert groups(client(busy.cast.officer).get("/today").text)["Unread messages"] == 2


def test_what_is_on_hold_until_later_is_nobodys_move(busy: Office, client: Clients) -> None:
    later = NOW.date() + timedelta(days=300)
    with transaction() as session:
        triaged = session.exec(select(Technology).where(Technology.reference == busy.triaged)).one()
        hold(session, triaged.id, actor=busy.cast.officer, now=NOW, reason="The thesis comes first.", resume_on=later)
    html = client(busy.cast.officer).get("/today").text
    assert busy.triaged not in html


@pytest.mark.parametrize("name", ["researcher", "reviewer", "coordinator", "administrator"])
def test_today_is_for_officers(busy: Office, client: Clients, name: str) -> None:
    assert client(getattr(busy.cast, name)).get("/today").status_code == 403
