"""Outboxes with work for real shifts, and what became of it."""

import hashlib
from collections import Counter
from datetime import UTC, datetime

from sqlmodel import Session, col, delete, select, update

from flows.letters import message_id
from models.actions.deliveries import queue_delivery
from models.actions.stages import advance
from models.db import reading, transaction
from models.files import path_of, read
from models.queries.offers import brief_of
from models.queries.status import Status, status_of
from models.rules.words import DispatchState, Stage, WorkKind, WorkState
from models.settings import settings
from models.tables import Brief, Contact, Delivery, Notice, Offer, Person, Work
from reports import briefs
from tests import factories as make
from tests.flows.conftest import Inbox, World

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def offers(world: World, count: int, **values: object) -> list[int]:
    """Approved and consented to, their briefs asked for."""

    def approve(session: Session, cast: make.Cast) -> list[int]:
        return [make.approved_offer(session, cast, make.to_offer(session, cast), **values).id for _ in range(count)]

    made: list[int] = world.make(approve)
    due_at_once()
    return made


def deliveries(world: World, count: int, **values: object) -> list[int]:
    """Of one published offer, to so many contacts."""

    def queue(session: Session, cast: make.Cast) -> list[int]:
        technology = make.to_offer(session, cast)
        offer = make.briefed_offer(session, cast, technology, **values)
        advance(session, technology.id, to=Stage.PARTNERING, actor=cast.officer, now=make.NOW)
        brief = brief_of(session, offer)
        assert brief is not None
        queued = []
        for _ in range(count):
            partner = make.partner(session, cast)
            contact = session.exec(select(Contact).where(Contact.partner_id == partner.id)).one()
            delivery = queue_delivery(session, offer, brief, contact, now=make.NOW)
            assert delivery is not None
            queued.append(delivery.id)
        return queued

    made: list[int] = world.make(queue)
    due_at_once()
    return made


def due_at_once() -> None:
    """A shift goes by the clock on the wall, the factories by one of their own."""
    with transaction() as session:
        session.execute(update(Work).where(col(Work.state) == WorkState.QUEUED).values(not_before=LONG_AGO))


def only(*kinds: WorkKind) -> None:
    """Nothing else is asked for: not what the factories' way to the stage has queued."""
    with transaction() as session:
        told = select(Work.subject_id).where(Work.kind == WorkKind.SEND_NOTICE)
        if WorkKind.SEND_NOTICE not in kinds:
            session.execute(delete(Notice).where(col(Notice.id).in_(told)))
            session.execute(delete(Work).where(col(Work.kind) == WorkKind.SEND_NOTICE))  # ids may be given again
        session.execute(update(Work).where(col(Work.kind).not_in(kinds)).values(state=WorkState.DONE))


def work_states() -> set[WorkState]:
    with reading() as session:
        return {WorkState(state) for state in session.exec(select(Work.state))}


def state_of(delivery_id: int) -> DispatchState:
    with reading() as session:
        return session.get_one(Delivery, delivery_id).state


def states() -> Counter[DispatchState]:
    """Of all deliveries."""
    with reading() as session:
        return Counter(DispatchState(state) for state in session.exec(select(Delivery.state)))


def status() -> Status:
    with reading() as session:
        return status_of(session, now=datetime.now(UTC))


def rendered() -> list[int]:
    """The offers of all briefs that a shift made; each file is whole, and what the store holds bears its own name."""
    with reading() as session:
        rows = session.exec(select(Brief).where(Brief.template_version == briefs.template_version())).all()
    for row in rows:
        assert len(read(row.sha256, settings().files)) == row.size
    for path in settings().files.rglob("*"):
        if path.is_file() and not path.name.startswith("."):
            assert path == path_of(hashlib.sha256(path.read_bytes()).hexdigest(), settings().files)
    return sorted(row.offer_id for row in rows)


def addressed() -> dict[tuple[str, str], DispatchState]:
    """The state of every delivery and notice, by the Message-ID and the recipient that it has."""
    with reading() as session:
        sent = session.exec(select(Delivery, Contact.email).join(Contact)).all()
        told = session.exec(select(Notice, Person.email).join(Person)).all()
    return {(message_id(f"delivery:{row.id}"), email): row.state for row, email in sent} | {
        (message_id(f"notice:{row.id}"), email): row.state for row, email in told
    }


def arrived(inbox: Inbox) -> Counter[tuple[str, str]]:
    return Counter(zip(inbox.ids(), inbox.recipients, strict=True))


def offer_of(delivery_id: int) -> Offer:
    with reading() as session:
        return session.get_one(Offer, session.get_one(Delivery, delivery_id).offer_id)
