"""Comments beside an offer's fields: who may, who is told, and that they outlive the version."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from models.actions.consents import ask_for_consent
from models.actions.offer_comments import LONGEST, answer_comment, comment_on_offer, settle_comment
from models.actions.offers import approve_offer, consent_to_offer, save_offer
from models.errors import Conflict, Incomplete, NotFound, NotPermitted
from models.queries.disclosures import consented_before, offers_to_consent
from models.queries.offer_comments import open_comments, threads_of
from models.rules.words import Language, NoticeKind
from models.tables import Notice, Offer
from tests import factories as make
from tests.factories import NOW

SECRET = "The linker is a boronic ester, do not say so."


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def technology(session, cast):
    return make.to_offer(session, cast)


@pytest.fixture
def offer(session, cast, technology):
    return save_offer(session, technology.id, make.offer_form(), actor=cast.officer, now=NOW)


@pytest.fixture
def asked(session, cast, offer):
    return ask_for_consent(session, offer.id, "Please read it.", actor=cast.officer, now=NOW)


def say(session, offer, actor, text=SECRET, field="problem", now=NOW):
    return comment_on_offer(session, offer.id, field, text, actor=actor, now=now)


def told(session) -> list[Notice]:
    return list(session.exec(select(Notice).where(Notice.kind == NoticeKind.OFFER_COMMENT).order_by(col(Notice.id))))


def test_a_comment_stands_beside_its_field_and_the_office_is_told_without_the_text(session, cast, technology, asked):
    say(session, asked, cast.researcher)
    [thread] = threads_of(session, technology, Language.ENGLISH)
    assert (thread.comment.text, thread.comment.field, thread.author) == (SECRET, "problem", cast.researcher.name)
    [notice] = told(session)
    assert notice.person_id == cast.officer.person_id
    assert notice.facts == {
        "from": cast.researcher.name,
        "path": f"/technologies/{technology.reference}/offer/en",
    }


def test_five_comments_in_a_row_are_one_e_mail_and_one_later_is_another(session, cast, asked):
    for field in ("title", "problem", "advantages", "trl", "anonymous"):
        say(session, asked, cast.researcher, field=field)
    assert len(told(session)) == 1
    say(session, asked, cast.researcher, now=NOW + timedelta(minutes=31))
    assert len(told(session)) == 2


def test_an_answer_goes_to_who_wrote_the_comment(session, cast, technology, asked):
    comment = say(session, asked, cast.researcher)
    answer_comment(session, comment.id, "We take it out.", actor=cast.officer, now=NOW)
    assert [each.person_id for each in told(session)] == [cast.officer.person_id, cast.researcher.person_id]
    [thread] = threads_of(session, technology)
    assert [(each.comment.text, each.comment.by_office) for each in thread.answers] == [("We take it out.", True)]


def test_a_draft_that_was_not_put_before_the_creators_is_not_theirs_to_comment(session, cast, offer):
    with pytest.raises(NotFound):
        say(session, offer, cast.researcher)
    say(session, offer, cast.officer)


@pytest.mark.parametrize("who", ["reviewer", "stranger", "colleague", "coordinator"])
def test_nobody_else_comments_answers_or_settles(session, cast, asked, who):
    comment = say(session, asked, cast.researcher)
    actor = getattr(cast, who)
    for act in (
        lambda: say(session, asked, actor),
        lambda: answer_comment(session, comment.id, "I think so.", actor=actor, now=NOW),
        lambda: settle_comment(session, comment.id, settled=True, actor=actor, now=NOW),
    ):
        with pytest.raises((NotFound, NotPermitted)):
            act()


def test_an_empty_comment_a_field_that_is_none_and_an_endless_text_are_refused(session, cast, asked):
    with pytest.raises(Incomplete, match="Write the comment"):
        say(session, asked, cast.researcher, text="  ")
    with pytest.raises(Incomplete, match="too long"):
        say(session, asked, cast.researcher, text="x" * (LONGEST + 1))
    with pytest.raises(NotFound, match="no field digest"):
        say(session, asked, cast.researcher, field="digest")


def test_a_comment_outlives_the_version_until_it_is_settled_and_does_not_stop_the_approval(
    session, cast, technology, asked
):
    comment = say(session, asked, cast.researcher)
    changed = make.offer_form(problem="Laboratories need two days.")
    newer = save_offer(session, technology.id, changed, actor=cast.officer, now=NOW)
    assert open_comments(session, technology, Language.ENGLISH) == 1
    approve_offer(session, newer.id, digest=newer.digest, actor=cast.officer, now=NOW)
    settle_comment(session, comment.id, settled=True, actor=cast.officer, now=NOW)
    assert open_comments(session, technology, Language.ENGLISH) == 0
    with pytest.raises(Conflict, match="open it again"):
        answer_comment(session, comment.id, "One more thing.", actor=cast.researcher, now=NOW)
    settle_comment(session, comment.id, settled=False, actor=cast.researcher, now=NOW)
    assert open_comments(session, technology, Language.ENGLISH) == 1


def test_an_offer_that_was_asked_about_is_read_before_it_is_approved(session, cast, technology, asked):
    assert list(offers_to_consent(session, technology, cast.researcher)) == [asked]


def test_what_was_agreed_to_stays_to_be_compared_with_even_where_it_was_a_draft(session, cast, technology, asked):
    consent_to_offer(session, asked.id, digest=asked.digest, actor=cast.researcher, now=NOW)
    agreed_to = asked.problem
    changed = make.offer_form(problem="Laboratories need two days.")
    newer = save_offer(session, technology.id, changed, actor=cast.officer, now=NOW)
    assert (newer.version, newer.consented_at) == (2, None)
    before = consented_before(session, technology, newer)
    assert before is not None
    assert (before.id, session.get_one(Offer, before.id).problem) == (asked.id, agreed_to)


def test_neither_consent_nor_approval_goes_to_a_version_that_has_a_successor(session, cast, technology, asked):
    consent_to_offer(session, asked.id, digest=asked.digest, actor=cast.researcher, now=NOW)
    save_offer(session, technology.id, make.offer_form(trl=5), actor=cast.officer, now=NOW)
    with pytest.raises(Conflict, match="changed after you looked"):
        approve_offer(session, asked.id, digest=asked.digest, actor=cast.officer, now=NOW)


def test_writing_one_language_looks_at_the_other_again(session, cast, technology, offer):
    assert [each["code"] for each in offer.findings if each["code"] == "trl_differs"] == []
    polish = make.offer_form(Language.POLISH, trl=6)
    save_offer(session, technology.id, polish, actor=cast.officer, now=NOW)
    assert [each["code"] for each in offer.findings if each["severity"] == "error"] == ["trl_differs"]
