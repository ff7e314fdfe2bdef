"""Every act that a person answers for stands in the trail: who, what, and exactly which content."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from models.actions.agreements import choose_policy, draft_agreement, record_payment
from models.actions.clocks import close_clock, start_clock
from models.actions.disclosures import revise_disclosure
from models.actions.forms import AgreementForm, FilingForm, FundingForm, PaymentForm
from models.actions.ownership import record_legal_basis
from models.actions.reviews import (
    assign_officer,
    record_filing,
    record_statutory_offer,
    review_obligations,
)
from models.actions.trail import verify
from models.errors import Conflict
from models.rules.words import AgreementKind, SignoffKind
from models.tables import Contributor, Disclosure, Lead, Signoff
from tests import factories as make
from tests.factories import NOW, TODAY


@pytest.fixture
def cast(session):
    return make.cast(session)


def signed(session, technology, kind):
    """What was signed of a kind, oldest first; each by somebody with a name, and the chain whole."""
    rows = session.exec(
        select(Signoff)
        .where(Signoff.technology_id == technology.id, Signoff.kind == kind)
        .order_by(col(Signoff.sequence))
    ).all()
    assert all(row.actor.startswith("person:") and row.actor_name and row.at == NOW for row in rows)
    verify(session)
    return rows


def test_who_was_put_in_charge_and_by_whom_is_signed(session, cast):
    technology = make.to_triage(session, cast)
    for officer in (cast.second_officer, cast.officer):
        assign_officer(session, technology.id, officer_id=officer.person_id, actor=cast.officer, now=NOW)
    rows = signed(session, technology, SignoffKind.ASSIGNMENT)
    assert [(row.subject, row.actor) for row in rows] == [
        (f"officer:{cast.second_officer.key}", cast.officer.key),
        (f"officer:{cast.officer.key}", cast.officer.key),
    ]


def test_each_legal_basis_is_signed_by_itself(session, cast):
    shares = [make.contributor(cast.researcher, 6_000), make.contributor(cast.colleague, 4_000, lead=False)]
    technology = make.technology(session, cast.researcher, contributors=shares)
    first, second = session.exec(
        select(Contributor.id).where(Contributor.technology_id == technology.id).order_by(col(Contributor.position))
    ).all()
    bases = {second: make.TRANSFERRED, first: make.EMPLOYED}
    record_legal_basis(session, technology.id, bases=bases, actor=cast.officer, now=NOW)
    rows = signed(session, technology, SignoffKind.LEGAL_BASIS)
    assert [row.subject for row in rows] == [f"contributor:{first}:employment", f"contributor:{second}:assignment"]


def test_reading_the_funders_demands_is_bound_to_what_they_were(session, cast):
    technology = make.technology(session, cast.researcher)
    review_obligations(session, technology.id, actor=cast.officer, now=NOW)
    funded = make.disclosure_form(cast.researcher, funding=[FundingForm(sponsor="NCN", obligations="Open access.")])
    revise_disclosure(session, technology.id, funded, actor=cast.officer, now=NOW)
    for _ in range(2):
        review_obligations(session, technology.id, actor=cast.officer, now=NOW)
    none, some, again = signed(session, technology, SignoffKind.OBLIGATIONS)
    assert {row.subject for row in (none, some, again)} == {f"on:{TODAY}"}
    assert none.subject_digest != some.subject_digest == again.subject_digest


def test_a_filing_is_bound_to_all_that_was_recorded_of_it_and_shows_no_number(session, cast):
    technology = make.to_review(session, cast)
    form = FilingForm(case_number="C1", office="PL", application_number="P.450001", filed_on=TODAY)
    case = record_filing(session, technology.id, form, actor=cast.reviewer, now=NOW)
    other = form.model_copy(update={"case_number": "C2", "application_number": "P.450002"})
    record_filing(session, technology.id, other, actor=cast.reviewer, now=NOW)
    first, second = signed(session, technology, SignoffKind.FILING)
    assert (first.subject, first.actor) == (f"case:{case.id}:filed:{TODAY}", cast.reviewer.key)
    assert first.subject_digest != second.subject_digest
    assert "450001" not in str(first.model_dump())


def test_closing_a_clock_is_bound_to_the_day_of_the_act(session, cast):
    technology = make.to_review(session, cast)
    clock = start_clock(session, technology.id, rule="paris_12m", trigger=date(2026, 1, 5), actor=cast.officer, now=NOW)
    day = TODAY - timedelta(days=3)
    close_clock(session, clock.id, done_on=day, actor=cast.reviewer, now=NOW)
    (row,) = signed(session, technology, SignoffKind.CLOCK_CLOSED)
    assert (row.subject, row.actor) == (f"clock:{clock.id}:paris_12m:done:{day}", cast.reviewer.key)


def test_offering_the_rights_to_the_creators_is_signed_with_its_day(session, cast):
    technology = make.to_review(session, cast)
    record_statutory_offer(session, technology.id, offered_on=TODAY, actor=cast.officer, now=NOW)
    (row,) = signed(session, technology, SignoffKind.STATUTORY_OFFER)
    assert row.subject == f"offered:{TODAY}"


def test_a_correction_is_bound_to_all_of_the_form(session, cast):
    technology = make.technology(session, cast.researcher)
    form = make.disclosure_form(cast.researcher)
    better = form.model_copy(update={"novelty": "Better said."})
    for each in (form, better):
        revise_disclosure(session, technology.id, each, actor=cast.researcher, now=NOW)
    second, third = session.exec(
        select(Disclosure.id)
        .where(Disclosure.technology_id == technology.id, Disclosure.version > 1)
        .order_by(col(Disclosure.version))
    ).all()
    rows = signed(session, technology, SignoffKind.REVISION)
    assert [row.subject for row in rows] == [f"disclosure:{second}:v2", f"disclosure:{third}:v3"]
    assert len({row.subject_digest for row in rows}) == 2
    assert {row.actor for row in rows} == {cast.researcher.key}


def test_a_policy_is_signed_each_time_that_it_changes(session, cast):
    technology, lead = make.to_negotiation(session, cast)
    form = AgreementForm(kind=AgreementKind.LICENCE)
    licence = draft_agreement(session, lead.id, form, actor=cast.officer, now=NOW)
    for policy in ("art155_floor", "art155_floor", "art155_with_unit"):
        choose_policy(session, licence.id, policy=policy, actor=cast.officer, now=NOW)
    rows = signed(session, technology, SignoffKind.POLICY)
    assert [row.subject for row in rows] == [
        f"agreement:{licence.id}:art155_floor",
        f"agreement:{licence.id}:art155_with_unit",
    ]


def test_under_which_policy_money_came_in_cannot_be_changed_afterwards(session, cast):
    technology, licence = make.to_licensed(session, cast)
    money = PaymentForm(amount=100, currency="PLN", received_on=TODAY, bank_reference="T1")
    record_payment(session, licence.id, money, actor=cast.officer, now=NOW)
    with pytest.raises(Conflict, match="it stays"):
        choose_policy(session, licence.id, policy="employee_led", actor=cast.officer, now=NOW)
    assert choose_policy(session, licence.id, policy="art155_floor", actor=cast.officer, now=NOW).id == licence.id
    assert len(signed(session, technology, SignoffKind.POLICY)) == 1
    other = make.agreement(session, cast, session.get_one(Lead, licence.lead_id), AgreementKind.OPTION)
    assert choose_policy(session, other.id, policy="employee_led", actor=cast.officer, now=NOW).policy == "employee_led"
