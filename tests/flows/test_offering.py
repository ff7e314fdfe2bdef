"""Briefs: rendered from what was approved, once for the same inputs."""

import asyncio
from io import BytesIO

import pypdf
from sqlmodel import col, select

from flows.offering import render
from models.actions.offers import approve_offer, consent_to_offer, save_offer
from models.actions.stages import advance
from models.actions.work import enqueue
from models.db import reading, transaction
from models.files import read
from models.queries.catalogue import offer_shown
from models.rules.words import Language, OfferState, Stage, WorkKind, WorkState
from models.settings import settings
from models.tables import Brief, Offer, Technology
from tests import factories as make
from tests.factories import NOW
from tests.outward import in_pdf

KIND = WorkKind.RENDER_BRIEF


def run(world):
    claims = world.take(KIND)
    return asyncio.run(render.fn([claim.id for claim in claims], "test.1"))


def briefs():
    with reading() as session:
        return session.exec(select(Brief).order_by(col(Brief.id))).all()


def approve(world, technology_id, **values):
    def do(session, cast):
        technology = session.get_one(Technology, technology_id)
        return make.approved_offer(session, cast, technology, **values).id

    return world.make(do)


def test_an_approved_offer_gets_a_brief_in_its_language(world):
    technology = world.make(make.to_offer)
    ids = [approve(world, technology.id, language=language) for language in Language]
    assert run(world) == 2
    made = briefs()
    assert sorted(brief.offer_id for brief in made) == ids
    texts = []
    for brief in sorted(made, key=lambda brief: brief.offer_id):
        content = read(brief.sha256, settings().files)
        assert len(content) == brief.size
        pdf = pypdf.PdfReader(BytesIO(content))
        texts.append("\n".join(page.extract_text() for page in pdf.pages))
        assert len(pdf.pages) == 2
    assert technology.reference in texts[0]
    assert "Technology offer" in texts[0]
    assert "Oferta technologiczna" in texts[1]


def test_the_same_inputs_are_rendered_once(one_world):
    technology = one_world.make(make.to_offer)
    number = approve(one_world, technology.id)
    run(one_world)
    (brief,) = briefs()
    with transaction() as session:
        enqueue(session, KIND, number, key="again", now=NOW)
    assert run(one_world) == 1
    assert briefs() == [brief]


def test_changed_inputs_are_rendered_again(one_world, monkeypatch):
    technology = one_world.make(make.to_offer)
    number = approve(one_world, technology.id)
    run(one_world)
    monkeypatch.setenv("HELIX_BASE_URL", "https://offers.example.org")
    settings.cache_clear()
    with transaction() as session:
        enqueue(session, KIND, number, key="again", now=NOW)
    run(one_world)
    first, second = briefs()
    assert first.offer_id == second.offer_id
    assert first.sha256 != second.sha256


def test_a_brief_with_an_older_number_is_there_until_the_new_one_is(one_world):
    """As the migration to aliases leaves a public anonymous offer."""
    with transaction() as session:
        technology = make.to_offer(session, one_world.cast)
        offer = make.briefed_offer(session, one_world.cast, technology, anonymous=True)
        advance(session, technology.id, to=Stage.PARTNERING, actor=one_world.cast.officer, now=NOW)
    run(one_world)
    older, newer = briefs()
    assert (older.offer_digest, newer.offer_digest) == (offer.digest, offer.digest)
    assert technology.alias in in_pdf(read(newer.sha256, settings().files))
    with reading() as session:
        shown = offer_shown(session, offer.id)
    assert shown.brief == newer


def test_an_offer_that_is_no_longer_approved_gets_no_brief(world):
    technology = world.make(make.to_offer)
    number = approve(world, technology.id)
    with transaction() as session:
        offer = session.get_one(Offer, number)
        offer.state, offer.approved_at = OfferState.DRAFT, None
        session.add(offer)
    assert run(world) == 1
    assert (briefs(), world.work(KIND)) == ([], [(number, WorkState.DONE, "")])


def test_an_offer_that_is_not_what_was_approved_is_given_back_and_holds_up_no_other(world):
    technologies = [world.make(make.to_offer) for _ in range(2)]
    tampered, sound = (approve(world, technology.id) for technology in technologies)
    with transaction() as session:
        offer = session.get_one(Offer, tampered)
        offer.description = "Something that nobody approved."
        session.add(offer)
    assert run(world) == 1
    assert [brief.offer_id for brief in briefs()] == [sound]
    (first, second) = world.work(KIND)
    assert first[:2] == (tampered, WorkState.QUEUED)
    assert first[2].startswith("Conflict at contents.py:")
    assert second == (sound, WorkState.DONE, "")


def test_a_version_approved_while_public_takes_the_others_place_and_is_matched_again(world):
    technology = world.make(make.to_offer)
    old = approve(world, technology.id)
    run(world)
    with transaction() as session:
        advance(session, technology.id, to=Stage.PARTNERING, actor=world.cast.officer, now=NOW)
        form = make.offer_form(title="A rapid strip test, now for two enzymes")
        new = save_offer(session, technology.id, form, actor=world.cast.officer, now=NOW)
        approve_offer(session, new.id, digest=new.digest, actor=world.cast.officer, now=NOW)
        consent_to_offer(session, new.id, digest=new.digest, actor=world.cast.researcher, now=NOW)
    run(world)
    with reading() as session:
        states = {offer.id: offer.state for offer in session.exec(select(Offer))}
    assert states == {old: OfferState.SUPERSEDED, new.id: OfferState.PUBLISHED}
    assert [subject for subject, _, _ in world.work(WorkKind.MATCH_PARTNERS)] == [technology.id] * 2
