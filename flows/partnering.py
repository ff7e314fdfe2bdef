"""Finding partners for published offers: every profile is scored, and the score explains itself."""

import asyncio
from collections.abc import Iterable, Sequence

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from sqlmodel import Session

from flows.chunks import guarded, in_chunks
from flows.leases import claims_of, moment, settle
from models.actions.partners import FoundMatch, record_matches
from models.actions.work import Claim
from models.db import reading
from models.queries.matching import SMALLEST_SIMILARITY, WORTH_KEEPING, Offered, Seeker, offered_of, scored, seekers
from models.rules.permissions import Actor, system
from models.similarity import Corpus, Neighbour, prepared

MOST_KEPT = 20
"""Partners kept per technology, best first."""


@flow(name="partnering")
@guarded
async def partnering(work_ids: list[int], holder: str) -> int:
    return await in_chunks(match, work_ids, holder, size=50)


@task(name="match", cache_policy=NO_CACHE)
@guarded
async def match(work_ids: list[int], holder: str) -> int:
    return await asyncio.to_thread(match_all, await asyncio.to_thread(claims_of, work_ids, holder))


def match_all(claims: Sequence[Claim]) -> int:
    with reading() as session:
        found = find(session, [claim.subject_id for claim in claims])
    actor = system()
    return settle(
        claims,
        lambda session, claim: _record(session, claim.subject_id, found.get(claim.subject_id, []), actor),
    )


def _record(session: Session, technology_id: int, matches: Sequence[FoundMatch], actor: Actor) -> None:
    record_matches(session, technology_id, matches, actor=actor, now=moment())


def find(session: Session, technology_ids: Sequence[int]) -> dict[int, list[FoundMatch]]:
    """By technology, best first. A technology without a published offer matches nobody."""
    looking = seekers(session)
    offered = offered_of(session, technology_ids)
    nearest = Corpus([seeker.text for seeker in looking]).nearest(
        [prepared(each.text) for each in offered], top=len(looking), floor=SMALLEST_SIMILARITY
    )
    best: dict[int, dict[int, FoundMatch]] = {}
    for each, neighbours in zip(offered, nearest, strict=True):
        near = {neighbour.index: neighbour for neighbour in neighbours}
        of_technology = best.setdefault(each.technology_id, {})
        for place, seeker in enumerate(looking):
            found = _found(each, seeker, near.get(place))
            known = of_technology.get(seeker.partner_id)
            if found and (known is None or found.score > known.score):
                of_technology[seeker.partner_id] = found
    return {number: _best(matches.values()) for number, matches in best.items()}


def _best(matches: Iterable[FoundMatch]) -> list[FoundMatch]:
    return sorted(matches, key=lambda found: (-found.score, found.partner_id))[:MOST_KEPT]


def _found(offered: Offered, seeker: Seeker, near: Neighbour | None) -> FoundMatch | None:
    result = scored(offered, seeker, near)
    if result.score.excluded or result.score.total < WORTH_KEEPING:
        return None
    return FoundMatch(
        offered.offer_id,
        seeker.partner_id,
        result.score.total,
        [part.as_dict() for part in result.score.parts],
        result.shared_terms,
    )
