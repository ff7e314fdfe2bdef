"""Asking reviewers, their statements on conflicts of interest, and scores given independently."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from models.actions.forms import AssessmentForm, DecisionForm
from models.actions.review_forms import ConflictForm, ReviewerForm, ReviewPolicyForm, RulingForm
from models.actions.review_policy import set_review_policy
from models.actions.reviewers import (
    ask_reviewer,
    decline_review,
    remind_reviewer,
    remind_reviewers,
    rule_on_conflict,
    state_conflict,
    withdraw_request,
)
from models.actions.reviews import record_assessment, record_decision
from models.actions.stages import next_moves
from models.actions.standing_in import set_head
from models.actions.trail import verify
from models.errors import Conflict, Incomplete, NotFound, NotPermitted
from models.queries.assessments import candidates, policy_of, scored_of
from models.queries.cases import review_file
from models.queries.conflicts import declared_conflict, waiting_conflicts
from models.queries.technologies import technology_for
from models.rules.words import (
    ConflictRuling,
    Criterion,
    NoticeKind,
    ProtectionStrategy,
    RequestState,
    ReviewOutcome,
    Role,
    SignoffKind,
    Stage,
    Tie,
)
from models.tables import Assessment, Institution, Notice, Person, ReviewDecision, ReviewPolicy, Signoff
from tests import factories as make
from tests.factories import NOW, TODAY

FOURS = AssessmentForm(scores=dict.fromkeys(Criterion, 4))
IN_TWO_WEEKS = TODAY + timedelta(days=14)
NONE, DECLARED = ConflictForm(declared=False), ConflictForm(declared=True, text="I sat on the team's grant panel.")
WEIGHTS = dict(zip(Criterion, (40, 10, 30, 5, 15), strict=True))


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def case(session, cast):
    return make.to_review(session, cast)


def ask(session, cast, case, who, **values):
    form = ReviewerForm(reviewer_id=who.person_id, **{"due_on": IN_TWO_WEEKS, **values})
    return ask_reviewer(session, case.id, form, actor=cast.officer, now=NOW)


def score(session, case, who, form=FOURS):
    return record_assessment(session, case.id, form, actor=who, now=NOW)


def notices(session, kind):
    return session.exec(select(Notice).where(Notice.kind == kind).order_by(col(Notice.id))).all()


def unmet(session, case):
    onwards = next(gates for move, gates in next_moves(session, case, TODAY) if move.target is Stage.OFFER)
    return {gate.code: gate.missing for gate in onwards}


def test_who_is_asked_gets_an_e_mail_without_the_title_and_the_office_learns_when_all_is_scored(session, cast, case):
    request = ask(session, cast, case, cast.reviewer, note="Mind the older strip.")
    (asked,) = notices(session, NoticeKind.REVIEW_REQUESTED)
    assert asked.person_id == cast.reviewer.person_id
    assert asked.facts == {"reference": case.reference, "due": IN_TWO_WEEKS.isoformat(), "late": False}
    with pytest.raises(Conflict, match="asked to review"):
        ask(session, cast, case, cast.reviewer)
    make.no_conflict(session, case, cast.reviewer)
    score(session, case, cast.reviewer, AssessmentForm(scores={Criterion.MARKET: 2}))
    assert [request.state] == [RequestState.OPEN]
    score(session, case, cast.reviewer)
    assert [request.state] == [RequestState.DONE]
    (told,) = notices(session, NoticeKind.REVIEW_ANSWER)
    assert (told.person_id, told.facts["answer"]) == (cast.officer.person_id, "scored")


def test_a_reviewer_declines_with_a_reason_that_stays_off_the_e_mail_and_can_be_asked_again(session, cast, case):
    request = ask(session, cast, case, cast.reviewer)
    with pytest.raises(Incomplete):
        decline_review(session, request.id, reason=" ", actor=cast.reviewer, now=NOW)
    with pytest.raises(NotFound):
        decline_review(session, request.id, reason="Not me.", actor=cast.officer, now=NOW)
    decline_review(session, request.id, reason="Outside my field.", actor=cast.reviewer, now=NOW)
    (told,) = notices(session, NoticeKind.REVIEW_ANSWER)
    assert told.facts == {"reference": case.reference, "reviewer": cast.reviewer.name, "answer": "declined"}
    make.no_conflict(session, case, cast.reviewer)
    with pytest.raises(Conflict, match="declined"):
        score(session, case, cast.reviewer)
    with pytest.raises(Conflict, match="not open any more: declined"):
        withdraw_request(session, request.id, reason="", actor=cast.officer, now=NOW)
    assert ask(session, cast, case, cast.reviewer).id != request.id


def test_only_people_of_the_institution_who_review_are_asked_and_never_a_creator(session, cast, case):
    for who in (cast.researcher, cast.stranger, cast.coordinator):
        with pytest.raises(NotFound):
            ask(session, cast, case, who)
    author = make.person(session, Role.REVIEWER, session.get_one(Institution, cast.institution.id))
    shares = [make.contributor(cast.researcher, 5_000, department="Zakład Łączności")]
    shares.append(
        make.contributor(cast.colleague, 5_000, lead=False).model_copy(update={"email": author.email, "name": "A"})
    )
    own = make.technology(session, cast.researcher, contributors=shares)
    near = make.person(session, Role.REVIEWER, cast.institution, department="zaklad lacznosci")
    found = {person.id: ties for person, ties in candidates(session, own, cast.officer)}
    assert (found[author.id], found[near.id]) == ((Tie.CREATOR,), (Tie.DEPARTMENT,))
    assert found[cast.reviewer.person_id] == ()
    form = ReviewerForm(reviewer_id=author.id, due_on=IN_TWO_WEEKS)
    with pytest.raises(Conflict, match="is a creator"):
        ask_reviewer(session, own.id, form, actor=cast.officer, now=NOW)


def test_reminders_come_once_for_each_threshold_and_end_with_the_scores(session, cast, case):
    request = ask(session, cast, case, cast.reviewer)
    sent = []
    for day in range(30):
        sent += [day] * remind_reviewers(session, now=NOW + timedelta(days=day))
        assert remind_reviewers(session, now=NOW + timedelta(days=day)) == 0
    assert sent == [7, 13, 14, 17, 24]
    assert [each.facts["late"] for each in notices(session, NoticeKind.REVIEW_REMINDER)] == [False] * 3 + [True] * 2
    remind_reviewer(session, request.id, actor=cast.officer, now=NOW)
    with pytest.raises(Conflict, match="today"):
        remind_reviewer(session, request.id, actor=cast.officer, now=NOW)
    withdraw_request(session, request.id, reason="Enough.", actor=cast.officer, now=NOW)
    assert remind_reviewers(session, now=NOW + timedelta(days=60)) == 0


def test_nobody_scores_or_decides_before_the_statement_and_it_is_signed(session, cast, case):
    decision = DecisionForm(outcome=ReviewOutcome.PROCEED, strategy=ProtectionStrategy.PATENT, reason="Worth it.")
    with pytest.raises(Incomplete, match="conflict of interest"):
        score(session, case, cast.reviewer)
    with pytest.raises(Incomplete, match="conflict of interest"):
        record_decision(session, case.id, decision, actor=cast.officer, now=NOW)
    with pytest.raises(Incomplete, match="Say what"):
        state_conflict(session, case.id, ConflictForm(declared=True), actor=cast.reviewer, now=NOW)
    statement = state_conflict(session, case.id, NONE, actor=cast.reviewer, now=NOW)
    signed = session.exec(select(Signoff).where(Signoff.kind == SignoffKind.CONFLICT)).one()
    assert signed.subject == f"conflict:{statement.id}:person:{cast.reviewer.person_id}:none"
    assert (signed.technology_id, len(signed.subject_digest)) == (case.id, 64)
    assert score(session, case, cast.reviewer)
    assert verify(session).entries > 0


def test_a_declared_conflict_is_decided_by_another_and_cannot_be_stated_away(session, cast, case):
    statement = state_conflict(session, case.id, DECLARED, actor=cast.reviewer, now=NOW)
    assert notices(session, NoticeKind.REVIEW_ANSWER)[0].facts["answer"] == "conflict"
    assert unmet(session, case)["conflicts_decided"] == (cast.reviewer.name,)
    with pytest.raises(Conflict, match="waits"):
        score(session, case, cast.reviewer)
    with pytest.raises(Conflict, match="Only the office"):
        state_conflict(session, case.id, NONE, actor=cast.reviewer, now=NOW)
    ruling = RulingForm(ruling=ConflictRuling.ADMITTED, reason="Five years ago.")
    with pytest.raises(NotPermitted):
        rule_on_conflict(session, statement.id, ruling, actor=cast.reviewer, now=NOW)
    with pytest.raises(NotFound):
        rule_on_conflict(session, statement.id, ruling, actor=cast.stranger, now=NOW)
    rule_on_conflict(session, statement.id, ruling, actor=cast.officer, now=NOW)
    assert len(score(session, case, cast.reviewer)) == 5
    assert "conflicts_decided" not in unmet(session, case)
    with pytest.raises(Conflict, match="already"):
        rule_on_conflict(session, statement.id, ruling, actor=cast.officer, now=NOW)


def test_who_is_excluded_is_replaced_and_what_they_scored_does_not_count(session, cast, case):
    request = ask(session, cast, case, cast.reviewer)
    make.no_conflict(session, case, cast.reviewer)
    score(session, case, cast.reviewer, AssessmentForm(scores={Criterion.TEAM: 5}))
    statement = state_conflict(session, case.id, DECLARED, actor=cast.reviewer, now=NOW)
    excluded = RulingForm(ruling=ConflictRuling.EXCLUDED, reason="Too near.")
    rule_on_conflict(session, statement.id, excluded, actor=cast.officer, now=NOW)
    assert (request.state, request.reason) == (RequestState.WITHDRAWN, "Too near.")
    (told,) = notices(session, NoticeKind.REVIEW_WITHDRAWN)
    assert told.person_id == cast.reviewer.person_id
    assert "Too near." not in str(told.facts)
    assert scored_of(session, case.id).counted == {}
    with pytest.raises(Conflict):
        score(session, case, cast.reviewer)


def test_an_officers_own_conflict_waits_for_another_officer_or_the_head(session, cast, case):
    statement = state_conflict(session, case.id, DECLARED, actor=cast.officer, now=NOW)
    ruling = RulingForm(ruling=ConflictRuling.ADMITTED, reason="Known to all.")
    with pytest.raises(Conflict, match="Your own"):
        rule_on_conflict(session, statement.id, ruling, actor=cast.officer, now=NOW)
    set_head(session, cast.institution, session.get_one(Person, cast.reviewer.person_id), actor=make.HELIX)
    assert rule_on_conflict(session, statement.id, ruling, actor=cast.reviewer, now=NOW).clears


def test_others_scores_are_seen_only_after_ones_own_are_given(session, cast, case):
    second = make.actor(session, Role.REVIEWER, cast.institution)
    make.no_conflict(session, case, cast.reviewer, second, cast.second_officer)
    score(session, case, cast.reviewer)
    seen = review_file(session, case, second)
    assert (seen.assessments, seen.hidden) == ([], True)
    assert len(review_file(session, case, cast.officer).assessments) == 5
    with pytest.raises(Conflict, match="when asked"):
        score(session, case, cast.second_officer)
    ask(session, cast, case, cast.second_officer)
    assert review_file(session, case, cast.second_officer).assessments == []
    score(session, case, second)
    assert len(review_file(session, case, second).assessments) == 10


def test_a_score_changed_after_seeing_the_others_says_why_and_keeps_what_was_given_first(session, cast, case):
    make.no_conflict(session, case, cast.reviewer)
    score(session, case, cast.reviewer)
    with pytest.raises(Incomplete, match="Say why"):
        score(session, case, cast.reviewer, AssessmentForm(scores={Criterion.MARKET: 2}))
    for points in (2, 1):
        changed = AssessmentForm(scores={Criterion.MARKET: points}, comments={Criterion.MARKET: f"Talked, {points}."})
        score(session, case, cast.reviewer, changed)
    row = session.exec(select(Assessment).where(Assessment.criterion == Criterion.MARKET)).one()
    assert (row.score, row.first_score, row.comment) == (1, 4, "Talked, 1.")


def test_as_many_reviewers_as_the_institution_asks_must_have_scored(session, cast, case):
    set_review_policy(
        session, cast.institution, ReviewPolicyForm(weights=WEIGHTS, reviewers=2), actor=make.HELIX, now=NOW
    )
    make.no_conflict(session, case, cast.reviewer)
    score(session, case, cast.reviewer)
    assert unmet(session, case)["enough_reviewers"] == ("1/2",)
    second = make.actor(session, Role.REVIEWER, cast.institution)
    make.no_conflict(session, case, second)
    score(session, case, second)
    assert "enough_reviewers" not in unmet(session, case)


def test_a_case_on_the_first_pipeline_is_not_held_to_the_new_gates(session, cast, case):
    set_review_policy(
        session, cast.institution, ReviewPolicyForm(weights=WEIGHTS, reviewers=2), actor=make.HELIX, now=NOW
    )
    case.pipeline_version = 1
    make.review(session, cast, case)
    assert unmet(session, case) == {}


def test_a_later_change_of_weights_leaves_a_decisions_score_as_it_was(session, cast, case):
    own = ReviewPolicyForm(weights=WEIGHTS)
    policy = set_review_policy(session, cast.institution, own, actor=make.HELIX, now=NOW)
    make.no_conflict(session, case, cast.reviewer, cast.officer)
    uneven = AssessmentForm(scores=dict(zip(Criterion, (5, 1, 4, 3, 2), strict=True)))
    score(session, case, cast.reviewer, uneven)
    form = DecisionForm(outcome=ReviewOutcome.PROCEED, strategy=ProtectionStrategy.PATENT, reason="Worth it.")
    made = record_decision(session, case.id, form, actor=cast.officer, now=NOW)
    even = ReviewPolicyForm(weights=dict.fromkeys(Criterion, 20))
    set_review_policy(session, cast.institution, even, actor=make.HELIX, now=NOW)
    session.expire_all()
    kept = session.get_one(ReviewDecision, made.id)
    assert (kept.score, kept.policy_id, kept.weights) == (375, policy.id, {k.value: v for k, v in WEIGHTS.items()})
    assert policy_of(session, cast.institution.id).version == 2
    assert len(session.exec(select(ReviewPolicy)).all()) == 2


def test_the_weights_are_set_by_the_head_or_an_administrator_and_by_who_looked_at_them_last(session, cast):
    form = ReviewPolicyForm(weights=WEIGHTS)
    for who in (cast.officer, cast.reviewer, cast.stranger, cast.researcher):
        with pytest.raises(NotPermitted):
            set_review_policy(session, cast.institution, form, actor=who, now=NOW)
    set_review_policy(session, cast.institution, form, actor=cast.administrator, now=NOW, seen_version=0)
    with pytest.raises(Conflict, match="Somebody else"):
        set_review_policy(session, cast.institution, form, actor=cast.administrator, now=NOW, seen_version=0)
    set_head(session, cast.institution, session.get_one(Person, cast.officer.person_id), actor=make.HELIX)
    three = ReviewPolicyForm(weights=WEIGHTS, reviewers=3)
    assert set_review_policy(session, cast.institution, three, actor=cast.officer, now=NOW).version == 2


def told_of_conflicts(session):
    rows = session.exec(select(Notice).where(Notice.kind == NoticeKind.REVIEW_ANSWER).order_by(col(Notice.id))).all()
    return [(row.person_id, row.facts["path"]) for row in rows if row.facts["answer"] == "conflict"]


def test_a_head_who_sees_no_case_is_told_of_the_officers_own_conflict_and_decides(session, cast, case):
    set_head(session, cast.institution, session.get_one(Person, cast.administrator.person_id), actor=make.HELIX)
    statement = state_conflict(session, case.id, DECLARED, actor=cast.officer, now=NOW)
    assert told_of_conflicts(session) == [(cast.administrator.person_id, f"/conflicts/{statement.id}")]
    with pytest.raises(NotFound):
        review_file(session, technology_for(session, case.id, cast.administrator), cast.administrator)
    read = declared_conflict(session, statement.id, cast.administrator)
    assert (read.name, read.reference, read.case_seen) == (cast.officer.name, case.reference, False)
    waiting = waiting_conflicts(session, cast.institution.id, cast.administrator)
    assert [each.statement.id for each in waiting] == [statement.id]
    ruling = RulingForm(ruling=ConflictRuling.ADMITTED, reason="Known to all.")
    assert rule_on_conflict(session, statement.id, ruling, actor=cast.administrator, now=NOW).clears
    assert list(waiting_conflicts(session, cast.institution.id, cast.administrator)) == []


def test_an_administrator_who_is_not_the_head_sees_no_conflict(session, cast, case):
    statement = state_conflict(session, case.id, DECLARED, actor=cast.officer, now=NOW)
    with pytest.raises(NotFound):
        declared_conflict(session, statement.id, cast.administrator)
    assert list(waiting_conflicts(session, cast.institution.id, cast.administrator)) == []
    with pytest.raises(NotFound):
        rule_on_conflict(
            session,
            statement.id,
            RulingForm(ruling=ConflictRuling.ADMITTED, reason="So."),
            actor=cast.administrator,
            now=NOW,
        )


def test_a_conflict_is_told_to_the_officer_and_without_a_head_an_officers_own_to_another(session, cast, case):
    state_conflict(session, case.id, DECLARED, actor=cast.reviewer, now=NOW)
    state_conflict(session, case.id, DECLARED, actor=cast.officer, now=NOW)
    assert [person for person, _ in told_of_conflicts(session)] == [
        cast.officer.person_id,
        cast.second_officer.person_id,
    ]


def test_a_statement_without_a_conflict_is_nobodys_to_decide(session, cast, case):
    statement = state_conflict(session, case.id, NONE, actor=cast.reviewer, now=NOW)
    with pytest.raises(NotFound):
        declared_conflict(session, statement.id, cast.officer)
