"""Copies lead back to whom they were given, and to nobody else's."""

from datetime import timedelta

import pytest

from models.actions.copies import hand_brief, hand_dossier, record_reading
from models.actions.reviews import record_review_prepared
from models.errors import NotFound, NotPermitted
from models.queries.copies import copy_by_tracking, dossier_readers, tracking_of
from models.rules.words import Language
from models.tables import Contact
from tests import factories as make
from tests.api.conftest import publish
from tests.factories import NOW

SHA = "a" * 64


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def sent(session, cast):
    _, delivery = publish(session, cast)
    return delivery, session.get_one(Contact, delivery.contact_id)


def test_a_contact_has_one_copy_a_day_and_another_the_next(session, sent):
    delivery, contact = sent
    first = hand_brief(session, delivery, contact, sha256=SHA, now=NOW)
    assert hand_brief(session, delivery, contact, sha256=SHA, now=NOW).id == first.id
    later = hand_brief(session, delivery, contact, sha256=SHA, now=NOW + timedelta(days=1))
    again = hand_brief(session, delivery, contact, sha256="b" * 64, now=NOW)
    assert len({first.tracking, later.tracking, again.tracking}) == 3


def test_an_id_leads_its_office_to_the_delivery_however_it_is_typed(session, cast, sent):
    delivery, contact = sent
    copy = hand_brief(session, delivery, contact, sha256=SHA, now=NOW)
    record_reading(session, copy, now=NOW)
    found = copy_by_tracking(session, f" {copy.tracking.lower().replace('-', ' ')} ", cast.officer)
    assert found.delivery is not None
    assert found.contact is not None
    assert (found.delivery.id, found.contact.name, found.readings, found.sent_to) == (
        delivery.id,
        "Greta Weiß",
        [NOW],
        None,
    )
    for who, refusal in ((cast.stranger, NotFound), (cast.reviewer, NotPermitted), (cast.researcher, NotPermitted)):
        with pytest.raises(refusal):
            copy_by_tracking(session, copy.tracking, who)


def test_a_colleagues_copy_names_the_colleague_and_whom_the_brief_was_sent_to(session, cast, sent):
    delivery, contact = sent
    colleague = Contact(
        partner_id=contact.partner_id, name="Jürgen Groß", email="j@p.example", language=Language.ENGLISH
    )
    session.add(colleague)
    session.flush()
    copy = hand_brief(session, delivery, colleague, sha256=SHA, now=NOW)
    found = copy_by_tracking(session, copy.tracking, cast.officer)
    assert found.sent_to is not None
    assert (found.copy.reader_name, found.sent_to.name) == ("Jürgen Groß", "Greta Weiß")


@pytest.mark.parametrize("typed", ["", "3FA9", "3FA9-C27E-01BZ", "' OR 1=1", "3FA9C27E01BD0"])
def test_what_is_no_id_is_none(typed):
    assert tracking_of(typed) is None


def test_who_has_read_the_dossier_is_known_to_the_office(session, cast):
    case = make.to_review(session, cast)
    with pytest.raises(NotFound, match="not made yet"):
        hand_dossier(session, case.reference, actor=cast.reviewer, now=NOW)
    record_review_prepared(session, case.id, dossier_sha256=SHA, actor=make.HELIX, now=NOW)
    copy = hand_dossier(session, case.reference, actor=cast.reviewer, now=NOW)
    for _ in range(2):
        record_reading(session, copy, now=NOW)
    hand_dossier(session, case.reference, actor=cast.officer, now=NOW)
    [reader] = dossier_readers(session, case, cast.officer)
    assert (reader.copy.reader_name, reader.times, reader.last_at) == (cast.reviewer.name, 2, NOW)
    for who, refusal in ((cast.stranger, NotFound), (cast.researcher, NotPermitted)):
        with pytest.raises(refusal):
            hand_dossier(session, case.reference, actor=who, now=NOW)
