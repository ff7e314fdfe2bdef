"""Partners and agreements of a technology in the browser."""

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from models.actions.attachments import add_attachment
from models.actions.messages import record_contact_message
from models.actions.partners import answer_offer
from models.db import reading, transaction
from models.files import keep
from models.queries.accounts import contact_actor
from models.rules.permissions import Actor
from models.rules.words import Answer, ObligationKind, Via
from models.settings import settings
from models.tables import (
    Agreement,
    Contact,
    Delivery,
    Lead,
    Message,
    Obligation,
    Partner,
    Payment,
    RoomFile,
    Technology,
)
from tests import factories as make
from tests.api.conftest import PDF, World
from tests.api.pages.officer.browsing import browser


@pytest.fixture
def officer(world: World, app: Starlette) -> TestClient:
    return browser(app, world.cast.officer)


def contact(world: World) -> Actor:
    with reading() as session:
        row = session.get_one(Contact, world.contact_id)
        return contact_actor(row, session.get_one(Partner, row.partner_id), Via.LINK)


def interested(world: World, message: str = "") -> int:
    """The lead's id."""
    with transaction() as session:
        answer_offer(
            session, world.delivery_id, answer=Answer.INTERESTED, actor=contact(world), now=make.NOW, message=message
        )
        return session.exec(select(Lead.id).where(Lead.contact_id == world.contact_id)).one()


def case(world: World) -> str:
    return f"/technologies/{world.published}"


def test_the_brief_goes_to_the_chosen_once(world: World, officer: TestClient) -> None:
    with transaction() as session:
        fresh = make.partner(session, world.cast, name="Łódzkie Testy")
    path = f"{case(world)}/partners"
    assert "Łódzkie Testy" in officer.get(path, params={"q": "lodzkie"}).text
    answers = [officer.post(path, data={"partner": [str(fresh.id), "0", "x"]}) for _ in range(2)]
    assert [each.headers["location"] for each in answers] == [f"{path}?done=sent&n={n}#deliveries" for n in (1, 0)]
    assert "Nobody was written to" in officer.get(answers[1].headers["location"]).text
    with reading() as session:
        assert len(session.exec(select(Delivery)).all()) == 2


def test_what_a_contact_wrote_is_escaped_shown_and_then_read(world: World, officer: TestClient) -> None:
    interested(world, "<script>alert(1)</script>")
    with transaction() as session:
        technology = session.exec(select(Technology).where(Technology.reference == world.published)).one()
        record_contact_message(session, technology, "How stable?", actor=contact(world), now=make.NOW)
    html = officer.get(f"{case(world)}/partners").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "How stable?" in html
    with reading() as session:
        assert all(each.read_at is not None for each in session.exec(select(Message)))


def test_an_answer_to_a_contact_goes_by_their_link_and_an_empty_one_nowhere(world: World, officer: TestClient) -> None:
    path = f"{case(world)}/partners/contacts/{world.contact_id}/messages"
    assert officer.post(path, data={"message": "  "}).status_code == 422
    long = officer.post(path, data={"message": "ż" * 4_001})
    assert (long.status_code, "ż" * 4_001 in long.text) == (422, True)
    assert officer.post(path, data={"message": "It is stable."}).status_code == 303
    elsewhere = path.replace(world.published, world.licensed)
    assert officer.post(elsewhere, data={"message": "It is stable."}).status_code == 404


def test_a_lead_is_lost_with_a_reason_in_the_case_that_it_belongs_to(world: World, officer: TestClient) -> None:
    lead_id = interested(world)
    path = f"{case(world)}/partners/leads/{lead_id}/loss"
    assert officer.post(path, data={"reason": " "}).status_code == 422
    assert officer.post(path.replace(world.published, world.licensed), data={"reason": "No."}).status_code == 404
    assert officer.post(path, data={"reason": "No money."}).status_code == 303
    assert "No money." in officer.get(f"{case(world)}/partners").text


@pytest.mark.parametrize(("upfront", "royalty"), [("50 000,00", "4,5"), ("50,000.00", "4.5")])
def test_money_is_read_as_people_write_it(world: World, officer: TestClient, upfront: str, royalty: str) -> None:
    lead_id = interested(world)
    form = {
        "lead": str(lead_id),
        "kind": "licence",
        "currency": "EUR",
        "upfront": upfront,
        "royalty": royalty,
        "milestones.1.text": "CE mark",
        "milestones.1.due_on": "2027-06-30",
        "milestones.1.amount": "10 000",
    }
    answer = officer.post(f"{case(world)}/agreements/new", data=form)
    with reading() as session:
        made = session.exec(select(Agreement).where(Agreement.lead_id == lead_id)).one()
    assert answer.headers["location"] == f"{case(world)}/agreements/{made.id}?done=drafted"
    assert (made.currency, made.upfront, made.royalty_bp, made.exclusive) == ("EUR", 5_000_000, 450, False)
    assert made.milestones == [{"text": "CE mark", "due_on": "2027-06-30", "amount": 1_000_000}]


def test_an_amount_that_can_be_misread_is_asked_about_and_nothing_is_lost(world: World, officer: TestClient) -> None:
    form = {
        "lead": str(interested(world)),
        "kind": "licence",
        "upfront": "5 0000",
        "royalty": "101",
        "minimum_annual": "1.000,00",
        "milestones.2.amount": "12,345,6",
        "terms": "Zażółć gęślą jaźń.",
    }
    answer = officer.post(f"{case(world)}/agreements/new", data=form)
    assert answer.status_code == 422
    for name in ("upfront", "royalty", "milestones.2.text", "milestones.2.due_on", "milestones.2.amount"):
        assert f'id="w-{name}"' in answer.text
    assert 'id="w-minimum_annual"' not in answer.text
    assert 'value="5 0000"' in answer.text
    assert "Zażółć gęślą jaźń." in answer.text


def test_a_draft_needs_a_lead_of_the_case(world: World, officer: TestClient) -> None:
    path = f"{case(world)}/agreements/new"
    foreign = {"lead": str(world.lead_id), "kind": "nda"}
    assert officer.get(path, params=foreign).status_code == officer.post(path, data=foreign).status_code == 404
    assert officer.get(path).headers["location"] == f"{case(world)}/agreements"
    assert officer.post(path, data={"lead": "x", "kind": "nda"}).headers["location"] == f"{case(world)}/agreements"


def test_a_second_signature_of_one_side_is_refused_on_the_page(world: World, officer: TestClient) -> None:
    path = f"/technologies/{world.licensed}/agreements/{world.agreement_id}"
    form = {"side": "partner", "partner.signatory": "J. Kot", "partner.signed_on": "2026-11-23"}
    answer = officer.post(f"{path}/signatures", data=form)
    assert (answer.status_code, "has signed already" in answer.text) == (409, True)
    assert officer.post(f"{path}/signatures", data=form | {"partner.signed_on": "soon"}).status_code == 422
    assert officer.post(f"{path}/signatures", data={"side": "both"}).status_code == 422


def test_one_transfer_is_recorded_once_and_a_wrong_amount_keeps_the_rest(world: World, officer: TestClient) -> None:
    path = f"/technologies/{world.licensed}/agreements/{world.agreement_id}"
    form = {"amount": "50 000,00", "received_on": "2026-11-23", "bank_reference": "2026/11/3", "obligation_id": ""}
    wrong = officer.post(f"{path}/payments", data=form | {"amount": "much"})
    assert (wrong.status_code, 'value="2026/11/3"' in wrong.text) == (422, True)
    answers = [officer.post(f"{path}/payments", data=form) for _ in range(2)]
    assert [each.status_code for each in answers] == [303, 409]
    with reading() as session:
        assert [each.amount for each in session.exec(select(Payment)).all()] == [5_000_000]


def test_an_agreement_stands_only_under_its_own_case(world: World, officer: TestClient) -> None:
    path = f"/technologies/{world.licensed}/agreements/{world.agreement_id}"
    assert officer.get(path).status_code == 200
    assert officer.get(path.replace(world.licensed, world.published)).status_code == 404
    assert officer.get(f"{path}/document.pdf").status_code == 404


def test_a_file_is_shared_seen_and_withdrawn(world: World, officer: TestClient) -> None:
    lead_id = interested(world)
    with transaction() as session:
        technology = session.exec(select(Technology).where(Technology.reference == world.published)).one()
        stored = keep(PDF, settings().files)
        file = add_attachment(session, technology.id, stored, "Żel.pdf", actor=world.cast.officer, now=make.NOW)
    room = f"{case(world)}/leads/{lead_id}/room"
    assert officer.post(room, data={"attachment": ""}).status_code == 422
    for _ in range(2):
        assert officer.post(room, data={"attachment": str(file.id)}).status_code == 303
    assert "Żel.pdf" in officer.get(f"{case(world)}/agreements").text
    with reading() as session:
        shared = session.exec(select(RoomFile)).one()
    assert officer.post(f"{room}/{shared.id}/withdrawal").status_code == 303
    elsewhere = f"/technologies/{world.licensed}/leads/{world.lead_id}/room/{shared.id}/withdrawal"
    assert officer.post(elsewhere).status_code == 404


def test_a_report_is_recorded_as_met_on_the_agreements_page(world: World, officer: TestClient) -> None:
    with transaction() as session:
        session.add(
            Obligation(
                agreement_id=world.agreement_id,
                kind=ObligationKind.REPORT,
                label="Royalty report, year 1",
                due_on=make.TODAY,
                currency="PLN",
            )
        )
        session.flush()
        number = session.exec(select(Obligation.id).where(Obligation.kind == ObligationKind.REPORT)).one()
    page = f"/technologies/{world.licensed}/agreements/{world.agreement_id}"
    assert f'action="{page}/obligations/{number}/met#obligations"' in officer.get(page).text
    wrong = officer.post(f"{page}/obligations/{number}/met", data={f"met_on.{number}": "soon"})
    assert wrong.status_code == 422
    assert 'value="soon"' in wrong.text
    answer = officer.post(f"{page}/obligations/{number}/met", data={f"met_on.{number}": make.TODAY.isoformat()})
    assert answer.status_code == 303
    assert f"obligations/{number}/met" not in officer.get(page).text
