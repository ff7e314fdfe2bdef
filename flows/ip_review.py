"""The IP review's documents: the dossier for the reviewers, and letters about decisions; confidential PDFs."""

import asyncio
from collections.abc import Sequence

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from sqlmodel import Session

from flows.chunks import guarded, in_chunks
from flows.drawing import draw_all
from flows.leases import claims_of, moment, settle
from models.actions.decision_letters import record_letter_drawn
from models.actions.reviews import record_review_prepared
from models.actions.work import Claim
from models.rules.days import local_date
from models.rules.permissions import system
from models.rules.words import WorkKind
from reports import decision_letters, dossiers
from reports.contents import letter_content
from reports.dossier_contents import dossier_content


@flow(name="ip_review")
@guarded
async def ip_review(work_ids: list[int], holder: str) -> int:
    return await in_chunks(prepare, work_ids, holder, size=25, abreast=2)


@task(name="prepare", cache_policy=NO_CACHE)
@guarded
async def prepare(work_ids: list[int], holder: str) -> int:
    claims = await asyncio.to_thread(claims_of, work_ids, holder)
    letters = [claim for claim in claims if claim.kind is WorkKind.DRAW_LETTER]
    return await _draw_dossiers([claim for claim in claims if claim not in letters]) + await _draw_letters(letters)


async def _draw_dossiers(claims: Sequence[Claim]) -> int:
    drawn = await draw_all(claims, _contents, dossiers.render)

    def record(session: Session, claim: Claim) -> None:
        record_review_prepared(
            session, claim.subject_id, dossier_sha256=drawn[claim].sha256, actor=system(), now=moment()
        )

    return await asyncio.to_thread(settle, list(drawn), record)


async def _draw_letters(claims: Sequence[Claim]) -> int:
    drawn = await draw_all(claims, _letter, decision_letters.render)

    def record(session: Session, claim: Claim) -> None:
        record_letter_drawn(session, claim.subject_id, sha256=drawn[claim].sha256, actor=system(), now=moment())

    return await asyncio.to_thread(settle, list(drawn), record)


def _letter(session: Session, claim: Claim) -> decision_letters.LetterContent:
    return letter_content(session, claim.subject_id)


def _contents(session: Session, claim: Claim) -> dossiers.DossierContent:
    return dossier_content(session, claim.subject_id, today=local_date(moment()))
