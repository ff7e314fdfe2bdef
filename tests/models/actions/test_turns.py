"""Who changes one technology goes one after another: what the second one finds is what the first has left."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event
from time import sleep

import pytest
from sqlmodel import Session, col, func, select

from models.actions.disclosures import confirm_share, revise_disclosure
from models.actions.forms import AssessmentForm, DecisionForm, FundingForm, PriorArtForm
from models.actions.funding import add_demand, add_funding, settle_demand, strike_demand
from models.actions.ownership import add_co_owner, remove_co_owner
from models.actions.ownership_forms import CoOwnerForm, DemandForm, SettlementForm
from models.actions.people import deactivate_person
from models.actions.prior_art import remove_prior_art, revise_prior_art
from models.actions.review_forms import RightsAnswerForm, RightsOfferForm
from models.actions.reviews import record_assessment, record_decision, record_prior_art
from models.actions.rights import answer_rights_offer, offer_rights
from models.actions.trail import verify
from models.actions.turns import take_turn
from models.db import reading, transaction
from models.errors import Conflict, HelixError, Incomplete, NotFound
from models.queries.technologies import contributors_of
from models.rules.refused import RightsStand, RightsUnfit
from models.rules.words import Criterion, DemandKind, DemandState, PriorArtKind, ReviewOutcome, RightsAnswer
from models.tables import (
    Assessment,
    Contributor,
    CoOwner,
    DecisionEffect,
    Person,
    PriorArt,
    ReviewDecision,
    RightsOffer,
    Signoff,
)
from tests import factories as make

NOW = datetime.now(UTC)
TODAY = NOW.date()
WHOLE = 10_000


def two(first: Callable[[Session], object], second: Callable[[Session], object]) -> object:
    """What the second one got, who came when the first had written and not yet committed."""
    written = Event()

    def lead() -> None:
        with transaction() as session:
            first(session)
            written.set()
            sleep(0.3)

    def follow() -> object:
        assert written.wait(30)
        try:
            with transaction() as session:
                return second(session)
        except HelixError as error:
            return error

    with ThreadPoolExecutor(2) as pool:
        ahead, behind = pool.submit(lead), pool.submit(follow)
        ahead.result()
        return behind.result()


@pytest.fixture
def case(database_url: str) -> tuple[make.Cast, int]:
    with transaction() as session:
        cast = make.cast(session)
        made = make.to_review(session, cast)
        make.no_conflict(session, made, cast.officer, cast.second_officer, cast.reviewer)
        return cast, made.id


def test_two_co_owners_never_hold_more_than_the_whole(case):
    cast, number = case
    form = CoOwnerForm(name="Instytut", share_bp=6_000, agreement="U/1", agreed_on=TODAY, waiver="On paper.")

    def add(session):
        return add_co_owner(session, number, form, actor=cast.officer, now=NOW)

    assert isinstance(two(add, add), RightsUnfit)
    with reading() as session:
        assert session.exec(select(func.sum(CoOwner.share_bp))).one() < WHOLE
        verify(session)


def test_a_co_owner_is_removed_once(case):
    cast, number = case
    form = CoOwnerForm(name="Instytut", share_bp=6_000, agreement="U/1", agreed_on=TODAY, waiver="On paper.")
    with transaction() as session:
        row_id = add_co_owner(session, number, form, actor=cast.officer, now=NOW).id

    def remove(session):
        return remove_co_owner(session, row_id, actor=cast.officer, now=NOW)

    assert isinstance(two(remove, remove), (Conflict, NotFound))
    with reading() as session:
        subject = f"co_owner:{row_id}:6000bp:removed"
        assert len(session.exec(select(Signoff).where(Signoff.subject == subject)).all()) == 1


def test_a_demand_is_settled_or_struck_but_not_both(case):
    cast, number = case
    with transaction() as session:
        funding = add_funding(session, number, FundingForm(sponsor="NCN", number="7"), actor=cast.officer, now=NOW)
        asked = DemandForm(kind=DemandKind.REPORT_INVENTION, text="A report.")
        demands = [add_demand(session, funding.id, asked, actor=cast.officer, now=NOW).id for _ in range(2)]
    met = SettlementForm(state=DemandState.MET, settled_on=TODAY, document="R/1")

    def settle(session):
        return settle_demand(session, demands[0], met, actor=cast.officer, now=NOW)

    def strike(session):
        return strike_demand(session, demands[1], actor=cast.officer, now=NOW)

    assert isinstance(two(settle, lambda s: strike_demand(s, demands[0], actor=cast.officer, now=NOW)), RightsStand)
    assert isinstance(two(strike, strike), NotFound)


def test_the_second_decision_takes_the_place_of_the_first(case):
    cast, number = case

    def decide(actor):
        form = DecisionForm(outcome=ReviewOutcome.RELEASE, reason="No market.", told="We found no partner.")
        return lambda session: record_decision(session, number, form, actor=actor, now=datetime.now(UTC)).id

    later = two(decide(cast.officer), decide(cast.second_officer))
    with reading() as session:
        earlier = session.exec(select(ReviewDecision).where(ReviewDecision.id != later)).one()
        ended = col(DecisionEffect.kept_at).is_(None) & col(DecisionEffect.undone_at).is_(None)
        alive = select(DecisionEffect).where(DecisionEffect.decision_id == earlier.id, ended)
        assert session.exec(alive).all() == []


def test_a_score_given_twice_at_once_stands_once_and_its_change_needs_a_comment(case):
    cast, number = case

    def score(points):
        form = AssessmentForm(scores=dict.fromkeys(Criterion, points))
        return lambda session: record_assessment(session, number, form, actor=cast.reviewer, now=NOW)

    assert isinstance(two(score(4), score(2)), Incomplete)
    with reading() as session:
        assert set(session.exec(select(Assessment.score))) == {4}


def test_an_offer_of_rights_is_answered_once(case):
    cast, number = case
    form = DecisionForm(outcome=ReviewOutcome.RELEASE, reason="No market.", told="We found no partner.")
    with transaction() as session:
        record_decision(session, number, form, actor=cast.officer, now=NOW)
    offered = RightsOfferForm(offered_on=TODAY, fee=0)

    def offer(session):
        return offer_rights(session, number, offered, actor=cast.officer, now=NOW)

    assert isinstance(two(offer, offer), Conflict)
    with reading() as session:
        row = session.exec(select(RightsOffer)).one()

    def answer(said):
        given = RightsAnswerForm(answer=said, answered_on=TODAY)
        return lambda session: answer_rights_offer(session, row.id, given, actor=cast.officer, now=NOW)

    assert isinstance(two(answer(RightsAnswer.ACCEPTED), answer(RightsAnswer.REFUSED)), Conflict)
    with reading() as session:
        assert session.get_one(RightsOffer, row.id).answer is RightsAnswer.ACCEPTED


def test_prior_art_changed_by_one_is_not_changed_by_the_other(case):
    cast, number = case
    form = PriorArtForm(kind=PriorArtKind.PATENT, title="A strip", relevance="Near.")
    with transaction() as session:
        record_id = record_prior_art(session, number, form, actor=cast.officer, now=NOW).id

    def revise(session):
        return revise_prior_art(session, record_id, form, actor=cast.officer, now=NOW)

    def remove(session):
        return remove_prior_art(session, record_id, reason="Twice.", actor=cast.officer, now=NOW)

    assert isinstance(two(revise, remove), Conflict)
    with reading() as session:
        assert len(session.exec(select(PriorArt).where(col(PriorArt.replaces_id) == record_id)).all()) == 1


def test_a_share_is_confirmed_once_whatever_its_holder_read_before(database_url):
    with transaction() as session:
        cast = make.cast(session)
        shares = shares_of((cast.researcher, cast.colleague), 5_000, 5_000)
        made = make.technology(session, cast.researcher, contributors=shares)
        share = next(row for row in contributors_of(session, made.id) if row.confirmed_at is None)

    def confirm(session):
        contributors_of(session, made.id)  # as a page does that shows them
        return confirm_share(session, share.id, actor=cast.colleague, now=NOW)

    assert isinstance(two(confirm, confirm), Conflict)


def test_a_share_corrected_meanwhile_is_not_confirmed_by_the_link_to_the_former(database_url):
    with transaction() as session:
        cast = make.cast(session)
        people = (cast.researcher, cast.colleague)
        made = make.technology(session, cast.researcher, contributors=shares_of(people, 5_000, 5_000))
        share = next(row for row in contributors_of(session, made.id) if row.confirmed_at is None)

    def correct(session):
        form = make.disclosure_form(cast.researcher, contributors=shares_of(people, 7_000, 3_000))
        return revise_disclosure(session, made.id, form, actor=cast.researcher, now=NOW)

    def confirm(session):
        session.get_one(Contributor, share.id)  # as the door does that opens the link
        return confirm_share(session, share.id, actor=cast.colleague, now=NOW, seen_bp=5_000)

    assert isinstance(two(correct, confirm), NotFound)
    with reading() as session:
        assert session.get_one(Contributor, share.id).confirmed_at is None


def shares_of(people, lead_bp, other_bp):
    lead, other = people
    return [make.contributor(lead, lead_bp), make.contributor(other, other_bp, lead=False)]


def test_who_holds_several_turns_and_who_holds_one_do_not_wait_for_each_other_for_ever(database_url):
    with transaction() as session:
        cast = make.cast(session)
        cases = [make.to_triage(session, cast).id for _ in range(3)]

    def leave(session):
        person = session.get_one(Person, cast.officer.person_id)
        return deactivate_person(session, person, actor=cast.administrator, now=NOW)

    def ask(session):
        take_turn(session, cases[0], cast.second_officer)
        return add_funding(session, cases[2], FundingForm(sponsor="NCN"), actor=cast.second_officer, now=NOW)

    assert not isinstance(two(leave, ask), HelixError)


def test_a_stranger_waits_for_nobody_and_learns_nothing(case):
    cast, number = case

    def hold(session):
        take_turn(session, number, cast.officer)

    def ask(session):
        return take_turn(session, number, cast.stranger)

    assert isinstance(two(hold, ask), NotFound)
