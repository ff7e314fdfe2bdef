"""The published offers, as anybody may see them, and the addresses under which they stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import Select

from models.errors import NotFound
from models.rules.words import Area, Field, Language, OfferState, ValueChain
from models.tables import Brief, Institution, Offer, Technology

_ANONYMOUS_KEY = re.compile(r"anonymous-([1-9]\d{0,8})")


@dataclass(frozen=True, slots=True)
class PublishedOffer:
    offer: Offer
    technology: Technology
    institution: Institution
    brief: Brief | None

    @property
    def key(self) -> str:
        return public_key(self.offer, self.technology.reference)

    @property
    def reference(self) -> str:
        return shown_reference(self.offer, self.technology.reference)

    @property
    def path(self) -> str:
        return offer_path(self.offer, self.technology.reference)

    @property
    def institution_shown(self) -> Institution | None:
        """`None` where the offer hides whose it is."""
        return None if self.offer.anonymous else self.institution

    @property
    def area(self) -> Area:
        return self.institution.area


def public_key(offer: Offer, reference: str) -> str:
    """What stands for the technology in public addresses: an anonymous offer's must not name the institution."""
    return f"anonymous-{offer.technology_id}" if offer.anonymous else reference


def shown_reference(offer: Offer, reference: str) -> str:
    """An anonymous offer drops the letters before the year: they name the institution."""
    return reference.partition("-")[2] if offer.anonymous else reference


def offer_path(offer: Offer, reference: str) -> str:
    """The offer's public page, below the network's own address."""
    return f"/offers/{public_key(offer, reference)}/{offer.language}"


def published_offers(
    session: Session,
    *,
    language: Language | None = None,
    prefer: Language | None = None,
    value_chain: ValueChain | None = None,
    field: Field | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Sequence[PublishedOffer]:
    """Newest first; `before` is the id of the last offer of the page before.

    `prefer` gives each technology once: in that language, or in the one that there is.
    """
    query = _published()
    if language:
        query = query.where(Offer.language == language)
    elif prefer:
        query = query.where(or_(col(Offer.language) == prefer, ~_published_in(prefer)))
    if value_chain:
        query = query.where(Technology.value_chain == value_chain)
    if field:
        query = query.where(Technology.field == field)
    if before:
        query = query.where(col(Offer.id) < before)
    rows = session.exec(query.order_by(col(Offer.id).desc()).limit(limit))
    return [PublishedOffer(*row) for row in rows]


def published_offer(session: Session, key: str, language: Language) -> PublishedOffer:
    """By `public_key`. An anonymous offer does not answer to its technology's reference."""
    anonymous = _ANONYMOUS_KEY.fullmatch(key)
    if anonymous:
        query = _published().where(col(Offer.anonymous), Offer.technology_id == int(anonymous[1]))
    else:
        query = _published().where(~col(Offer.anonymous), Technology.reference == key)
    row = session.exec(query.where(Offer.language == language)).first()
    if row is None:
        raise NotFound("There is no such offer, or it is no longer published.")
    return PublishedOffer(*row)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many technologies have published offers."""

    fields: dict[Field, int]
    chains: dict[ValueChain, int]
    all: int


def published_counts(session: Session, *, language: Language | None = None) -> Counts:
    query = (
        select(Technology.value_chain, Technology.field, func.count(func.distinct(Offer.technology_id)))
        .join(Offer, col(Offer.technology_id) == col(Technology.id))
        .where(Offer.state == OfferState.PUBLISHED)
        .group_by(col(Technology.value_chain), col(Technology.field))
    )
    if language:
        query = query.where(Offer.language == language)
    rows = [(ValueChain(chain) if chain else None, field, count) for chain, field, count in session.exec(query)]
    return Counts(
        fields={Field(field): count for _, field, count in rows if field},
        chains={chain: sum(count for each, _, count in rows if each is chain) for chain in ValueChain},
        all=sum(count for _, _, count in rows),
    )


def languages_of(session: Session, technology_id: int) -> list[Language]:
    """In which its offers are published."""
    found = session.exec(
        select(Offer.language).where(Offer.technology_id == technology_id, Offer.state == OfferState.PUBLISHED)
    )
    return sorted(map(Language, found))


def offer_shown(session: Session, offer_id: int) -> PublishedOffer:
    """One offer by id, whatever its state: for who holds a signed link to it."""
    query = _with_what_is_shown().where(Offer.id == offer_id)
    return PublishedOffer(*session.exec(query).one())


def _published() -> Select[Offer, Technology, Institution, Brief]:
    return _with_what_is_shown().where(Offer.state == OfferState.PUBLISHED)


def _with_what_is_shown() -> Select[Offer, Technology, Institution, Brief]:
    """With the newest brief that was rendered from exactly this version."""
    newest = (
        select(func.max(Brief.id))
        .where(Brief.offer_id == Offer.id, Brief.offer_digest == Offer.digest)
        .correlate(Offer)
        .scalar_subquery()
    )
    return (
        select(Offer, Technology, Institution, Brief)
        .join(Technology, col(Technology.id) == col(Offer.technology_id))
        .join(Institution, col(Institution.id) == col(Technology.institution_id))
        .join(Brief, col(Brief.id) == newest, isouter=True)
    )


def _published_in(language: Language) -> ColumnElement[bool]:
    other = aliased(Offer)
    return (
        select(other.id)
        .where(
            other.technology_id == Offer.technology_id,
            other.language == language,
            other.state == OfferState.PUBLISHED,
        )
        .exists()
    )
