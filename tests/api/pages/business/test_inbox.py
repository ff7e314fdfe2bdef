"""The inbox: what reached the business, answered and talked about right there."""

import io
from datetime import UTC, date, datetime

import pikepdf
import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from models.actions.messages import write_to_contact
from models.actions.partners import FoundMatch, record_matches
from models.actions.publishing import withdraw_offer
from models.db import reading, transaction
from models.rules.days import local_date
from models.rules.words import Answer, OfferState
from models.tables import Contact, Delivery, Lead, Message, Notice, Offer, Technology
from tests.api.conftest import PDF, World
from tests.api.pages.business.conftest import NOW, Deal
from tests.factories import HELIX

TITLE = "Rapid strip test for resistant bacteria in urine"


def delivery(world: World) -> Delivery:
    with reading() as session:
        return session.get_one(Delivery, world.delivery_id)


def test_what_was_sent_stands_there_until_it_is_read_and_answered(world: World, guest: TestClient) -> None:
    listed = guest.get("/inbox").text
    assert TITLE in listed
    assert '<span class="tag soon">New</span>' in listed
    guest.get(f"/inbox/{world.delivery_id}")
    assert '<span class="tag">Read</span>' in guest.get("/inbox").text
    sent = guest.post(f"/inbox/{world.delivery_id}", data={"answer": "interested"})
    assert (sent.status_code, sent.headers["location"]) == (303, f"/inbox/{world.delivery_id}?done=answer")
    assert "You are interested" in guest.get("/inbox").text
    with reading() as session:
        assert session.exec(select(Lead.contact_id).where(Lead.contact_id == world.contact_id)).all()


def test_it_says_why_the_offer_was_chosen(world: World, deal: Deal, guest: TestClient) -> None:
    match(world, deal)
    assert "Why you: Field sought: X." in guest.get("/inbox").text
    page = guest.get(f"/inbox/{world.delivery_id}?lang=pl").text
    assert "Dziedzina: X." in page
    assert "35 z 35 pkt" in page


def test_where_nothing_fits_wholly_no_reason_is_begun(world: World, deal: Deal, guest: TestClient) -> None:
    with transaction() as session:
        partner_id = session.get_one(Contact, world.contact_id).partner_id
        part = {"code": "trl", "points": 3, "of": 15, "detail_en": "TRL 4.", "detail_pl": "TRL 4."}
        found = FoundMatch(world.offer_id, partner_id, 3, [part])
        record_matches(session, deal.technology_id, [found], actor=HELIX, now=NOW)
    assert "Why you" not in guest.get("/inbox").text


def test_a_colleague_sees_whose_it_is_and_answers_nothing(
    world: World, deal: Deal, guest: TestClient, colleague: TestClient
) -> None:
    guest.post(f"/inbox/{world.delivery_id}", data={"answer": "question", "message": "Only between us."})
    assert "adresat: Greta Weiß" in colleague.get("/inbox").text
    page = colleague.get(f"/inbox/{world.delivery_id}?lang=en")
    assert page.status_code == 200
    assert "Sent to Greta Weiß" in page.text
    assert "Only between us." not in page.text
    assert '<form method="post" action="/inbox/' not in page.text
    for path in (f"/inbox/{world.delivery_id}", f"/inbox/{world.delivery_id}/messages"):
        assert colleague.post(path, data={"answer": "declined", "reason": "too_early", "text": "x"}).status_code == 404
    assert delivery(world).answer is Answer.QUESTION


def test_a_colleagues_look_does_not_make_it_read(world: World, deal: Deal, colleague: TestClient) -> None:
    colleague.get(f"/inbox/{world.delivery_id}")
    assert delivery(world).opened_at is None


def test_another_business_finds_nothing(world: World, deal: Deal, outsider: TestClient) -> None:
    assert TITLE not in outsider.get("/inbox").text
    for path in (f"/inbox/{world.delivery_id}", f"/inbox/{world.delivery_id}/brief.pdf", "/inbox/999"):
        assert outsider.get(path).status_code == 404
    assert outsider.post(f"/inbox/{world.delivery_id}", data={"answer": "interested"}).status_code == 404
    assert outsider.post(f"/inbox/{world.delivery_id}/messages", data={"text": "x"}).status_code == 404
    assert delivery(world).answer is None


def test_the_thread_goes_both_ways_and_is_told_of(world: World, deal: Deal, guest: TestClient) -> None:
    guest.post(f"/inbox/{world.delivery_id}/messages", data={"text": "How stable?\r\nIn the fridge?"})
    with transaction() as session:
        write_to_contact(
            session,
            deal.technology_id,
            world.contact_id,
            "Twelve months.",
            actor=world.cast.officer,
            now=NOW,
            delivery_id=world.delivery_id,
        )
    page = guest.get(f"/inbox/{world.delivery_id}").text
    assert "How stable?" in page
    assert "Twelve months." in page
    with reading() as session:
        kept = session.exec(select(Message).order_by(Message.id)).all()  # type: ignore[arg-type]  # a column
        told = session.exec(select(Notice.facts).where(Notice.kind == "message")).all()
    assert [each.author for each in kept] == [f"contact:{world.contact_id}", world.cast.officer.key]
    assert kept[1].read_at is not None
    assert all("Twelve" not in str(facts) and "stable" not in str(facts) for facts in told)


def test_an_empty_or_endless_message_is_shown_again(world: World, guest: TestClient) -> None:
    path = f"/inbox/{world.delivery_id}/messages"
    guest.post(f"/inbox/{world.delivery_id}", data={"answer": "interested"})
    for text, said in (("  ", "Write the message first."), ("a" * 4_001, "The message is too long")):
        answer = guest.post(path, data={"text": text})
        assert answer.status_code == 422
        assert said in answer.text


def test_a_question_stands_in_the_thread_once_however_often_it_is_sent(world: World, client: TestClient) -> None:
    for _ in range(2):
        client.post(world.link, data={"answer": "question", "message": "How stable?"})
    with reading() as session:
        assert session.exec(select(Message.text)).all() == ["How stable?"]
    page = client.get(world.link).text
    assert '<li class="ours">' in page
    client.post(f"{world.link}/messages", data={"text": "And in the fridge?"})
    assert "And in the fridge?" in client.get(world.link).text


def match(world: World, deal: Deal) -> None:
    with transaction() as session:
        partner_id = session.get_one(Contact, world.contact_id).partner_id
        part = {"code": "field", "points": 35, "of": 35, "detail_en": "Field sought: X.", "detail_pl": "Dziedzina: X."}
        found = FoundMatch(world.offer_id, partner_id, 35, [part])
        record_matches(session, deal.technology_id, [found], actor=HELIX, now=NOW)


def shows_nothing_of(world: World, page: str) -> bool:
    with reading() as session:
        offer = session.get_one(Offer, world.offer_id)
        keywords = [*offer.technology_keywords, *offer.market_keywords]
        said = [
            offer.title,
            offer.short_summary,
            offer.problem,
            offer.description,
            "Field sought",
            "35 points",
            *keywords,
        ]
    return not [text for text in said if text in page]


def test_of_a_withdrawn_offer_nothing_is_shown_but_since_when_and_it_takes_no_answer(
    world: World, deal: Deal, guest: TestClient, colleague: TestClient
) -> None:
    match(world, deal)
    today = local_date(NOW)
    with transaction() as session:
        withdraw_offer(session, world.offer_id, actor=world.cast.officer, now=NOW, reason="Sold.")
    for path in ("/inbox", f"/inbox/{world.delivery_id}"):
        for page in (guest.get(path).text, colleague.get(path, params={"lang": "en"}).text):
            assert "No longer on offer" in page
            assert f"This offer ended on {today.day} {today:%B %Y}." in page
            assert shows_nothing_of(world, page)
    assert f"Oferta przestała być aktualna {today.day} " in guest.get("/inbox?lang=pl").text
    assert guest.get(f"/inbox/{world.delivery_id}/brief.pdf").status_code == 410
    assert guest.post(f"/inbox/{world.delivery_id}", data={"answer": "interested"}).status_code == 409


def test_of_an_offer_whose_time_is_over_nothing_is_shown_but_since_when(world: World, guest: TestClient) -> None:
    over = local_date(datetime.now(UTC))
    with transaction() as session:
        offer = session.get_one(Offer, world.offer_id)
        offer.expires_on = over
        session.add(offer)
    page = guest.get(f"/inbox/{world.delivery_id}").text
    assert f"This offer ended on {over.day} {over:%B %Y}." in page
    assert shows_nothing_of(world, page)


def test_of_a_replaced_offer_nothing_is_shown_but_the_way_to_the_present_one(world: World, guest: TestClient) -> None:
    with transaction() as session:
        old = session.get_one(Offer, world.offer_id)
        session.add(Offer(**old.model_dump(exclude={"id", "version"}), version=9))
        old.state = OfferState.SUPERSEDED
        session.add(old)
        technology = session.get_one(Technology, old.technology_id)
        path = f"/offers/{technology.reference}/en"
    page = guest.get(f"/inbox/{world.delivery_id}").text
    assert "This offer was withdrawn, or a newer version took its place." in page
    assert f'<a href="{path}">Read the present version</a>' in page
    assert shows_nothing_of(world, page)


def test_the_brief_is_there_too(world: World, guest: TestClient) -> None:
    answer = guest.get(f"/inbox/{world.delivery_id}/brief.pdf")
    assert answer.headers["cache-control"] == "private, no-store"
    with pikepdf.open(io.BytesIO(answer.content)) as stamped:
        assert str(stamped.docinfo["/Title"]) == "The brief"
    assert answer.content != PDF  # it is stamped for its reader


def test_older_offers_are_on_the_next_page(world: World, guest: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.pages.business.inbox.PER_PAGE", 1)
    with transaction() as session:
        first = session.get_one(Delivery, world.delivery_id)
        offer = session.get_one(Offer, first.offer_id)
        twin = Offer(**offer.model_dump(exclude={"id", "version", "title"}), version=9, title="A newer one")
        session.add(twin)
        session.flush()
        session.add(Delivery(**first.model_dump(exclude={"id", "offer_id"}), offer_id=twin.id))
    page = guest.get("/inbox").text
    assert "A newer one" in page
    assert TITLE not in page
    assert f"/inbox?after={world.delivery_id + 1}" in page
    assert TITLE in guest.get(f"/inbox?after={world.delivery_id + 1}").text


@pytest.mark.parametrize(
    ("form", "kept"),
    [
        ({"name": "  Greta   Weiss ", "language": "pl"}, ("Greta Weiss", "pl")),
        ({"name": "", "language": "pl"}, ("Greta Weiß", "en")),
        ({"name": "G. W.", "language": "xx"}, ("G. W.", "en")),
    ],
)
def test_one_says_ones_own_name_and_language(
    world: World, guest: TestClient, form: dict[str, str], kept: tuple[str, str]
) -> None:
    answer = guest.post("/inbox/account", data=form)
    assert answer.status_code == (303 if form["name"] else 422)
    with reading() as session:
        contact = session.get_one(Contact, world.contact_id)
    assert (contact.name, contact.language) == kept


def test_e_mails_stop_at_once_and_begin_again_by_a_new_consent(world: World, guest: TestClient) -> None:
    guest.post("/inbox/account/stop")
    with reading() as session:
        assert session.get_one(Contact, world.contact_id).stopped_at is not None
    assert "You stopped them on" in guest.get("/inbox/account").text
    guest.post("/inbox/account/resume")
    with reading() as session:
        contact = session.get_one(Contact, world.contact_id)
    assert (contact.stopped_at, contact.consent_source) == (None, "given on your own page at Helix")
    assert contact.consent_on is not None
    assert contact.consent_on > date(2026, 11, 1)


def test_signing_out_everywhere_ends_every_session(world: World, guest: TestClient, enter) -> None:
    elsewhere = enter(world.contact_id)
    assert guest.post("/inbox/account/sign-out").headers["location"] == "/"
    assert elsewhere.get("/inbox").headers["location"].startswith("/sign-in")


def test_the_account_of_a_business_is_its_own_page(guest: TestClient) -> None:
    assert guest.get("/account").headers["location"] == "/inbox/account"
