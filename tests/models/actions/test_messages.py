"""Messages: who may write in which thread, who is told of it, and that no text leaves by e-mail."""

from functools import partial

import pytest
from sqlmodel import col, select

from flows.letters import letters, message
from models.actions.messages import LONGEST, mark_read, record_contact_message, write_message, write_to_contact
from models.errors import Incomplete, NotFound, NotPermitted
from models.queries.accounts import contact_actor
from models.queries.messages import contact_thread, creators_thread, office_is_named
from models.rules.permissions import Actor
from models.rules.words import AgreementKind, Via, WorkKind
from models.settings import settings
from models.tables import Contact, Delivery, Notice, Offer, Partner, Technology
from tests import factories as make
from tests.api.conftest import publish
from tests.factories import NOW


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def case(session, cast):
    made = make.technology(session, cast.researcher)
    made.officer_id = cast.officer.person_id
    session.flush()
    return made


@pytest.fixture
def sent(session, cast) -> tuple[Technology, Contact, Delivery, Actor]:
    """A published technology with its officer, the contact that got it, and how that contact acts."""
    offer, delivery = publish(session, cast)
    technology = session.get_one(Technology, session.get_one(Offer, offer.id).technology_id)
    technology.officer_id = cast.officer.person_id
    session.flush()
    contact = session.get_one(Contact, delivery.contact_id)
    return technology, contact, delivery, contact_actor(contact, session.get_one(Partner, contact.partner_id), Via.PAGE)


def told(session) -> list[Notice]:
    return list(session.exec(select(Notice).where(Notice.kind == "message").order_by(col(Notice.id))))


def text_of(session, notice: Notice) -> str:
    mail = message(letters(session, WorkKind.SEND_NOTICE, [notice.id], now=NOW)[notice.id], now=NOW)
    body = mail.get_body(("plain",))
    assert body is not None
    return f"{mail['Subject']}\n{body.get_content()}"


def test_what_a_creator_writes_is_told_to_the_officer_without_the_text(session, cast, case):
    write_message(session, case.id, "  The strain died on Łódź Street.  ", actor=cast.researcher, now=NOW)
    (said,) = creators_thread(session, case, cast.officer)
    assert (said.text, said.author_name) == ("The strain died on Łódź Street.", "Łucja Żądło")
    (notice,) = told(session)
    assert notice.person_id == cast.officer.person_id
    mail = text_of(session, notice)
    assert mail.startswith("Łucja Żądło wrote to you")
    assert f"{settings().base_url}/technologies/{case.reference}" in mail
    assert "strain" not in mail


def test_what_the_officer_writes_is_told_to_the_submitter(session, cast, case):
    write_message(session, case.id, "Which strain?", actor=cast.officer, now=NOW)
    (notice,) = told(session)
    assert notice.person_id == cast.researcher.person_id
    assert f"/disclosures/{case.reference}" in text_of(session, notice)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (LONGEST + 1)])
def test_an_empty_and_an_endless_message_are_refused(session, cast, case, text):
    with pytest.raises(Incomplete):
        write_message(session, case.id, text, actor=cast.researcher, now=NOW)
    assert told(session) == []


def test_strangers_and_reviewers_have_no_part_in_the_creators_thread(session, cast, case):
    for outsider, refusal in ((cast.stranger, NotFound), (cast.colleague, NotFound), (cast.reviewer, NotPermitted)):
        with pytest.raises(refusal):
            write_message(session, case.id, "Hello", actor=outsider, now=NOW)
    with pytest.raises(NotPermitted):
        creators_thread(session, case, cast.reviewer)


def test_reading_marks_what_the_other_side_wrote(session, cast, case):
    write_message(session, case.id, "One", actor=cast.researcher, now=NOW)
    write_message(session, case.id, "Two", actor=cast.officer, now=NOW)
    mark_read(session, case, actor=cast.officer, now=NOW, contact_id=None)
    session.expire_all()
    assert [said.read_at for said in creators_thread(session, case, cast.officer)] == [NOW, None]


def test_a_creator_who_looks_has_read_what_the_office_wrote_and_nothing_of_the_creators(session, cast, case):
    write_message(session, case.id, "One", actor=cast.officer, now=NOW)
    write_message(session, case.id, "Two", actor=cast.researcher, now=NOW)
    mark_read(session, case, actor=cast.researcher, now=NOW, contact_id=None)
    session.expire_all()
    assert [said.read_at for said in creators_thread(session, case, cast.officer)] == [NOW, None]


def test_a_contact_and_the_office_write_in_a_thread_of_their_own(session, cast, sent):
    technology, contact, delivery, business = sent
    record_contact_message(session, technology, "What does it cost?", actor=business, now=NOW)
    write_to_contact(
        session, technology.id, contact.id, "It depends.", actor=cast.officer, now=NOW, delivery_id=delivery.id
    )
    assert [said.text for said in contact_thread(session, technology, contact, business)] == [
        "What does it cost?",
        "It depends.",
    ]
    assert creators_thread(session, technology, cast.officer) == []
    to_officer, to_contact = told(session)
    assert (to_officer.person_id, to_contact.contact_id) == (cast.officer.person_id, contact.id)
    mail = text_of(session, to_contact)
    assert f"{settings().base_url}/b/" in mail
    assert "depends" not in mail


def test_about_an_anonymous_offer_the_network_writes_until_an_nda_is_signed(session, cast):
    offer, delivery = publish(session, cast, anonymous=True)
    contact = session.get_one(Contact, delivery.contact_id)
    write = partial(write_to_contact, session, offer.technology_id, contact.id, actor=cast.officer, now=NOW)
    write("It depends.", delivery_id=delivery.id)
    (notice,) = told(session)
    assert settings().network_name in text_of(session, notice)
    assert cast.officer.name not in text_of(session, notice)
    assert not office_is_named(session, offer, contact.id)

    lead = make.lead(session, cast, session.get_one(Technology, offer.technology_id))
    lead.contact_id = contact.id
    make.agreement(session, cast, lead, AgreementKind.NDA)
    assert office_is_named(session, offer, contact.id)
    write("It depends on you.", delivery_id=delivery.id)
    assert cast.officer.name in text_of(session, told(session)[-1])


def test_another_businesss_contact_does_not_read_the_thread(session, cast, sent):
    technology, contact, _, _ = sent
    other = make.partner(session, cast, name="Somebody Else")
    stranger = session.exec(select(Contact).where(Contact.partner_id == other.id)).one()
    with pytest.raises(NotPermitted):
        contact_thread(session, technology, contact, contact_actor(stranger, other, Via.PAGE))
