"""An NDA is read and accepted in the browser: by whom it was offered to, once, and as it was shown."""

from collections.abc import Callable

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from models.actions.agreements import draft_agreement, record_drawn
from models.actions.forms import AgreementForm
from models.actions.partners import lose_lead
from models.db import reading, transaction
from models.rules.words import AgreementKind, AgreementState, LeadState
from models.tables import Agreement, Lead, Signoff
from tests.api.conftest import PDF, World
from tests.api.pages.business.conftest import NOW, Deal


def form_of(deal: Deal, **changed: str) -> dict[str, str]:
    return {"signatory": "Greta  Weiß", "may": "yes", "digest": deal.digest, **changed}


def agreement(deal: Deal) -> Agreement:
    with reading() as session:
        return session.get_one(Agreement, deal.agreement_id)


def signatures(deal: Deal) -> list[Signoff]:
    with reading() as session:
        subject = f"agreement:{deal.agreement_id}:partner"
        return list(session.exec(select(Signoff).where(Signoff.subject == subject)))


def test_its_text_and_document_are_shown(deal: Deal, guest: TestClient) -> None:
    page = guest.get(f"/ndas/{deal.agreement_id}").text
    for words in ("What is confidential", "The Recipient’s duties", "Secrecy after the end", deal.digest):
        assert words in page
    assert guest.get(f"/ndas/{deal.agreement_id}/document.pdf").content == PDF
    assert f"/ndas/{deal.agreement_id}" in guest.get("/inbox").text


def test_accepting_records_name_time_and_document_and_puts_it_in_force(deal: Deal, guest: TestClient) -> None:
    answer = guest.post(f"/ndas/{deal.agreement_id}", data=form_of(deal))
    assert (answer.status_code, answer.headers["location"]) == (303, f"/ndas/{deal.agreement_id}?done=accepted")
    made = agreement(deal)
    assert (made.state, made.partner_signatory) == (AgreementState.IN_FORCE, "Greta Weiß")
    (signed,) = signatures(deal)
    assert (signed.subject_digest, signed.reason, signed.actor_name) == (deal.digest, "Greta Weiß", "Greta Weiß")
    with reading() as session:
        assert session.get_one(Lead, deal.lead_id).state is LeadState.EVALUATION
    assert "Open the data room" in guest.get(answer.headers["location"]).text


def test_accepted_twice_is_once(deal: Deal, guest: TestClient, colleague: TestClient) -> None:
    for _ in range(2):
        assert guest.post(f"/ndas/{deal.agreement_id}", data=form_of(deal)).status_code == 303
    assert colleague.post(f"/ndas/{deal.agreement_id}", data=form_of(deal)).status_code == 404  # not offered to them
    assert len(signatures(deal)) == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"signatory": "Greta"}, "first name and your last name"),
        ({"signatory": " "}, "first name and your last name"),
        ({"signatory": "a b" * 100}, "first name and your last name"),
        ({"may": ""}, "may sign for the company"),
    ],
    ids=str,
)
def test_an_unfinished_acceptance_is_shown_again(
    deal: Deal, guest: TestClient, changed: dict[str, str], said: str
) -> None:
    answer = guest.post(f"/ndas/{deal.agreement_id}", data=form_of(deal, **changed))
    assert answer.status_code == 422
    assert said in answer.text
    assert agreement(deal).partner_signed_on is None


def test_a_document_that_changed_since_it_was_shown_is_not_accepted(deal: Deal, guest: TestClient) -> None:
    with transaction() as session:
        record_drawn(session, deal.agreement_id, sha256="cd" * 32)
    for digest in (deal.digest, "cd" * 32):  # what was shown, and what the institution did not sign
        answer = guest.post(f"/ndas/{deal.agreement_id}", data=form_of(deal, digest=digest))
        assert answer.status_code == 409
        assert "ask the office to offer it again" in answer.text
    assert signatures(deal) == []


def test_a_lost_leads_agreement_waits_no_more(world: World, deal: Deal, guest: TestClient) -> None:
    with transaction() as session:
        lose_lead(session, deal.lead_id, reason="No money.", actor=world.cast.officer, now=NOW)
    assert "does not wait for you any more" in guest.get(f"/ndas/{deal.agreement_id}").text
    assert guest.post(f"/ndas/{deal.agreement_id}", data=form_of(deal)).status_code == 409


def test_another_business_finds_no_agreement(deal: Deal, outsider: TestClient) -> None:
    assert outsider.get(f"/ndas/{deal.agreement_id}").status_code == 404
    assert outsider.get(f"/ndas/{deal.agreement_id}/document.pdf").status_code == 404
    assert outsider.post(f"/ndas/{deal.agreement_id}", data=form_of(deal)).status_code == 404
    assert signatures(deal) == []


def test_what_was_not_offered_is_not_there(world: World, deal: Deal, guest: TestClient) -> None:
    with transaction() as session:
        form = AgreementForm(kind=AgreementKind.NDA)
        draft = draft_agreement(session, deal.lead_id, form, actor=world.cast.officer, now=NOW)
    assert guest.get(f"/ndas/{draft.id}").status_code == 404
    assert guest.get(f"/ndas/{world.agreement_id}").status_code == 404


def test_who_is_not_signed_in_is_led_to_the_agreement_after_it(deal: Deal, client: TestClient) -> None:
    answer = client.get(f"/ndas/{deal.agreement_id}", follow_redirects=False)
    assert answer.headers["location"] == f"/sign-in?next=%2Fndas%2F{deal.agreement_id}"
    page = client.get(answer.headers["location"]).text
    assert f"/sign-in/link?next=%2Fndas%2F{deal.agreement_id}" in page


def test_the_e_mails_link_announces_it_and_hides_the_thread_once_it_is_in_force(
    world: World, deal: Deal, guest: TestClient, enter: Callable[[int], TestClient]
) -> None:
    """The link may have been passed on: from then on what is said may be confidential."""
    guest.post(f"/inbox/{world.delivery_id}/messages", data={"text": "Before it."})
    page = guest.get(world.link).text
    assert "A non-disclosure agreement waits for you" in page
    assert "Before it." in page
    guest.post(f"/ndas/{deal.agreement_id}", data=form_of(deal))
    guest.post(f"/rooms/{deal.lead_id}/messages", data={"text": "Between us."})
    page = guest.get(world.link).text
    assert "Your data room is open" in page
    assert "Before it." not in page
    assert "Between us." not in page
    assert "Between us." in guest.get(f"/rooms/{deal.lead_id}").text
