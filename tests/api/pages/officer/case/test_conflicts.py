"""A conflict of interest decided by a head who, as an administrator, sees no case."""

from html import unescape

import pytest

from models.actions.review_forms import ConflictForm
from models.actions.reviewers import state_conflict
from models.actions.standing_in import set_head
from models.db import reading, transaction
from models.tables import ConflictStatement, Person, Technology
from tests import factories as make
from tests.factories import NOW

TEXT = "My sister owns shares in a rival."
RULING = {"ruling": "admitted", "reason": "The shares are few."}


@pytest.fixture
def case(world) -> Technology:
    with transaction() as session:
        return make.to_review(session, world.cast)


@pytest.fixture
def declared(world, case) -> int:
    """The officer's own, with the administrator as head."""
    with transaction() as session:
        head = session.get_one(Person, world.cast.administrator.person_id)
        set_head(session, world.cast.institution, head, actor=make.HELIX)
        form = ConflictForm(declared=True, text=TEXT)
        return state_conflict(session, case.id, form, actor=world.cast.officer, now=NOW).id


def test_the_head_reads_the_statement_without_the_case_and_decides(as_, world, case, declared):
    head = as_(world.cast.administrator)
    page = unescape(head.get(f"/conflicts/{declared}").text)
    assert (TEXT in page, case.reference in page, world.cast.officer.name in page) == (True, True, True)
    assert (case.title in page, f"/technologies/{case.reference}" in page) == (False, False)
    assert head.get(f"/technologies/{case.reference}").status_code == 404
    answer = head.post(f"/conflicts/{declared}", data=RULING)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/conflicts/{declared}?done=ruled")
    assert "The shares are few." in head.get(answer.headers["location"]).text
    with reading() as session:
        ruled = session.get_one(ConflictStatement, declared)
    assert (ruled.ruling, ruled.ruled_by_id) == ("admitted", world.cast.administrator.person_id)


def test_a_decision_without_a_reason_is_asked_for_again_and_nothing_is_lost(as_, world, declared):
    answer = as_(world.cast.administrator).post(f"/conflicts/{declared}", data={"ruling": "admitted", "reason": ""})
    assert answer.status_code == 422
    assert 'value="admitted" required checked' in answer.text


def test_who_declared_it_reads_that_somebody_else_decides(as_, world, declared):
    officer = as_(world.cast.officer)
    page = officer.get(f"/conflicts/{declared}").text
    assert ("Your own conflict of interest" in page, "Sign the decision" in page) == (True, False)
    assert officer.post(f"/conflicts/{declared}", data=RULING).status_code == 409


def test_what_was_decided_is_not_decided_again(as_, world, declared):
    head = as_(world.cast.administrator)
    head.post(f"/conflicts/{declared}", data=RULING)
    again = head.post(f"/conflicts/{declared}", data=RULING | {"ruling": "excluded"})
    assert (again.status_code, "was decided already" in again.text) == (409, True)


def test_the_head_finds_what_waits_where_the_weights_are_set(as_, world, declared):
    page = as_(world.cast.administrator).get(f"/institutions/{world.cast.institution.id}/review").text
    assert f'href="/conflicts/{declared}"' in page
    assert "/conflicts/" not in as_(world.cast.reviewer).get(f"/institutions/{world.cast.institution.id}/review").text


def test_the_head_reads_and_decides_through_the_api(as_, world, case, declared):
    client, asked = as_(None), {"headers": world.bearer("administrator")}
    read = client.get(f"/api/v1/conflict-statements/{declared}", **asked).json()
    assert (read["reference"], read["name"], read["in_force"]) == (case.reference, world.cast.officer.name, True)
    assert read["statement"]["text"] == TEXT
    ruled = client.post(f"/api/v1/conflict-statements/{declared}/ruling", json=RULING, **asked)
    assert (ruled.status_code, ruled.json()["ruling"]) == (200, "admitted")
