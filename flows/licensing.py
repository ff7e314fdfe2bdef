"""Agreements: the draft as a PDF, what they make due, and the distribution of what came in."""

import asyncio
from collections.abc import Mapping, Sequence

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from sqlmodel import Session

from flows.chunks import guarded, in_chunks
from flows.drawing import draw, read_all
from flows.leases import Record, claims_of, moment, settle
from models.actions.agreements import distribute_payment, record_drawn, schedule_obligations
from models.actions.work import Claim
from models.files import Stored
from models.rules.words import WorkKind
from reports import agreements
from reports.contents import agreement_content


@flow(name="licensing")
@guarded
async def licensing(work_ids: list[int], holder: str) -> int:
    return await in_chunks(settle_agreements, work_ids, holder, size=50)


@task(name="settle_agreements", cache_policy=NO_CACHE)
@guarded
async def settle_agreements(work_ids: list[int], holder: str) -> int:
    claims = await asyncio.to_thread(claims_of, work_ids, holder)
    drafts = [claim for claim in claims if claim.kind is WorkKind.DRAW_AGREEMENT]
    done = await _draw_up(drafts) if drafts else 0
    for kind, record in _RECORDS.items():
        done += await asyncio.to_thread(settle, [claim for claim in claims if claim.kind is kind], record)
    return done


async def _draw_up(claims: Sequence[Claim]) -> int:
    """A kind without clauses of ours is written by the office: there is nothing to draw."""
    contents = await asyncio.to_thread(read_all, claims, _content)
    ours = {claim: content for claim, content in contents.items() if content.kind in agreements.DRAWN}
    drawn = await draw(ours, agreements.render)
    return await asyncio.to_thread(_record_drawn, [*drawn, *(contents.keys() - ours.keys())], drawn)


def _record_drawn(claims: Sequence[Claim], drawn: Mapping[Claim, Stored]) -> int:
    def record(session: Session, claim: Claim) -> None:
        if claim in drawn:
            record_drawn(session, claim.subject_id, sha256=drawn[claim].sha256)

    return settle(claims, record)


def _content(session: Session, claim: Claim) -> agreements.AgreementContent:
    return agreement_content(session, claim.subject_id)


def _schedule(session: Session, claim: Claim) -> None:
    schedule_obligations(session, claim.subject_id)


def _distribute(session: Session, claim: Claim) -> None:
    distribute_payment(session, claim.subject_id, now=moment())


_RECORDS: dict[WorkKind, Record] = {
    WorkKind.SCHEDULE_OBLIGATIONS: _schedule,
    WorkKind.DISTRIBUTE_PAYMENT: _distribute,
}
