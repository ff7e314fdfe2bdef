"""Disclosures written bit by bit: two windows, two submits, and what nobody else may see."""

import pytest
from pydantic import ValidationError
from sqlmodel import Session, select

from models.actions.attachments import add_draft_attachment
from models.actions.disclosures import revise_disclosure
from models.actions.drafts import correct_disclosure, delete_draft, save_draft, start_draft, submit_draft
from models.actions.remarks import return_disclosure
from models.actions.stages import advance
from models.errors import AlreadySubmitted, Conflict, Incomplete, NotFound, NotPermitted, StaleDraft
from models.files import Stored
from models.queries.attachments import attachments_of
from models.queries.drafts import drafts_of
from models.queries.facts import latest_disclosure
from models.queries.search import search
from models.queries.technologies import contributors_of
from models.rules.drafts import Step
from models.rules.words import Stage
from models.tables import Attachment, Draft, Technology
from tests import factories as make
from tests.factories import NOW, Cast

FILE = Stored("0" * 64, 3)


@pytest.fixture
def cast(session: Session) -> Cast:
    return make.cast(session)


@pytest.fixture
def draft(session: Session, cast: Cast) -> Draft:
    """With a title, and its writer as the one contributor."""
    begun = start_draft(session, actor=cast.researcher, now=NOW)
    answers = {"title": "Zażółć gęślą jaźń"}
    return save_draft(session, begun.id, Step.WHAT, answers, version=1, actor=cast.researcher, now=NOW)


def test_a_draft_begins_with_its_writer_and_keeps_senseless_answers(session, cast, draft):
    assert [row["name"] for row in draft.answers["contributors"]] == [cast.researcher.name]
    odd = {"trl": "eleven", "keywords": "", "title": "not of this step"}
    saved = save_draft(session, draft.id, Step.MARKET, odd, version=2, actor=cast.researcher, now=NOW)
    assert (saved.answers["trl"], saved.answers["title"], saved.version) == ("eleven", "Zażółć gęślą jaźń", 3)


def test_the_older_of_two_windows_is_told_and_overwrites_nothing(session, cast, draft):
    with pytest.raises(StaleDraft) as refusal:
        save_draft(session, draft.id, Step.WHAT, {"title": "Older"}, version=1, actor=cast.researcher, now=NOW)
    assert refusal.value.version == 2
    assert draft.answers["title"] == "Zażółć gęślą jaźń"


def test_somebody_elses_draft_does_not_exist(session, cast, draft):
    for act in (
        lambda who: save_draft(session, draft.id, Step.WHAT, {}, version=2, actor=who, now=NOW),
        lambda who: delete_draft(session, draft.id, actor=who),
        lambda who: submit_draft(session, draft.id, actor=who, now=NOW),
    ):
        for who in (cast.colleague, cast.officer, cast.administrator):
            with pytest.raises(NotFound):
                act(who)


def test_who_may_not_submit_begins_nothing(session, cast):
    with pytest.raises(NotPermitted):
        start_draft(session, actor=cast.coordinator, now=NOW)


def test_submitted_twice_a_draft_is_one_disclosure_with_its_files(session, cast, draft):
    add_draft_attachment(session, draft, FILE, "ł.csv", actor=cast.researcher, now=NOW)
    first = submit_draft(session, draft.id, actor=cast.researcher, now=NOW)
    second = submit_draft(session, draft.id, actor=cast.researcher, now=NOW)
    assert first.id == second.id
    assert first.title == "Zażółć gęślą jaźń"
    assert [file.name for file in attachments_of(session, first)] == ["ł.csv"]
    assert draft.answers == {}
    assert drafts_of(session, cast.researcher) == []
    with pytest.raises(Conflict):
        save_draft(session, draft.id, Step.WHAT, {}, version=draft.version, actor=cast.researcher, now=NOW)


def test_another_draft_with_the_same_content_names_the_first(session, cast, draft):
    first = submit_draft(session, draft.id, actor=cast.researcher, now=NOW)
    again = start_draft(session, actor=cast.researcher, now=NOW)
    save_draft(session, again.id, Step.WHAT, {"title": "ZAŻÓŁĆ gęślą jaźń"}, version=1, actor=cast.researcher, now=NOW)
    with pytest.raises(AlreadySubmitted) as refusal:
        submit_draft(session, again.id, actor=cast.researcher, now=NOW)
    assert refusal.value.reference == first.reference


def test_shares_that_make_no_whole_are_not_submitted(session, cast, draft):
    row = draft.answers["contributors"][0] | {"share": "99,9"}
    saved = save_draft(
        session, draft.id, Step.PEOPLE, {"contributors": [row]}, version=2, actor=cast.researcher, now=NOW
    )
    with pytest.raises(Incomplete):
        submit_draft(session, saved.id, actor=cast.researcher, now=NOW)
    assert session.exec(select(Technology)).all() == []


def test_without_a_title_nothing_is_submitted(session, cast):
    empty = start_draft(session, actor=cast.researcher, now=NOW)
    with pytest.raises(ValidationError):
        submit_draft(session, empty.id, actor=cast.researcher, now=NOW)
    assert empty.submitted_at is None


def test_a_deleted_draft_is_gone_with_its_files(session, cast, draft):
    add_draft_attachment(session, draft, FILE, "x", actor=cast.researcher, now=NOW)
    delete_draft(session, draft.id, actor=cast.researcher)
    assert session.exec(select(Draft)).all() == []
    assert session.exec(select(Attachment)).all() == []


def test_an_untouched_correction_changes_nothing_but_the_version(session, cast):
    people = [make.contributor(cast.researcher, 6670), make.contributor(cast.colleague, 3330, lead=False)]
    funding = [{"sponsor": "NCN", "number": "2024/1", "obligations": "To be told."}]
    made = make.technology(session, cast.researcher, contributors=people, funding=funding, spin_off_intent=True)
    before = latest_disclosure(session, made.id)
    assert before is not None
    draft = correct_disclosure(session, made.id, actor=cast.researcher, now=NOW)
    submit_draft(session, draft.id, actor=cast.researcher, now=NOW)
    after = latest_disclosure(session, made.id)
    assert after is not None
    changing = {"id", "version", "fingerprint", "submitted_at"}
    assert after.model_dump(exclude=changing) == before.model_dump(exclude=changing)
    assert after.version == 2
    assert [each.share_bp for each in contributors_of(session, made.id)] == [6670, 3330]


def test_a_correction_is_begun_once_and_asks_before_it_replaces_a_newer_version(session, cast):
    made = make.to_triage(session, cast)
    return_disclosure(session, made.id, reason="See.", remarks={}, actor=cast.officer, now=NOW)
    draft = correct_disclosure(session, made.id, actor=cast.researcher, now=NOW)
    assert correct_disclosure(session, made.id, actor=cast.researcher, now=NOW).id == draft.id
    revise_disclosure(session, made.id, make.disclosure_form(cast.researcher), actor=cast.officer, now=NOW)
    with pytest.raises(Conflict):
        submit_draft(session, draft.id, actor=cast.researcher, now=NOW)
    submit_draft(session, draft.id, actor=cast.researcher, now=NOW, over=2)
    newest = latest_disclosure(session, made.id)
    assert newest is not None
    assert newest.version == 3


def test_after_disclosure_nothing_is_corrected(session, cast):
    made = make.technology(session, cast.researcher)
    advance(session, made.id, to=Stage.TRIAGE, actor=cast.officer, now=NOW)
    with pytest.raises(Conflict):
        correct_disclosure(session, made.id, actor=cast.researcher, now=NOW)
    with pytest.raises(NotFound):
        correct_disclosure(session, made.id, actor=cast.colleague, now=NOW)


def test_the_files_of_a_submitted_draft_are_found(session, cast, draft):
    add_draft_attachment(session, draft, FILE, "quokka.csv", actor=cast.researcher, now=NOW)
    session.commit()
    made = submit_draft(session, draft.id, actor=cast.researcher, now=NOW)
    session.commit()
    assert [hit.reference for hit in search(session, cast.officer, "quokka").hits] == [made.reference]
