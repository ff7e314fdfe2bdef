"""What a decision sets going, what a later one undoes, and the way of the rights back to the creators."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from models.actions.clocks import start_clock
from models.actions.forms import DecisionForm, InputForm
from models.actions.offers import save_offer
from models.actions.ownership import add_input
from models.actions.protection_plans import record_protection_plan
from models.actions.review_forms import ProtectionPlanForm, RightsAnswerForm, RightsOfferForm
from models.actions.reviews import record_decision
from models.actions.rights import answer_rights_offer, offer_rights
from models.actions.stages import advance, next_moves
from models.errors import Conflict, Incomplete, NotFound
from models.queries.decisions import choices, living_effects, plan_of, situation_of
from models.queries.families import alarms_of
from models.rules.consequences import DECISION_RULE, OFFER_RULE
from models.rules.refused import FeeRefused
from models.rules.words import (
    ClockState,
    ContributorStatus,
    EffectKind,
    NoticeKind,
    ProtectionStrategy,
    ReviewOutcome,
    RightsAnswer,
    SignoffKind,
    SoftwareLicensing,
    Stage,
)
from models.tables import Clock, DecisionEffect, Notice, RightsOffer, Signoff, Transition
from tests import factories as make
from tests.factories import NOW, TODAY

SECRET = "The strip is dried at 37 degrees for ninety minutes under argon before the second line is printed."
PLAN = ProtectionPlanForm(subject=SECRET, access="Two people of the team, under an undertaking.")


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def case(session, cast):
    made = make.to_review(session, cast)
    make.no_conflict(session, made, cast.officer)
    return made


def students_case(session, cast):
    student = make.contributor(cast.researcher, status=ContributorStatus.STUDENT)
    made = make.to_review(session, cast, contributors=[student])
    make.no_conflict(session, made, cast.officer)
    return made


def decide(session, cast, case, outcome, strategy=None, now=NOW, **values):
    form = DecisionForm(outcome=outcome, strategy=strategy, reason="Seen by the board.", **values)
    return record_decision(session, case.id, form, actor=cast.officer, now=now)


def proceed(session, cast, case, strategy):
    return decide(session, cast, case, ReviewOutcome.PROCEED, strategy)


def effects(session, decision):
    return {
        each.kind: each
        for each in session.exec(select(DecisionEffect).where(DecisionEffect.decision_id == decision.id))
    }


def clock_of(session, case, rule):
    return session.exec(
        select(Clock).where(Clock.technology_id == case.id, Clock.rule == rule).order_by(col(Clock.id).desc())
    ).first()


def unmet(session, case, to):
    return {
        gate.code: gate.missing
        for move, gates in next_moves(session, case, TODAY)
        if move.target is to
        for gate in gates
    }


def offer(session, cast, case, **values):
    form = RightsOfferForm(**{"offered_on": TODAY, "fee": 10_000, **values})
    return offer_rights(session, case.id, form, actor=cast.officer, now=NOW)


def answer(session, cast, row, said, on=TODAY):
    form = RightsAnswerForm(answer=said, answered_on=on)
    return answer_rights_offer(session, row.id, form, actor=cast.officer, now=NOW)


def test_deciding_for_a_patent_demands_the_filing_before_the_planned_publication(session, cast):
    planned = TODAY + timedelta(days=40)
    case = make.to_review(session, cast, public_disclosure="planned", planned_publication_on=planned)
    make.no_conflict(session, case, cast.officer)
    made = proceed(session, cast, case, ProtectionStrategy.PATENT)
    assert effects(session, made)[EffectKind.FILING_DUE].due_on == planned
    assert unmet(session, case, Stage.OFFER)["protection_settled"] == ("priority_filing",)
    assert alarms_of(session, case, today=TODAY)[0].published_on == planned


def test_the_decision_is_the_act_of_the_three_months(session, cast, case):
    started = start_clock(
        session, case.id, rule=DECISION_RULE, trigger=TODAY - timedelta(days=20), actor=cast.officer, now=NOW
    )
    made = proceed(session, cast, case, ProtectionStrategy.PATENT)
    assert (started.state, started.done_on) == (ClockState.DONE, TODAY)
    assert effects(session, made)[EffectKind.DECISION_DONE].clock_id == started.id


def test_know_how_is_kept_secret_described_and_looked_for_in_offers(session, cast):
    planned = TODAY + timedelta(days=40)
    case = make.to_review(session, cast, public_disclosure="planned", planned_publication_on=planned)
    make.no_conflict(session, case, cast.officer)
    with pytest.raises(Conflict, match="there is none"):
        record_protection_plan(session, case.id, PLAN, actor=cast.officer, now=NOW)
    proceed(session, cast, case, ProtectionStrategy.KNOW_HOW)
    open_gates = unmet(session, case, Stage.OFFER)
    assert open_gates["protection_planned"] == ("protection_plan",)
    assert open_gates["know_how_stays_secret"] == (planned.isoformat(),)
    assert alarms_of(session, case, today=TODAY)[0].secret
    written = save_offer(session, case.id, make.offer_form(description=SECRET), actor=cast.officer, now=NOW)
    assert written.leaks == []
    record_protection_plan(session, case.id, PLAN, actor=cast.officer, now=NOW)
    session.refresh(written)
    assert {leak["label"] for leak in written.leaks} == {"protection_plan.subject 1"}
    assert "protection_planned" not in unmet(session, case, Stage.OFFER)


def test_copyright_asks_for_the_work_and_its_licensing_and_another_strategy_ends_the_plan(session, cast, case):
    proceed(session, cast, case, ProtectionStrategy.COPYRIGHT)
    with pytest.raises(Incomplete, match="licensed"):
        record_protection_plan(session, case.id, PLAN, actor=cast.officer, now=NOW)
    work = PLAN.model_copy(update={"licensing": SoftwareLicensing.DUAL})
    for _ in range(2):
        plan = record_protection_plan(session, case.id, work, actor=cast.officer, now=NOW)
    assert plan_of(session, case.id) == plan
    proceed(session, cast, case, ProtectionStrategy.PATENT)
    assert plan_of(session, case.id) is None
    assert plan.ended_at == NOW


def test_the_signature_on_a_work_covers_what_of_others_is_listed_among_the_rights(session, cast, case):
    proceed(session, cast, case, ProtectionStrategy.COPYRIGHT)
    work = PLAN.model_copy(update={"licensing": SoftwareLicensing.DUAL})
    for added in (False, True, False):
        if added:
            gpl = InputForm(name="A parser", provider="its authors", licence="GPL-3.0")
            add_input(session, case.id, gpl, actor=cast.officer, now=NOW)
        record_protection_plan(session, case.id, work, actor=cast.officer, now=NOW)
    query = select(Signoff.subject_digest).where(Signoff.kind == SignoffKind.PROTECTION_PLAN).order_by(col(Signoff.id))
    without, parser, again = session.exec(query).all()
    assert (without != parser, parser == again) == (True, True)


@pytest.mark.parametrize("outcome", [ReviewOutcome.RELEASE, ReviewOutcome.DECLINE])
def test_a_negative_decision_about_employees_work_starts_the_thirty_days(session, cast, case, outcome):
    made = decide(session, cast, case, outcome)
    clock = clock_of(session, case, OFFER_RULE)
    assert (clock.state, clock.trigger_on, clock.nominal_on) == (ClockState.RUNNING, TODAY, date(2026, 12, 23))
    effect = effects(session, made)[EffectKind.OFFER_DUE]
    assert (effect.clock_id, effect.due_on) == (clock.id, clock.due_on)
    assert case.stage is Stage.IP_REVIEW
    offer(session, cast, case)
    assert (clock.state, clock.done_on, case.statutory_offer_on) == (ClockState.DONE, TODAY, TODAY)


def test_after_three_months_without_a_decision_the_thirty_days_count_from_their_nominal_end(session, cast, case):
    start_clock(session, case.id, rule=DECISION_RULE, trigger=date(2026, 8, 20), actor=cast.officer, now=NOW)
    decide(session, cast, case, ReviewOutcome.RELEASE)
    assert clock_of(session, case, OFFER_RULE).trigger_on == date(2026, 11, 20)


def test_what_the_page_shows_before_signing_is_what_happens(session, cast, case):
    situation = situation_of(session, case)
    shown = {(each.outcome, each.strategy, each.no_duty): each.consequences for each in choices(situation, TODAY)}
    assert len(shown) == 6
    for outcome in (ReviewOutcome.PROCEED, ReviewOutcome.RELEASE):
        strategy = ProtectionStrategy.KNOW_HOW if outcome is ReviewOutcome.PROCEED else None
        made = decide(session, cast, case, outcome, strategy)
        assert set(effects(session, made)) == {each.kind for each in shown[outcome, strategy, False]}


def test_declining_closes_the_case_with_what_the_creators_read(session, cast):
    case = students_case(session, cast)
    with pytest.raises(Incomplete, match="what the creators are told"):
        decide(session, cast, case, ReviewOutcome.DECLINE)
    decide(session, cast, case, ReviewOutcome.DECLINE, told="We found no partner for it.")
    assert case.stage is Stage.CLOSED
    last = session.exec(select(Transition).order_by(col(Transition.id).desc()).limit(1)).one()
    assert last.reason == "We found no partner for it."
    told = session.exec(select(Notice).where(Notice.kind == NoticeKind.MOVED).order_by(col(Notice.id).desc())).first()
    assert told is not None
    assert "no partner" not in str(told.facts)
    with pytest.raises(Conflict, match="reached its end"):
        decide(session, cast, case, ReviewOutcome.RELEASE)


def test_declining_employees_work_without_an_offer_needs_the_reason_why_none_is_owed(session, cast, case):
    decide(session, cast, case, ReviewOutcome.DECLINE, told="It is free already.", no_duty="Free software.")
    assert case.stage is Stage.CLOSED
    assert clock_of(session, case, OFFER_RULE) is None


def test_a_later_decision_to_proceed_stops_the_clock_of_the_offer_with_its_reason(session, cast, case):
    first = decide(session, cast, case, ReviewOutcome.RELEASE)
    again = decide(session, cast, case, ReviewOutcome.DECLINE)
    clock = clock_of(session, case, OFFER_RULE)
    kept = effects(session, first)[EffectKind.OFFER_DUE]
    assert (kept.kept_at, kept.undone_at) == (NOW, None)
    assert effects(session, again)[EffectKind.OFFER_DUE].clock_id == clock.id
    proceed(session, cast, case, ProtectionStrategy.PATENT)
    assert clock.state is ClockState.SUPPRESSED
    assert "Decided anew" in clock.suppressed_reason
    assert effects(session, again)[EffectKind.OFFER_DUE].undone_at == NOW
    assert living_effects(session, again.id) == []


def test_a_negative_decision_reversed_and_retaken_on_one_day_owes_the_offer_again(session, cast, case):
    decide(session, cast, case, ReviewOutcome.RELEASE)
    (row,) = offer(session, cast, case)
    answer(session, cast, row, RightsAnswer.REFUSED)
    clock = clock_of(session, case, OFFER_RULE)
    assert clock.state is ClockState.DONE
    proceed(session, cast, case, ProtectionStrategy.PATENT)
    again = decide(session, cast, case, ReviewOutcome.RELEASE)
    assert (clock.state, clock.done_on, clock.done_by_id) == (ClockState.RUNNING, None, None)
    assert clock.remind_on is not None
    effect = effects(session, again)[EffectKind.OFFER_DUE]
    assert (effect.clock_id, effect.due_on) == (clock.id, clock.due_on)
    signed = session.exec(select(Signoff).where(Signoff.kind == SignoffKind.CLOCK_MOVED)).one()
    assert signed.subject == f"clock:{clock.id}:{OFFER_RULE}:reopened:{TODAY}"
    offer(session, cast, case)
    assert (clock.state, case.statutory_offer_on) == (ClockState.DONE, TODAY)


def test_an_offer_that_a_creator_holds_or_took_cannot_be_broken_by_deciding_anew(session, cast, case):
    decide(session, cast, case, ReviewOutcome.RELEASE)
    (row,) = offer(session, cast, case)
    with pytest.raises(Conflict, match="record the answer"):
        proceed(session, cast, case, ProtectionStrategy.PATENT)
    answer(session, cast, row, RightsAnswer.REFUSED)
    proceed(session, cast, case, ProtectionStrategy.PATENT)
    assert (case.statutory_offer_on, row.superseded_at) == (None, NOW)
    decide(session, cast, case, ReviewOutcome.RELEASE)
    (again,) = offer(session, cast, case)
    answer(session, cast, again, RightsAnswer.ACCEPTED)
    with pytest.raises(Conflict, match="took the offered rights"):
        proceed(session, cast, case, ProtectionStrategy.PATENT)


@pytest.mark.parametrize(("day", "cap"), [(date(2025, 12, 31), 40_908), (date(2026, 1, 2), 44_517)])
def test_a_fee_above_the_cap_of_its_year_is_refused_with_the_reason(session, cast, case, day, cap):
    with pytest.raises(FeeRefused, match="above what the law allows") as refusal:
        offer(session, cast, case, offered_on=day, fee=cap + 1)
    assert "przeciętnego wynagrodzenia" in refusal.value.words.pl
    (row,) = offer(session, cast, case, offered_on=day, fee=cap)
    assert (row.fee, row.cap) == (cap, cap)


def test_a_fee_in_a_year_without_a_wage_says_so_and_asks_for_the_source(session, cast, case):
    then = NOW.replace(year=2027)
    form = RightsOfferForm(offered_on=then.date(), fee=100)
    with pytest.raises(FeeRefused, match="2026 is not in Helix's table"):
        offer_rights(session, case.id, form, actor=cast.officer, now=then)
    sourced = form.model_copy(update={"fee_source": "Notice of the statistical office, 9 February 2027"})
    (row,) = offer_rights(session, case.id, sourced, actor=cast.officer, now=then)
    assert row.cap is None


def test_the_rights_are_released_when_every_creator_has_answered_and_one_takes_them(session, cast):
    shares = [make.contributor(cast.researcher, 5_000), make.contributor(cast.colleague, 5_000, lead=False)]
    case = make.technology(session, cast.researcher, contributors=shares)
    case.stage = Stage.IP_REVIEW
    make.no_conflict(session, case, cast.officer)
    decide(session, cast, case, ReviewOutcome.RELEASE)
    (first,) = offer(session, cast, case, emails=[cast.researcher.email])
    clock = clock_of(session, case, OFFER_RULE)
    assert (clock.state, case.statutory_offer_on) == (ClockState.RUNNING, None)
    (second,) = offer(session, cast, case)
    assert clock.state is ClockState.DONE
    with pytest.raises(Conflict, match="offered already"):
        offer(session, cast, case)
    with pytest.raises(NotFound, match="no creator"):
        offer(session, cast, case, emails=[cast.officer.email])
    answer(session, cast, first, RightsAnswer.REFUSED)
    assert unmet(session, case, Stage.RELEASED) == {"rights_answered": (cast.colleague.name,)}
    answer(session, cast, second, RightsAnswer.ACCEPTED)
    with pytest.raises(Conflict, match="answered already"):
        answer(session, cast, second, RightsAnswer.REFUSED)
    moved = advance(session, case.id, to=Stage.RELEASED, actor=cast.officer, now=NOW, reason="Taken.")
    assert moved.stage is Stage.RELEASED
    signed = session.exec(select(Signoff.subject).where(Signoff.kind == SignoffKind.RIGHTS_ANSWER)).all()
    assert signed == [f"rights:{first.id}:refused", f"rights:{second.id}:accepted"]


def test_where_nobody_takes_the_rights_the_case_is_not_released(session, cast, case):
    decide(session, cast, case, ReviewOutcome.RELEASE)
    (row,) = offer(session, cast, case)
    with pytest.raises(Incomplete, match="must lie between"):
        answer(session, cast, row, RightsAnswer.REFUSED, on=TODAY - timedelta(days=1))
    answer(session, cast, row, RightsAnswer.REFUSED)
    assert unmet(session, case, Stage.RELEASED) == {"rights_answered": ("nobody_accepted",)}
    assert len(session.exec(select(RightsOffer)).all()) == 1
