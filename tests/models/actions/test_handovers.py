"""An officer leaves: cases, reminders, messages and summaries go to somebody who is there."""

from datetime import date

import pytest
from sqlmodel import Session, col, select

from models.actions.clocks import start_clock
from models.actions.deliveries import begin_sending, queue_notice
from models.actions.digests import write_digests
from models.actions.messages import write_message
from models.actions.people import Handover, deactivate_person
from models.actions.stages import advance
from models.actions.trail import verify
from models.queries.officers import stand_ins, told_of
from models.rules.words import DispatchState, NoticeKind, Role, SignoffKind, Stage
from models.tables import Notice, Person, Signoff, Technology
from tests import factories as make
from tests.factories import HELIX, NOW, sweep_clocks


@pytest.fixture
def cast(session):
    return make.cast(session)


def leave(session: Session, *people):
    """Each has left, as an earlier version deactivated them: their cases are still theirs."""
    for who in people:
        session.get_one(Person, who.person_id).active = False
    session.flush()


def deactivate(session, who):
    return deactivate_person(session, session.get_one(Person, who.person_id), actor=HELIX, now=NOW)


def held_by(session, who, technology):
    technology.officer_id = who.person_id
    session.add(technology)
    session.flush()
    return technology


def told(notices):
    return sorted(notice.person_id for notice in notices)


def test_the_open_cases_of_who_leaves_go_to_the_officers_with_the_fewest_and_are_returned(session, cast):
    third = make.actor(session, Role.OFFICER, cast.institution, name="Third Officer")
    held_by(session, cast.second_officer, make.technology(session, cast.researcher))
    mine = [held_by(session, cast.officer, make.technology(session, cast.researcher)) for _ in range(3)]
    done = held_by(session, cast.officer, make.to_triage(session, cast))
    advance(session, done.id, to=Stage.CLOSED, actor=cast.officer, now=NOW, reason="Withdrawn.")
    handed = deactivate(session, cast.officer)
    heirs = [third, cast.second_officer, third]  # the first hired of equals
    assert handed == [Handover(each.reference, heir.name) for each, heir in zip(mine, heirs, strict=True)]
    assert [each.officer_id for each in mine] == [heir.person_id for heir in heirs]
    assert done.officer_id == cast.officer.person_id
    signed = session.exec(
        select(Signoff).where(Signoff.kind == SignoffKind.ASSIGNMENT).order_by(col(Signoff.sequence))
    ).all()
    assert [(row.technology_id, row.subject, row.actor) for row in signed] == [
        (each.id, f"officer:{heir.key}", "system") for each, heir in zip(mine, heirs, strict=True)
    ]
    verify(session)


def test_with_nobody_to_take_them_the_cases_are_named_and_stay(session, cast):
    leave(session, cast.second_officer)
    mine = held_by(session, cast.officer, make.technology(session, cast.researcher))
    assert deactivate(session, cast.officer) == [Handover(mine.reference, None)]
    assert mine.officer_id == cast.officer.person_id


def test_a_researcher_who_leaves_hands_nothing_over(session, cast):
    make.technology(session, cast.researcher)
    assert deactivate(session, cast.researcher) == []


def test_a_reminder_never_goes_to_an_officer_who_has_left(session, cast):
    technology = held_by(session, cast.officer, make.to_review(session, cast))
    start_clock(session, technology.id, rule="paris_12m", trigger=date(2025, 12, 1), actor=cast.officer, now=NOW)
    leave(session, cast.officer)
    assert told(sweep_clocks(session, now=NOW)) == [cast.second_officer.person_id]
    assert sweep_clocks(session, now=NOW) == []


def test_without_any_officer_the_institutions_administrators_are_reminded(session, cast):
    technology = held_by(session, cast.officer, make.to_review(session, cast))
    start_clock(session, technology.id, rule="paris_12m", trigger=date(2025, 12, 1), actor=cast.officer, now=NOW)
    second = make.actor(session, Role.ADMINISTRATOR, cast.institution)
    make.actor(session, Role.ADMINISTRATOR, cast.elsewhere)
    leave(session, cast.officer, cast.second_officer)
    assert told(sweep_clocks(session, now=NOW)) == [cast.administrator.person_id, second.person_id]
    assert sweep_clocks(session, now=NOW) == []


def test_without_an_administrator_of_their_own_those_of_the_network_are_told(session, cast):
    leave(session, cast.stranger)
    technology = make.technology(session, make.actor(session, Role.RESEARCHER, cast.elsewhere))
    assert cast.administrator.person_id in told_of(session, technology)


def test_a_message_reaches_who_stands_in(session, cast):
    technology = held_by(session, cast.officer, make.technology(session, cast.researcher))
    leave(session, cast.officer)
    write_message(session, technology.id, "Is there news?", actor=cast.researcher, now=NOW)
    notices = session.exec(select(Notice).where(Notice.kind == NoticeKind.MESSAGE)).all()
    assert told(notices) == [cast.second_officer.person_id]


def test_what_was_not_sent_yet_to_who_leaves_goes_to_the_new_officer_and_the_rest_is_cancelled(session, cast):
    technology = held_by(session, cast.officer, make.to_review(session, cast))
    start_clock(session, technology.id, rule="paris_12m", trigger=date(2025, 12, 1), actor=cast.officer, now=NOW)
    (reminder,) = sweep_clocks(session, now=NOW)
    own = queue_notice(
        session, NoticeKind.DIGEST, key="own", person_id=cast.officer.person_id, facts={"stages": {}}, now=NOW
    )
    assert own is not None
    deactivate(session, cast.officer)
    assert reminder.person_id == technology.officer_id == cast.second_officer.person_id
    assert begin_sending(session, reminder, now=NOW) is None
    doubt = begin_sending(session, own, now=NOW)
    assert doubt is not None
    assert (own.state, doubt.reason) == (DispatchState.CANCELLED, "The person has left.")


def test_the_weekly_summary_of_who_stands_in_counts_the_cases_left_behind(session, cast):
    held_by(session, cast.officer, make.to_triage(session, cast))
    held_by(session, cast.second_officer, make.to_triage(session, cast))
    leave(session, cast.officer)
    mine = {notice.person_id: notice for notice in write_digests(session, now=NOW)}
    assert cast.officer.person_id not in mine
    assert mine[cast.second_officer.person_id].facts["stages"] == {"triage": 2}


def test_without_any_officer_the_administrators_get_the_summary(session, cast):
    technology = held_by(session, cast.officer, make.to_triage(session, cast))
    leave(session, cast.officer, cast.second_officer)
    assert stand_ins(session, technology.institution_id) == [cast.administrator.person_id]
    written = {notice.person_id: notice.facts["stages"] for notice in write_digests(session, now=NOW)}
    assert written[cast.administrator.person_id] == {"triage": 1}
    assert session.get_one(Technology, technology.id).officer_id == cast.officer.person_id
