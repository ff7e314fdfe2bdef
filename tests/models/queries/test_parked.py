"""Parked work and e-mails in doubt, as far as each may know what they are about."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models.actions.deliveries import begin_sending, queue_notice
from models.actions.partners import send_brief
from models.actions.work import enqueue, retry_all
from models.errors import NotFound, NotPermitted
from models.queries.parked import doubtful_mail, load_of, must_see_mail, parked_work
from models.rules.words import DispatchState, NoticeKind, Role, WorkKind, WorkState
from models.tables import Delivery, Institution, Work
from tests import factories as make
from tests.factories import NOW


@pytest.fixture
def cast(session):
    return make.cast(session)


def park(session, *kinds: WorkKind) -> None:
    for work in session.exec(select(Work)).all():
        work.state = WorkState.PARKED if work.kind in kinds else WorkState.DONE
        session.add(work)
    session.flush()


def about(session, actor) -> dict[str, str]:
    return {row.work.kind: row.reference for row in parked_work(session, actor)}


def test_each_kind_of_work_leads_to_its_case(session, cast):
    technology, agreement = make.to_licensed(session, cast)
    partner = make.partner(session, cast)
    send_brief(session, technology.id, [partner.id], actor=cast.officer, now=NOW)
    enqueue(session, WorkKind.SWEEP_CLOCKS, 1, key="day", now=NOW)
    enqueue(session, WorkKind.DISTRIBUTE_PAYMENT, 4711, key="lost", now=NOW)
    park(session, *WorkKind)
    found = about(session, cast.officer)
    assert {kind for kind, reference in found.items() if reference == ""} == {"sweep_clocks", "distribute_payment"}
    assert {reference for reference in found.values() if reference} == {technology.reference}
    assert agreement.id


def test_an_officer_of_another_institution_learns_no_reference(session, cast):
    make.to_licensed(session, cast)
    park(session, *WorkKind)
    assert about(session, cast.stranger).keys() == about(session, cast.officer).keys()
    assert set(about(session, cast.stranger).values()) == {""}
    assert set(about(session, cast.administrator).values()) - {""}


def test_an_administrator_learns_the_references_of_the_own_institution_alone(session, cast):
    home = session.get_one(Institution, cast.officer.institution_id)
    elsewhere = session.get_one(Institution, cast.stranger.institution_id)
    own, other = (make.actor(session, Role.ADMINISTRATOR, each) for each in (home, elsewhere))
    delivery = sent(session, cast)
    begin_sending(session, delivery, now=NOW)
    begin_sending(session, delivery, now=NOW)
    park(session, *WorkKind)
    assert set(about(session, own).values()) - {""}
    assert about(session, other).keys() == about(session, own).keys()
    assert set(about(session, other).values()) == {""}
    assert [mail.reference for mail in doubtful_mail(session, own)] != [""]
    assert [mail.reference for mail in doubtful_mail(session, other)] == [""]


def test_an_e_mail_that_may_have_left_is_in_doubt_and_not_merely_parked(session, cast):
    delivery = sent(session, cast)
    begin_sending(session, delivery, now=NOW)
    begin_sending(session, delivery, now=NOW)
    park(session, WorkKind.SEND_DELIVERY)
    assert about(session, cast.officer) == {}
    (mail,) = doubtful_mail(session, cast.officer)
    assert (mail.number, mail.to.startswith("Greta Weiß <"), mail.sending_at) == (delivery.id, True, NOW)
    must_see_mail(session, WorkKind.SEND_DELIVERY, delivery.id, cast.officer)
    assert doubtful_mail(session, cast.stranger) == []
    with pytest.raises(NotFound):
        must_see_mail(session, WorkKind.SEND_DELIVERY, delivery.id, cast.stranger)
    assert len(doubtful_mail(session, cast.administrator)) == 1


def test_trying_all_again_leaves_the_doubtful_alone(session, cast):
    doubtful, certain = sent(session, cast), sent(session, cast)
    for _ in range(2):
        begin_sending(session, doubtful, now=NOW)
    certain.state = DispatchState.PARKED
    park(session, WorkKind.SEND_DELIVERY)
    assert [row.work.subject_id for row in parked_work(session, cast.officer)] == [certain.id]
    assert retry_all(session, WorkKind.SEND_DELIVERY, actor=cast.officer, now=NOW) == 1
    assert retry_all(session, WorkKind.SEND_DELIVERY, actor=cast.officer, now=NOW) == 0
    assert parked_work(session, cast.officer) == []


def test_notices_are_seen_by_the_case_or_the_colleague(session, cast):
    technology = make.technology(session, cast.researcher)
    of_case = queue_notice(
        session,
        NoticeKind.MESSAGE,
        key="1",
        person_id=cast.researcher.person_id,
        technology_id=technology.id,
        facts={},
        now=NOW,
    )
    own = queue_notice(session, NoticeKind.DIGEST, key="2", person_id=cast.officer.person_id, facts={}, now=NOW)
    for notice in (of_case, own):
        assert notice is not None
        notice.state, notice.sending_at = DispatchState.PARKED, NOW
    session.flush()
    assert [(mail.about, mail.reference) for mail in doubtful_mail(session, cast.officer)] == [
        (NoticeKind.MESSAGE, technology.reference),
        (NoticeKind.DIGEST, ""),
    ]
    assert doubtful_mail(session, cast.stranger) == []


def test_the_load_tells_now_from_later(session, cast):
    park(session)
    enqueue(session, WorkKind.SWEEP_CLOCKS, 1, key="now", now=NOW)
    enqueue(session, WorkKind.SWEEP_CLOCKS, 2, key="later", now=NOW, not_before=NOW + timedelta(days=1))
    load = load_of(session, cast.administrator, now=NOW)
    assert (load.due, load.later, load.running, load.parked) == (1, 1, 0, 0)


@pytest.mark.parametrize("who", ["researcher", "reviewer", "coordinator"])
def test_others_have_no_queue(session, cast, who):
    for attempt in (
        lambda actor: parked_work(session, actor),
        lambda actor: doubtful_mail(session, actor),
        lambda actor: load_of(session, actor, now=NOW),
        lambda actor: retry_all(session, WorkKind.RENDER_BRIEF, actor=actor, now=NOW),
    ):
        with pytest.raises(NotPermitted):
            attempt(getattr(cast, who))


def sent(session, cast) -> Delivery:
    technology = make.to_partnering(session, cast)
    partner = make.partner(session, cast)
    (delivery,) = send_brief(session, technology.id, [partner.id], actor=cast.officer, now=NOW)
    return delivery
