"""Creators read their case through the API, and nothing that the office and the reviewers note for themselves."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from models.actions.clocks import suppress_clock
from models.actions.forms import AssessmentForm, DecisionForm, PriorArtForm
from models.actions.offers import accept_leak, save_offer
from models.actions.review_forms import ConflictForm
from models.actions.reviewers import state_conflict
from models.actions.reviews import record_assessment, record_decision, record_prior_art
from models.actions.stages import advance, hold
from models.db import transaction
from models.rules.words import Criterion, Language, ProtectionStrategy, ReviewOutcome, Stage
from models.tables import Offer, Technology
from tests import factories as make
from tests.api.conftest import API, World
from tests.factories import NOW, TODAY

NOTE = "zażółć-the-office-alone"
"""In every text that the office or a reviewer writes for the office."""


def noted(session: Session, cast: make.Cast) -> Technology:
    made = make.to_review(session, cast)
    officer = cast.officer
    make.no_conflict(session, made, officer, cast.reviewer)
    tied = ConflictForm(declared=True, text=f"We wrote together. {NOTE}")
    state_conflict(session, made.id, tied, actor=cast.second_officer, now=NOW)
    suppress_clock(session, made.id, rule="pl_grace_6m", reason=NOTE, actor=officer, now=NOW)
    record_prior_art(session, made.id, PriorArtForm(title="A strip", relevance=NOTE), actor=officer, now=NOW)
    scores = AssessmentForm(scores=dict.fromkeys(Criterion, 4), comment=NOTE)
    record_assessment(session, made.id, scores, actor=cast.reviewer, now=NOW)
    decision = DecisionForm(outcome=ReviewOutcome.PROCEED, strategy=ProtectionStrategy.COPYRIGHT, reason=NOTE)
    record_decision(session, made.id, decision, actor=officer, now=NOW)
    advance(session, made.id, to=Stage.TRIAGE, reason=NOTE, actor=officer, now=NOW)
    hold(session, made.id, reason=NOTE, resume_on=TODAY + timedelta(days=900), actor=officer, now=NOW)
    draft = make.offer_form(title="A draft of ours", problem=SECRET)
    offer = save_offer(session, made.id, draft, actor=officer, now=NOW)
    for place in range(len(offer.leaks)):
        accept_leak(
            session, offer.id, place=place, digest=offer.checked_digest or "", actor=officer, now=NOW, reason=NOTE
        )
    return made


SECRET = "The strip is dried at 37 degrees for ninety minutes under argon before the second line is printed."
PATHS = ("", "/transitions", "/clocks", "/offers", "/disclosure", "/offer-comments")


@pytest.mark.each_database
def test_a_creator_reads_no_note_of_the_office_and_the_office_does(world: World, client: TestClient) -> None:
    with transaction() as session:
        reference = noted(session, world.cast).reference
    base = f"{API}/technologies/{reference}"
    texts = {who: "".join(client.get(base + path, headers=world.bearer(who)).text for path in PATHS) for who in WHO}
    assert NOTE in texts["officer"]
    assert NOTE not in texts["researcher"]
    assert "A draft of ours" not in texts["researcher"]
    listed = client.get(f"{API}/technologies?limit=200", headers=world.bearer("researcher"))
    assert reference in listed.text
    assert NOTE not in listed.text


WHO = ("researcher", "officer")


def test_a_creator_is_not_told_what_gates_of_the_office_miss(shared: World, shared_client: TestClient) -> None:
    url = f"{API}/technologies/{shared.offered}"
    moves = {who: shared_client.get(url, headers=shared.bearer(who)).json()["moves"] for who in WHO}
    assert moves["researcher"] == []
    assert moves["officer"]


def test_a_creator_reads_the_versions_put_before_them_without_what_was_accepted(
    shared: World, shared_client: TestClient
) -> None:
    url = f"{API}/technologies/{shared.offered}/offers"
    read = {who: shared_client.get(url, headers=shared.bearer(who)).json() for who in WHO}
    assert [each["id"] for each in read["officer"]] == [shared.draft_id]
    assert read["researcher"] == []
    with transaction() as session:
        offer = session.exec(select(Offer).where(col(Offer.id) == shared.offer_id)).one()
        assert offer.language is Language.ENGLISH
    published = shared_client.get(f"{API}/technologies/{shared.published}/offers", headers=shared.bearer("researcher"))
    assert [(each["id"], each["leaks"]) for each in published.json()] == [(shared.offer_id, [])]


def test_a_creator_reads_why_it_came_back_to_them(world: World, client: TestClient) -> None:
    with transaction() as session:
        made = make.to_triage(session, world.cast)
        advance(session, made.id, to=Stage.DISCLOSURE, reason="Name the sponsor.", actor=world.cast.officer, now=NOW)
    url = f"{API}/technologies/{made.reference}/transitions"
    told = client.get(url, headers=world.bearer("researcher")).json()
    assert told[-1]["reason"] == "Name the sponsor."
