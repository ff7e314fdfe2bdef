"""The published offers, as anybody may see them, and the addresses under which they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, String, and_, cast
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import Select

from models.errors import NotFound, OfferGone
from models.queries.offers import latest_first
from models.rules.aliases import anonymous_key, read_anonymous_key
from models.rules.text import words
from models.rules.words import (
    Area,
    DevelopmentStage,
    Field,
    Language,
    OfferState,
    PartnershipType,
    ValueChain,
    levels_of,
)
from models.tables import Brief, Institution, Offer, Technology


@dataclass(frozen=True, slots=True)
class PublishedOffer:
    offer: Offer
    technology: Technology
    institution: Institution
    brief: Brief | None

    @property
    def key(self) -> str:
        return public_key(self.offer, self.technology)

    @property
    def reference(self) -> str:
        return shown_reference(self.offer, self.technology)

    @property
    def path(self) -> str:
        return offer_path(self.offer, self.technology)

    @property
    def institution_shown(self) -> Institution | None:
        """`None` where the offer hides whose it is."""
        return None if self.offer.anonymous else self.institution

    @property
    def area(self) -> Area:
        return self.institution.area


def public_key(offer: Offer, technology: Technology) -> str:
    """What stands for the technology in public addresses: of an anonymous offer nothing that is counted up."""
    return anonymous_key(technology.alias) if offer.anonymous else technology.reference


def shown_reference(offer: Offer, technology: Technology) -> str:
    """Of an anonymous offer the alias: references name the institution, and its neighbours' numbers give it away."""
    return technology.alias if offer.anonymous else technology.reference


def offer_path(offer: Offer, technology: Technology) -> str:
    """The offer's public page, below the network's own address."""
    return f"/offers/{public_key(offer, technology)}/{offer.language}"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which published offers somebody wants to see; what is not said means any."""

    language: Language | None = None
    value_chain: ValueChain | None = None
    field: Field | None = None
    text: str = ""
    """Words that all occur in title, summary or keywords; case and marks do not matter."""
    stage: DevelopmentStage | None = None
    partnership: PartnershipType | None = None

    def narrow(self, offer: type[Offer] = Offer, *, by_subject: bool = True) -> list[ColumnElement[bool]]:
        """For a query over `offer` and `Technology`; `by_subject=False` leaves chain and field open."""
        conditions: list[ColumnElement[bool]] = [
            col(offer.search_text).contains(word, autoescape=True) for word in words(self.text)
        ]
        if self.language:
            conditions.append(col(offer.language) == self.language)
        if self.stage:
            conditions.append(col(offer.trl).in_(levels_of(self.stage)))
        if self.partnership:
            conditions.append(cast(col(offer.partnerships), String).contains(f'"type": "{self.partnership}"'))
        if self.value_chain and by_subject:
            conditions.append(col(Technology.value_chain) == self.value_chain)
        if self.field and by_subject:
            conditions.append(col(Technology.field) == self.field)
        return conditions


EVERYTHING = Choice()


def public_on(today: date, offer: type[Offer] = Offer) -> ColumnElement[bool]:
    """As `models.rules.offers.is_public`, for a query."""
    unexpired = or_(col(offer.expires_on).is_(None), col(offer.expires_on) > today)
    return and_(col(offer.state) == OfferState.PUBLISHED, unexpired)


def published_offers(
    session: Session,
    choice: Choice = EVERYTHING,
    *,
    today: date,
    prefer: Language | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Sequence[PublishedOffer]:
    """Newest first; `before` is the id of the last offer of the page before.

    `prefer` gives each technology once: in that language, or in the one that there is.
    """
    query = _published(today).where(*choice.narrow())
    if prefer and not choice.language:
        query = query.where(or_(col(Offer.language) == prefer, ~_published_in(prefer, choice, today)))
    if before:
        query = query.where(col(Offer.id) < before)
    rows = session.exec(query.order_by(col(Offer.id).desc()).limit(limit))
    return [PublishedOffer(*row) for row in rows]


def published_offer(session: Session, key: str, language: Language, *, today: date) -> PublishedOffer:
    """By `public_key`. An anonymous offer does not answer to its technology's reference.

    Raises `OfferGone` for one that was public under this key before, with the way to its other language if that is.
    """
    row = session.exec(_published(today).where(_under(key), Offer.language == language)).first()
    if row is None:
        raise _gone(session, key, today)
    return PublishedOffer(*row)


def published_technology(session: Session, key: str, *, today: date) -> int | None:
    """The technology whose offer is public under this key, in whatever language."""
    query = select(Offer.technology_id).join(Technology, col(Technology.id) == col(Offer.technology_id))
    return session.exec(query.where(_under(key), public_on(today)).limit(1)).first()


def _under(key: str) -> ColumnElement[bool]:
    alias = read_anonymous_key(key)
    if alias:
        return and_(col(Offer.anonymous).is_(True), col(Technology.alias) == alias)
    return and_(col(Offer.anonymous).is_(False), col(Technology.reference) == key)


def _gone(session: Session, key: str, today: date) -> OfferGone | NotFound:
    """What leads elsewhere stays under the same key: an offer that has become anonymous is not given away."""
    known = select(Offer, Technology).join(Technology, col(Technology.id) == col(Offer.technology_id))
    there = session.exec(known.where(_under(key), public_on(today)).order_by(col(Offer.id).desc())).first()
    if there is not None:
        return OfferGone(offer_path(*there))
    if session.exec(known.where(_under(key), col(Offer.published_at).is_not(None))).first() is not None:
        return OfferGone()
    return NotFound("There is no such offer.")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many technologies have published offers."""

    fields: dict[Field, int]
    chains: dict[ValueChain, int]
    all: int


def published_counts(session: Session, choice: Choice = EVERYTHING, *, today: date) -> Counts:
    """Whatever chain and field are chosen: how many each would show."""
    query = (
        select(Technology.value_chain, Technology.field, func.count(func.distinct(Offer.technology_id)))
        .join(Offer, col(Offer.technology_id) == col(Technology.id))
        .where(public_on(today), *choice.narrow(by_subject=False))
        .group_by(col(Technology.value_chain), col(Technology.field))
    )
    rows = [(ValueChain(chain) if chain else None, field, count) for chain, field, count in session.exec(query)]
    return Counts(
        fields={Field(field): count for _, field, count in rows if field},
        chains={chain: sum(count for each, _, count in rows if each is chain) for chain in ValueChain},
        all=sum(count for _, _, count in rows),
    )


def languages_of(session: Session, technology_id: int, *, today: date) -> list[Language]:
    """In which its offers are published."""
    found = session.exec(select(Offer.language).where(Offer.technology_id == technology_id, public_on(today)))
    return sorted(map(Language, found))


def present_version(session: Session, older: Offer, *, today: date) -> Offer | None:
    """The public one of its language that has replaced it. One that has become anonymous, or is so no more, is not led
    to: the way there would say whose it is."""
    found = session.exec(
        select(Offer).where(
            Offer.technology_id == older.technology_id, Offer.language == older.language, public_on(today)
        )
    ).first()
    return found if found and bool(found.anonymous) is bool(older.anonymous) else None


def offer_shown(session: Session, offer_id: int) -> PublishedOffer:
    """One offer by id, whatever its state: for who holds a signed link to it."""
    query = _with_what_is_shown().where(Offer.id == offer_id)
    return PublishedOffer(*session.exec(query).one())


def public_title(session: Session, technology: Technology, language: Language) -> str:
    """Of the newest offer that was ever published, in the language if there is one; else the reference.

    The technology's own title is the working title of a confidential disclosure.
    """
    found = session.exec(
        select(Offer.title)
        .where(Offer.technology_id == technology.id, col(Offer.published_at).is_not(None))
        .order_by((col(Offer.language) == language).desc(), col(Offer.id).desc())
        .limit(1)
    ).first()
    return found or technology.reference


def offers_shown(session: Session, offer_ids: Iterable[int]) -> dict[int, PublishedOffer]:
    """As `offer_shown`, by id: for whose they are to see."""
    rows = session.exec(_with_what_is_shown().where(col(Offer.id).in_(list(offer_ids))))
    return {row[0].id: PublishedOffer(*row) for row in rows}


def _published(today: date) -> Select[Offer, Technology, Institution, Brief]:
    return _with_what_is_shown().where(public_on(today))


def _with_what_is_shown() -> Select[Offer, Technology, Institution, Brief]:
    """With the newest brief that was rendered from exactly this version."""
    newest = (
        select(Brief.id)
        .where(Brief.offer_id == Offer.id, Brief.offer_digest == Offer.digest)
        .order_by(*latest_first())
        .limit(1)
        .correlate(Offer)
        .scalar_subquery()
    )
    return (
        select(Offer, Technology, Institution, Brief)
        .join(Technology, col(Technology.id) == col(Offer.technology_id))
        .join(Institution, col(Institution.id) == col(Technology.institution_id))
        .join(Brief, col(Brief.id) == newest, isouter=True)
    )


def _published_in(language: Language, choice: Choice, today: date) -> ColumnElement[bool]:
    """Whether the technology's offer in the language is among those that were chosen."""
    other = aliased(Offer)
    chosen = replace(choice, language=None).narrow(other, by_subject=False)
    return (
        select(other.id)
        .where(
            other.technology_id == Offer.technology_id,
            other.language == language,
            public_on(today, other),
            *chosen,
        )
        .exists()
    )
