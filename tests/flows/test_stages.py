"""What stands between a stage's flow and its result: a new design, a change meanwhile, another shift."""

import asyncio

from sqlmodel import select

from flows.drawing import draw
from flows.offering import look_up, record_all, render
from models.actions.work import enqueue
from models.db import reading, transaction
from models.rules.words import DispatchState, OfferState, WorkKind, WorkState
from models.tables import Brief, Offer
from reports import briefs
from tests.factories import NOW
from tests.flows import queued

RENDER = WorkKind.RENDER_BRIEF


def run(world) -> int:
    claims = world.take(RENDER)
    return asyncio.run(render.fn([claim.id for claim in claims], "test.1"))


def test_a_brief_of_an_older_design_is_rendered_again(one_world):
    (number,) = queued.offers(one_world, 1)
    run(one_world)
    with transaction() as session:
        old = session.exec(select(Brief)).one()
        old.template_version, old.input_checksum = "older", "0" * 64
        session.add(old)
        enqueue(session, RENDER, number, key="again", now=NOW)
    assert run(one_world) == 1
    with reading() as session:
        versions = session.exec(select(Brief.template_version).where(Brief.offer_id == number)).all()
    assert sorted(versions) == sorted(["older", briefs.template_version()])


def test_an_offer_that_changes_while_its_brief_is_rendered_keeps_no_brief_of_what_it_said(one_world):
    numbers = queued.offers(one_world, 2)
    orders, needless = look_up(one_world.take(RENDER))
    with transaction() as session:
        changed = session.get_one(Offer, numbers[0])
        changed.state, changed.digest = OfferState.DRAFT, "f" * 64
        session.add(changed)
    drawn = asyncio.run(draw({order.claim: order.content for order in orders}, briefs.render))
    assert record_all(orders, needless, drawn) == 2
    with reading() as session:
        assert session.exec(select(Brief.offer_id)).all() == [numbers[1]]
    assert one_world.work(RENDER) == [(number, WorkState.DONE, "") for number in numbers]


def test_two_shifts_over_one_outbox_do_everything_once(world, inbox, shift):
    approved = queued.offers(world, 6)
    deliveries = queued.deliveries(world, 12)
    published = queued.offer_of(deliveries[0])
    queued.only(RENDER, WorkKind.SEND_DELIVERY, WorkKind.SEND_NOTICE)
    both = [shift("--until-empty", "--name", name) for name in ("early", "late")]
    for each in both:
        each.finish()
    assert queued.rendered() == [*approved, published.id]
    assert queued.states() == {DispatchState.SENT: len(deliveries)}
    assert queued.arrived(inbox) == dict.fromkeys(queued.addressed(), 1)
    assert queued.work_states() == {WorkState.DONE}
