"""Sending a disclosure back: remarks beside its fields, an e-mail without them, and their end."""

import pytest
from sqlmodel import Session, select

from models.actions.disclosures import revise_disclosure
from models.actions.remarks import LONGEST, add_remark, return_disclosure
from models.actions.stages import advance
from models.errors import Incomplete, NotFound, NotPermitted, StaleTechnology
from models.queries.remarks import open_remarks
from models.rules.words import NoticeKind, Stage
from models.tables import Notice
from tests import factories as make
from tests.factories import NOW, Cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return make.cast(session)


def returned_notices(session: Session) -> list[Notice]:
    return list(session.exec(select(Notice).where(Notice.kind == NoticeKind.RETURNED)))


def test_a_disclosure_sent_back_carries_its_remarks_and_tells_the_submitter_without_them(session, cast):
    made = make.to_triage(session, cast)
    remarks = {"novelty": "Compare with the test of 2019, proszę.", "trl": "  ", "market": "Who would buy it?"}
    return_disclosure(session, made.id, reason="Two fields.", remarks=remarks, actor=cast.officer, now=NOW)
    assert made.stage is Stage.DISCLOSURE
    assert [(remark.field, remark.text) for remark in open_remarks(session, made)] == [
        ("novelty", "Compare with the test of 2019, proszę."),
        ("market", "Who would buy it?"),
    ]
    (notice,) = returned_notices(session)
    assert notice.person_id == cast.researcher.person_id
    assert notice.facts == {"reference": made.reference, "path": f"/disclosures/{made.reference}"}


def test_a_case_sent_back_twice_tells_the_submitter_twice(session, cast):
    made = make.to_triage(session, cast)
    for _ in range(2):
        return_disclosure(session, made.id, reason="Again.", remarks={}, actor=cast.officer, now=NOW)
        advance(session, made.id, to=Stage.TRIAGE, actor=cast.officer, now=NOW)
    assert len(returned_notices(session)) == 2


def test_going_back_to_another_stage_tells_the_submitter_nothing(session, cast):
    made = make.to_review(session, cast)
    advance(session, made.id, to=Stage.TRIAGE, actor=cast.officer, now=NOW, reason="Officer.")
    assert returned_notices(session) == []


def test_a_corrected_version_closes_the_remarks(session, cast):
    made = make.to_triage(session, cast)
    return_disclosure(session, made.id, reason="See.", remarks={"trl": "Why 4?"}, actor=cast.officer, now=NOW)
    form = make.disclosure_form(cast.researcher, trl=3)
    revise_disclosure(session, made.id, form, actor=cast.researcher, now=NOW)
    session.expire_all()
    assert open_remarks(session, made) == []


def test_whoever_was_second_sends_nothing_back_and_remarks_nothing(session, cast):
    made = make.to_triage(session, cast)
    seen = made.version
    return_disclosure(session, made.id, reason="See.", remarks={}, actor=cast.officer, now=NOW, seen_version=seen)
    with pytest.raises(StaleTechnology):
        return_disclosure(
            session,
            made.id,
            reason="See.",
            remarks={"trl": "Why?"},
            actor=cast.second_officer,
            now=NOW,
            seen_version=seen,
        )
    assert open_remarks(session, made) == []


def test_remarks_are_the_officers_of_the_institution(session, cast):
    made = make.technology(session, cast.researcher)
    with pytest.raises(NotFound):
        add_remark(session, made.id, "title", "x", actor=cast.stranger, now=NOW)
    for nobody in (cast.reviewer, cast.researcher):
        with pytest.raises(NotPermitted):
            add_remark(session, made.id, "title", "x", actor=nobody, now=NOW)


@pytest.mark.parametrize(
    ("field", "text", "error"),
    [
        ("officer_id", "x", NotFound),
        ("title", " \n", Incomplete),
        ("title", "ł" * (LONGEST + 1), Incomplete),
    ],
)
def test_a_remark_names_a_field_and_says_something(session, cast, field, text, error):
    made = make.technology(session, cast.researcher)
    with pytest.raises(error):
        add_remark(session, made.id, field, text, actor=cast.officer, now=NOW)
