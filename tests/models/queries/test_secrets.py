"""An offer is compared with everything confidential that is kept of its technology, in columns still to come too."""

import pytest
from sqlmodel import select, update

from models.actions.file_texts import record_text
from models.actions.messages import write_message
from models.actions.offers import approve_offer, save_offer
from models.db import engine_for, transaction
from models.errors import Conflict
from models.queries.offers import confidential_texts
from models.queries.secrets import NOT_COMPARED, compared, confidential_passages, way_to_technology
from models.rules.words import TextState
from models.tables import (
    Agreement,
    ApiToken,
    Attachment,
    BrowserSession,
    Credential,
    Disclosure,
    FileText,
    Identity,
    Offer,
    Partner,
    Signoff,
    Table,
    Transition,
)
from models.tables.technology import Technology
from tests import factories as make
from tests.canaries import canaries, confidential_tables, fill_empty_tables, plant
from tests.factories import NOW, TODAY

WITHOUT_A_TECHNOLOGY = {ApiToken, BrowserSession, Credential, Identity}
"""Of people and their browsers."""


def test_every_confidential_column_of_a_technology_is_compared_or_has_a_reason_why_not():
    led = {table for table in confidential_tables() if way_to_technology(table) is not None}
    by_content = {FileText}  # known by the sha256 of attachments, see below
    assert set(confidential_tables()) - led - by_content == WITHOUT_A_TECHNOLOGY
    columns = {(str(table.__tablename__), name) for table in led for name in table.confidential}
    covered = {(str(table.__tablename__), name) for table, names in compared().items() for name in names}
    assert columns - covered == set(NOT_COMPARED)
    assert all(NOT_COMPARED.values())


def test_only_what_is_confidential_is_marked_as_holding_names():
    marked = {(table, name) for table in Table.__subclasses__() for name in table.naming}
    assert {(table, name) for table, name in marked if name not in table.confidential} == set()
    assert len(marked) > 10


def test_who_asked_for_it_is_found_in_an_offer_by_name_alone(session):
    cast = make.cast(session)
    technology = make.to_offer(session, cast)
    disclosure = session.exec(select(Disclosure).where(Disclosure.technology_id == technology.id)).one()
    disclosure.interested_companies = "Novaltis Pharma; Krka d.d."
    session.add(disclosure)
    form = make.offer_form(description="The test reads resistance enzymes. It was tested by Novaltis and at Krka.")
    offer = save_offer(session, technology.id, form, actor=cast.officer, now=NOW)
    expected = [("description", "interested_companies", name) for name in ("Novaltis", "Krka")]
    assert [(leak["field"], leak["label"], leak["excerpt"]) for leak in offer.leaks] == expected


def test_the_other_side_of_an_agreement_is_found_in_the_next_version(session):
    cast = make.cast(session)
    technology, _ = make.to_licensed(session, cast)
    partner = session.exec(select(Partner).join(Agreement)).first()
    partner.name = "Novaltis Pharma GmbH"
    session.add(partner)
    form = make.offer_form(description="The test reads resistance enzymes. Novaltis has tested it.")
    offer = save_offer(session, technology.id, form, actor=cast.officer, now=NOW)
    assert [(leak["label"], leak["excerpt"]) for leak in offer.leaks] == [("agreement.partner 1", "Novaltis")]


def test_the_word_of_every_column_is_among_what_an_offer_is_compared_with(sqlite_template):
    """Planted in each, whatever wrote it: a column that the walk does not reach has its word missing here."""
    with transaction(engine_for(sqlite_template.copy())) as session:  # its own, so that made-up rows find the first
        cast = make.cast(session)
        technology, _ = make.to_licensed(session, cast)
        offer = session.exec(select(Offer).where(Offer.technology_id == technology.id)).one()
        offer.published_at = None  # since then it is not compared with what its readers write
        technology.hold_reason, technology.resume_on = "Until the fair.", TODAY
        session.add_all((technology, offer))
        fill_empty_tables(session)
        for table in confidential_tables():
            if "technology_id" in table.model_fields and table not in (Signoff, Transition):
                session.execute(update(table).values(technology_id=technology.id))
        plant(session)
        text = "\n".join(confidential_texts(session, offer).texts.values())
        ours = {str(table.__tablename__) for table in compared()} - {"signoff", "transition"}
        expected = {place for place in canaries() if place[0] in ours and place not in NOT_COMPARED}
        assert {place for place in expected if canaries()[place] not in text} == set()
        assert len(expected) > 35


def test_a_reason_on_the_trail_is_compared_and_the_reason_of_an_acceptance_is_not(session):
    cast = make.cast(session)
    technology = make.to_offer(session, cast)
    labels = confidential_passages(session, technology.id)
    assert any(label.startswith("review_decision.reason") for label in labels)
    assert any(label.startswith("signoff.reason") for label in labels)


def test_a_neighbours_secrets_are_not_ours(session):
    cast = make.cast(session)
    ours, theirs = make.to_offer(session, cast), make.to_offer(session, cast)
    write_message(session, theirs.id, "The linker is made of seven rare amino acids.", actor=cast.officer, now=NOW)
    assert "seven rare" in "".join(confidential_passages(session, theirs.id).values())
    assert "seven rare" not in "".join(confidential_passages(session, ours.id).values())


def attach(session, cast, technology: Technology, letter: str, name: str) -> Attachment:
    row = Attachment(
        technology_id=technology.id,
        name=name,
        sha256=letter * 64,
        size=1,
        added_by="x",
        added_by_name="x",
        added_at=NOW,
    )
    session.add(row)
    session.flush()
    return row


PROTOCOL = "The nitrocellulose is blocked with casein of goat milk at nine degrees for forty minutes before spraying."


def test_a_passage_of_an_attached_file_is_found_and_named_by_the_file(session):
    cast = make.cast(session)
    technology = make.to_offer(session, cast)
    attach(session, cast, technology, "a", "protocol.pdf")
    record_text(session, "a" * 64, TextState.READ, f"Protocol 7.\n{PROTOCOL}", now=NOW)
    form = make.offer_form(
        description="We block nitrocellulose with goat milk casein at nine degrees for forty minutes."
    )
    offer = save_offer(session, technology.id, form, actor=cast.officer, now=NOW)
    assert [(leak["field"], leak["label"]) for leak in offer.leaks] == [("description", "file protocol.pdf")]


def test_nothing_is_approved_before_the_attached_files_are_read(session):
    cast = make.cast(session)
    technology = make.to_offer(session, cast)
    offer = save_offer(session, technology.id, make.offer_form(), actor=cast.officer, now=NOW)
    attach(session, cast, technology, "b", "protocol.pdf")
    with pytest.raises(Conflict, match="not compared with the offer yet \\(1\\)"):
        approve_offer(session, offer.id, digest=offer.digest, actor=cast.officer, now=NOW)
    record_text(session, "b" * 64, TextState.NO_TEXT, "", now=NOW)
    approve_offer(session, offer.id, digest=offer.digest, actor=cast.officer, now=NOW)


def test_what_an_earlier_version_told_the_world_may_be_told_again(session):
    cast = make.cast(session)
    technology = make.to_partnering(session, cast)
    published = session.exec(select(Offer).where(Offer.technology_id == technology.id)).one()
    write_message(session, technology.id, f"You wrote: {published.description}", actor=cast.officer, now=NOW)
    form = make.offer_form(title="The strip test, second edition")
    assert save_offer(session, technology.id, form, actor=cast.officer, now=NOW).leaks == []
