"""A brief says since when and until when its offer is public, whoever draws it and whatever fails meanwhile."""

import asyncio
import json
import re
from datetime import timedelta
from io import BytesIO
from itertools import product

import pypdf
from sqlmodel import select

from flows.drawing import draw
from flows.offering import look_up, record_all, render
from models.actions.expiry import extend_offer
from models.actions.publishing import publish_offers, withdraw_offer
from models.actions.stages import advance
from models.db import reading, transaction
from models.files import read
from models.queries.catalogue import offer_shown
from models.rules.words import BriefLength, Language, OfferState, Stage, WorkKind, WorkState
from models.settings import settings
from models.tables import Brand, Brief, Offer, Technology
from reports import briefs
from tests import factories as make
from tests.factories import NOW, TODAY

KIND = WorkKind.RENDER_BRIEF
END = TODAY + timedelta(days=365)
LATER_END = END + timedelta(days=365)


def run(world):
    return asyncio.run(render.fn([claim.id for claim in world.take(KIND)], "test.1"))


def published(world, **values) -> Offer:
    """Its brief is the one of before; the new one is asked for."""

    with transaction() as session:
        technology = make.to_offer(session, world.cast)
        offer = make.briefed_offer(session, world.cast, technology, **values)
        advance(session, technology.id, to=Stage.PARTNERING, actor=world.cast.officer, now=NOW)
    return offer


def extend(world, offer: Offer) -> None:
    world.make(lambda session, cast: extend_offer(session, offer.id, until=LATER_END, actor=cast.officer, now=NOW))


def present(offer: Offer) -> Brief:
    with reading() as session:
        brief = offer_shown(session, offer.id).brief
    assert brief is not None
    return brief


def days_in(brief: Brief) -> tuple[str | None, str | None]:
    """As programs read them."""
    (attached,) = pypdf.PdfReader(BytesIO(read(brief.sha256, settings().files))).attachments["offer.json"]
    offer = json.loads(attached)
    return offer["published_on"], offer["expires_on"]


def feet(brief: Brief) -> list[str]:
    """Of each page, without its number."""
    pages = pypdf.PdfReader(BytesIO(read(brief.sha256, settings().files))).pages
    lines = [page.extract_text().splitlines() for page in pages]
    ends = [next(line for line in reversed(page) if "·" in line) for page in lines]
    return [re.sub(r" (Page|Strona) .*", "", end) for end in ends]


def test_a_published_offer_is_drawn_once_more_with_its_days(world):
    offer = published(world)
    before = present(offer)
    assert run(world) == 1
    assert days_in(present(offer)) == (TODAY.isoformat(), END.isoformat())
    assert present(offer).offer_digest == before.offer_digest == offer.digest
    assert world.work(KIND) == [(offer.id, WorkState.DONE, "")]


def test_the_foot_of_each_page_says_until_when(one_world):
    """In both languages and lengths, whether or not it tells whose it is."""
    foot = {
        Language.ENGLISH: "version 1 · 23 November 2026 · valid until 23 November 2027",
        Language.POLISH: "wersja 1 · 23 listopada 2026 · ważna do 23 listopada 2027",
    }
    expected = {}
    for language, length, anonymous in product(Language, BriefLength, (False, True)):
        offer = published(one_world, language=language, anonymous=anonymous)
        with transaction() as session:
            technology = session.get_one(Technology, offer.technology_id)
            technology.brief_length = length
            session.add(technology)
            name = technology.alias if anonymous else technology.reference
        expected[offer.id] = [f"{name} · {foot[language]}"] * briefs.PAGES[length]
    assert run(one_world) == 8
    with reading() as session:
        offers = session.exec(select(Offer)).all()
    assert {offer.id: feet(present(offer)) for offer in offers} == expected


def test_an_extension_is_drawn_and_a_withdrawal_is_not(world):
    offer = published(world)
    run(world)
    extend(world, offer)
    assert run(world) == 1
    assert days_in(present(offer)) == (TODAY.isoformat(), LATER_END.isoformat())
    world.make(lambda session, cast: withdraw_offer(session, offer.id, actor=cast.officer, now=NOW, reason="Sold"))
    assert run(world) == 0


def test_published_twice_at_once_it_is_asked_for_once(world):
    offer = published(world)
    run(world)
    asked = len(world.work(KIND))
    with transaction() as session:
        technology = session.get_one(Technology, offer.technology_id)
        assert publish_offers(session, technology, now=NOW) == []
    assert len(world.work(KIND)) == asked


def test_sent_back_the_brief_is_that_of_an_offer_that_only_waits(world):
    offer = published(world)
    run(world)
    world.make(
        lambda session, cast: advance(
            session, offer.technology_id, to=Stage.OFFER, actor=cast.officer, now=NOW, reason="A slip"
        )
    )
    assert run(world) == 1
    assert days_in(present(offer)) == (None, None)


def test_the_brief_of_before_stays_while_the_new_one_fails_and_is_made_when_it_can_be(one_world):
    offer = published(one_world)
    before = present(offer)
    with transaction() as session:
        technology = session.get_one(Technology, offer.technology_id)
        session.add(Brand(institution_id=technology.institution_id, logo_sha256="a" * 64, logo_width=9, logo_height=9))
    assert run(one_world) == 0
    with reading() as session:
        assert session.get_one(Offer, offer.id).state is OfferState.PUBLISHED
    assert present(offer) == before
    assert {state for _, state, _ in one_world.work(KIND)} == {WorkState.QUEUED}
    with transaction() as session:
        brand = session.get_one(Brand, 1)
        brand.logo_sha256 = None
        session.add(brand)
    assert run(one_world) == 1
    assert days_in(present(offer)) == (TODAY.isoformat(), END.isoformat())


def test_what_was_drawn_with_earlier_days_and_comes_later_is_dropped(world):
    """Two processes: the slower one has read the offer before it was extended."""
    offer = published(world)
    slow = world.take(KIND)
    orders, _ = look_up(slow)
    drawn = asyncio.run(draw({order.claim: order.content for order in orders}, briefs.render))
    extend(world, offer)
    assert run(world) == 1
    newest = present(offer)
    assert record_all(orders, [], drawn) == 1
    assert present(offer) == newest
    assert days_in(newest) == (TODAY.isoformat(), LATER_END.isoformat())
    assert {state for _, state, _ in world.work(KIND)} == {WorkState.DONE}
