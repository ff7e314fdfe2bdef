"""Catalogues and slides by the flow: kept by hash, once for the same inputs, and anew when an offer is gone."""

import asyncio
import io

import pypdf
import pytest
from sqlmodel import select

from flows.compiling import compile_offers
from flows.rendering import WorkerDied
from models.actions.compilations import CompilationForm, order_compilation, remake_compilation
from models.actions.publishing import withdraw_offer
from models.actions.stages import advance
from models.db import reading, transaction
from models.errors import OfferGone
from models.files import read
from models.queries.compilations import compilation_file
from models.rules.words import CompilationKind, Language, Stage, WorkKind, WorkState
from models.settings import settings
from models.tables import Compilation, Offer
from tests import factories as make
from tests.factories import NOW, TODAY


def run(world):
    claims = world.take(WorkKind.COMPILE_OFFERS)
    return asyncio.run(compile_offers.fn([claim.id for claim in claims], "test.1"))


def published(session, cast, **values):
    technology = make.to_offer(session, cast)
    offer = make.briefed_offer(session, cast, technology, **values)
    advance(session, technology.id, to=Stage.PARTNERING, actor=cast.officer, now=NOW)
    return offer.id


def ordered(world, kind=CompilationKind.CATALOGUE):
    def do(session, cast):
        form = CompilationForm(kind=kind, language=Language.ENGLISH)
        return order_compilation(session, form, actor=cast.coordinator, now=NOW).id

    return world.make(do)


def kept(number):
    with reading() as session:
        return session.get_one(Compilation, number)


def text_of(compilation):
    pages = pypdf.PdfReader(io.BytesIO(read(compilation.sha256, settings().files))).pages
    assert len(pages) == compilation.pages
    return " ".join(" ".join(leaf.extract_text().split()) for leaf in pages)


@pytest.mark.parametrize("kind", list(CompilationKind))
def test_it_is_made_of_what_is_published_and_kept_by_its_hash(one_world, kind):
    one_world.make(lambda session, cast: published(session, cast, title="A strip for urine"))
    one_world.make(lambda session, cast: published(session, cast, title="A cuff for arms"))
    one_world.make(
        lambda session, cast: make.briefed_offer(session, cast, make.to_offer(session, cast), title="Not yet")
    )
    number = ordered(one_world, kind)
    assert run(one_world) == 1
    said = text_of(kept(number))
    assert "A strip for urine" in said
    assert "A cuff for arms" in said
    assert "Not yet" not in said
    assert list((settings().home / "leaves").iterdir()) == []


def test_the_same_inputs_are_rendered_once_and_a_withdrawn_offer_is_out_of_the_next(one_world, monkeypatch):
    gone = one_world.make(lambda session, cast: published(session, cast, title="A strip for urine"))
    one_world.make(lambda session, cast: published(session, cast, title="A cuff for arms"))
    number = ordered(one_world)
    run(one_world)
    first = kept(number)

    def again(session, cast):
        remake_compilation(session, number, actor=cast.coordinator, now=NOW)

    one_world.make(again)
    with monkeypatch.context() as patch:
        patch.setattr("flows.compiling.make", None)  # nothing may be rendered
        assert run(one_world) == 1
    assert (kept(number).sha256, kept(number).made_revision) == (first.sha256, 2)

    with transaction() as session:
        withdraw_offer(session, gone, actor=one_world.cast.officer, now=NOW, reason="Sold.")
    with reading() as session, pytest.raises(OfferGone):
        compilation_file(session, number, one_world.cast.coordinator, today=TODAY)
    one_world.make(again)
    run(one_world)
    assert "A strip for urine" not in text_of(kept(number))
    with reading() as session:
        assert compilation_file(session, number, one_world.cast.coordinator, today=TODAY).made_revision == 3


def test_an_offer_that_is_not_what_was_approved_is_left_out_and_holds_up_no_other(one_world):
    tampered = one_world.make(lambda session, cast: published(session, cast, title="A strip for urine"))
    one_world.make(lambda session, cast: published(session, cast, title="A cuff for arms"))
    with transaction() as session:
        offer = session.get_one(Offer, tampered)
        offer.description = "Something that nobody approved."
        session.add(offer)
    number = ordered(one_world)
    run(one_world)
    said = text_of(kept(number))
    assert "A cuff for arms" in said
    assert "A strip for urine" not in said


def test_a_render_process_that_dies_leaves_the_work_to_be_tried_again(one_world, monkeypatch):
    one_world.make(published)
    number = ordered(one_world)

    async def dies(*_arguments):
        raise WorkerDied("A render process was killed twice over this document: is there enough memory?")

    with monkeypatch.context() as patch:
        patch.setattr("flows.rendering.RenderPool.run", dies)
        assert run(one_world) == 0
    ((subject, state, error),) = one_world.work(WorkKind.COMPILE_OFFERS)
    assert (subject, state) == (number, WorkState.QUEUED)
    assert "is there enough memory" in error
    assert run(one_world) == 1
    assert kept(number).sha256


def test_nothing_of_an_offer_stands_in_the_outbox(one_world):
    one_world.make(lambda session, cast: published(session, cast, title="A strip for urine"))
    ordered(one_world)
    with transaction() as session:
        for offer in session.exec(select(Offer)):
            offer.description = "Changed."
            session.add(offer)
    assert run(one_world) == 0
    assert "strip" not in str(one_world.work(WorkKind.COMPILE_OFFERS))
