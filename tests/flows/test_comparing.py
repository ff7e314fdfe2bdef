"""Offers compared in a shift with what was added since: files are read there, and a shift that dies changes nothing."""

import asyncio
from datetime import timedelta

from sqlmodel import col, select

from flows.comparing import ask_for_comparison, compare, compare_all, files_are_read
from models.actions.attachments import add_attachment
from models.actions.comparing import compare_offers
from models.actions.work import claim, take_back
from models.db import reading, transaction
from models.files import keep
from models.rules.confidentiality import SCAN_VERSION
from models.rules.words import NoticeKind, WorkKind, WorkState
from models.settings import settings
from models.tables import FileText, Notice, Offer, Technology
from tests import factories as make
from tests.factories import NOW
from tests.flows.conftest import LATER

KIND = WorkKind.COMPARE_OFFERS


def run(world) -> int:
    claims = world.take(KIND)
    return asyncio.run(compare.fn([claim.id for claim in claims], "test.1"))


def upload(world, technology: Technology) -> None:
    """A file of the laboratory, which the public offer turns out to repeat."""
    with transaction() as session:
        offer = session.exec(select(Offer).where(Offer.technology_id == technology.id)).one()
        said = f"Protocol of the laboratory.\n{offer.description}\n".encode()
        stored = keep(said, settings().files)
        add_attachment(session, technology.id, stored, "protocol.txt", actor=world.cast.officer, now=NOW)


def found() -> tuple[int, int, int]:
    """Files that were read, alarms, and e-mails of them."""
    with reading() as session:
        files = session.exec(select(FileText)).all()
        offers = session.exec(select(Offer).where(col(Offer.alarmed_at).is_not(None))).all()
        notices = session.exec(select(Notice).where(Notice.kind == NoticeKind.LEAK_FOUND)).all()
    return len(files), len(offers), len(notices)


def test_a_file_uploaded_after_the_approval_is_read_and_compared_in_the_shift(world):
    technology = world.make(make.to_partnering)
    upload(world, technology)
    assert run(world) == 1
    assert found() == (1, 1, 1)
    with reading() as session:
        offer = session.exec(select(Offer)).one()
    assert {leak["label"] for leak in offer.leaks} == {"file protocol.txt"}
    assert world.work(KIND) == [(technology.id, WorkState.DONE, "")]


def test_a_shift_that_dies_after_reading_is_followed_by_one_that_alarms_once(world):
    technology = world.make(make.to_partnering)
    upload(world, technology)
    (dead,) = world.take(KIND)
    assert files_are_read(dead)
    assert found() == (1, 0, 0)
    with transaction() as session:
        assert take_back(session, "test") == 1
        (alive,) = claim(session, holder="alive.1", now=LATER, lease=timedelta(hours=1), limit=9, kinds=[KIND])
    assert compare_all([dead]) == 0
    assert found() == (1, 0, 0)
    assert compare_all([alive]) == 1
    assert found() == (1, 1, 1)


def test_work_that_is_done_again_changes_nothing(world):
    technology = world.make(make.to_partnering)
    upload(world, technology)
    run(world)
    with transaction() as session:
        compare_offers(session, technology.id, actor=make.HELIX, now=NOW + timedelta(hours=1))
    assert found() == (1, 1, 1)


def test_a_shift_asks_once_for_what_a_weaker_scan_has_seen(world):
    technology = world.make(make.to_partnering)
    with transaction() as session:
        offer = session.exec(select(Offer)).one()
        offer.scanned_by = SCAN_VERSION - 1
        session.add(offer)
    before = len(world.work(KIND))
    assert ask_for_comparison() == 1
    assert world.work(KIND)[before:] == [(technology.id, WorkState.QUEUED, "")]
    assert ask_for_comparison() == 0
    assert run(world) == before + 1
    with reading() as session:
        assert session.exec(select(Offer.scanned_by)).all() == [SCAN_VERSION]
