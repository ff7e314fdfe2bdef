"""E-mails that ask contributors for their share: who gets one, and which link still opens."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from flows.letters import letters
from models.actions.disclosures import confirm_share, revise_disclosure
from models.actions.shares import dispute_share
from models.actions.stages import advance
from models.actions.trail import verify
from models.errors import Conflict, LinkExpired, LinkInvalid, NotFound, NotPermitted
from models.links import read_share_link
from models.queries.shares import OpenedShare, opened_share
from models.queries.technologies import contributors_of, technology_for
from models.rules.words import DispatchState, Language, NoticeKind, SignoffKind, Stage, Via, WorkKind
from models.tables import Message, Notice, Signoff, Technology
from tests import factories as make
from tests.factories import NOW, Cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return make.cast(session)


def people(cast: Cast, *shares: int) -> list[object]:
    ours = [make.contributor(cast.researcher, shares[0]), make.contributor(cast.colleague, shares[1], lead=False)]
    return [each for each in ours if each.share_bp]


@pytest.fixture
def made(session: Session, cast: Cast) -> Technology:
    return make.technology(session, cast.researcher, contributors=people(cast, 6000, 4000))


def requests(session: Session) -> list[Notice]:
    query = select(Notice).where(Notice.kind == NoticeKind.SHARE_REQUEST).order_by(col(Notice.id))
    return list(session.exec(query))


def token(session: Session) -> str:
    """Of the newest request, as its e-mail carries it."""
    number = requests(session)[-1].id
    letter = letters(session, WorkKind.SEND_NOTICE, [number], now=NOW)[number]
    return str(letter.values["link"]).rpartition("/c/")[2]


def opened(session: Session, token: str, now: datetime | None = None) -> OpenedShare:
    return opened_share(session, *read_share_link(token, now=now or datetime.now(NOW.tzinfo)))


def revise(session: Session, cast: Cast, made: Technology, *shares: int) -> None:
    form = make.disclosure_form(cast.researcher, contributors=people(cast, *shares))
    revise_disclosure(session, made.id, form, actor=cast.researcher, now=NOW)


def test_whoever_did_not_submit_is_asked_and_nobody_else(session, cast, made):
    (asked,) = requests(session)
    _, other = contributors_of(session, made.id)
    assert asked.contributor_id == other.id
    assert asked.person_id is None
    assert made.title not in str(asked.facts)


def test_the_link_confirms_exactly_that_share_as_its_contributor(session, cast, made):
    found = opened(session, token(session))
    signed = confirm_share(session, found.contributor.id, actor=found.actor, now=NOW)
    assert (signed.kind, signed.via, signed.actor) == (
        SignoffKind.CONFIRMATION,
        Via.LINK,
        f"contributor:{found.contributor.id}",
    )
    assert found.contributor.confirmed_at == NOW
    with pytest.raises(Conflict):
        confirm_share(session, found.contributor.id, actor=found.actor, now=NOW)
    assert len(session.exec(select(Signoff).where(Signoff.kind == SignoffKind.CONFIRMATION)).all()) == 2
    assert verify(session).entries == 3


def test_the_link_confirms_nobody_elses_share(session, cast, made):
    found = opened(session, token(session))
    first, _ = contributors_of(session, made.id)
    with pytest.raises(NotPermitted):
        confirm_share(session, first.id, actor=found.actor, now=NOW)


def test_a_link_changed_by_a_character_opens_nothing(session, made):
    whole = token(session)
    for place in (0, len(whole) // 2, len(whole) - 1):
        changed = whole[:place] + ("A" if whole[place] != "A" else "B") + whole[place + 1 :]
        with pytest.raises(LinkInvalid):
            read_share_link(changed, now=NOW)


def test_a_link_ends_with_its_days(session, made):
    whole = token(session)
    with pytest.raises(LinkExpired):
        read_share_link(whole, now=datetime.now(NOW.tzinfo) + timedelta(days=60))


def test_a_changed_share_voids_the_link_and_asks_anew_while_an_equal_one_does_neither(session, cast, made):
    before = token(session)
    revise(session, cast, made, 6000, 4000)
    assert opened(session, before).contributor.share_bp == 4000
    assert len(requests(session)) == 1
    revise(session, cast, made, 5000, 5000)
    with pytest.raises(NotFound):
        opened(session, before)
    assert opened(session, token(session)).contributor.share_bp == 5000
    assert [each.state for each in requests(session)] == [DispatchState.QUEUED]  # the older one never leaves


def test_a_confirmed_share_that_changed_is_asked_for_again(session, cast, made):
    found = opened(session, token(session))
    confirm_share(session, found.contributor.id, actor=found.actor, now=NOW)
    revise(session, cast, made, 5500, 4500)
    assert opened(session, token(session)).contributor.confirmed_at is None


def test_a_removed_contributors_link_opens_nothing_even_where_their_number_is_given_again(session, cast, made):
    before = token(session)
    revise(session, cast, made, 10_000, 0)
    with pytest.raises(NotFound):
        opened(session, before)
    other = make.contributor(cast.second_officer, 4000, lead=False)
    form = make.disclosure_form(cast.researcher, contributors=[make.contributor(cast.researcher, 6000), other])
    revise_disclosure(session, made.id, form, actor=cast.researcher, now=NOW)
    with pytest.raises(NotFound):
        opened(session, before)


def test_what_is_not_right_reaches_officer_and_submitter(session, cast, made):
    made.officer_id = cast.officer.person_id
    session.flush()
    dispute_share(session, opened(session, token(session)), "Half of it is mine, proszę.", now=NOW)
    (message,) = session.exec(select(Message))
    assert (message.text, message.author_name) == ("Half of it is mine, proszę.", cast.colleague.name)
    told = session.exec(select(Notice).where(Notice.kind == NoticeKind.MESSAGE)).all()
    assert {each.person_id for each in told} == {cast.officer.person_id, cast.researcher.person_id}
    assert {each.facts["path"] for each in told} == {
        f"/technologies/{made.reference}",
        f"/disclosures/{made.reference}",
    }


def test_a_contributor_without_an_account_sees_no_case_that_has_no_submitter(session, cast, made):
    stray = make.technology(session, cast.second_officer, contributors=[make.contributor(cast.second_officer)])
    stray.submitter_id = None
    session.flush()
    with pytest.raises(NotFound):
        technology_for(session, stray.id, opened(session, token(session)).actor)


def test_each_move_onwards_tells_the_submitter_and_a_move_back_does_not(session, cast):
    made = make.to_review(session, cast)
    advance(session, made.id, to=Stage.TRIAGE, actor=cast.officer, now=NOW, reason="Again.")
    told = session.exec(select(Notice).where(Notice.kind == NoticeKind.MOVED).order_by(col(Notice.id))).all()
    assert [each.facts["stage"] for each in told] == ["triage", "ip_review"]
    assert {each.person_id for each in told} == {cast.researcher.person_id}
    number = told[-1].id
    letter = letters(session, WorkKind.SEND_NOTICE, [number], now=NOW)[number]
    assert letter.values["link"].endswith(f"/disclosures/{made.reference}")
    assert letter.language is Language.ENGLISH
