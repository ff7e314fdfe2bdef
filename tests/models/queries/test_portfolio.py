"""The figures of a period, counted by hand on small histories."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import Session, select

from models.actions.stages import advance
from models.errors import NotPermitted
from models.queries.portfolio import Line, institution_portfolio, network_portfolio
from models.rules.days import HOME
from models.rules.periods import Period, period_of
from models.rules.permissions import system
from models.rules.words import (
    AgreementKind,
    AgreementState,
    Answer,
    CaseStatus,
    DeclineReason,
    Field,
    Language,
    PatentEventKind,
    ReportSpan,
    Stage,
    Via,
)
from models.tables import (
    Agreement,
    Brief,
    Contact,
    Delivery,
    InstitutionHead,
    Offer,
    PatentCase,
    PatentEvent,
    Payment,
    Technology,
)
from tests import factories as make
from tests.portfolios import history, noon

OCTOBER = Period(date(2026, 10, 1), ReportSpan.MONTH)
TODAY = date(2026, 11, 3)
D, T, R, F, P, N, L = list(Stage)[:7]


@pytest.fixture
def cast(session: Session) -> make.Cast:
    return make.cast(session)


@pytest.fixture
def small(session: Session, cast: make.Cast) -> make.Cast:
    """Six cases: one waits, two in triage (one late), one sent back, one public, one licensed."""
    home = cast.institution
    history(session, home, (D, date(2026, 10, 20)))
    history(session, home, (D, date(2026, 8, 1)), (T, date(2026, 9, 9)), field=Field.HEALTHY_FOOD)
    history(session, home, (D, date(2026, 10, 2)), (T, date(2026, 10, 21)))
    history(session, home, (D, date(2026, 7, 1)), (T, date(2026, 7, 10)), (D, date(2026, 10, 12)), field=None)
    history(
        session,
        home,
        (D, date(2026, 1, 10)),
        (T, date(2026, 2, 1)),
        (R, date(2026, 3, 1)),
        (F, date(2026, 9, 1)),
        (P, date(2026, 10, 5)),
    )
    history(
        session,
        home,
        (D, date(2024, 11, 5)),
        (T, date(2024, 11, 20)),
        (R, date(2025, 2, 1)),
        (F, date(2025, 6, 1)),
        (P, date(2025, 11, 1)),
        (N, date(2026, 9, 1)),
        (L, date(2026, 10, 30)),
    )
    return cast


def read(session: Session, cast: make.Cast, period: Period = OCTOBER):
    return institution_portfolio(session, cast.institution.id, period, cast.officer, today=TODAY)


def test_stages_are_counted_as_they_were_on_the_last_day(session, small):
    lines = {
        each.stage: (each.entered, each.entered_in_year, each.standing, each.median_age, each.late)
        for each in read(session, small).stages
    }
    assert lines == {
        Stage.DISCLOSURE: (2, 5, 2, 11, 1),
        Stage.TRIAGE: (1, 4, 2, 10, 1),
        Stage.IP_REVIEW: (0, 1, 0, None, 0),
        Stage.OFFER: (0, 1, 0, None, 0),
        Stage.PARTNERING: (1, 2, 1, 26, 0),
        Stage.NEGOTIATION: (0, 1, 0, None, 0),
        Stage.LICENSED: (1, 1, 1, None, 0),
        Stage.RELEASED: (0, 0, 0, None, 0),
        Stage.CLOSED: (0, 0, 0, None, 0),
    }


def test_a_past_month_gives_the_same_numbers_when_it_is_read_later(session, small):
    september = OCTOBER.before()
    before = read(session, small, september)
    history(session, small.institution, (D, date(2026, 11, 1)), (Stage.CLOSED, date(2026, 11, 2)))
    assert read(session, small, september) == before
    assert {each.stage: each.standing for each in before.stages if each.standing} == {T: 2, F: 1, N: 1}


def test_fields_sum_to_their_chain_and_all(session, small):
    found = read(session, small)
    lines = {(each.chain, each.field): each.line for each in found.subjects}
    assert found.total == Line(disclosed=2, under_way=5, public=1, licensed=1)
    assert lines["health", Field.DIAGNOSTICS] == lines["health", None] == Line(2, 3, 1, 1)
    assert lines["bioeconomy", Field.HEALTHY_FOOD] == lines["bioeconomy", None] == Line(0, 1, 0, 0)
    assert lines[None, None] == Line(0, 1, 0, 0)


def test_a_cohort_is_followed_from_each_disclosure_and_not_by_the_year_of_the_move(session, small):
    cohorts = {each.quarter.code: each for each in read(session, small).cohorts}
    assert next(iter(cohorts)) == "2024-Q1"
    assert list(cohorts)[-1] == "2026-Q4"
    old = cohorts["2024-Q4"]
    assert old.size == 1
    assert [[old.reached[months][stage] for stage in (T, R, F, P, N, L)] for months in (6, 12, 24)] == [
        [1, 1, 0, 0, 0, 0],
        [1, 1, 1, 1, 0, 0],
        [1, 1, 1, 1, 1, 1],
    ]
    assert old.over == {6, 12}  # its youngest might have come on the last day of 2024
    assert (cohorts["2026-Q4"].size, cohorts["2026-Q4"].over) == (2, frozenset())
    summer = cohorts["2026-Q3"]
    assert (summer.size, summer.reached[6][T]) == (2, 2)  # who was sent back has been there


def test_only_quarters_that_are_over_are_pooled(session, small):
    pooled = read(session, small).pooled
    assert (pooled[6].size, pooled[6].reached[T], pooled[6].reached[R]) == (2, 2, 2)
    assert (pooled[12].size, pooled[12].reached[P]) == (1, 1)
    assert pooled[24].size == 0


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2026, 10, 31, 23, 59, tzinfo=HOME), 10),
        (datetime(2026, 11, 1, 0, 0, tzinfo=HOME), 11),
        (datetime(2026, 10, 1, 0, 0, tzinfo=HOME), 10),
        (datetime(2026, 9, 30, 23, 59, tzinfo=HOME), 9),
    ],
)
def test_a_month_ends_at_midnight_in_krakow(session, cast, moment, month):
    history(session, cast.institution, (D, moment))
    found = {
        number: read(session, cast, period_of(date(2026, number, 1), ReportSpan.MONTH)).total.disclosed
        for number in (9, 10, 11)
    }
    assert found == {number: int(number == month) for number in (9, 10, 11)}


def test_an_empty_portfolio_has_every_line_and_only_noughts(session, cast):
    found = read(session, cast)
    assert found.total == Line(0, 0, 0, 0)
    assert len(found.stages) == 9
    assert {each.size for each in found.cohorts} == {0}
    assert found.offers == []
    assert set(found.answers.given.values()) == {0}


def test_imported_cases_stand_in_their_stage_and_are_in_no_cohort(session, cast):
    history(session, cast.institution, (P, date(2026, 10, 5)), via=Via.IMPORT)
    found = read(session, cast)
    assert (found.imported, found.total) == (1, Line(0, 1, 1, 0))
    assert sum(each.size or 0 for each in found.cohorts) == 0
    assert found.answers.made_public == 0
    assert {each.entered for each in found.stages} == {0}


def test_answers_income_and_agreements_of_the_period_are_counted(session, cast):
    technology, licence = make.to_licensed(session, cast)
    licence.institution_signed_on, licence.partner_signed_on = date(2026, 9, 29), date(2026, 10, 2)
    session.add(licence)
    _payment(session, cast, licence, 1_500_00, date(2026, 10, 31), "A")
    _payment(session, cast, licence, 700_00, date(2026, 11, 1), "B")
    offer = session.get_one(Offer, _offer_of(session, technology))
    for answer, reason, day in (
        (Answer.DECLINED, DeclineReason.TOO_EARLY, date(2026, 10, 4)),
        (Answer.INTERESTED, None, date(2026, 10, 31)),
        (Answer.DECLINED, DeclineReason.SCIENTIFIC, date(2026, 11, 1)),
    ):
        _answer(session, cast, offer, answer, reason, day)
    found = read(session, cast)
    assert found.answers.given == {Answer.INTERESTED: 1, Answer.DECLINED: 1, Answer.QUESTION: 0}
    assert {reason: count for reason, count in found.answers.reasons.items() if count} == {DeclineReason.TOO_EARLY: 1}
    assert found.answers.sent == 2
    assert found.deals.signed[AgreementKind.LICENCE] == 1
    (income,) = found.deals.income
    assert (income.currency, income.payments, income.amount, income.of_licences) == ("PLN", 1, 150000, 150000)
    assert (found.survey.active_licences, read(session, cast, OCTOBER.before()).survey.active_licences) == (1, 0)


def test_patents_are_in_force_until_they_end(session, cast):
    technology = history(session, cast.institution, (D, date(2024, 1, 1)))
    _case(session, technology, "1", priority=True, filed_on=date(2026, 10, 1), status=CaseStatus.PENDING)
    _case(session, technology, "2", filed_on=date(2026, 10, 31), status=CaseStatus.PENDING)
    _case(session, technology, "3", filed_on=date(2026, 10, 9), status=CaseStatus.PLANNED)
    _case(session, technology, "4", granted_on=date(2026, 10, 15), status=CaseStatus.GRANTED)
    lapsed = _case(session, technology, "5", granted_on=date(2020, 1, 1), status=CaseStatus.LAPSED)
    session.add(
        PatentEvent(
            case_id=lapsed.id,
            kind=PatentEventKind.LAPSED,
            happened_on=date(2026, 11, 2),
            recorded_by_id=cast.officer.person_id,
            recorded_at=noon(TODAY),
        )
    )
    session.flush()
    survey = read(session, cast).survey
    assert (survey.priority_filings, survey.filings, survey.grants, survey.patents_in_force) == (1, 2, 1, 2)
    november = read(session, cast, OCTOBER.after()).survey
    assert (november.filings, november.patents_in_force) == (0, 1)


def test_the_network_shows_no_single_case_of_an_institution(session, small):
    quarter = Period(date(2026, 10, 1), ReportSpan.QUARTER)
    for _ in range(3):
        history(session, small.elsewhere, (D, date(2026, 10, 8)), field=Field.COSMETICS)
    found = network_portfolio(session, quarter, small.coordinator, today=TODAY)
    names = {each.name_en: each.line for each in found.houses}
    assert found.total == Line(disclosed=5, under_way=8, public=None, licensed=None)
    # two disclosures at home are withheld, and with them the three elsewhere: five less three would be two
    assert names[small.institution.name_en] == Line(None, 5, None, None)
    assert names[small.elsewhere.name_en] == Line(None, 3, None, None)
    assert {each.median_age for each in found.stages if each.standing is None} == {None}
    assert found.deals.signed[AgreementKind.LICENCE] == 0


def test_the_network_is_the_coordinators_and_an_institution_its_own_peoples(session, cast):
    with pytest.raises(NotPermitted):
        institution_portfolio(session, cast.institution.id, OCTOBER, cast.coordinator, today=TODAY)
    with pytest.raises(NotPermitted):
        institution_portfolio(session, cast.institution.id, OCTOBER, cast.stranger, today=TODAY)
    with pytest.raises(NotPermitted):
        network_portfolio(session, OCTOBER, cast.officer, today=TODAY)
    with pytest.raises(NotPermitted):
        read_as(session, cast, cast.reviewer)
    session.add(InstitutionHead(institution_id=cast.institution.id, person_id=cast.reviewer.person_id))
    session.flush()
    assert read_as(session, cast, cast.reviewer) == read_as(session, cast, system())


def test_an_anonymous_offer_is_listed_without_its_institution(session, cast):
    technology = make.to_offer(session, cast)
    make.briefed_offer(session, cast, technology, anonymous=True)
    advance(session, technology.id, to=P, actor=cast.officer, now=make.NOW)
    quarter = period_of(make.TODAY, ReportSpan.QUARTER)
    (listed,) = network_portfolio(session, quarter, cast.coordinator, today=make.TODAY).offers
    assert (listed.name_en, listed.name_pl, listed.language) == ("", "", Language.ENGLISH)
    assert listed.reference == technology.alias


def read_as(session, cast, actor):
    return institution_portfolio(session, cast.institution.id, OCTOBER, actor, today=TODAY)


def _case(session: Session, technology: Technology, number: str, **values: Any) -> PatentCase:
    made = PatentCase(technology_id=technology.id, case_number=number, **values)
    session.add(made)
    session.flush()
    return made


def _payment(session: Session, cast: make.Cast, agreement: Agreement, amount: int, day: date, reference: str) -> None:
    assert cast.officer.person_id is not None
    assert agreement.state is AgreementState.IN_FORCE
    session.add(
        Payment(
            agreement_id=agreement.id,
            amount=amount,
            currency="PLN",
            received_on=day,
            bank_reference=reference,
            recorded_by_id=cast.officer.person_id,
            recorded_at=noon(day),
        )
    )
    session.flush()


def _offer_of(session: Session, technology: Technology) -> int:
    return session.exec(select(Offer.id).where(Offer.technology_id == technology.id)).one()


def _answer(
    session: Session, cast: make.Cast, offer: Offer, answer: Answer, reason: DeclineReason | None, day: date
) -> None:
    partner = make.partner(session, cast)
    contact = session.exec(select(Contact).where(Contact.partner_id == partner.id)).one()
    brief = session.exec(select(Brief.id).where(Brief.offer_id == offer.id)).one()
    session.add(
        Delivery(
            offer_id=offer.id,
            brief_id=brief,
            contact_id=contact.id,
            queued_at=noon(day),
            sent_at=noon(day),
            answered_at=noon(day),
            answer=answer,
            decline_reason=reason,
        )
    )
    session.flush()
