"""The data room: what a partner may read, from when, and until when."""

from datetime import timedelta

import pytest

from models.actions.attachments import add_attachment, remove_attachment
from models.actions.partners import lose_lead
from models.actions.rooms import share_file, take_file, withdraw_file
from models.errors import Conflict, NotFound, NotPermitted
from models.files import Stored
from models.queries.accounts import contact_actor
from models.queries.rooms import room_of
from models.rules.permissions import Actor
from models.rules.words import AgreementKind, LeadState, Via
from models.tables import Attachment, Contact, Lead, Partner
from tests import factories as make
from tests.factories import NOW, TODAY


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def lead(session, cast) -> Lead:
    return make.lead(session, cast, make.to_partnering(session, cast))


@pytest.fixture
def file(session, cast, lead) -> Attachment:
    return add(session, cast, lead.technology_id)


def add(session, cast, technology_id: int) -> Attachment:
    stored = Stored("ab" * 32, 1_000)
    return add_attachment(session, technology_id, stored, "Żel.pdf", actor=cast.officer, now=NOW)


def contact(session, lead: Lead) -> Actor:
    return contact_actor(session.get_one(Contact, lead.contact_id), session.get_one(Partner, lead.partner_id), Via.PAGE)


def names(session, lead: Lead, actor: Actor) -> list[str]:
    return [each.attachment.name for each in room_of(session, lead, actor, today=TODAY).entries]


def test_the_partner_reads_what_is_shared_once_the_nda_is_in_force(session, cast, lead, file):
    share_file(session, lead.id, file.id, actor=cast.officer, now=NOW)
    assert names(session, lead, contact(session, lead)) == []
    assert names(session, lead, cast.officer) == ["Żel.pdf"]
    make.agreement(session, cast, lead, AgreementKind.NDA)
    assert names(session, lead, contact(session, lead)) == ["Żel.pdf"]


def test_an_nda_that_has_not_begun_or_is_over_opens_nothing(session, cast, lead, file):
    shared = share_file(session, lead.id, file.id, actor=cast.officer, now=NOW)
    day = timedelta(days=1)
    make.agreement(session, cast, lead, AgreementKind.NDA, effective_on=TODAY + day)
    make.agreement(session, cast, lead, AgreementKind.NDA, effective_on=TODAY - 9 * day, expires_on=TODAY - day)
    assert names(session, lead, contact(session, lead)) == []
    with pytest.raises(NotFound):
        take_file(session, shared.id, actor=contact(session, lead), now=NOW)


def test_a_file_that_is_read_is_seen_to_be_read(session, cast, lead, file):
    make.agreement(session, cast, lead, AgreementKind.NDA)
    shared = share_file(session, lead.id, file.id, actor=cast.officer, now=NOW)
    assert take_file(session, shared.id, actor=contact(session, lead), now=NOW).id == file.id
    (entry,) = room_of(session, lead, cast.officer, today=TODAY).entries
    assert [(visit.contact, visit.at) for visit in entry.visits] == [("Greta Weiß", NOW)]
    (theirs,) = room_of(session, lead, contact(session, lead), today=TODAY).entries
    assert theirs.visits == []


def test_a_withdrawn_file_is_refused_at_once_and_can_come_back(session, cast, lead, file):
    make.agreement(session, cast, lead, AgreementKind.NDA)
    shared = share_file(session, lead.id, file.id, actor=cast.officer, now=NOW)
    withdraw_file(session, shared.id, actor=cast.officer, now=NOW)
    with pytest.raises(NotFound):
        take_file(session, shared.id, actor=contact(session, lead), now=NOW)
    assert share_file(session, lead.id, file.id, actor=cast.officer, now=NOW).id == shared.id
    assert take_file(session, shared.id, actor=contact(session, lead), now=NOW).id == file.id


def test_sharing_twice_is_sharing_once(session, cast, lead, file):
    first = share_file(session, lead.id, file.id, actor=cast.officer, now=NOW)
    assert share_file(session, lead.id, file.id, actor=cast.second_officer, now=NOW).id == first.id
    assert names(session, lead, cast.officer) == ["Żel.pdf"]


def test_a_file_that_was_taken_away_is_in_no_room(session, cast, lead, file):
    make.agreement(session, cast, lead, AgreementKind.NDA)
    shared = share_file(session, lead.id, file.id, actor=cast.officer, now=NOW)
    remove_attachment(session, file.id, actor=cast.officer, now=NOW)
    assert names(session, lead, cast.officer) == []
    with pytest.raises(NotFound):
        take_file(session, shared.id, actor=contact(session, lead), now=NOW)


def test_a_lost_lead_loses_its_room(session, cast, lead, file):
    make.agreement(session, cast, lead, AgreementKind.NDA)
    share_file(session, lead.id, file.id, actor=cast.officer, now=NOW)
    lose_lead(session, lead.id, reason="No money.", actor=cast.officer, now=NOW)
    assert names(session, lead, contact(session, lead)) == []
    with pytest.raises(Conflict):
        share_file(session, lead.id, file.id, actor=cast.officer, now=NOW)


def test_another_partners_contact_finds_nothing(session, cast, lead, file):
    make.agreement(session, cast, lead, AgreementKind.NDA)
    shared = share_file(session, lead.id, file.id, actor=cast.officer, now=NOW)
    other = make.lead(session, cast, make.to_partnering(session, cast))
    with pytest.raises(NotFound):
        take_file(session, shared.id, actor=contact(session, other), now=NOW)
    with pytest.raises(NotPermitted):
        room_of(session, lead, contact(session, other), today=TODAY)


def test_a_file_of_another_technology_is_never_shared(session, cast, lead):
    foreign = add(session, cast, make.technology(session, cast.researcher).id)
    with pytest.raises(NotFound):
        share_file(session, lead.id, foreign.id, actor=cast.officer, now=NOW)


def test_only_the_office_shares(session, cast, lead, file):
    with pytest.raises(NotPermitted):
        share_file(session, lead.id, file.id, actor=cast.researcher, now=NOW)
    with pytest.raises(NotFound):
        share_file(session, lead.id, file.id, actor=cast.stranger, now=NOW)
    shared = share_file(session, lead.id, file.id, actor=cast.officer, now=NOW)
    with pytest.raises(NotFound):
        withdraw_file(session, shared.id, actor=cast.stranger, now=NOW)


def test_a_lead_that_the_partner_revives_finds_its_room_empty(session, cast, lead, file):
    """An officer ended it; the partner's own answer must not open the files again."""
    share_file(session, lead.id, file.id, actor=cast.officer, now=NOW)
    make.agreement(session, cast, lead, AgreementKind.NDA)
    lose_lead(session, lead.id, reason="Silent.", actor=cast.officer, now=NOW)
    lead.state = LeadState.INTERESTED  # as answering does
    session.flush()
    assert names(session, lead, contact(session, lead)) == []
    share_file(session, lead.id, file.id, actor=cast.officer, now=NOW)
    assert names(session, lead, contact(session, lead)) == ["Żel.pdf"]
