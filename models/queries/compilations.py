"""Catalogues and slides: what would go into one, and whether what is in one may still be given out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, true
from sqlmodel import Session, col, func, or_, select

from models.errors import NotFound, OfferGone
from models.queries.catalogue import public_on, shown_reference
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.words import CompilationKind, Language, Role, WorkKind, WorkState
from models.tables import Compilation, CompilationOffer, Institution, Offer, Technology, Work


@dataclass(frozen=True, slots=True)
class Standing:
    """A compilation as its desk shows it."""

    compilation: Compilation
    institution: Institution | None
    offers: int
    """In the file."""
    gone: int
    """Of these, how many are no longer public."""
    fresh: int
    """Public offers that the choice takes in and the file has not."""
    parked: bool

    @property
    def is_made(self) -> bool:
        return self.compilation.sha256 is not None

    @property
    def is_waiting(self) -> bool:
        return self.compilation.made_revision < self.compilation.revision and not self.parked

    @property
    def may_go_out(self) -> bool:
        return self.is_made and not self.gone


def offers_in(session: Session, compilation: Compilation, *, today: date) -> Sequence[Offer]:
    """Public in its language, by its choice. One institution's leaves out the anonymous: it says whose all are.

    Those found to say what is confidential wait until it is decided upon, as their e-mails do.
    """
    rows = session.exec(
        select(Offer)
        .join(Technology, col(Technology.id) == col(Offer.technology_id))
        .where(*_taken(compilation, today))
        .order_by(col(Offer.id))
    )
    return rows.all()


def waits_for_decision(session: Session, compilation: Compilation, *, today: date) -> bool:
    """Whether an offer that it would take in was found to say what is confidential."""
    rows = session.exec(
        select(Offer.id)
        .join(Technology, col(Technology.id) == col(Offer.technology_id))
        .where(*_fitting(compilation, today), _is_alarmed())
    )
    return rows.first() is not None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A public offer that stands in no file made now, since it was found to say what is confidential."""

    offer: Offer
    technology: Technology

    @property
    def reference(self) -> str:
        return shown_reference(self.offer, self.technology)


def left_out(session: Session, actor: Actor, *, today: date) -> list[LeftOut]:
    """Of the actor's institution; of all for the coordinator."""
    demand(actor, Act.COMPILE_OFFERS, Case(_own(actor)))
    own = _own(actor)
    rows = session.exec(
        select(Offer, Technology)
        .join(Technology, col(Technology.id) == col(Offer.technology_id))
        .where(public_on(today), _is_alarmed(), true() if own is None else col(Technology.institution_id) == own)
        .order_by(col(Offer.alarmed_at), col(Offer.id))
    )
    return [LeftOut(offer, technology) for offer, technology in rows]


def _is_alarmed() -> ColumnElement[bool]:
    return col(Offer.alarmed_at).is_not(None)


def _taken(compilation: Compilation, today: date) -> list[ColumnElement[bool]]:
    return [*_fitting(compilation, today), ~_is_alarmed()]


def _fitting(compilation: Compilation, today: date) -> list[ColumnElement[bool]]:
    conditions = [public_on(today), col(Offer.language) == compilation.language]
    if compilation.chosen:
        conditions.append(col(Technology.id).in_(compilation.chosen))
    if compilation.value_chain:
        conditions.append(col(Technology.value_chain) == compilation.value_chain)
    if compilation.field:
        conditions.append(col(Technology.field) == compilation.field)
    if compilation.institution_id:
        conditions.append(col(Technology.institution_id) == compilation.institution_id)
        if len(compilation.chosen) != 1:  # alone on its slide it has no neighbours that give it away
            conditions.append(col(Offer.anonymous).is_(False))
    return conditions


def compilations_for(session: Session, actor: Actor, *, today: date, limit: int = 50) -> list[Standing]:
    """Newest first: an institution's for its officers, all for the coordinator."""
    demand(actor, Act.COMPILE_OFFERS, Case(_own(actor)))
    rows = session.exec(
        select(Compilation, Institution)
        .join(Institution, col(Institution.id) == col(Compilation.institution_id), isouter=True)
        .where(_visible(actor))
        .order_by(col(Compilation.id).desc())
        .limit(limit)
    )
    return [_standing(session, compilation, institution, today) for compilation, institution in rows]


def compilation_standing(session: Session, compilation_id: int, actor: Actor, *, today: date) -> Standing:
    """Raises `NotFound` as `compilation_for` does."""
    found = compilation_for(session, compilation_id, actor)
    home = session.get(Institution, found.institution_id) if found.institution_id else None
    return _standing(session, found, home, today)


def _own(actor: Actor) -> int | None:
    return actor.institution_id if actor.role is Role.OFFICER else None


def _visible(actor: Actor) -> ColumnElement[bool]:
    if actor.role is Role.OFFICER:
        return col(Compilation.institution_id) == actor.institution_id
    return true()


def _standing(session: Session, compilation: Compilation, institution: Institution | None, today: date) -> Standing:
    inside = col(CompilationOffer.compilation_id) == compilation.id
    offers = session.exec(select(func.count()).select_from(CompilationOffer).where(inside)).one()
    known = select(CompilationOffer.offer_id).where(inside)
    fresh = (
        select(func.count())
        .select_from(Offer)
        .join(Technology, col(Technology.id) == col(Offer.technology_id))
        .where(*_taken(compilation, today), col(Offer.id).not_in(known))
    )
    parked = select(Work.id).where(
        Work.kind == WorkKind.COMPILE_OFFERS,
        Work.subject_id == compilation.id,
        Work.state == WorkState.PARKED,
    )
    return Standing(
        compilation,
        institution,
        offers,
        gone_from(session, compilation.id, today),
        session.exec(fresh).one() if compilation.sha256 else 0,
        session.exec(parked).first() is not None,
    )


def gone_from(session: Session, compilation_id: int, today: date) -> int:
    """How many offers in the file are no longer public: one is enough to keep it back."""
    return session.exec(
        select(func.count())
        .select_from(CompilationOffer)
        .join(Offer, col(Offer.id) == col(CompilationOffer.offer_id))
        .where(CompilationOffer.compilation_id == compilation_id, ~public_on(today))
    ).one()


def unfit_in(session: Session, compilation_id: int, today: date) -> bool:
    """Whether an offer in the file is one that a file made now would leave out."""
    inside = session.exec(
        select(Offer.id)
        .join(CompilationOffer, col(CompilationOffer.offer_id) == col(Offer.id))
        .where(CompilationOffer.compilation_id == compilation_id, or_(~public_on(today), _is_alarmed()))
    )
    return inside.first() is not None


def compilation_for(session: Session, compilation_id: int, actor: Actor) -> Compilation:
    """Raises `NotFound` alike for one that is not there and for another institution's."""
    demand(actor, Act.COMPILE_OFFERS, Case(_own(actor)))
    found = session.exec(select(Compilation).where(Compilation.id == compilation_id, _visible(actor))).one_or_none()
    if found is None:
        raise NotFound(f"There is no compilation {compilation_id} among those you may see.")
    return found


def compilation_file(session: Session, compilation_id: int, actor: Actor, *, today: date) -> Compilation:
    """To be downloaded. Raises `OfferGone` when an offer in it is no longer public, until it is made anew."""
    found = compilation_for(session, compilation_id, actor)
    if found.sha256 is None:
        raise NotFound("It is not made yet.")
    if gone_from(session, compilation_id, today):
        raise OfferGone()
    return found


def public_catalogue(session: Session, language: Language, *, today: date) -> Compilation | None:
    """The newest that the coordinator has put on the public page, if all that stands in it is public."""
    found = session.exec(
        select(Compilation)
        .where(
            col(Compilation.public),
            Compilation.kind == CompilationKind.CATALOGUE,
            Compilation.language == language,
            col(Compilation.sha256).is_not(None),
        )
        .order_by(col(Compilation.id).desc())
        .limit(1)
    ).first()
    return found if found is not None and not gone_from(session, found.id, today) else None


def file_name(compilation: Compilation) -> str:
    """Says nothing of whose offers these are."""
    made = compilation.made_at.date().isoformat() if compilation.made_at else "new"
    names = {
        (CompilationKind.CATALOGUE, Language.ENGLISH): "catalogue",
        (CompilationKind.CATALOGUE, Language.POLISH): "katalog",
        (CompilationKind.SLIDES, Language.ENGLISH): "slides",
        (CompilationKind.SLIDES, Language.POLISH): "slajdy",
    }
    return f"{names[compilation.kind, compilation.language]}-{made}-{compilation.id}.pdf"
