"""Receiving disclosures: near-duplicates, a first classification, an officer, the acknowledgement."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from sqlmodel import Session, col, select

from flows.chunks import guarded, in_chunks
from flows.leases import claims_of, moment, settle
from models.actions.disclosures import Receipt, receive_disclosure
from models.actions.work import Claim
from models.db import reading
from models.rules.classification import classify
from models.rules.permissions import system
from models.rules.words import Language
from models.similarity import NEAR_DUPLICATE, NEAR_DUPLICATE_ACROSS, Corpus, as_written, prepared
from models.tables import Disclosure, Technology

MOST_DUPLICATES = 5


@flow(name="disclosure")
@guarded
async def disclosure(work_ids: list[int], holder: str) -> int:
    return await in_chunks(receive, work_ids, holder, size=100)


@task(name="receive", cache_policy=NO_CACHE)
@guarded
async def receive(work_ids: list[int], holder: str) -> int:
    return await asyncio.to_thread(receive_all, await asyncio.to_thread(claims_of, work_ids, holder))


def receive_all(claims: Sequence[Claim]) -> int:
    with reading() as session:
        receipts = {
            receipt.technology_id: receipt for receipt in examine(session, [each.subject_id for each in claims])
        }
    actor = system()
    return settle(
        claims,
        lambda session, claim: receive_disclosure(session, receipts[claim.subject_id], actor=actor, now=moment()),
    )


@dataclass(frozen=True, slots=True)
class _Case:
    technology_id: int
    institution_id: int
    language: Language
    text: str
    terms: str
    title: str
    keywords: Sequence[str]


def examine(session: Session, technology_ids: Sequence[int]) -> list[Receipt]:
    """What the latest versions of these disclosures say.

    Near-duplicates are looked for within the institution alone: its officers may not learn what
    another one keeps confidential, not even that there is something alike.
    """
    cases = sorted(_cases(session, technology_ids), key=lambda case: case.institution_id)
    return [
        receipt
        for institution_id, group in groupby(cases, key=lambda case: case.institution_id)
        for receipt in _receipts(list(group), _portfolio(session, institution_id, technology_ids))
    ]


def _cases(session: Session, technology_ids: Sequence[int]) -> Iterable[_Case]:
    rows = session.exec(
        select(Technology.institution_id, Disclosure)
        .join(Disclosure, col(Disclosure.technology_id) == col(Technology.id))
        .where(col(Technology.id).in_(technology_ids))
        .order_by(col(Disclosure.version))
    ).all()
    for institution_id, latest in {row.technology_id: (home, row) for home, row in rows}.values():
        text = "\n".join((latest.title, latest.abstract_public, latest.abstract_confidential))
        yield _Case(
            latest.technology_id,
            institution_id,
            latest.language,
            text,
            prepared(text),
            latest.title,
            latest.keywords,
        )


def _portfolio(session: Session, institution_id: int, but: Sequence[int]) -> list[tuple[int, Language, str]]:
    """The other technologies of the institution: id, language, terms. Imported ones have no disclosure; their
    titles are taken for English."""
    rows = session.exec(
        select(Technology.id, Disclosure.language, Technology.terms)
        .join(
            Disclosure,
            (col(Disclosure.technology_id) == col(Technology.id)) & (col(Disclosure.version) == 1),
            isouter=True,
        )
        .where(
            Technology.institution_id == institution_id,
            col(Technology.terms) != "",
            col(Technology.id).not_in(but),
        )
        .order_by(col(Technology.id))
    )
    return [(number, Language(language or Language.ENGLISH), terms) for number, language, terms in rows]


def _receipts(cases: list[_Case], portfolio: list[tuple[int, Language, str]]) -> Iterable[Receipt]:
    known = portfolio + [(case.technology_id, case.language, case.terms) for case in cases]
    nearest = Corpus([terms for _, _, terms in known]).nearest(
        [case.terms for case in cases], top=MOST_DUPLICATES + 1, floor=NEAR_DUPLICATE_ACROSS
    )
    for case, neighbours in zip(cases, nearest, strict=True):
        alike = []
        for neighbour in neighbours:
            other_id, language, _ = known[neighbour.index]
            enough = NEAR_DUPLICATE if language is case.language else NEAR_DUPLICATE_ACROSS
            if other_id != case.technology_id and neighbour.score >= enough:
                alike.append((other_id, round(100 * neighbour.score), as_written(neighbour.shared_terms, case.text)))
        found = classify(case.title, case.text, case.keywords)
        complete = len(neighbours) <= MOST_DUPLICATES  # one of them is the case itself
        yield Receipt(case.technology_id, case.terms, found.value_chain, found.field, alike, all_of_them=complete)
