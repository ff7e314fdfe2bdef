"""Finding partners for published offers: every profile is scored, and the score explains itself."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from sqlmodel import Session, col, select

from flows.chunks import guarded, in_chunks
from flows.leases import claims_of, moment, settle
from models.actions.partners import FoundMatch, record_matches
from models.actions.work import Claim
from models.db import reading
from models.rules.classification import label
from models.rules.matching import OfferTerms, ProfileTerms, score
from models.rules.permissions import Actor, system
from models.rules.words import Field, Language, OfferState
from models.similarity import Corpus, Neighbour, as_written, prepared
from models.tables import Institution, InterestProfile, Offer, Partner, Technology

WORTH_KEEPING = 30
"""Score from which an officer is shown a partner at all."""
MOST_KEPT = 20
"""Partners kept per technology, best first."""
SMALLEST_SIMILARITY = 0.02


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
    seekers = _seekers(session)
    offered = _offered(session, technology_ids)
    nearest = Corpus([seeker.text for seeker in seekers]).nearest(
        [prepared(each.text) for each in offered], top=len(seekers), floor=SMALLEST_SIMILARITY
    )
    best: dict[int, dict[int, FoundMatch]] = {}
    for each, neighbours in zip(offered, nearest, strict=True):
        near = {neighbour.index: neighbour for neighbour in neighbours}
        of_technology = best.setdefault(each.technology_id, {})
        for place, seeker in enumerate(seekers):
            found = _scored(each, seeker, near.get(place))
            known = of_technology.get(seeker.partner_id)
            if found and (known is None or found.score > known.score):
                of_technology[seeker.partner_id] = found
    return {number: _best(matches.values()) for number, matches in best.items()}


def _best(matches: Iterable[FoundMatch]) -> list[FoundMatch]:
    return sorted(matches, key=lambda found: (-found.score, found.partner_id))[:MOST_KEPT]


@dataclass(frozen=True, slots=True)
class _Offered:
    """A published offer in one language: what it says is public."""

    technology_id: int
    offer_id: int
    text: str
    terms: OfferTerms


@dataclass(frozen=True, slots=True)
class _Seeker:
    partner_id: int
    text: str
    terms: ProfileTerms


def _scored(offered: _Offered, seeker: _Seeker, near: Neighbour | None) -> FoundMatch | None:
    shared = as_written(near.shared_terms, offered.text) if near else []
    result = score(offered.terms, seeker.terms, near.score if near else 0.0, shared)
    if result.excluded or result.total < WORTH_KEEPING:
        return None
    return FoundMatch(
        offered.offer_id, seeker.partner_id, result.total, [part.as_dict() for part in result.parts], shared
    )


def _offered(session: Session, technology_ids: Sequence[int]) -> list[_Offered]:
    rows = session.exec(
        select(Offer, Technology, Institution.country)
        .join(Technology, col(Technology.id) == col(Offer.technology_id))
        .join(Institution, col(Institution.id) == col(Technology.institution_id))
        .where(col(Technology.id).in_(technology_ids), Offer.state == OfferState.PUBLISHED)
        .order_by(col(Offer.id))
    )
    return [_read_offer(offer, technology, country) for offer, technology, country in rows]


def _read_offer(offer: Offer, technology: Technology, country: str) -> _Offered:
    keywords = ", ".join((*offer.technology_keywords, *offer.market_keywords))
    return _Offered(
        technology.id,
        offer.id,
        "\n".join((offer.title, offer.short_summary, offer.description, offer.expected_role, keywords)),
        OfferTerms(
            field=technology.field,
            value_chain=technology.value_chain,
            trl=offer.trl,
            origin=country,
            targets=offer.countries,
            partnerships=[each["type"] for each in offer.partnerships],
            partner_sizes=offer.partner_sizes,
        ),
    )


def _seekers(session: Session) -> list[_Seeker]:
    rows = session.exec(
        select(Partner, InterestProfile)
        .join(InterestProfile, col(InterestProfile.partner_id) == col(Partner.id))
        .order_by(col(Partner.id))
    )
    return [_read_profile(partner, profile) for partner, profile in rows]


def _read_profile(partner: Partner, profile: InterestProfile) -> _Seeker:
    """Its text names the fields in both languages, so that offers in either meet it."""
    fields = [label(Field(code), language) for code in profile.fields for language in Language]
    return _Seeker(
        partner.id,
        prepared("\n".join((", ".join(profile.keywords), ", ".join(fields), partner.about))),
        ProfileTerms(
            country=partner.country,
            size=partner.size,
            value_chain=profile.value_chain,
            fields=profile.fields,
            trl_min=profile.trl_min,
            trl_max=profile.trl_max,
            countries=profile.countries,
            partnerships=profile.partnerships,
        ),
    )
