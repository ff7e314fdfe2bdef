"""Lists of cases and what belongs to one: everything is read through an actor."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import Select

from models.queries.assessments import reads_conflicts, sees_all_scores
from models.queries.facts import latest_disclosure
from models.queries.offer_comments import put_before_creators
from models.queries.ownership import financed, inputs_of
from models.queries.technologies import institution_case, technology_by_reference, visible_to
from models.rules.clocks import clock_rules
from models.rules.permissions import Act, Actor, Case, demand, may
from models.rules.text import words
from models.rules.words import ClockState, DemandKind, Field, MoveKind, Role, SignoffKind, Stage, ValueChain
from models.tables import (
    Assessment,
    Clock,
    Contributor,
    DecisionLetter,
    Disclosure,
    Funding,
    Institution,
    NearDuplicate,
    Offer,
    PatentCase,
    Person,
    PriorArt,
    PriorArtSearch,
    ReviewDecision,
    Signoff,
    Technology,
    ThirdPartyInput,
    Transition,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of a list of cases; `None` and the empty text filter nothing."""

    stage: Stage | None = None
    field: Field | None = None
    value_chain: ValueChain | None = None
    officer_id: int | None = None
    on_hold: bool | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class CaseRow:
    technology: Technology
    institution: Institution
    officer: Person | None


def list_cases(
    session: Session, actor: Actor, wanted: Wanted, *, after: int | None = None, limit: int = 50
) -> Sequence[CaseRow]:
    """Newest first. `after` is the id of the last case of the page before, so that a case which
    comes in between the two pages moves nothing."""
    query = _rows(actor)
    for column, value in (
        (Technology.stage, wanted.stage),
        (Technology.field, wanted.field),
        (Technology.value_chain, wanted.value_chain),
        (Technology.officer_id, wanted.officer_id),
    ):
        if value is not None:
            query = query.where(col(column) == value)
    if wanted.on_hold is not None:
        held = col(Technology.hold_reason)
        query = query.where(held.is_not(None) if wanted.on_hold else held.is_(None))
    query = query.where(*with_words(wanted.text))
    if after is not None:
        query = query.where(col(Technology.id) < after)
    return [CaseRow(*row) for row in session.exec(query.order_by(col(Technology.id).desc()).limit(limit))]


def with_words(text: str) -> list[ColumnElement[bool]]:
    """Every word of `text` stands in what is searched, in reference or alias; case and marks do not matter."""
    return [
        or_(
            col(Technology.search_text).contains(word, autoescape=True),
            col(Technology.reference).icontains(word, autoescape=True),
            func.replace(col(Technology.alias), "-", "").icontains(word, autoescape=True),
        )
        for word in words(text)
    ]


def case_row(session: Session, reference: str, actor: Actor) -> CaseRow:
    """Raises `NotFound` for what the actor may not see."""
    technology = technology_by_reference(session, reference, actor)
    return CaseRow(*session.exec(_rows(actor).where(Technology.id == technology.id)).one())


def _rows(actor: Actor) -> Select[Technology, Institution, Person]:
    return (
        select(Technology, Institution, Person)
        .join(Institution, col(Institution.id) == col(Technology.institution_id))
        .join(Person, col(Person.id) == col(Technology.officer_id), isouter=True)
        .where(visible_to(actor))
    )


@dataclass(frozen=True, slots=True)
class DisclosureFile:
    technology: Technology
    disclosure: Disclosure
    contributors: Sequence[Contributor]
    funding: Sequence[Funding]
    inputs: Sequence[ThirdPartyInput] = ()
    demanded: frozenset[tuple[int, DemandKind]] = frozenset()
    """Of each funding, the kinds of what its contract demands."""


def disclosure_file(session: Session, technology: Technology) -> DisclosureFile | None:
    """The latest version; `None` for a case that was imported from a registry without one."""
    disclosure = latest_disclosure(session, technology.id)
    if disclosure is None:
        return None
    contributors = select(Contributor).where(Contributor.technology_id == technology.id)
    rows = financed(session, technology.id)
    return DisclosureFile(
        technology,
        disclosure,
        session.exec(contributors.order_by(col(Contributor.position))).all(),
        [each.funding for each in rows],
        inputs_of(session, technology.id),
        frozenset((each.funding.id, demand.kind) for each in rows for demand in each.demands),
    )


def transitions_of(session: Session, technology: Technology) -> Sequence[Transition]:
    query = select(Transition).where(Transition.technology_id == technology.id)
    return session.exec(query.order_by(col(Transition.sequence))).all()


def reads_notes(technology: Technology, actor: Actor) -> bool:
    """Whether the actor reads what the office and the reviewers note for themselves; creators do not."""
    return may(actor, Act.REVIEW, institution_case(technology))


def told_reason(move: Transition) -> str:
    """What creators read of a move's reason: why it came back to them, and why it ended."""
    back_to_them = move.kind is MoveKind.BACK and move.to_stage is Stage.DISCLOSURE
    return move.reason if back_to_them or move.kind in (MoveKind.CLOSE, MoveKind.RELEASE) else ""


@dataclass(frozen=True, slots=True)
class Signed:
    signoff: Signoff
    reason: str
    """Empty where the actor may not read it."""


def signoffs_of(session: Session, technology: Technology, actor: Actor) -> Sequence[Signed]:
    """Officers and reviewers read who vouched for what; their reasons are the office's own. What somebody declared
    as a conflict of interest, and why it was decided so, is for who decides on it and for themselves."""
    demand(actor, Act.REVIEW, institution_case(technology))
    query = select(Signoff).where(Signoff.technology_id == technology.id)
    all_of_it = reads_conflicts(session, technology, actor)
    return [
        Signed(row, row.reason if all_of_it or _not_anothers_conflict(row, actor) else "")
        for row in session.exec(query.order_by(col(Signoff.sequence)))
    ]


def _not_anothers_conflict(row: Signoff, actor: Actor) -> bool:
    """The subject of both kinds is `conflict:3:person:12:…`."""
    if row.kind not in (SignoffKind.CONFLICT, SignoffKind.CONFLICT_RULING):
        return True
    return row.actor == actor.key or f":{actor.key}:" in row.subject


def clocks_of(session: Session, technology: Technology) -> Sequence[Clock]:
    query = select(Clock).where(Clock.technology_id == technology.id)
    return session.exec(query.order_by(col(Clock.nominal_on), col(Clock.id))).all()


@dataclass(frozen=True, slots=True)
class ReviewFile:
    prior_art: Sequence[PriorArt]
    assessments: Sequence[tuple[Assessment, str]]
    """Each with its reviewer's name; those that the actor may see."""
    hidden: bool
    """Others' scores are kept from the actor until they have given their own."""
    decisions: Sequence[ReviewDecision]
    """The last one is in force."""
    cases: Sequence[PatentCase]
    searches: Sequence[PriorArtSearch]
    letters: Sequence[DecisionLetter]


def review_file(session: Session, technology: Technology, actor: Actor) -> ReviewFile:
    """What reviewers wrote is for officers and reviewers: the creators read the decision from their officer."""
    demand(actor, Act.REVIEW, institution_case(technology))
    scores = (
        select(Assessment, Person.name)
        .join(Person, col(Person.id) == col(Assessment.reviewer_id))
        .where(Assessment.technology_id == technology.id)
        .order_by(col(Assessment.id))
    )
    hidden = not sees_all_scores(session, technology, actor)
    if hidden:
        scores = scores.where(Assessment.reviewer_id == actor.person_id)
    return ReviewFile(
        session.exec(
            select(PriorArt)
            .where(PriorArt.technology_id == technology.id, col(PriorArt.removed_at).is_(None))
            .order_by(col(PriorArt.id))
        ).all(),
        [(assessment, name) for assessment, name in session.exec(scores)],
        hidden,
        session.exec(
            select(ReviewDecision).where(ReviewDecision.technology_id == technology.id).order_by(col(ReviewDecision.id))
        ).all(),
        session.exec(
            select(PatentCase).where(PatentCase.technology_id == technology.id).order_by(col(PatentCase.id))
        ).all(),
        session.exec(
            select(PriorArtSearch).where(PriorArtSearch.technology_id == technology.id).order_by(col(PriorArtSearch.id))
        ).all(),
        session.exec(
            select(DecisionLetter).where(DecisionLetter.technology_id == technology.id).order_by(col(DecisionLetter.id))
        ).all(),
    )


def near_duplicates_of(
    session: Session, technology: Technology, actor: Actor
) -> Sequence[tuple[NearDuplicate, Technology]]:
    """Cases that look alike, among those the actor may see; for those who review."""
    if not may(actor, Act.REVIEW, institution_case(technology)):
        return []
    alike = (
        select(NearDuplicate, Technology)
        .join(Technology, col(Technology.id) == col(NearDuplicate.other_id))
        .where(NearDuplicate.technology_id == technology.id, visible_to(actor))
        .order_by(col(NearDuplicate.score).desc(), col(NearDuplicate.id))
    )
    return [(duplicate, other) for duplicate, other in session.exec(alike)]


def offers_of(session: Session, technology: Technology) -> Sequence[Offer]:
    query = select(Offer).where(Offer.technology_id == technology.id)
    return session.exec(query.order_by(col(Offer.language), col(Offer.version))).all()


def offers_read_by(session: Session, technology: Technology, actor: Actor) -> Sequence[Offer]:
    """Every version; for creators those that were put before them, or that they have agreed to."""
    rows = offers_of(session, technology)
    if reads_notes(technology, actor):
        return rows
    return [each for each in rows if each.consented_at is not None or put_before_creators(each)]


def officers_of(session: Session, actor: Actor) -> Sequence[Person]:
    """Who may be put in charge of a case at the actor's institution."""
    demand(actor, Act.TRIAGE, Case(actor.institution_id))
    query = select(Person).where(
        Person.role == Role.OFFICER, col(Person.active), Person.institution_id == actor.institution_id
    )
    return session.exec(query.order_by(col(Person.name), col(Person.id))).all()


def last_transition(session: Session, technology: Technology) -> Transition | None:
    query = select(Transition).where(Transition.technology_id == technology.id)
    return session.exec(query.order_by(col(Transition.sequence).desc()).limit(1)).first()


def disclosures_of(session: Session, technology: Technology) -> Sequence[Disclosure]:
    """Every version, the latest first."""
    query = select(Disclosure).where(Disclosure.technology_id == technology.id)
    return session.exec(query.order_by(col(Disclosure.version).desc())).all()


def funding_of(session: Session, technology: Technology) -> Sequence[Funding]:
    query = select(Funding).where(Funding.technology_id == technology.id)
    return session.exec(query.order_by(col(Funding.id))).all()


def next_clock(session: Session, technology: Technology) -> Clock | None:
    """Of the running clocks by which somebody has to act, the one that comes first."""
    events = [code for code, rule in clock_rules().items() if rule.event]
    query = select(Clock).where(
        Clock.technology_id == technology.id, Clock.state == ClockState.RUNNING, col(Clock.rule).not_in(events)
    )
    return session.exec(query.order_by(col(Clock.nominal_on), col(Clock.id)).limit(1)).first()


def patent_cases_of(session: Session, technology: Technology, actor: Actor) -> Sequence[PatentCase]:
    demand(actor, Act.REVIEW, institution_case(technology))
    query = select(PatentCase).where(PatentCase.technology_id == technology.id)
    return session.exec(query.order_by(col(PatentCase.id))).all()
