"""What is uploaded or written after an offer became public is compared with it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import col, select

from models.actions.attachments import add_attachment
from models.actions.comparing import ask_after_stronger_scan, compare_offers
from models.actions.deliveries import begin_sending, queue_delivery, record_sent
from models.actions.forms import PriorArtForm
from models.actions.messages import record_contact_message, write_message
from models.actions.offer_comments import comment_on_offer
from models.actions.offers import accept_leak, approve_offer, save_offer
from models.actions.publishing import publish_offers, withdraw_offer
from models.actions.reviews import record_prior_art
from models.actions.stages import advance
from models.actions.work import claim, finish
from models.db import transaction
from models.errors import Incomplete
from models.files import Stored
from models.queries.offers import alarmed_offers, brief_of
from models.queries.today import today
from models.rules.confidentiality import SCAN_VERSION
from models.rules.permissions import Actor
from models.rules.words import DispatchState, Language, NoticeKind, OfferState, Role, Stage, Via, WorkKind, WorkState
from models.tables import Contact, Delivery, Notice, Offer, Technology, Work
from tests import factories as make
from tests.factories import HELIX, NOW


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def technology(session, cast):
    return make.to_partnering(session, cast)


@pytest.fixture
def offer(session, technology):
    offer = session.exec(select(Offer).where(Offer.technology_id == technology.id)).one()
    assert offer.state is OfferState.PUBLISHED
    return offer


@pytest.fixture
def delivery(session, cast, technology, offer):
    partner = make.partner(session, cast)
    contact = session.exec(select(Contact).where(Contact.partner_id == partner.id)).one()
    brief = brief_of(session, offer)
    assert brief is not None
    return queue_delivery(session, offer, brief, contact, now=NOW)


def asked(session, technology: Technology) -> list[Work]:
    session.commit()  # it is asked for before the commit
    query = select(Work).where(Work.kind == WorkKind.COMPARE_OFFERS, Work.subject_id == technology.id)
    return list(session.exec(query.order_by(col(Work.id))))


def told(session) -> list[Notice]:
    return list(session.exec(select(Notice).where(Notice.kind == NoticeKind.LEAK_FOUND).order_by(col(Notice.id))))


def write_secret(session, cast, technology, offer) -> None:
    said = f"Please keep this to yourselves: {offer.description}"
    write_message(session, technology.id, said, actor=cast.officer, now=NOW)


def look(session, technology) -> list[Offer]:
    return compare_offers(session, technology.id, actor=HELIX, now=NOW)


def due(session, delivery: Delivery) -> list[Work]:
    query = select(Work).where(Work.kind == WorkKind.SEND_DELIVERY, Work.subject_id == delivery.id)
    return list(session.exec(query.where(Work.state != WorkState.DONE)))


def try_to_send(session, delivery: Delivery) -> str:
    """As a shift does; what it said."""
    claims = claim(session, holder="t.1", now=NOW, lease=NOW - NOW, limit=9, kinds=[WorkKind.SEND_DELIVERY])
    doubt = begin_sending(session, delivery, now=NOW)
    if doubt is None:
        record_sent(session, [delivery], now=NOW)
    finish(session, claims, now=NOW)
    return doubt.reason if doubt else "sent"


def accept_all(session, cast, offer) -> None:
    for place in range(len(offer.leaks)):
        seen = {"digest": offer.checked_digest, "actor": cast.officer, "now": NOW}
        accept_leak(session, offer.id, place=place, reason="It is a quotation of the offer.", **seen)


def test_a_message_and_a_file_ask_once_until_a_shift_takes_it_up(session, cast, technology, offer):
    write_message(session, technology.id, "A word.", actor=cast.officer, now=NOW)
    stored = Stored("c" * 64, 10)
    add_attachment(session, technology.id, stored, "protocol.txt", actor=cast.officer, now=NOW)
    (first,) = asked(session, technology)
    assert (first.state, first.subject_id) == (WorkState.QUEUED, technology.id)
    first.state = WorkState.LEASED
    session.add(first)
    write_message(session, technology.id, "Another word.", actor=cast.officer, now=NOW)
    assert len(asked(session, technology)) == 2


def taken() -> int:
    """What a shift takes up."""
    with transaction() as session:
        kinds = [WorkKind.COMPARE_OFFERS]
        return len(claim(session, holder="t.1", now=NOW, lease=timedelta(hours=1), limit=9, kinds=kinds))


def test_what_a_shift_takes_up_while_somebody_writes_does_not_stand_for_what_is_written(database_url):
    """On SQLite the shift comes after, and sees it."""
    with transaction() as session:
        cast = make.cast(session)
        technology = make.to_partnering(session, cast)
    with ThreadPoolExecutor(1) as shift, transaction() as session:
        write_message(session, technology.id, "A word.", actor=cast.officer, now=NOW)
        first = shift.submit(taken)
        if database_url.startswith("postgresql"):
            assert first.result(30) == 1
    assert (first.result(30), taken()) == ((1, 1) if database_url.startswith("postgresql") else (1, 0))


def test_nothing_is_asked_for_where_there_is_no_offer(session, cast):
    made = make.to_triage(session, cast)
    write_message(session, made.id, "A word.", actor=cast.officer, now=NOW)
    assert asked(session, made) == []


def test_a_leak_found_later_alarms_the_officer_once_however_often_it_is_looked_for(session, cast, technology, offer):
    assert look(session, technology) == []
    write_secret(session, cast, technology, offer)
    assert look(session, technology) == [offer]
    assert look(session, technology) == []
    (notice,) = told(session)
    assert notice.person_id == cast.officer.person_id
    assert notice.facts == {"reference": technology.reference, "language": "en", "places": len(offer.leaks)}
    assert alarmed_offers(session, technology.id) == [offer]
    (row,) = today(session, cast.officer, mine=True, now=NOW).alarms.rows
    assert (row.reference, row.language, row.since) == (technology.reference, Language.ENGLISH, NOW)
    assert today(session, cast.stranger, mine=False, now=NOW).alarms.count == 0


def test_a_brief_of_an_alarmed_offer_is_held_and_goes_out_when_every_place_is_accepted(
    session, cast, technology, offer, delivery
):
    write_secret(session, cast, technology, offer)
    look(session, technology)
    assert try_to_send(session, delivery).startswith("Held until")
    assert (delivery.state, due(session, delivery)) == (DispatchState.QUEUED, [])
    accept_all(session, cast, offer)
    assert offer.alarmed_at is None
    assert len(due(session, delivery)) == 1
    assert try_to_send(session, delivery) == "sent"
    assert look(session, technology) == []


def test_a_withdrawal_cancels_what_was_held(session, cast, technology, offer, delivery):
    write_secret(session, cast, technology, offer)
    look(session, technology)
    try_to_send(session, delivery)
    withdraw_offer(session, offer.id, actor=cast.officer, now=NOW, reason="It said too much.")
    assert try_to_send(session, delivery) == "The offer is no longer published."
    assert delivery.state is DispatchState.CANCELLED


def test_what_was_not_tried_yet_is_not_asked_for_twice(session, cast, technology, offer, delivery):
    write_secret(session, cast, technology, offer)
    look(session, technology)
    accept_all(session, cast, offer)
    assert len(due(session, delivery)) == 1


def test_what_readers_of_the_offer_quote_is_no_leak_of_it(session, cast, technology, offer, delivery):
    reader = Actor(f"contact:{delivery.contact_id}", "J. Kot", Role.PARTNER_CONTACT, None, Via.LINK)
    record_contact_message(session, technology, f"You write: {offer.description}", actor=reader, now=NOW)
    assert look(session, technology) == []


def test_what_readers_quote_keeps_an_offer_from_no_second_publication(session, cast, technology, offer, delivery):
    reader = Actor(f"contact:{delivery.contact_id}", "J. Kot", Role.PARTNER_CONTACT, None, Via.LINK)
    record_contact_message(session, technology, f"You write: {offer.description}", actor=reader, now=NOW)
    for stage in (Stage.OFFER, Stage.PARTNERING):
        look(session, technology)
        advance(session, technology.id, to=stage, actor=cast.officer, now=NOW, reason="Once more.")
    assert offer.state is OfferState.PUBLISHED


def test_what_is_written_elsewhere_in_the_case_alarms_too(session, cast, technology, offer):
    known = PriorArtForm(title="An older strip", features=f"Keep it to yourselves: {offer.description}")
    record_prior_art(session, technology.id, known, actor=cast.officer, now=NOW)
    assert len(asked(session, technology)) == 1
    assert look(session, technology) == [offer]
    assert [leak["label"] for leak in offer.leaks] == ["prior_art.features 2"]


def test_a_comment_is_compared_until_the_offer_is_public(session, cast, technology, offer):
    """From then on it stands beside the words that it is about, and quotes them."""
    form = make.offer_form(title="The strip test, second edition", description="It is read by the light of a lamp.")
    second = save_offer(session, technology.id, form, actor=cast.officer, now=NOW)
    said = "It is read by the light of a lamp: this shall stay with us."
    comment_on_offer(session, second.id, "description", said, actor=cast.officer, now=NOW)
    with pytest.raises(Incomplete, match=r"description repeats offer_comment\.text"):
        approve_offer(session, second.id, digest=second.digest, actor=cast.officer, now=NOW)
    comment_on_offer(session, offer.id, "description", f"Well said: {offer.description}", actor=cast.officer, now=NOW)
    assert look(session, technology) == []
    assert (offer.state, offer.leaks) == (OfferState.PUBLISHED, [])


def test_what_is_written_between_approval_and_publication_is_compared_before_it_is_public(session, cast, technology):
    said = {"title": "Szybki test paskowy", "description": "Pasek odczytuje się po dwudziestu minutach pod lampą."}
    offer = make.briefed_offer(session, cast, technology, language=Language.POLISH, **said)
    write_secret(session, cast, technology, offer)
    assert publish_offers(session, technology, now=NOW) == []
    assert {leak["label"] for leak in offer.leaks} == {"message.text 1"}


def test_comparing_goes_ahead_of_the_e_mails_that_wait(session, cast, technology, offer, delivery):
    write_secret(session, cast, technology, offer)
    session.commit()
    kinds = [WorkKind.SEND_DELIVERY, WorkKind.COMPARE_OFFERS]
    (first,) = claim(session, holder="t.1", now=NOW, lease=NOW - NOW, limit=1, kinds=kinds)
    assert first.kind is WorkKind.COMPARE_OFFERS


def published_again(session, cast, technology) -> Offer:
    """The next version, with another title alone."""
    second = make.briefed_offer(session, cast, technology, title="The strip test, second edition")
    assert publish_offers(session, technology, now=NOW) == [second]
    return second


def test_a_public_version_alarms_though_the_one_before_said_the_same(session, cast, technology, offer):
    second = published_again(session, cast, technology)
    write_secret(session, cast, technology, second)
    assert look(session, technology) == [second]


def test_both_languages_alarm_though_each_says_what_the_other_does(session, cast, technology, offer):
    polish = make.briefed_offer(session, cast, technology, language=Language.POLISH, title="Szybki test paskowy")
    assert publish_offers(session, technology, now=NOW) == [polish]
    write_secret(session, cast, technology, offer)
    assert look(session, technology) == [offer, polish]


def test_what_was_accepted_in_a_version_is_no_leak_of_the_next(session, cast, technology, offer):
    write_secret(session, cast, technology, offer)
    look(session, technology)
    accept_all(session, cast, offer)
    second = published_again(session, cast, technology)
    assert (look(session, technology), second.leaks) == ([], [])


def test_the_version_after_a_leak_may_not_repeat_it(session, cast, technology, offer):
    write_secret(session, cast, technology, offer)
    look(session, technology)
    form = make.offer_form(title="The strip test, second edition")
    second = save_offer(session, technology.id, form, actor=cast.officer, now=NOW)
    assert "description" in {leak["field"] for leak in second.leaks}


def test_an_approved_version_in_which_something_is_found_is_not_published(session, cast, technology):
    offer = make.briefed_offer(session, cast, technology, language=Language.POLISH, title="Szybki test paskowy")
    write_secret(session, cast, technology, offer)
    look(session, technology)
    assert publish_offers(session, technology, now=NOW) == []
    accept_all(session, cast, offer)
    assert publish_offers(session, technology, now=NOW) == [offer]


def test_what_a_weaker_scan_has_seen_is_asked_for_once_and_found(session, cast, technology, offer):
    make.briefed_offer(session, cast, make.to_offer(session, cast))
    write_secret(session, cast, technology, offer)
    assert look(session, technology) == [offer]
    offer.leaks, offer.alarmed_at, offer.scanned_by = [], None, SCAN_VERSION - 1  # as a weaker one would have left it
    session.flush()
    assert ask_after_stronger_scan(session, now=NOW) == 1
    due_again = f"compare_offers:{technology.id}:scan:{SCAN_VERSION}"
    assert [work.state for work in asked(session, technology) if work.unique_key == due_again] == [WorkState.QUEUED]
    assert ask_after_stronger_scan(session, now=NOW) == 0
    assert look(session, technology) == [offer]
    assert (offer.alarmed_at, offer.scanned_by) == (NOW, SCAN_VERSION)
    assert ask_after_stronger_scan(session, now=NOW) == 0


def test_what_the_present_scan_has_seen_is_not_asked_for(session, technology, offer):
    assert offer.scanned_by == SCAN_VERSION
    assert ask_after_stronger_scan(session, now=NOW) == 0
