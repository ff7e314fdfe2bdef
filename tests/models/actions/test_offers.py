"""Versions, what they are bound to, and the checks before a version may be approved."""

from typing import Any

import pytest
from sqlmodel import select

from models.actions.forms import FilingForm
from models.actions.offers import accept_leak, approve_offer, consent_to_offer, record_brief, save_offer
from models.actions.publishing import withdraw_offer
from models.actions.reviews import record_filing
from models.actions.stages import advance
from models.errors import Conflict, GatesUnmet, Incomplete, NotPermitted
from models.rules.words import Language, OfferState, SignoffKind, Stage, WorkKind
from models.tables import Brief, Disclosure, Offer, Signoff, Work
from tests import factories as make
from tests.factories import NOW, TODAY


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def technology(session, cast):
    return make.to_offer(session, cast)


def save(session, cast, technology, **values):
    return save_offer(session, technology.id, make.offer_form(**values), actor=cast.officer, now=NOW)


def test_a_draft_changes_in_place(session, cast, technology):
    first = save(session, cast, technology)
    second = save(session, cast, technology, title="Another title for the strip")
    assert (first.id, second.version) == (second.id, 1)


def test_changing_an_approved_version_starts_the_next_and_voids_both_consents(session, cast, technology):
    first = make.approved_offer(session, cast, technology)
    second = save(session, cast, technology, title="Another title for the strip")
    assert (second.version, second.state, second.approved_at, second.consented_at) == (2, OfferState.DRAFT, None, None)
    assert session.get_one(Offer, first.id).state is OfferState.SUPERSEDED


def test_saving_the_same_content_again_keeps_the_approval(session, cast, technology):
    first = make.approved_offer(session, cast, technology)
    assert save(session, cast, technology).id == first.id
    assert session.get_one(Offer, first.id).approved_at == NOW


def test_consent_and_approval_are_bound_to_the_content_seen(session, cast, technology):
    seen = save(session, cast, technology).digest
    changed = save(session, cast, technology, title="Another title for the strip")
    for act, who in ((approve_offer, cast.officer), (consent_to_offer, cast.researcher)):
        with pytest.raises(Conflict, match="changed after you looked"):
            act(session, changed.id, digest=seen, actor=who, now=NOW)


def test_only_the_lead_contributor_consents_and_only_an_officer_approves(session, cast, technology):
    offer = save(session, cast, technology)
    with pytest.raises(NotPermitted):
        consent_to_offer(session, offer.id, digest=offer.digest, actor=cast.officer, now=NOW)
    with pytest.raises(NotPermitted):
        approve_offer(session, offer.id, digest=offer.digest, actor=cast.researcher, now=NOW)


def test_an_offer_with_errors_is_not_approved_and_every_error_is_named(session, cast, technology):
    offer = save(session, cast, technology, description="", partnerships=[], key_figures=[], advantages="It is good.")
    with pytest.raises(Incomplete) as refusal:
        approve_offer(session, offer.id, digest=offer.digest, actor=cast.officer, now=NOW)
    assert "description" in str(refusal.value).lower()
    assert "partnership" in str(refusal.value).lower()
    assert offer.state is OfferState.DRAFT


def test_a_passage_of_the_confidential_abstract_stops_the_approval_until_an_officer_accepts_it(
    session, cast, technology
):
    secret = session.exec(select(Disclosure).where(Disclosure.technology_id == technology.id)).one()
    offer = save(session, cast, technology, description=f"As described: {secret.abstract_confidential}")
    assert [leak["field"] for leak in offer.leaks] == ["description"]
    with pytest.raises(Incomplete, match="description repeats abstract_confidential"):
        approve_offer(session, offer.id, digest=offer.digest, actor=cast.officer, now=NOW)
    with pytest.raises(Incomplete, match="Say why"):
        accept(session, cast, offer, reason="")
    accept(session, cast, offer, reason="Published in the article.")
    approve_offer(session, offer.id, digest=offer.digest, actor=cast.officer, now=NOW)
    accepted = session.exec(select(Signoff).where(Signoff.kind == SignoffKind.SCAN_ACCEPTED)).one()
    assert (accepted.subject_digest, accepted.reason) == (offer.digest, "Published in the article.")


def accept(session, cast, offer, **values):
    values = {"place": 0, "digest": offer.checked_digest, "reason": "It is public.", **values}
    return accept_leak(session, offer.id, actor=cast.officer, now=NOW, **values)


def test_a_place_is_accepted_in_exactly_the_offer_that_the_officer_saw(session, cast, technology):
    secret = session.exec(select(Disclosure).where(Disclosure.technology_id == technology.id)).one()
    offer = save(session, cast, technology, description=f"As described: {secret.abstract_confidential}")
    seen = offer.checked_digest
    save(session, cast, technology, problem=secret.abstract_confidential, description="The test reads enzymes.")
    with pytest.raises(Conflict, match="look again"):
        accept(session, cast, offer, digest=seen)
    assert [leak["accepted"] for leak in offer.leaks] == [""]


def test_a_place_is_not_accepted_when_what_the_scan_compared_changed_meanwhile(session, cast, technology):
    offer = save(session, cast, technology, ipr_notes="Filed as P.987654 in Warsaw.", problem="Filed as P.987653.")
    seen = offer.checked_digest
    for place, number in enumerate(("P.987654", "P.987653")):
        filing = FilingForm(
            case_number=f"C{place}x", office="PL", application_number=number, filed_on=TODAY, priority=False
        )
        record_filing(session, technology.id, filing, actor=cast.officer, now=NOW)
    assert len(offer.leaks) == 2
    with pytest.raises(Conflict, match="look again"):
        accept(session, cast, offer, digest=seen)
    accept(session, cast, offer, place=1)
    assert [leak["accepted"] for leak in offer.leaks] == ["", "It is public."]


def test_an_unpublished_application_number_is_a_leak_however_it_is_written(session, cast, technology):
    number = f"P {450000 + technology.id}"  # on record as P.450001
    offer = save(session, cast, technology, ipr_notes=f"Filed as {number}.")
    assert [leak["field"] for leak in offer.leaks] == ["ipr_notes"]
    assert save(session, cast, technology, ipr_notes="Filed in Poland.").leaks == []


def test_an_anonymous_offer_may_not_name_its_contributors(session, cast, technology):
    named = {"description": "Developed by Łucji Żądło at the institute, the strip reads enzymes from urine."}
    assert save(session, cast, technology, **named).leaks == []
    anonymous = save(session, cast, technology, anonymous=True, **named)
    assert [leak["field"] for leak in anonymous.leaks] == ["description"]


def test_the_brief_is_asked_for_once_both_have_signed(session, cast, technology):
    offer = save(session, cast, technology)
    asked = select(Work.unique_key).where(Work.kind == WorkKind.RENDER_BRIEF, Work.subject_id == offer.id)
    approve_offer(session, offer.id, digest=offer.digest, actor=cast.officer, now=NOW)
    assert session.exec(asked).all() == []
    consent_to_offer(session, offer.id, digest=offer.digest, actor=cast.researcher, now=NOW)
    assert session.exec(asked).all() == [f"render_brief:{offer.id}:{offer.digest}"]


def test_a_brief_of_a_version_that_changed_meanwhile_is_not_recorded(session, cast, technology):
    offer = make.approved_offer(session, cast, technology)
    sums: dict[str, Any] = {"input_checksum": "a" * 64, "sha256": "b" * 64, "template_version": "t", "size": 1}
    with pytest.raises(Conflict):
        record_brief(session, offer.id, offer_digest="c" * 64, now=NOW, **sums)
    first = record_brief(session, offer.id, offer_digest=offer.digest, now=NOW, **sums)
    assert record_brief(session, offer.id, offer_digest=offer.digest, now=NOW, **sums).id == first.id
    assert len(session.exec(select(Brief).where(Brief.offer_id == offer.id)).all()) == 1


def test_languages_are_versioned_on_their_own(session, cast, technology):
    english = make.approved_offer(session, cast, technology)
    polish = save(session, cast, technology, language=Language.POLISH, title="Szybki test paskowy")
    assert (english.version, polish.version) == (1, 1)
    assert session.get_one(Offer, english.id).approved_at is not None


def test_a_withdrawn_offer_needs_a_new_version_to_come_back(session, cast):
    technology = make.to_partnering(session, cast)
    offer = session.exec(select(Offer).where(Offer.technology_id == technology.id)).one()
    with pytest.raises(Incomplete):
        withdraw_offer(session, offer.id, actor=cast.officer, now=NOW, reason="")
    withdraw_offer(session, offer.id, actor=cast.officer, now=NOW, reason="A partner asked for exclusivity.")
    assert save(session, cast, technology).version == 2


def test_a_filing_recorded_after_the_approval_is_scanned_for_too(session, cast, technology):
    offer = make.briefed_offer(session, cast, technology, ipr_notes="Filed as P.987654 in Warsaw.")
    filing = FilingForm(case_number="C2", office="PL", application_number="P.987654", filed_on=TODAY, priority=False)
    record_filing(session, technology.id, filing, actor=cast.officer, now=NOW)
    assert [(leak["field"], leak["label"]) for leak in offer.leaks] == [("ipr_notes", "number")]
    with pytest.raises(GatesUnmet) as refusal:
        advance(session, technology.id, to=Stage.PARTNERING, actor=cast.officer, now=NOW)
    assert [gate.code for gate in refusal.value.unmet] == ["confidentiality_scan_passed"]


def test_of_two_approved_versions_the_newer_is_published(session, cast):
    technology = make.to_partnering(session, cast)
    older = session.exec(select(Offer).where(Offer.technology_id == technology.id)).one()
    newer = make.approved_offer(session, cast, technology, title="The strip test, second edition")
    advance(session, technology.id, to=Stage.OFFER, actor=cast.officer, now=NOW, reason="The text is old.")
    make.briefed_offer(session, cast, technology, title="The strip test, second edition")
    advance(session, technology.id, to=Stage.PARTNERING, actor=cast.officer, now=NOW)
    for offer in (older, newer):
        session.refresh(offer)
    assert (older.state, newer.state) == (OfferState.SUPERSEDED, OfferState.PUBLISHED)
