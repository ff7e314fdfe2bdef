"""What documents are made of, read from the tables; and that a brief can be made of nothing unapproved."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session

from models.actions.expiry import extend_offer
from models.actions.offers import save_offer
from models.actions.stages import advance
from models.errors import Conflict
from models.queries.offers import content_of as offer_content, offer_digest
from models.rules.words import AgreementKind, IprStatus, Language, OfferState, Stage
from models.tables import Institution, Offer
from reports.briefs import KeyFigure
from reports.contents import agreement_content, brief_contents
from reports.dossier_contents import dossier_content
from tests import factories as make
from tests.factories import NOW, TODAY

YEAR = timedelta(days=365)


@pytest.fixture
def cast(session):
    return make.cast(session)


def content_of(session: Session, offer: Offer):
    return brief_contents(session, [offer])[offer.id]


def test_a_brief_says_what_was_approved(session, cast):
    technology = make.to_offer(session, cast)
    offer = make.approved_offer(session, cast, technology)
    content = content_of(session, offer)
    home = session.get_one(Institution, technology.institution_id)
    assert (content.title, content.trl, content.ipr_status) == (offer.title, 4, IprStatus.APPLIED)
    assert content.key_figures == (KeyFigure(value="20 min", label="to the result", compared_with="48 h by culture"),)
    assert (content.reference, content.institution_name) == (technology.reference, home.name_en)
    assert content.approved_on == TODAY
    assert content.offer_url == f"http://127.0.0.1:8000/offers/{technology.reference}/en"


def test_a_brief_speaks_the_offers_language(session, cast):
    technology = make.to_offer(session, cast)
    offer = make.approved_offer(session, cast, technology, language=Language.POLISH)
    home = session.get_one(Institution, technology.institution_id)
    assert content_of(session, offer).institution_name == home.name_pl


def test_there_is_no_brief_of_a_draft(session, cast):
    technology = make.to_offer(session, cast)
    offer = save_offer(session, technology.id, make.offer_form(), actor=cast.officer, now=NOW)
    with pytest.raises(Conflict, match="is not approved and consented to"):
        content_of(session, offer)


@pytest.mark.parametrize("missing", ["approved_at", "consented_at"])
def test_there_is_no_brief_without_approval_or_consent(session, cast, missing):
    offer = make.approved_offer(session, cast, make.to_offer(session, cast))
    setattr(offer, missing, None)
    with pytest.raises(Conflict, match="is not approved and consented to"):
        content_of(session, offer)


@pytest.mark.parametrize("state", [OfferState.DRAFT, OfferState.SUPERSEDED, OfferState.WITHDRAWN])
def test_there_is_no_brief_of_an_offer_that_is_not_in_force(session, cast, state):
    offer = make.approved_offer(session, cast, make.to_offer(session, cast))
    offer.state = state
    with pytest.raises(Conflict):
        content_of(session, offer)


def test_there_is_no_brief_of_a_text_changed_behind_the_approval(session, cast):
    offer = make.approved_offer(session, cast, make.to_offer(session, cast))
    offer.advantages += " And the conjugate is a boronic ester."
    with pytest.raises(Conflict, match="is not what was approved"):
        content_of(session, offer)


@pytest.mark.parametrize("anonymous", [False, True])
def test_a_brief_says_when_its_offer_is_public_and_nothing_else_is_changed_by_its_publication(session, cast, anonymous):
    technology = make.to_offer(session, cast)
    offer = make.briefed_offer(session, cast, technology, anonymous=anonymous)
    before, agreed = content_of(session, offer), offer.digest
    advance(session, technology.id, to=Stage.PARTNERING, actor=cast.officer, now=NOW)
    days = {"published_on": TODAY, "expires_on": TODAY + YEAR}
    assert content_of(session, offer) == replace(before, **days)
    extend_offer(session, offer.id, until=TODAY + 2 * YEAR, actor=cast.officer, now=NOW + timedelta(days=9))
    assert content_of(session, offer) == replace(before, **days | {"expires_on": TODAY + 2 * YEAR})
    assert offer_digest(offer_content(offer)) == offer.digest == agreed


def test_sent_back_its_brief_says_nothing_of_when_it_was_public(session, cast):
    technology = make.to_offer(session, cast)
    offer = make.briefed_offer(session, cast, technology)
    before = content_of(session, offer)
    advance(session, technology.id, to=Stage.PARTNERING, actor=cast.officer, now=NOW)
    advance(session, technology.id, to=Stage.OFFER, actor=cast.officer, now=NOW, reason="A slip in the text")
    assert (offer.state, offer.expires_on) == (OfferState.APPROVED, TODAY + YEAR)
    assert content_of(session, offer) == before


def test_a_dossier_says_all_and_what_is_still_open(session, cast):
    technology = make.to_review(session, cast)
    content = dossier_content(session, technology.id, today=TODAY)
    assert "boronic ester linker" in content.abstract_confidential
    assert content.title == technology.title
    assert [line.name for line in content.contributors] == ["Łucja Żądło"]
    assert [line.done for line in content.checklist].count(True) < len(content.checklist)
    make.review(session, cast, technology)
    after = dossier_content(session, technology.id, today=TODAY)
    assert all(line.done for line in after.checklist)
    assert {clock.label for clock in after.clocks} > {clock.label for clock in content.clocks}


def test_an_agreement_names_the_technology_as_its_offer_does(session, cast):
    technology = make.to_partnering(session, cast)
    lead = make.lead(session, cast, technology)
    agreement = make.agreement(session, cast, lead, AgreementKind.NDA)
    content = agreement_content(session, agreement.id)
    assert content.offer_title == "Rapid strip test for resistant bacteria in urine"
    assert content.number == f"{technology.reference}/NDA/{agreement.id}"
    assert content.partner.represented_by == "J. Kot"
