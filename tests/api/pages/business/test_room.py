"""The data room: open to one business, from its NDA on, for what is shared now."""

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from models.actions.messages import write_to_contact
from models.actions.partners import lose_lead
from models.db import reading, transaction
from models.rules.words import AgreementState
from models.tables import Agreement, Message, RoomVisit
from tests.api.conftest import World
from tests.api.pages.business.conftest import NOW, Deal, withdraw


@pytest.fixture
def accepted(deal: Deal, guest: TestClient) -> Deal:
    form = {"signatory": "Greta Weiß", "may": "yes", "digest": deal.digest}
    assert guest.post(f"/ndas/{deal.agreement_id}", data=form).status_code == 303
    return deal


def file_of(deal: Deal) -> str:
    return f"/rooms/{deal.lead_id}/files/{deal.file_id}"


def visits() -> list[int]:
    with reading() as session:
        return list(session.exec(select(RoomVisit.contact_id)))


def test_before_the_nda_it_says_what_to_do(deal: Deal, guest: TestClient) -> None:
    page = guest.get(f"/rooms/{deal.lead_id}").text
    assert "First the non-disclosure agreement" in page
    assert "żel.html" not in page
    assert guest.get(file_of(deal)).status_code == 404
    assert visits() == []


def test_after_it_a_file_is_taken_as_a_download_and_that_is_recorded(
    world: World, accepted: Deal, guest: TestClient
) -> None:
    assert "żel.html" in guest.get(f"/rooms/{accepted.lead_id}").text
    guest.head(file_of(accepted))
    assert visits() == []
    answer = guest.get(file_of(accepted))
    assert answer.content == b"<script>alert(1)</script>"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''%C5%BCel.html"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert visits() == [world.contact_id]


def test_to_be_another_contact_of_the_business_opens_nothing(accepted: Deal, colleague: TestClient) -> None:
    """Any officer of the network may add contacts to a partner."""
    for path in (f"/rooms/{accepted.lead_id}", file_of(accepted)):
        assert colleague.get(path).status_code == 404
    assert visits() == []


def test_another_business_never_enters(world: World, accepted: Deal, outsider: TestClient) -> None:
    for path in (f"/rooms/{accepted.lead_id}", file_of(accepted), f"/rooms/{world.lead_id}"):
        assert outsider.get(path).status_code == 404
    assert outsider.post(f"/rooms/{accepted.lead_id}/messages", data={"text": "x"}).status_code == 404


def test_a_file_is_not_found_through_another_lead(world: World, accepted: Deal, guest: TestClient) -> None:
    assert guest.get(f"/rooms/{world.lead_id}/files/{accepted.file_id}").status_code == 404


def test_a_withdrawn_file_is_gone_at_once(accepted: Deal, guest: TestClient) -> None:
    withdraw(accepted.file_id)
    assert "żel.html" not in guest.get(f"/rooms/{accepted.lead_id}").text
    assert guest.get(file_of(accepted)).status_code == 404


def test_after_the_ndas_end_the_room_is_closed(accepted: Deal, guest: TestClient) -> None:
    with transaction() as session:
        session.get_one(Agreement, accepted.agreement_id).state = AgreementState.ENDED
    assert "The room is closed" in guest.get(f"/rooms/{accepted.lead_id}").text
    assert guest.get(file_of(accepted)).status_code == 404


def test_a_lost_leads_room_is_not_there(world: World, accepted: Deal, guest: TestClient) -> None:
    with transaction() as session:
        lose_lead(session, accepted.lead_id, reason="No money.", actor=world.cast.officer, now=NOW)
    assert guest.get(f"/rooms/{accepted.lead_id}").status_code == 404
    assert guest.get(file_of(accepted)).status_code == 404
    assert guest.post(f"/rooms/{accepted.lead_id}/messages", data={"text": "x"}).status_code == 404


def test_the_inbox_leads_to_the_open_rooms_and_tells_of_new_messages(
    world: World, accepted: Deal, guest: TestClient, outsider: TestClient
) -> None:
    with transaction() as session:
        write_to_contact(
            session,
            accepted.technology_id,
            world.contact_id,
            "The data are there.",
            actor=world.cast.officer,
            now=NOW,
            delivery_id=world.delivery_id,
        )
    for tags in (2, 0):  # at the room and at the offer, until it is read
        page = guest.get("/inbox").text
        assert f'href="/rooms/{accepted.lead_id}"' in page
        assert page.count("New message") == tags
        guest.get(f"/rooms/{accepted.lead_id}")
    assert "/rooms/" not in outsider.get("/inbox").text


def test_what_was_written_under_the_nda_stays_behind_the_sign_in_after_it(
    world: World, accepted: Deal, guest: TestClient, client: TestClient
) -> None:
    """The e-mail's link may have been passed on."""
    officer = world.cast.officer
    with transaction() as session:
        write_to_contact(
            session,
            accepted.technology_id,
            world.contact_id,
            "The linker is boronic.",
            actor=officer,
            now=NOW,
            delivery_id=world.delivery_id,
        )
        session.get_one(Agreement, accepted.agreement_id).state = AgreementState.ENDED
    page = client.get(world.link).text
    assert "boronic" not in page
    assert "shown once you have signed in" in page
    assert "boronic" not in client.post(f"{world.link}/messages", data={"text": ""}).text
    with reading() as session:
        assert session.exec(select(Message.read_at)).all() == [None]
    assert "boronic" in guest.get(f"/inbox/{world.delivery_id}").text
