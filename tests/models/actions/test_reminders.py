"""Asking a contributor once more, by the office or by who submitted."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models.actions.disclosures import confirm_share, submit_disclosure
from models.actions.reminders import ask_again_to_confirm
from models.errors import Conflict, NotFound, NotPermitted
from models.links import share_mark
from models.queries.technologies import contributors_of
from models.rules.words import NoticeKind
from models.tables import Notice
from tests import factories as make
from tests.factories import NOW

TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def unconfirmed(session, cast):
    people = [make.contributor(cast.researcher, 6_000), make.contributor(cast.colleague, 4_000, lead=False)]
    form = make.disclosure_form(cast.researcher, contributors=people)
    made = submit_disclosure(session, form, actor=cast.researcher, now=NOW)
    return contributors_of(session, made.id)[1]


@pytest.mark.parametrize("who", ["researcher", "officer"])
def test_once_a_day_a_fresh_link_to_exactly_this_share_goes_out(session, cast, unconfirmed, who):
    actor = getattr(cast, who)
    with pytest.raises(Conflict):
        ask_again_to_confirm(session, unconfirmed.id, actor=actor, now=NOW)
    notice = ask_again_to_confirm(session, unconfirmed.id, actor=actor, now=TOMORROW)
    row = unconfirmed
    bound = share_mark(technology_id=row.technology_id, email=row.email, share_bp=row.share_bp)
    assert (notice.facts["bound"], notice.facts["submitter"]) == (bound, cast.researcher.name)
    with pytest.raises(Conflict):
        ask_again_to_confirm(session, unconfirmed.id, actor=actor, now=TOMORROW)


def test_who_was_never_asked_can_be(session, cast, unconfirmed):
    """Such as where the case came from a registry."""
    for notice in session.exec(select(Notice).where(Notice.kind == NoticeKind.SHARE_REQUEST)):
        session.delete(notice)
    session.flush()
    assert ask_again_to_confirm(session, unconfirmed.id, actor=cast.officer, now=NOW).contributor_id == unconfirmed.id


def test_strangers_ask_nobody_and_who_confirmed_is_left_alone(session, cast, unconfirmed):
    for actor, refusal in ((cast.stranger, NotFound), (cast.administrator, NotFound), (cast.reviewer, NotPermitted)):
        with pytest.raises(refusal):
            ask_again_to_confirm(session, unconfirmed.id, actor=actor, now=TOMORROW)
    confirm_share(session, unconfirmed.id, actor=cast.colleague, now=NOW)
    with pytest.raises(Conflict):
        ask_again_to_confirm(session, unconfirmed.id, actor=cast.officer, now=TOMORROW)
