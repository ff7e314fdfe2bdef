"""Rendering briefs of approved offers: once for the same inputs, and again only when these change."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from sqlmodel import Session, col, select

from flows.chunks import guarded, in_chunks, numbered
from flows.drawing import draw
from flows.leases import claims_of, give_back, log, moment, settle
from models.actions.offers import record_brief
from models.actions.stages import publish_rendered
from models.actions.work import Claim
from models.db import reading
from models.errors import Conflict
from models.files import Stored
from models.rules.permissions import system
from models.tables import Brief, Offer
from reports import briefs
from reports.contents import brief_contents, released


@flow(name="offering")
@guarded
async def offering(work_ids: list[int], holder: str) -> int:
    return await in_chunks(render, work_ids, holder, size=25, abreast=2, told="briefs")


@task(name="render", task_run_name=numbered, cache_policy=NO_CACHE)
@guarded
async def render(work_ids: list[int], holder: str) -> int:
    claims = await asyncio.to_thread(claims_of, work_ids, holder)
    orders, needless = await asyncio.to_thread(look_up, claims)
    drawn = await draw({order.claim: order.content for order in orders}, briefs.render)
    return await asyncio.to_thread(record_all, [order for order in orders if order.claim in drawn], needless, drawn)


@dataclass(frozen=True, slots=True)
class Order:
    """A brief to be made of an offer as it was read."""

    claim: Claim
    technology_id: int
    offer_digest: str
    checksum: str
    content: briefs.BriefContent


def look_up(claims: Sequence[Claim]) -> tuple[list[Order], list[Claim]]:
    """What must be rendered, and the claims for which nothing must: the brief is there already, or the
    offer has changed since and waits for its approval, which asks for a brief again."""
    with reading() as session:
        by_id = {
            offer.id: offer
            for offer in session.exec(select(Offer).where(col(Offer.id).in_([claim.subject_id for claim in claims])))
            if released(offer)
        }
        contents = _contents(session, claims, by_id)
        briefs_made = session.exec(
            select(Brief.offer_id, Brief.input_checksum)
            .where(col(Brief.offer_id).in_(by_id))
            .order_by(col(Brief.rendered_at), col(Brief.id))
        )
        present = dict(briefs_made.all())
    orders, needless = [], []
    for claim in claims:
        offer, content = by_id.get(claim.subject_id), contents.get(claim.subject_id)
        if offer is None or content is None:
            needless += [claim] if offer is None else []
        elif present.get(offer.id) == (checksum := briefs.checksum(content)):
            needless.append(claim)
        else:
            orders.append(Order(claim, offer.technology_id, offer.digest, checksum, content))
    return orders, needless


def _contents(session: Session, claims: Sequence[Claim], by_id: dict[int, Offer]) -> dict[int, briefs.BriefContent]:
    """All at once; where one cannot be made, one by one, and that one is given back."""
    try:
        return brief_contents(session, list(by_id.values()))
    except Exception:
        return _one_by_one(session, [claim for claim in claims if claim.subject_id in by_id], by_id)


def _one_by_one(session: Session, claims: Sequence[Claim], by_id: dict[int, Offer]) -> dict[int, briefs.BriefContent]:
    contents: dict[int, briefs.BriefContent] = {}
    for claim in claims:
        try:
            contents |= brief_contents(session, [by_id[claim.subject_id]])
        except Exception as error:
            give_back([claim], error)
    return contents


def record_all(orders: Sequence[Order], needless: Sequence[Claim], drawn: dict[Claim, Stored]) -> int:
    by_claim = {order.claim: order for order in orders}

    def record(session: Session, claim: Claim) -> None:
        if claim in by_claim:
            _record(session, by_claim[claim], drawn[claim])

    return settle([*by_claim, *needless], record)


def _record(session: Session, order: Order, file: Stored) -> None:
    offer_id = order.claim.subject_id
    try:
        record_brief(
            session,
            offer_id,
            offer_digest=order.offer_digest,
            template_version=briefs.template_version(order.content.length),
            input_checksum=order.checksum,
            sha256=file.sha256,
            size=file.size,
            public_days=(order.content.published_on, order.content.expires_on),
            now=moment(),
        )
    except Conflict:  # its new content will be approved, or its new days were set: either asks for a brief of its own
        log.info("offer %d changed while its brief was rendered", offer_id)
        return
    publish_rendered(session, order.technology_id, actor=system(), now=moment())
