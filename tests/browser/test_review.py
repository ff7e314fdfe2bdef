"""The review in a real browser: asked, stated, scored, decided and offered back, in both languages and widths."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from models.actions.forms import AssessmentForm, DecisionForm
from models.actions.review_forms import ConflictForm, ReviewerForm, ReviewPolicyForm, RulingForm
from models.actions.review_policy import set_review_policy
from models.actions.reviewers import ask_reviewer, rule_on_conflict, state_conflict
from models.actions.reviews import record_assessment, record_decision
from models.db import transaction
from models.rules.days import local_date
from models.rules.words import ConflictRuling, Criterion, ProtectionStrategy, ReviewOutcome, Role
from tests import factories as make
from tests.browser.conftest import Desk

Opened = Callable[..., Desk]
LONG = "Szybki test paskowy wykrywający karbapenemazy w moczu dzięki peptydowi zamiast przeciwciała, bez chłodzenia"
SCORES = ((5, 3, 4, 2, 3), (2, 3, 4, 4, 3), (4, 3, 5, 3, 2))


def furnish(session: Session) -> tuple[make.Cast, str, str]:
    """Three have scored, one is late, one declares a conflict; a decision to release. And a case still to score."""
    cast = make.cast(session)
    now = datetime.now(UTC)
    by: dict[str, Any] = {"actor": cast.officer, "now": now}
    today = local_date(now)
    weights = dict(zip(Criterion, (30, 15, 30, 10, 15), strict=True))
    policy = ReviewPolicyForm(weights=weights, reviewers=2, reason="Rada: rynek waży tyle co nowość.")
    set_review_policy(session, cast.institution, policy, actor=cast.administrator, now=now)
    case = make.to_review(session, cast, title=LONG)
    names = ("Anna Wójcik-Żak", "Bogusław Ślązak", "Cecylia Ćwik")
    for name, points in zip(names, SCORES, strict=True):
        who = make.actor(session, Role.REVIEWER, cast.institution, name=name, department="Zakład Mikrobiologii")
        form = ReviewerForm(reviewer_id=who.person_id or 0, due_on=today + timedelta(days=10))
        ask_reviewer(session, case.id, form, **by)
        state_conflict(session, case.id, ConflictForm(declared=False), actor=who, now=now)
        said = {Criterion.PATENTABILITY: "Dokument D2 ujawnia peptyd, lecz nie linię kontrolną."}
        scores = AssessmentForm(scores=dict(zip(Criterion, points, strict=True)), comments=said)
        record_assessment(session, case.id, scores, actor=who, now=now)
    torn = make.actor(session, Role.REVIEWER, cast.institution, name="Dariusz Łącki")
    declared = ConflictForm(declared=True, text="Wspólny grant z twórczynią do 2025 r.")
    statement = state_conflict(session, case.id, declared, actor=torn, now=now)
    near = make.actor(session, Role.REVIEWER, cast.institution, name="Ewa Gąsior")
    second = state_conflict(session, case.id, declared, actor=near, now=now)
    ruling = RulingForm(ruling=ConflictRuling.EXCLUDED, reason="Zbyt blisko.")
    rule_on_conflict(session, second.id, ruling, **by)
    assert statement.undecided
    state_conflict(session, case.id, ConflictForm(declared=False), **by)
    first = DecisionForm(outcome=ReviewOutcome.PROCEED, strategy=ProtectionStrategy.PATENT, reason="Warto.")
    record_decision(session, case.id, first, **by)
    release = DecisionForm(outcome=ReviewOutcome.RELEASE, reason="Brak nabywcy.", told="Nie znaleźliśmy nabywcy.")
    record_decision(session, case.id, release, **by)
    fresh = make.to_review(session, cast, title="A strip that reads resistance from urine")
    asked = ReviewerForm(reviewer_id=cast.reviewer.person_id or 0, due_on=today + timedelta(days=5), note="Mind D2.")
    ask_reviewer(session, fresh.id, asked, **by)
    return cast, case.reference, fresh.reference


@pytest.fixture
def played(site_url: str) -> tuple[make.Cast, str, str]:
    with transaction() as session:
        return furnish(session)


def test_every_page_is_sound_in_both_languages_and_widths(desk: Opened, played: tuple[make.Cast, str, str]) -> None:
    cast, case, fresh = played
    officer, reviewer, administrator = desk(cast.officer), desk(cast.reviewer), desk(cast.administrator)
    creator = desk(cast.researcher)
    home = cast.institution.id
    pages = (
        (reviewer, "desk", "/reviews"),
        (reviewer, "statement", f"/technologies/{fresh}/assessment"),
        (officer, "scoring", f"/technologies/{case}/assessment"),
        (officer, "case", f"/technologies/{case}"),
        (officer, "decision", f"/technologies/{case}/decision"),
        (officer, "today", "/today?whose=all"),
        (officer, "policy-read", f"/institutions/{home}/review"),
        (administrator, "policy", f"/institutions/{home}/review"),
        (creator, "creator", f"/disclosures/{case}"),
    )
    for language in ("en", "pl"):
        for who, name, path in pages:
            who.open(path, language)
            who.look(f"{name}-{language}")
            assert who.faults() == [], (name, language)
            assert not who.overflows(), (name, language)


def test_a_reviewer_states_and_scores_and_an_officer_decides_without_javascript(
    desk: Opened, played: tuple[make.Cast, str, str]
) -> None:
    cast, _, fresh = played
    reviewer = desk(cast.reviewer, javascript=False)
    page = reviewer.open("/reviews")
    page.get_by_role("link", name="Review and score it").click()
    page.get_by_label("No, none").check()
    page.get_by_role("button", name="Sign the statement").click()
    page.get_by_text("Your statement is signed.").wait_for()
    for criterion in Criterion:
        page.locator(f"input[name='score_{criterion}'][value='4']").check()
    page.get_by_role("button", name="Record my scores").click()
    page.get_by_text("Your scores are recorded.").wait_for()
    page = desk(cast.officer, javascript=False).open(f"/technologies/{fresh}/decision")
    page.get_by_label("No, none").check()
    page.get_by_role("button", name="Sign the statement").click()
    page.get_by_label("Go on, and keep it secret as know-how").check()
    page.get_by_label("Reason", exact=True).fill("The process cannot be read from the product.")
    page.get_by_role("button", name="Sign the decision").click()
    page.get_by_text("The decision is recorded and signed in your name.").wait_for()
    assert page.get_by_role("heading", name="What is kept secret").count() == 1
