"""What matching reads: the published offers, the partners' profiles, and how one scores against the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlmodel import Session, col, select

from models.rules.classification import label
from models.rules.matching import OfferTerms, ProfileTerms, Score, score
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.words import Field, Language, OfferState
from models.similarity import Neighbour, as_written, likenesses, prepared
from models.tables import Institution, InterestProfile, Offer, Partner, Technology

WORTH_KEEPING = 30
"""Score from which a partner is of interest to an officer, and an offer to a partner."""
SMALLEST_SIMILARITY = 0.02
MOST_SCORED = 1_000
"""Technologies that one profile is scored against while its owner waits: the newest."""


_prepared_once = lru_cache(maxsize=2 * MOST_SCORED)(prepared)
"""Stemming is slow, and the same offers are compared again and again."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A published offer in one language: what it says is public."""

    technology_id: int
    offer_id: int
    text: str
    terms: OfferTerms


@dataclass(frozen=True, slots=True)
class Seeker:
    partner_id: int
    text: str
    """Prepared for comparing."""
    terms: ProfileTerms


@dataclass(frozen=True, slots=True)
class Scored:
    score: Score
    shared_terms: Sequence[str]


def scored(offered: Offered, seeker: Seeker, near: Neighbour | None) -> Scored:
    shared = as_written(near.shared_terms, offered.text) if near else []
    return Scored(score(offered.terms, seeker.terms, near.score if near else 0.0, shared), shared)


def offered_of(session: Session, technology_ids: Sequence[int]) -> list[Offered]:
    rows = session.exec(
        select(Offer, Technology, Institution.country)
        .join(Technology, col(Technology.id) == col(Offer.technology_id))
        .join(Institution, col(Institution.id) == col(Technology.institution_id))
        .where(col(Technology.id).in_(technology_ids), Offer.state == OfferState.PUBLISHED)
        .order_by(col(Offer.id))
    )
    return [_read_offer(offer, technology, country) for offer, technology, country in rows]


def seekers(session: Session) -> list[Seeker]:
    rows = session.exec(
        select(Partner, InterestProfile)
        .join(InterestProfile, col(InterestProfile.partner_id) == col(Partner.id))
        .order_by(col(Partner.id))
    )
    return [_read_profile(partner, profile) for partner, profile in rows]


def own_profile(session: Session, actor: Actor) -> InterestProfile | None:
    demand(actor, Act.DEAL_AS_PARTNER, Case(None, partner_id=actor.partner_id))
    return session.exec(select(InterestProfile).where(InterestProfile.partner_id == actor.partner_id)).one_or_none()


@dataclass(frozen=True, slots=True)
class Prospect:
    """A published offer as the actor's profile sees it now."""

    offer_id: int
    technology_id: int
    score: Score


def prospects(session: Session, actor: Actor) -> list[Prospect]:
    """The newest published offers, best first: scored as matching scores them, by the profile as it stands.

    Of the languages of one technology the best counts. Nobody else's profile shows in what is returned.
    """
    demand(actor, Act.DEAL_AS_PARTNER, Case(None, partner_id=actor.partner_id))
    everybody = seekers(session)
    own = next((each for each in everybody if each.partner_id == actor.partner_id), None)
    if own is None:
        return []
    offered = offered_of(session, _newest_published(session))
    nearest = likenesses(
        own.text,
        [each.text for each in everybody],
        [_prepared_once(each.text) for each in offered],
        SMALLEST_SIMILARITY,
    )
    found = [
        Prospect(each.offer_id, each.technology_id, scored(each, own, near).score)
        for each, near in zip(offered, nearest, strict=True)
    ]
    return _best_of_each(found)


def _best_of_each(found: Iterable[Prospect]) -> list[Prospect]:
    best: dict[int, Prospect] = {}
    for each in sorted(found, key=lambda one: (-one.score.total, one.offer_id)):
        best.setdefault(each.technology_id, each)
    return [each for each in best.values() if not each.score.excluded]


def _newest_published(session: Session) -> Sequence[int]:
    query = select(Offer.technology_id).where(Offer.state == OfferState.PUBLISHED).order_by(col(Offer.id).desc())
    return list(dict.fromkeys(session.exec(query.limit(MOST_SCORED))))


def _read_offer(offer: Offer, technology: Technology, country: str) -> Offered:
    keywords = ", ".join((*offer.technology_keywords, *offer.market_keywords))
    return Offered(
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


def _read_profile(partner: Partner, profile: InterestProfile) -> Seeker:
    """Its text names the fields in both languages, so that offers in either meet it."""
    fields = [label(Field(code), language) for code in profile.fields for language in Language]
    return Seeker(
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
