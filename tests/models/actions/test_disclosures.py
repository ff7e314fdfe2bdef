"""Submitting, correcting and confirming; and what Helix records on receipt."""

import pytest
from pydantic import ValidationError
from sqlmodel import col, select

from models.actions.agreements import distribute_payment, record_payment
from models.actions.disclosures import (
    Receipt,
    confirm_share,
    receive_disclosure,
    revise_disclosure,
    submit_disclosure,
)
from models.actions.forms import ContributorForm, PaymentForm
from models.actions.stages import advance
from models.errors import AlreadySubmitted, Conflict, NotFound, NotPermitted
from models.queries.officers import least_loaded_officer
from models.rules.permissions import Actor
from models.rules.words import AgreementKind, Field, Role, Stage, ValueChain, Via, WorkKind
from models.tables import Contributor, Disclosure, NearDuplicate, Notice, Technology, Work
from tests import factories as make
from tests.factories import HELIX, NOW, TODAY


@pytest.fixture
def cast(session):
    return make.cast(session)


def test_a_disclosure_becomes_a_technology_with_a_reference_of_its_year(session, cast):
    first = make.technology(session, cast.researcher)
    second = make.technology(session, cast.researcher)
    code = cast.institution.code
    assert [first.reference, second.reference] == [f"{code}-2026-0001", f"{code}-2026-0002"]
    assert first.stage is Stage.DISCLOSURE
    work = session.exec(select(Work).where(Work.subject_id == first.id, Work.kind == WorkKind.RECEIVE_DISCLOSURE))
    assert [row.unique_key for row in work] == [f"receive_disclosure:{first.id}:1"]


def test_the_same_disclosure_sent_twice_is_one(session, cast):
    form = make.disclosure_form(cast.researcher)
    first = submit_disclosure(session, form, actor=cast.researcher, now=NOW)
    shouted = form.model_copy(update={"title": form.title.upper() + " "})
    for again in (form, shouted):
        with pytest.raises(AlreadySubmitted, match=first.reference):
            submit_disclosure(session, again, actor=cast.researcher, now=NOW)
    assert len(session.exec(select(Disclosure).where(Disclosure.technology_id == first.id)).all()) == 1


def test_another_person_may_say_the_same_and_is_told_nothing(session, cast):
    form = make.disclosure_form(cast.researcher)
    submit_disclosure(session, form, actor=cast.researcher, now=NOW)
    other = make.actor(session, Role.RESEARCHER, cast.elsewhere)
    assert submit_disclosure(session, form, actor=other, now=NOW).institution_id == cast.elsewhere.id


def test_a_correction_is_a_new_version_even_when_only_a_date_or_share_changed(session, cast):
    shares = [make.contributor(cast.researcher, 6_000), make.contributor(cast.colleague, 4_000, lead=False)]
    form = make.disclosure_form(cast.researcher, contributors=shares)
    technology = submit_disclosure(session, form, actor=cast.researcher, now=NOW)
    contributors = {row.email: row for row in session.exec(select(Contributor)) if row.technology_id == technology.id}
    confirm_share(session, contributors[cast.colleague.email].id, actor=cast.colleague, now=NOW)
    halves = [make.contributor(cast.researcher, 5_000), make.contributor(cast.colleague, 5_000, lead=False)]
    revised = revise_disclosure(
        session, technology.id, form.model_copy(update={"contributors": halves}), actor=cast.researcher, now=NOW
    )
    assert revised.version == 2
    rows = session.exec(
        select(Contributor).where(Contributor.technology_id == technology.id).order_by(col(Contributor.position))
    ).all()
    assert [(row.share_bp, row.confirmed_at is not None) for row in rows] == [(5_000, True), (5_000, False)]


def test_an_unchanged_share_stays_confirmed_through_a_correction(session, cast):
    shares = [make.contributor(cast.researcher, 6_000), make.contributor(cast.colleague, 4_000, lead=False)]
    form = make.disclosure_form(cast.researcher, contributors=shares)
    technology = submit_disclosure(session, form, actor=cast.researcher, now=NOW)
    other = session.exec(select(Contributor).where(Contributor.email == cast.colleague.email)).one()
    confirm_share(session, other.id, actor=cast.colleague, now=NOW)
    better = form.model_copy(update={"novelty": "Better said."})
    revise_disclosure(session, technology.id, better, actor=cast.researcher, now=NOW)
    again = session.exec(select(Contributor).where(Contributor.email == cast.colleague.email)).one()
    assert again.confirmed_at == NOW


def test_after_triage_a_correction_needs_the_officer_to_send_it_back(session, cast):
    technology = make.to_triage(session, cast)
    form = make.disclosure_form(cast.researcher)
    with pytest.raises(Conflict, match="ask its officer to send it back"):
        revise_disclosure(session, technology.id, form, actor=cast.researcher, now=NOW)
    advance(session, technology.id, to=Stage.DISCLOSURE, actor=cast.officer, now=NOW, reason="Say more.")
    assert revise_disclosure(session, technology.id, form, actor=cast.researcher, now=NOW).version == 2


def test_nobody_confirms_anothers_share(session, cast):
    shares = [make.contributor(cast.researcher, 6_000), make.contributor(cast.colleague, 4_000, lead=False)]
    technology = make.technology(session, cast.researcher, contributors=shares)
    other = session.exec(
        select(Contributor).where(Contributor.technology_id == technology.id, Contributor.email == cast.colleague.email)
    ).one()
    for somebody in (cast.researcher, cast.officer):
        with pytest.raises(NotPermitted):
            confirm_share(session, other.id, actor=somebody, now=NOW)
    with pytest.raises(NotFound):
        confirm_share(session, other.id, actor=cast.stranger, now=NOW)
    by_link = Actor(f"contributor:{other.id}", other.name, Role.RESEARCHER, None, Via.LINK, email=other.email)
    assert confirm_share(session, other.id, actor=by_link, now=NOW).via is Via.LINK


def test_a_stranger_cannot_see_the_disclosure(session, cast):
    technology = make.technology(session, cast.researcher)
    with pytest.raises(NotFound):
        revise_disclosure(session, technology.id, make.disclosure_form(cast.stranger), actor=cast.stranger, now=NOW)


def test_receipt_keeps_what_a_person_has_set(session, cast):
    technology = make.technology(session, cast.researcher)
    other = make.technology(session, cast.researcher)
    found = Receipt(technology.id, "strip urin", ValueChain.BIOECONOMY, Field.AGRICULTURE, [(other.id, 81, ["urin"])])
    for _ in range(2):  # taken over by another shift, it is recorded once
        receive_disclosure(session, found, actor=HELIX, now=NOW)
    assert (technology.field, technology.value_chain) == (Field.DIAGNOSTICS, ValueChain.HEALTH)
    assert technology.officer_id in (cast.officer.person_id, cast.second_officer.person_id)
    pairs = session.exec(select(NearDuplicate).where(NearDuplicate.technology_id == technology.id)).all()
    assert [(pair.other_id, pair.score, pair.shared_terms) for pair in pairs] == [(other.id, 81, ["urin"])]
    notices = session.exec(select(Notice).where(Notice.technology_id == technology.id)).all()
    assert [notice.facts for notice in notices] == [{"reference": technology.reference, "missing": []}]


def test_receipt_classifies_what_nobody_classified(session, cast):
    technology = make.technology(session, cast.researcher, field=None, value_chain=None)
    found = Receipt(technology.id, "", ValueChain.BIOECONOMY, Field.AGRICULTURE, [])
    receive_disclosure(session, found, actor=HELIX, now=NOW)
    assert technology.field is Field.AGRICULTURE


def test_the_officer_with_the_fewest_open_cases_gets_the_next(session, cast):
    ids = []
    for _ in range(4):
        technology = make.technology(session, cast.researcher)
        receive_disclosure(session, Receipt(technology.id, "", None, None, []), actor=HELIX, now=NOW)
        ids.append(technology.officer_id or 0)
    assert sorted(ids) == sorted([cast.officer.person_id or 0, cast.second_officer.person_id or 0] * 2)
    for technology in session.exec(select(Technology).where(Technology.officer_id == cast.second_officer.person_id)):
        advance(session, technology.id, to=Stage.CLOSED, actor=cast.officer, now=NOW, reason="Withdrawn.")
    assert least_loaded_officer(session, cast.institution.id) == cast.second_officer.person_id


def test_the_folded_search_text_finds_polish_without_polish_letters(session, cast):
    technology = make.technology(session, cast.researcher, title="Żel do łąkotki")
    assert technology.search_text.startswith("zel do lakotki")
    assert "lucja zadlo" in technology.search_text


def test_forms_refuse_two_leads_twins_and_a_wrong_orcid(cast):
    me = make.contributor(cast.researcher, 5_000)
    with pytest.raises(ValidationError, match="Exactly one contributor is the lead"):
        make.disclosure_form(cast.researcher, contributors=[me, make.contributor(cast.colleague, 5_000)])
    with pytest.raises(ValidationError, match="named once"):
        make.disclosure_form(cast.researcher, contributors=[me, make.contributor(cast.researcher, 1, lead=False)])
    with pytest.raises(ValidationError, match="check digit"):
        ContributorForm(**me.model_dump(exclude={"orcid"}), orcid="0000-0002-1825-0098")


def test_a_contributor_who_stays_named_keeps_their_row_and_the_recorded_basis(session, cast):
    technology = make.to_review(session, cast)
    for stage in (Stage.TRIAGE, Stage.DISCLOSURE):
        advance(session, technology.id, to=stage, actor=cast.officer, now=NOW, reason="A colleague is missing.")
    before = session.exec(select(Contributor).where(Contributor.technology_id == technology.id)).one()
    basis, confirmed_at = before.legal_basis, before.confirmed_at
    form = make.disclosure_form(
        cast.researcher,
        contributors=[
            make.contributor(cast.colleague, 0, lead=False, legal_basis=None),
            make.contributor(cast.researcher, legal_basis=None),
        ],
    )
    revise_disclosure(session, technology.id, form, actor=cast.officer, now=NOW)
    rows = session.exec(
        select(Contributor).where(Contributor.technology_id == technology.id).order_by(col(Contributor.position))
    ).all()
    assert [(row.email, row.legal_basis) for row in rows] == [
        (cast.colleague.email, None),
        (cast.researcher.email, basis),
    ]
    assert (rows[1].id, rows[1].confirmed_at) == (before.id, confirmed_at)


def test_who_was_paid_stays_named(session, cast):
    technology, lead = make.to_negotiation(session, cast)
    licence = make.agreement(session, cast, lead, AgreementKind.LICENCE, effective_on=TODAY, upfront=100)
    money = PaymentForm(amount=100, currency="PLN", received_on=TODAY, bank_reference="T1")
    distribute_payment(session, record_payment(session, licence.id, money, actor=cast.officer, now=NOW).id, now=NOW)
    for stage in (Stage.PARTNERING, Stage.OFFER, Stage.IP_REVIEW, Stage.TRIAGE, Stage.DISCLOSURE):
        advance(session, technology.id, to=stage, actor=cast.officer, now=NOW, reason="Begin again.")
    other = make.disclosure_form(cast.researcher, contributors=[make.contributor(cast.colleague)])
    with pytest.raises(Conflict, match=r"Money was distributed to a contributor .*Łucja Żądło.*: keep them"):
        revise_disclosure(session, technology.id, other, actor=cast.officer, now=NOW)
    revise_disclosure(session, technology.id, make.disclosure_form(cast.researcher), actor=cast.officer, now=NOW)
