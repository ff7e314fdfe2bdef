"""The review dossier is asked for anew by whoever changes what stands in it."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from models.actions.forms import InputForm, PriorArtForm
from models.actions.ownership import add_input
from models.actions.prior_art import remove_prior_art
from models.actions.reviews import record_prior_art, record_review_prepared
from models.actions.work import claim, finish
from models.queries.copies import dossier_is_redrawn
from models.rules.words import WorkKind, WorkState
from models.tables import Technology, Work
from reports.dossier_contents import dossier_content
from tests import factories as make
from tests.factories import HELIX, NOW, TODAY

LEASE = timedelta(minutes=5)
ART = PriorArtForm(title="An older strip")


@pytest.fixture
def cast(session: Session) -> make.Cast:
    return make.cast(session)


def asked_for(session: Session, technology: Technology) -> int:
    waiting = (WorkState.QUEUED, WorkState.LEASED)
    wanted = select(Work.id).where(
        Work.kind == WorkKind.PREPARE_REVIEW, Work.subject_id == technology.id, col(Work.state).in_(waiting)
    )
    return len(session.exec(wanted).all())


def draw(session: Session, technology: Technology) -> None:
    claims = claim(session, holder="a.1", now=NOW, lease=LEASE, limit=9, kinds=[WorkKind.PREPARE_REVIEW])
    record_review_prepared(session, technology.id, dossier_sha256="a" * 64, actor=HELIX, now=NOW)
    finish(session, claims, now=NOW)


def test_changes_before_the_first_one_ask_for_nothing_more(session, cast):
    technology = make.to_review(session, cast)
    assert asked_for(session, technology) == 1
    record_prior_art(session, technology.id, ART, actor=cast.officer, now=NOW)
    assert asked_for(session, technology) == 1


def test_several_changes_are_one_dossier_and_what_comes_while_it_is_drawn_is_another(session, cast):
    technology = make.to_review(session, cast)
    draw(session, technology)
    assert not dossier_is_redrawn(session, technology)
    found = record_prior_art(session, technology.id, ART, actor=cast.officer, now=NOW)
    add_input(session, technology.id, InputForm(name="A plasmid"), actor=cast.officer, now=NOW)
    assert asked_for(session, technology) == 1
    assert dossier_is_redrawn(session, technology)
    claim(session, holder="a.2", now=NOW, lease=LEASE, limit=9, kinds=[WorkKind.PREPARE_REVIEW])
    remove_prior_art(session, found.id, reason="Not alike.", actor=cast.officer, now=NOW)
    assert asked_for(session, technology) == 2


def test_reviewers_read_no_scores_before_the_decision_and_all_of_them_after(session, cast):
    technology = make.to_review(session, cast)
    add_input(session, technology.id, InputForm(name="A plasmid", provider="A bank"), actor=cast.officer, now=NOW)
    draw(session, technology)
    before = dossier_content(session, technology.id, today=TODAY)
    assert [(line.name, line.provider) for line in before.inputs] == [("A plasmid", "A bank")]
    assert before.decided is None
    make.review(session, cast, technology)
    after = dossier_content(session, technology.id, today=TODAY).decided
    assert after is not None
    assert after.reviewers == 1
    assert {points for line in after.assessed for _, points in line.points}
    assert sum(line.weight for line in after.assessed) == 100
    assert [line.declared for line in after.conflicts]
    assert asked_for(session, technology) == 1
