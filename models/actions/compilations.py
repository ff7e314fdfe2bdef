"""Having catalogues and slides made of published offers, keeping them true, and putting one on the public page."""

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import Field as Limited
from sqlmodel import Session, col, delete, or_, select

from models.actions.forms import Form
from models.actions.work import enqueue, revive
from models.errors import Conflict, Incomplete, NotFound
from models.queries.catalogue import published_technology
from models.queries.compilations import compilation_for, offers_in, unfit_in, waits_for_decision
from models.queries.technologies import institution_by_code
from models.rules.aliases import anonymous_key
from models.rules.days import local_date
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.words import (
    CompilationKind,
    EntrySize,
    Field as Subject,
    Grouping,
    Language,
    Role,
    ValueChain,
    WorkKind,
    chain_of,
)
from models.tables import Compilation, CompilationOffer, Institution, Technology

MOST_OFFERS = 2_000
MOST_CHOSEN = 200


class CompilationForm(Form):
    kind: CompilationKind
    language: Language
    grouping: Grouping = Grouping.FIELD
    entry_size: EntrySize = EntrySize.PAGE
    value_chain: ValueChain | None = None
    field: Subject | None = None
    institution: str | None = Limited(default=None, max_length=12)
    """Its code; an officer's own institution needs no naming."""
    references: list[str] = Limited(default_factory=list, max_length=MOST_CHOSEN)
    """Technologies chosen one by one, in place of a choice by field or chain."""


def order_compilation(session: Session, form: CompilationForm, *, actor: Actor, now: datetime) -> Compilation:
    """Ask the flows for it. Raises `Incomplete` where no published offer, or too many, would stand in it."""
    institution = _institution(session, form, actor)
    demand(actor, Act.COMPILE_OFFERS, Case(institution.id if institution else None))
    if actor.person_id is None:
        raise Conflict("A compilation is asked for by a person.")
    made = Compilation(
        kind=form.kind,
        language=form.language,
        grouping=form.grouping,
        entry_size=form.entry_size,
        value_chain=chain_of(form.field) if form.field else form.value_chain,
        field=form.field,
        institution_id=institution.id if institution else None,
        chosen=_chosen(session, form.references, institution, local_date(now)),
        asked_by_id=actor.person_id,
        asked_at=now,
    )
    count = len(offers_in(session, made, today=local_date(now)))
    if not count:
        _demand_decided(session, made, local_date(now))
        raise Incomplete("No published offer in this language fits the choice.")
    if count > MOST_OFFERS:
        raise Incomplete(
            "%(count)s offers fit the choice; one file takes %(most)s. Choose a field or a chain.",
            count=count,
            most=MOST_OFFERS,
        )
    session.add(made)
    session.flush()
    _enqueue(session, made, now)
    return made


def remake_compilation(session: Session, compilation_id: int, *, actor: Actor, now: datetime) -> Compilation:
    """From what is published now, under the same number and link."""
    compilation = compilation_for(session, compilation_id, actor)
    demand(actor, Act.COMPILE_OFFERS, Case(compilation.institution_id))
    if not offers_in(session, compilation, today=local_date(now)):
        _demand_decided(session, compilation, local_date(now))
        raise Incomplete("No published offer fits this choice any more.")
    _again(session, compilation, now)
    return compilation


def _demand_decided(session: Session, compilation: Compilation, today: date) -> None:
    if waits_for_decision(session, compilation, today=today):
        raise Incomplete("What fits the choice was found to say what is confidential: decide upon these places first.")


def show_catalogue(session: Session, compilation_id: int, *, shown: bool, actor: Actor) -> Compilation:
    """Put a catalogue of the whole network on the public page, or take it away. One of a language shows there."""
    compilation = compilation_for(session, compilation_id, actor)
    demand(actor, Act.COMPILE_OFFERS, Case(None))
    narrowed = compilation.value_chain or compilation.field or compilation.institution_id or compilation.chosen
    if shown and (compilation.kind is not CompilationKind.CATALOGUE or narrowed):
        raise Conflict("On the public page stands a catalogue of all offers; this one was narrowed down.")
    if shown:
        others = select(Compilation).where(col(Compilation.public), Compilation.language == compilation.language)
        for other in session.exec(others):
            other.public = False
            session.add(other)
    compilation.public = shown
    session.add(compilation)
    session.flush()
    return compilation


def renew_public_catalogues(session: Session, *, actor: Actor, now: datetime) -> int:
    """Have the catalogues on the public page made anew whose offers have changed; how many that were."""
    demand(actor, Act.RUN, Case(None))
    today, renewed = local_date(now), 0
    for compilation in session.exec(select(Compilation).where(col(Compilation.public))).all():
        wanted = {offer.id for offer in offers_in(session, compilation, today=today)}
        rows = select(CompilationOffer.offer_id).where(CompilationOffer.compilation_id == compilation.id)
        waits = compilation.made_revision < compilation.revision
        if wanted and not waits and wanted != set(session.exec(rows)):
            _again(session, compilation, now)
            renewed += 1
    return renewed


def record_compilation(
    session: Session,
    compilation_id: int,
    *,
    revision: int,
    offer_ids: Sequence[int],
    input_checksum: str,
    sha256: str,
    size: int,
    pages: int,
    actor: Actor,
    now: datetime,
) -> bool:
    """The flow has made it. False, and nothing is kept, when an offer in it was withdrawn meanwhile, or found to say
    what is confidential: make it again."""
    demand(actor, Act.RUN, Case(None))
    compilation = session.get_one(Compilation, compilation_id, with_for_update=True)
    if revision < compilation.made_revision:
        return True
    session.exec(delete(CompilationOffer).where(col(CompilationOffer.compilation_id) == compilation_id))
    session.add_all(CompilationOffer(compilation_id=compilation_id, offer_id=number) for number in offer_ids)
    session.flush()
    compilation.made_revision, compilation.made_at = revision, now
    compilation.input_checksum, compilation.sha256 = input_checksum, sha256
    compilation.size, compilation.pages = size, pages
    session.add(compilation)
    session.flush()
    if unfit_in(session, compilation_id, local_date(now)):
        _again(session, compilation, now)
        return False
    return True


def _institution(session: Session, form: CompilationForm, actor: Actor) -> Institution | None:
    if actor.role is Role.OFFICER and form.institution is None:
        return session.get_one(Institution, actor.institution_id)
    return institution_by_code(session, form.institution) if form.institution else None


def _chosen(session: Session, references: Sequence[str], institution: Institution | None, today: date) -> list[int]:
    """By what the offers are called in public; one that is not there, or another institution's, is refused alike."""
    found = []
    for reference in dict.fromkeys(references):
        number = _chosen_one(session, reference, institution, today)
        if number is None:
            raise NotFound(f"There is no published offer {reference} among those you may choose.")
        found.append(number)
    return found


def _chosen_one(session: Session, reference: str, institution: Institution | None, today: date) -> int | None:
    """An institution knows its cases; of the others only what is public is there, by the name that it has in public,
    which of an anonymous offer is its alias."""
    if institution is not None:
        named = or_(col(Technology.reference) == reference, col(Technology.alias) == reference.upper())
        own = select(Technology.id).where(named, Technology.institution_id == institution.id)
        return session.exec(own).one_or_none()
    found = published_technology(session, reference, today=today)
    return found or published_technology(session, anonymous_key(reference), today=today)


def _again(session: Session, compilation: Compilation, now: datetime) -> None:
    compilation.revision += 1
    session.add(compilation)
    session.flush()
    _enqueue(session, compilation, now)


def _enqueue(session: Session, compilation: Compilation, now: datetime) -> None:
    revive(session, WorkKind.COMPILE_OFFERS, compilation.id, now=now)
    enqueue(session, WorkKind.COMPILE_OFFERS, compilation.id, key=f"{compilation.id}:{compilation.revision}", now=now)
