"""Who stands aside for a conflict of interest reads no dossier, no scores of others and no conflicts of others."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from models.actions.forms import AssessmentForm
from models.actions.review_forms import ConflictForm, RulingForm
from models.actions.reviewers import rule_on_conflict, state_conflict
from models.actions.reviews import record_assessment, record_review_prepared
from models.db import reading, transaction
from models.files import keep
from models.queries.timeline import timeline_of
from models.rules.permissions import Actor, system
from models.rules.words import ConflictRuling, Criterion, Role
from models.settings import settings
from models.tables import Technology
from tests import factories as make
from tests.api.conftest import API, PDF, World
from tests.factories import NOW

OWN, OTHERS, RULED, SAID = "my cousin wrote it", "I hold their shares", "shares are money", "a four for a friend"


@pytest.fixture
def second_reviewer(world: World) -> Actor:
    with transaction() as session:
        return make.actor(session, Role.REVIEWER, world.cast.institution)


def declared(session: Session, made: Technology, who: Actor, text: str) -> int:
    return state_conflict(session, made.id, ConflictForm(declared=True, text=text), actor=who, now=NOW).id


@pytest.fixture
def reviewed(world: World, second_reviewer: Actor) -> Technology:
    """Both reviewers have scored; then each declares a conflict, and the second one is excluded."""
    cast = world.cast
    with transaction() as session:
        made = make.to_review(session, cast)
        record_review_prepared(
            session, made.id, dossier_sha256=keep(PDF, settings().files).sha256, actor=system(), now=NOW
        )
        make.no_conflict(session, made, cast.reviewer, second_reviewer)
        form = AssessmentForm(scores=dict.fromkeys(Criterion, 4), comment=SAID)
        for who in (second_reviewer, cast.reviewer):
            record_assessment(session, made.id, form, actor=who, now=NOW)
        theirs = declared(session, made, second_reviewer, OTHERS)
        ruling = RulingForm(ruling=ConflictRuling.EXCLUDED, reason=RULED)
        rule_on_conflict(session, theirs, ruling, actor=cast.officer, now=NOW)
    return made


def told(world: World, client: TestClient, made: Technology, who: str) -> dict[str, str]:
    base, headers = f"{API}/technologies/{made.reference}", world.bearer(who)
    with reading() as session:
        events = timeline_of(session, session.get_one(Technology, made.id), getattr(world.cast, who))
    return {
        "timeline": " ".join(event.reason for event in events),
        "signoffs": client.get(f"{base}/signoffs", headers=headers).text,
        "review": client.get(f"{base}/review", headers=headers).text,
    }


def test_a_reviewer_reads_scores_and_no_conflict_of_another(world: World, client: TestClient, reviewed) -> None:
    read = told(world, client, reviewed, "reviewer")
    assert read["review"].count(SAID) == 2 * len(Criterion)
    assert OTHERS not in "".join(read.values())
    assert RULED not in "".join(read.values())


def test_who_decides_on_conflicts_reads_them(world: World, client: TestClient, reviewed) -> None:
    read = told(world, client, reviewed, "officer")
    for place in ("timeline", "signoffs"):
        assert OTHERS in read[place]
        assert RULED in read[place]


@pytest.mark.parametrize("ruling", [None, ConflictRuling.EXCLUDED])
def test_who_stands_aside_is_kept_from_dossier_and_scores(world: World, client: TestClient, reviewed, ruling) -> None:
    url, headers = f"{API}/technologies/{reviewed.reference}/dossier", world.bearer("reviewer")
    assert client.get(url, headers=headers).status_code == 200
    with transaction() as session:
        number = declared(session, reviewed, world.cast.reviewer, OWN)
        if ruling:
            form = RulingForm(ruling=ruling, reason="A cousin is family.")
            rule_on_conflict(session, number, form, actor=world.cast.officer, now=NOW)
    assert client.get(url, headers=headers).status_code == 403
    read = told(world, client, reviewed, "reviewer")
    assert read["review"].count(SAID) == len(Criterion)
    assert OTHERS not in "".join(read.values())
    assert OWN in read["signoffs"]
    assert ("A cousin is family." in read["signoffs"]) is (ruling is not None)


def test_who_was_admitted_reads_on(world: World, client: TestClient, reviewed) -> None:
    with transaction() as session:
        number = declared(session, reviewed, world.cast.reviewer, OWN)
        form = RulingForm(ruling=ConflictRuling.ADMITTED, reason="Long ago.")
        rule_on_conflict(session, number, form, actor=world.cast.officer, now=NOW)
    url = f"{API}/technologies/{reviewed.reference}/dossier"
    assert client.get(url, headers=world.bearer("reviewer")).status_code == 200
    assert told(world, client, reviewed, "reviewer")["review"].count(SAID) == 2 * len(Criterion)


def test_an_officer_who_stands_aside_reads_no_conflict_of_another(world: World, client: TestClient, reviewed) -> None:
    with transaction() as session:
        declared(session, reviewed, world.cast.second_officer, OWN)
    read = told(world, client, reviewed, "second_officer")
    assert OTHERS not in "".join(read.values())
    assert SAID not in read["review"]
