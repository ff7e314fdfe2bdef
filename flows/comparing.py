"""Comparing offers with what was uploaded or written since they were checked; new files are read first."""

import asyncio
from collections.abc import Sequence

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from sqlmodel import Session

from flows.chunks import guarded, in_chunks
from flows.leases import claims_of, give_back, moment, settle
from models.actions.comparing import ask_after_stronger_scan, compare_offers
from models.actions.file_texts import record_text
from models.actions.work import Claim
from models.db import reading, transaction
from models.file_texts import text_of
from models.files import path_of
from models.queries.file_texts import unread_files
from models.rules.permissions import system
from models.settings import settings


@flow(name="comparing")
@guarded
async def comparing(work_ids: list[int], holder: str) -> int:
    return await in_chunks(compare, work_ids, holder, size=20)


@task(name="compare", cache_policy=NO_CACHE)
@guarded
async def compare(work_ids: list[int], holder: str) -> int:
    return await asyncio.to_thread(compare_all, await asyncio.to_thread(claims_of, work_ids, holder))


def compare_all(claims: Sequence[Claim]) -> int:
    ready = [claim for claim in claims if files_are_read(claim)]
    return settle(ready, _record)


def files_are_read(claim: Claim) -> bool:
    """Whether the technology's files are read now; each is kept as soon as it is, so that none is read twice."""
    try:
        with reading() as session:
            waiting = unread_files(session, claim.subject_id)
        for sha256 in waiting:
            found = text_of(path_of(sha256, settings().files))
            with transaction() as session:
                record_text(session, sha256, found.state, found.text, gaps=found.gaps, now=moment())
    except Exception as error:
        give_back([claim], error)
        return False
    return True


def ask_for_comparison() -> int:
    with transaction() as session:
        return ask_after_stronger_scan(session, now=moment())


def _record(session: Session, claim: Claim) -> None:
    compare_offers(session, claim.subject_id, actor=system(), now=moment())
