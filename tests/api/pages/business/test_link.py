"""The partner's page from the e-mail: read, answer, stop. Everything by plain forms."""

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from api.app import create_app
from api.throttle import MESSAGES_PER_LINK
from models.actions.publishing import withdraw_offer
from models.db import reading, transaction
from models.rules.words import OfferState
from models.settings import settings
from models.tables import Contact, Delivery, Lead, Message, Offer
from tests.api.conftest import PDF, World
from tests.factories import NOW


def delivery(world: World) -> Delivery:
    with reading() as session:
        return session.get_one(Delivery, world.delivery_id)


def test_the_link_shows_the_offer_and_the_form(shared: World, shared_client: TestClient) -> None:
    answer = shared_client.get(shared.link)
    assert answer.status_code == 200
    assert "Rapid strip test for resistant bacteria in urine" in answer.text
    assert f'<form method="post" action="{shared.link}#answer">' in answer.text
    assert [answer.headers[name] for name in ("referrer-policy", "x-robots-tag", "cache-control")] == [
        "no-referrer",
        "noindex",
        "no-store",
    ]


def test_the_first_opening_is_kept_and_a_look_at_the_headers_is_none(world: World, client: TestClient) -> None:
    client.head(world.link)
    assert delivery(world).opened_at is None
    client.get(world.link)
    opened = delivery(world).opened_at
    client.get(world.link)
    assert opened is not None
    assert delivery(world).opened_at == opened


def test_the_brief_comes_through_the_link(shared: World, shared_client: TestClient) -> None:
    answer = shared_client.get(f"{shared.link}/brief.pdf")
    assert (answer.content[:5], answer.headers["cache-control"]) == (b"%PDF-", "private, no-store")
    assert answer.content != PDF  # it is stamped for its reader


def test_interest_opens_a_lead_and_is_thanked_for(world: World, client: TestClient) -> None:
    answer = client.post(f"{world.link}?lang=pl", data={"answer": "interested"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{world.link}?lang=pl")
    with reading() as session:
        lead = session.exec(select(Lead).where(Lead.contact_id == world.contact_id)).one()
    assert lead.state == "interested"
    assert "Biuro się odezwie." in client.get(answer.headers["location"]).text


def test_a_refusal_keeps_its_reason_and_can_be_changed(world: World, client: TestClient) -> None:
    client.post(world.link, data={"answer": "declined", "reason": "too_early", "message": "Za wcześnie."})
    kept = delivery(world)
    assert (kept.answer, kept.decline_reason, kept.message) == ("declined", "too_early", "Za wcześnie.")
    assert "because it is too early" in client.get(world.link).text
    client.post(world.link, data={"answer": "question", "message": "How stable?"})
    kept = delivery(world)
    assert (kept.answer, kept.decline_reason, kept.message) == ("question", None, "How stable?")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Choose one of the three answers."),
        ({"answer": "maybe"}, "Choose one of the three answers."),
        ({"answer": "declined"}, "Choose the reason that fits best."),
        ({"answer": "question", "message": "  "}, "Write your question."),
        ({"answer": "question", "message": "a" * 4_001}, "The message is too long"),
    ],
    ids=str,
)
def test_an_unfinished_answer_is_shown_again(
    form: dict[str, str], said: str, shared: World, shared_client: TestClient
) -> None:
    answer = shared_client.post(shared.link, data=form)
    assert answer.status_code == 422
    assert f'<p class="wrong" role="alert">{said}' in answer.text
    assert delivery(shared).answer is None


@pytest.mark.parametrize("place", [0, 3, -1])
def test_a_link_changed_by_a_character_is_a_clear_page_in_both_languages(
    place: int, shared: World, shared_client: TestClient
) -> None:
    letters = list(shared.link.removeprefix("/b/"))
    letters[place] = "A" if letters[place] != "A" else "B"
    broken = f"/b/{''.join(letters)}"
    for answer in (shared_client.get(broken), shared_client.post(broken, data={"answer": "interested"})):
        assert answer.status_code == 404
        assert "This link is incomplete" in answer.text
        assert "Ten odnośnik jest niepełny" in answer.text


def test_an_expired_link_says_whom_to_write_to(
    shared: World, shared_client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "link_days", 0)
    answer = shared_client.get(shared.link)
    assert answer.status_code == 410
    assert "write to helix@localhost.example" in answer.text
    assert "napisać na adres helix@localhost.example" in answer.text


@pytest.mark.parametrize("anonymous", [False, True])
def test_a_replaced_offers_link_leads_to_the_present_version(world: World, client: TestClient, anonymous: bool) -> None:
    with transaction() as session:
        older = session.get_one(Offer, world.offer_id)
        older.state = OfferState.SUPERSEDED
        values = older.model_dump(exclude={"id", "version", "state", "anonymous"})
        newer = Offer(**values, version=2, state=OfferState.PUBLISHED, anonymous=anonymous)
        session.add_all([older, newer])
    answer = client.get(world.link)
    assert answer.status_code == 410
    assert (f'href="/offers/{world.published}/en"' in answer.text) is not anonymous
    assert "anonymous-" not in answer.text


def test_a_withdrawn_offers_link_is_gone_and_takes_no_answer(world: World, client: TestClient) -> None:
    with transaction() as session:
        withdraw_offer(session, world.offer_id, actor=world.cast.officer, now=NOW, reason="Sold.")
    for answer in (client.get(world.link), client.post(world.link, data={"answer": "interested"})):
        assert answer.status_code == 410
        assert "This offer is no longer open" in answer.text
    assert client.get(f"{world.link}/brief.pdf").status_code == 410


def test_one_click_stops_the_emails_at_once(world: World, client: TestClient) -> None:
    """RFC 8058: a POST without cookies or questions, answered without a redirect."""
    assert "g…@partner.example.org" in client.get(world.stop_link).text
    answer = client.post(world.stop_link, data={"List-Unsubscribe": "One-Click"}, follow_redirects=False)
    assert answer.status_code == 200
    with reading() as session:
        assert session.get_one(Contact, world.contact_id).stopped_at is not None
    assert "will get no more e-mails from us" in client.get(world.stop_link).text


def test_asking_to_stop_is_not_stopping(world: World, client: TestClient) -> None:
    client.get(world.stop_link)
    with reading() as session:
        assert session.get_one(Contact, world.contact_id).stopped_at is None


def test_a_link_to_the_offer_does_not_stop_emails(shared: World, shared_client: TestClient) -> None:
    assert shared_client.post(shared.link.replace("/b/", "/u/")).status_code == 404


def test_what_a_contact_wrote_is_escaped(world: World, client: TestClient) -> None:
    client.post(world.link, data={"answer": "question", "message": "</textarea><script>x</script>"})
    html = client.get(world.link).text
    assert "<script>" not in html
    assert "&lt;/textarea&gt;" in html


def test_who_writes_too_often_is_told_so_and_keeps_what_was_typed(world: World) -> None:
    app = create_app()
    with TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False) as browser:
        answers = [
            browser.post(f"{world.link}/messages", data={"text": f"Number {number}."})
            for number in range(MESSAGES_PER_LINK + 1)
        ]
        refused = browser.post(world.link, data={"answer": "question", "message": "Anybody there?"})
    assert [answer.status_code for answer in answers] == [303] * MESSAGES_PER_LINK + [429]
    assert f"Number {MESSAGES_PER_LINK}." in answers[-1].text
    assert "Send this again in a quarter of an hour." in answers[-1].text
    assert refused.status_code == 429
    assert "Anybody there?" in refused.text
    with reading() as session:
        assert len(session.exec(select(Message.id)).all()) == MESSAGES_PER_LINK
