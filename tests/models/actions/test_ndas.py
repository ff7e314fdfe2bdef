"""Offering an NDA: drawn up, signed by the institution, and told to the contact once."""

import pytest
from sqlmodel import select

from models.actions.agreements import draft_agreement, record_drawn, sign_agreement
from models.actions.forms import AgreementForm
from models.actions.ndas import offer_nda
from models.actions.partners import lose_lead, send_brief, stop_emails
from models.errors import Conflict, Incomplete, NotFound, NotPermitted
from models.queries.ndas import nda_offer
from models.rules.words import AgreementKind
from models.tables import Agreement, Lead, Notice
from tests import factories as make
from tests.factories import NOW, TODAY


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def lead(session, cast) -> Lead:
    return make.lead(session, cast, make.to_partnering(session, cast))


@pytest.fixture
def nda(session, cast, lead) -> Agreement:
    return draft_agreement(session, lead.id, AgreementForm(kind=AgreementKind.NDA), actor=cast.officer, now=NOW)


def sign(session, cast, nda: Agreement, *, ours: bool) -> None:
    sign_agreement(
        session, nda.id, signatory="J. Kot", signed_on=TODAY, for_institution=ours, actor=cast.officer, now=NOW
    )


@pytest.fixture
def signed(session, cast, nda):
    record_drawn(session, nda.id, sha256="ab" * 32)
    sign(session, cast, nda, ours=True)
    return nda


def test_the_contact_is_told_once(session, cast, lead, signed):
    for _ in range(2):
        offer_nda(session, signed.id, actor=cast.officer, now=NOW)
    (notice,) = session.exec(select(Notice).where(Notice.contact_id == lead.contact_id)).all()
    assert notice.facts == {"from": cast.officer.name, "path": "/inbox"}
    assert nda_offer(session, signed) == notice


def test_who_holds_the_link_of_an_offer_comes_by_it(session, cast, lead, signed):
    (delivery,) = send_brief(session, lead.technology_id, [lead.partner_id], actor=cast.officer, now=NOW)
    offer_nda(session, signed.id, actor=cast.officer, now=NOW)
    (notice,) = session.exec(select(Notice).where(Notice.contact_id == lead.contact_id)).all()
    assert notice.facts["delivery"] == delivery.id


def test_it_waits_for_the_document_and_then_for_the_institutions_signature(session, cast, nda):
    with pytest.raises(Incomplete, match="not drawn up"):
        offer_nda(session, nda.id, actor=cast.officer, now=NOW)
    record_drawn(session, nda.id, sha256="ab" * 32)
    with pytest.raises(Incomplete, match="institution's signature"):
        offer_nda(session, nda.id, actor=cast.officer, now=NOW)


def test_what_is_signed_lost_or_no_nda_is_not_offered(session, cast, lead, signed):
    licence = draft_agreement(session, lead.id, AgreementForm(kind=AgreementKind.LICENCE), actor=cast.officer, now=NOW)
    with pytest.raises(Conflict):
        offer_nda(session, licence.id, actor=cast.officer, now=NOW)
    sign(session, cast, signed, ours=False)
    with pytest.raises(Conflict, match="signed"):
        offer_nda(session, signed.id, actor=cast.officer, now=NOW)


def test_a_lost_lead_is_offered_nothing(session, cast, lead, signed):
    lose_lead(session, lead.id, reason="No money.", actor=cast.officer, now=NOW)
    with pytest.raises(Conflict, match="lost"):
        offer_nda(session, signed.id, actor=cast.officer, now=NOW)


def test_who_stopped_e_mails_gets_none(session, cast, lead, signed):
    stop_emails(session, lead.contact_id, now=NOW)
    with pytest.raises(Conflict, match="no e-mails"):
        offer_nda(session, signed.id, actor=cast.officer, now=NOW)


def test_strangers_and_creators_do_not_offer(session, cast, signed):
    with pytest.raises(NotFound):
        offer_nda(session, signed.id, actor=cast.stranger, now=NOW)
    with pytest.raises(NotPermitted):
        offer_nda(session, signed.id, actor=cast.researcher, now=NOW)
