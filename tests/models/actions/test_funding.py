"""What funders demand is recorded, dated, met or waived, and stands in the way of the moves until then."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from models.actions.agreements import draft_agreement, sign_agreement
from models.actions.clocks import close_clock, suppress_clock
from models.actions.disclosures import revise_disclosure
from models.actions.docket import correct_trigger
from models.actions.docket_forms import CorrectionForm
from models.actions.forms import AgreementForm, FundingForm
from models.actions.funding import (
    add_demand,
    add_funding,
    add_known_demands,
    settle_demand,
    strike_demand,
)
from models.actions.ownership_forms import DemandForm, SettlementForm
from models.actions.reviews import record_statutory_offer, review_obligations
from models.actions.stages import advance
from models.errors import GatesUnmet, NotFound
from models.queries.docket import Filters, docket_clocks, late_acts
from models.queries.ownership import financed
from models.rules.refused import ActRecorded, RightsStand
from models.rules.words import (
    AgreementKind,
    ClockState,
    DemandKind,
    DemandState,
    Language,
    Stage,
)
from models.tables import Clock, FunderDemand, Funding, Technology
from tests import factories as make
from tests.factories import NOW, TODAY


@pytest.fixture
def cast(session: Session) -> make.Cast:
    return make.cast(session)


GRANT = FundingForm(sponsor="Narodowe Centrum Przykładu", number="2024/11")


def unmet(session: Session, cast: make.Cast, technology: Technology, to: Stage) -> dict[str, tuple[str, ...]]:
    with pytest.raises(GatesUnmet) as refusal:
        advance(session, technology.id, to=to, actor=cast.officer, now=NOW, reason="Because.")
    return {each.code: each.missing for each in refusal.value.unmet}


def funded(session: Session, cast: make.Cast, technology: Technology, *kinds: DemandKind) -> list[FunderDemand]:
    funding = add_funding(session, technology.id, GRANT, actor=cast.officer, now=NOW)
    return [add_demand(session, funding.id, DemandForm(kind=kind), actor=cast.officer, now=NOW) for kind in kinds]


def met(document: str = "Letter of 20 November 2026") -> SettlementForm:
    return SettlementForm(state=DemandState.MET, settled_on=TODAY, document=document)


def waived() -> SettlementForm:
    return SettlementForm(state=DemandState.WAIVED, settled_on=TODAY, document="Letter NCP/7/2026")


# bases


def test_a_dated_duty_stands_on_the_docket_and_reminds_until_it_is_met(session, cast):
    technology = make.to_review(session, cast)
    funding = add_funding(session, technology.id, GRANT, actor=cast.officer, now=NOW)
    duties = [
        add_demand(
            session, funding.id, DemandForm(kind=kind, due_on=TODAY + timedelta(days=7)), actor=cast.officer, now=NOW
        )
        for kind in (DemandKind.REPORT_UTILISATION, DemandKind.OPEN_ACCESS)
    ]
    lines = [line for line in docket_clocks(session, cast.officer, Filters()) if line.clock.demand_id]
    assert [line.clock.due_on for line in lines] == [date(2026, 11, 30)] * 2
    assert lines[0].clock.explanation_pl == (
        "Sprawozdanie z wykorzystania, według umowy: Narodowe Centrum Przykładu (2024/11): 30 listopada 2026. Dzień "
        "wyznacza umowa, a nie ustawa; dni wolne go tu nie przesuwają"
    )
    assert {notice.facts["rule"] for notice in make.sweep_clocks(session, NOW)} == {"funder_duty"}
    close_clock(session, lines[0].clock.id, done_on=TODAY, actor=cast.officer, now=NOW)
    settle_demand(session, duties[1].id, waived(), actor=cast.officer, now=NOW)
    assert [duty.state for duty in duties] == [DemandState.MET, DemandState.WAIVED]
    assert [line.clock.state for line in lines] == [ClockState.DONE, ClockState.SUPPRESSED]
    assert make.sweep_clocks(session, NOW + timedelta(days=6)) == []


def test_a_duty_met_too_late_is_in_the_report_of_late_acts(session, cast):
    technology = make.to_review(session, cast)
    funding = add_funding(session, technology.id, GRANT, actor=cast.officer, now=NOW)
    late = DemandForm(kind=DemandKind.REPORT_INVENTION, due_on=TODAY - timedelta(days=3))
    row = add_demand(session, funding.id, late, actor=cast.officer, now=NOW)
    settle_demand(session, row.id, met(), actor=cast.officer, now=NOW)
    [found] = late_acts(session, cast.officer, since=TODAY - timedelta(days=30), today=TODAY)
    assert (found.line.clock.demand_id, found.days) == (row.id, 3)


def test_the_day_of_a_contract_is_not_corrected_on_the_docket(session, cast):
    technology = make.to_review(session, cast)
    funding = add_funding(session, technology.id, GRANT, actor=cast.officer, now=NOW)
    due = DemandForm(kind=DemandKind.OPEN_ACCESS, due_on=TODAY + timedelta(days=7))
    row = add_demand(session, funding.id, due, actor=cast.officer, now=NOW)
    clock = session.exec(select(Clock).where(Clock.demand_id == row.id)).one()
    form = CorrectionForm(happened_on=TODAY, reason="No.")
    with pytest.raises(ActRecorded) as refusal:
        correct_trigger(session, clock.id, form, actor=cast.officer, now=NOW)
    assert refusal.value.words.pl.startswith("Dzień terminu „Obowiązek wobec finansującego” wynika z umowy")


def test_a_struck_demand_goes_with_its_day_and_a_settled_one_stays(session, cast):
    technology = make.to_review(session, cast)
    funding = add_funding(session, technology.id, GRANT, actor=cast.officer, now=NOW)
    due = DemandForm(kind=DemandKind.OPEN_ACCESS, due_on=TODAY + timedelta(days=7))
    row, kept = (add_demand(session, funding.id, due, actor=cast.officer, now=NOW) for _ in range(2))
    strike_demand(session, row.id, actor=cast.officer, now=NOW)
    settle_demand(session, kept.id, met(), actor=cast.officer, now=NOW)
    for act in (
        lambda: strike_demand(session, kept.id, actor=cast.officer, now=NOW),
        lambda: settle_demand(session, kept.id, waived(), actor=cast.officer, now=NOW),
    ):
        with pytest.raises(RightsStand, match="settled already, on 23 November 2026"):
            act()
    assert session.exec(select(Clock.demand_id).where(col(Clock.demand_id).is_not(None))).all() == [kept.id]


def test_an_invention_that_was_not_reported_waits_before_the_offer(session, cast):
    technology = make.to_review(session, cast)
    [row] = funded(session, cast, technology, DemandKind.REPORT_INVENTION)
    make.review(session, cast, technology)
    assert unmet(session, cast, technology, Stage.OFFER) == {
        "invention_reported": (
            "Narodowe Centrum Przykładu (2024/11): it wants the invention reported; record the report",
        )
    }
    settle_demand(session, row.id, met(), actor=cast.officer, now=NOW)
    assert advance(session, technology.id, to=Stage.OFFER, actor=cast.officer, now=NOW).stage is Stage.OFFER


def test_no_licence_is_signed_and_none_entered_without_the_funders_consent(session, cast):
    technology, lead = make.to_negotiation(session, cast)
    [row] = funded(session, cast, technology, DemandKind.CONSENT_LICENCE)
    form = AgreementForm(kind=AgreementKind.LICENCE, effective_on=TODAY, upfront=100)
    licence = draft_agreement(session, lead.id, form, actor=cast.officer, now=NOW)

    def sign() -> None:
        sign_agreement(
            session, licence.id, signatory="J. Kot", signed_on=TODAY, for_institution=True, actor=cast.officer, now=NOW
        )

    with pytest.raises(RightsStand) as refusal:
        sign()
    assert refusal.value.words.pl == (
        "Umowy nie można jeszcze podpisać. Narodowe Centrum Przykładu (2024/11): wymagana jest zgoda na udzielenie "
        "licencji, a nie została odnotowana. Należy to odnotować w części „Prawa” na stronie sprawy "
        f"{technology.reference}."
    )
    assert "funders_agree" in unmet(session, cast, technology, Stage.LICENSED)
    settle_demand(session, row.id, waived(), actor=cast.officer, now=NOW)
    sign()
    assert "funders_agree" not in unmet(session, cast, technology, Stage.LICENSED)


def test_an_assignment_asks_for_the_consent_to_a_transfer_and_not_to_a_licence(session, cast):
    technology, lead = make.to_negotiation(session, cast)
    funded(session, cast, technology, DemandKind.CONSENT_LICENCE)
    form = AgreementForm(kind=AgreementKind.ASSIGNMENT, effective_on=TODAY, upfront=100)
    draft_agreement(session, lead.id, form, actor=cast.officer, now=NOW)
    assert "funders_agree" not in unmet(session, cast, technology, Stage.LICENSED)
    funded(session, cast, technology, DemandKind.CONSENT_TRANSFER)
    assert "transfer of the rights" in unmet(session, cast, technology, Stage.LICENSED)["funders_agree"][0]


def test_rights_do_not_go_back_to_the_creators_without_a_demanded_consent(session, cast):
    technology = make.to_review(session, cast)
    funded(session, cast, technology, DemandKind.CONSENT_TRANSFER)
    record_statutory_offer(session, technology.id, offered_on=TODAY, actor=cast.officer, now=NOW)
    assert "funders_release" in unmet(session, cast, technology, Stage.RELEASED)


def test_a_known_funders_rules_are_taken_over_once_and_start_the_clock_of_the_law(session, cast):
    technology = make.to_review(session, cast)
    funding = add_funding(session, technology.id, FundingForm(sponsor="NIH"), actor=cast.officer, now=NOW)

    def take() -> int:
        rows = add_known_demands(
            session, funding.id, "us_federal", language=Language.POLISH, actor=cast.officer, now=NOW
        )
        return len(rows)

    assert (take(), take()) == (6, 0)
    [clock] = session.exec(select(Clock).where(Clock.rule == "bayh_dole_disclosure_2m")).all()
    assert (clock.trigger_on, clock.nominal_on) == (TODAY, date(2027, 1, 23))
    [each] = financed(session, technology.id)
    assert {row.source for row in each.demands} >= {"37 CFR 401.14(c)(1) (V)", "35 USC 204; 37 CFR 401.14(i) (BK-h)"}
    with pytest.raises(NotFound, match="there are us_federal, horizon_europe, ncn"):
        add_known_demands(session, funding.id, "moon", language=Language.POLISH, actor=cast.officer, now=NOW)


def test_a_contract_that_says_otherwise_is_reason_enough_not_to_run_the_clock(session, cast):
    technology = make.to_triage(session, cast)
    funding = add_funding(session, technology.id, GRANT, actor=cast.officer, now=NOW)
    clock = suppress_clock(
        session,
        technology.id,
        rule="art154_decision_3m",
        funding_id=funding.id,
        language=Language.POLISH,
        actor=cast.officer,
        now=NOW,
    )
    assert (clock.funding_id, clock.suppressed_reason) == (
        funding.id,
        "Art. 154 ust. 5: umowa z podmiotem finansującym (Narodowe Centrum Przykładu (2024/11)) stanowi inaczej.",
    )
    other = make.to_triage(session, cast)
    with pytest.raises(NotFound, match="has no funding"):
        suppress_clock(session, other.id, rule="art154_decision_3m", funding_id=funding.id, actor=cast.officer, now=NOW)


def test_what_the_office_recorded_of_a_funder_outlives_a_corrected_disclosure(session, cast):
    grants = [FundingForm(sponsor="NCN", number="1", consent=True), FundingForm(sponsor="Fundacja")]
    technology = make.technology(session, cast.researcher, funding=grants)
    first, second = financed(session, technology.id)
    assert [row.kind for row in first.demands] == [DemandKind.CONSENT_LICENCE, DemandKind.CONSENT_TRANSFER]
    review_obligations(session, technology.id, actor=cast.officer, now=NOW)
    due = DemandForm(kind=DemandKind.OPEN_ACCESS, due_on=TODAY + timedelta(days=7))
    add_demand(session, second.funding.id, due, actor=cast.officer, now=NOW)
    suppress_clock(
        session, technology.id, rule="art154_decision_3m", funding_id=second.funding.id, actor=cast.officer, now=NOW
    )
    settle_demand(session, first.demands[0].id, met(), actor=cast.officer, now=NOW)
    form = make.disclosure_form(cast.researcher, funding=[FundingForm(sponsor="ncn", number="1", consent=True)])
    revise_disclosure(session, technology.id, form, actor=cast.researcher, now=NOW)
    [kept] = financed(session, technology.id)
    assert (kept.funding.id, [row.state for row in kept.demands]) == (first.funding.id, ["met", "open"])
    assert session.exec(select(Funding.id)).all() == [kept.funding.id]
    assert session.exec(select(Clock.demand_id, Clock.funding_id)).all() == [(None, None)]
    assert technology.obligations_reviewed_on is None


# inputs
