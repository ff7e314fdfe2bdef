"""Who reviews a technology, by which weights, what they stated on conflicts of interest, and what they gave it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from models.queries.technologies import contributors_of, institution_case
from models.rules.assessment import STANDARD_REVIEWERS, STANDARD_WEIGHTS, Scores, Tally, Weights, is_complete, tally
from models.rules.permissions import Act, Actor, Case, demand, may
from models.rules.text import fold
from models.rules.words import Criterion, RequestState, Role, Tie
from models.tables import (
    Assessment,
    ConflictStatement,
    Contributor,
    InstitutionHead,
    Person,
    ReviewPolicy,
    ReviewRequest,
    Technology,
)

REVIEWS = (Role.REVIEWER, Role.OFFICER)
"""Who can be asked to review."""


@dataclass(frozen=True, slots=True)
class Policy:
    """By what an institution reviews now."""

    weights: Weights
    reviewers: int
    version: int = 0
    """0 is what comes with Helix."""
    id: int | None = None


def policy_of(session: Session, institution_id: int) -> Policy:
    query = select(ReviewPolicy).where(ReviewPolicy.institution_id == institution_id)
    row = session.exec(query.order_by(col(ReviewPolicy.version).desc()).limit(1)).first()
    return policy_from(row) if row else Policy(STANDARD_WEIGHTS, STANDARD_REVIEWERS)


def policy_from(row: ReviewPolicy) -> Policy:
    return Policy(
        {Criterion(code): percent for code, percent in row.weights.items()}, row.reviewers, row.version, row.id
    )


def policies_of(session: Session, institution_id: int, actor: Actor) -> Sequence[tuple[ReviewPolicy, str]]:
    """Every version with who set it, the one in force first."""
    demand(actor, Act.VIEW_REVIEW_POLICY, house_case(session, institution_id))
    query = (
        select(ReviewPolicy, func.coalesce(Person.name, ""))
        .join(Person, col(Person.id) == col(ReviewPolicy.set_by_id), isouter=True)
        .where(ReviewPolicy.institution_id == institution_id)
    )
    return session.exec(query.order_by(col(ReviewPolicy.version).desc())).all()


def house_case(session: Session, institution_id: int) -> Case:
    """What the predicates need to know of an institution, with who heads it."""
    head = session.get(InstitutionHead, institution_id)
    return Case(institution_id, head_id=head.person_id if head else None)


def statement_of(session: Session, technology_id: int, person_id: int) -> ConflictStatement | None:
    """The one in force."""
    query = select(ConflictStatement).where(
        ConflictStatement.technology_id == technology_id, ConflictStatement.person_id == person_id
    )
    return session.exec(query.order_by(col(ConflictStatement.id).desc()).limit(1)).first()


def statements_of(session: Session, technology_id: int) -> dict[int, ConflictStatement]:
    """By person, the one in force. The technology was read through the actor."""
    query = select(ConflictStatement).where(ConflictStatement.technology_id == technology_id)
    return {row.person_id: row for row in session.exec(query.order_by(col(ConflictStatement.id)))}


def requests_of(session: Session, technology_id: int) -> Sequence[ReviewRequest]:
    query = select(ReviewRequest).where(ReviewRequest.technology_id == technology_id)
    return session.exec(query.order_by(col(ReviewRequest.id))).all()


def latest_request(session: Session, technology_id: int, person_id: int) -> ReviewRequest | None:
    query = select(ReviewRequest).where(
        ReviewRequest.technology_id == technology_id, ReviewRequest.reviewer_id == person_id
    )
    return session.exec(query.order_by(col(ReviewRequest.id).desc()).limit(1)).first()


def candidates(session: Session, technology: Technology, actor: Actor) -> Sequence[tuple[Person, tuple[Tie, ...]]]:
    """Who can be asked to review, with what Helix finds between them and the technology; the untied first."""
    demand(actor, Act.ASK_REVIEWER, institution_case(technology))
    query = select(Person).where(
        col(Person.role).in_(REVIEWS), col(Person.active), Person.institution_id == technology.institution_id
    )
    people = session.exec(query.order_by(col(Person.name), col(Person.id))).all()
    ties = ties_of(session, technology, people)
    return sorted(((each, ties[each.id]) for each in people), key=lambda found: (bool(found[1]), found[0].name))


def ties_of(session: Session, technology: Technology, people: Collection[Person]) -> dict[int, tuple[Tie, ...]]:
    """A department is known from the person's account, and from disclosures that name them."""
    creators = contributors_of(session, technology.id)
    theirs = {fold(each.department).strip() for each in creators} - {""}
    named = _departments(session, {each.email for each in people}) if theirs else {}
    addresses = {each.email.casefold() for each in creators}
    found: dict[int, tuple[Tie, ...]] = {}
    for person in people:
        email = person.email.casefold()
        own = {fold(person.department).strip()} if person.department.strip() else named.get(email, set())
        tied = (
            (Tie.SUBMITTER, person.id == technology.submitter_id),
            (Tie.CREATOR, email in addresses),
            (Tie.DEPARTMENT, bool(own & theirs)),
        )
        found[person.id] = tuple(tie for tie, holds in tied if holds)
    return found


def _departments(session: Session, emails: Collection[str]) -> dict[str, set[str]]:
    query = select(Contributor.email, Contributor.department).where(
        func.lower(col(Contributor.email)).in_([each.lower() for each in emails]), Contributor.department != ""
    )
    found: dict[str, set[str]] = {}
    for email, department in session.exec(query):
        found.setdefault(email.casefold(), set()).add(fold(department).strip())
    return found


@dataclass(frozen=True, slots=True)
class Scored:
    """All that was scored of one technology. Scores of who has a conflict that was not admitted do not count."""

    by_reviewer: Mapping[int, Scores]
    excluded: frozenset[int]
    """Reviewers whose scores do not count."""
    undecided: tuple[str, ...]
    """Names of those whose declared conflict nobody has decided."""

    @property
    def counted(self) -> dict[int, Scores]:
        return {person: scores for person, scores in self.by_reviewer.items() if person not in self.excluded}

    @property
    def complete(self) -> int:
        """How many reviewers that count have scored every criterion."""
        return sum(is_complete(scores) for scores in self.counted.values())

    def tally(self, weights: Weights) -> Tally:
        return tally(self.counted, weights)


def scored_of(session: Session, technology_id: int) -> Scored:
    """Two queries. What was scored before statements were asked for counts without one."""
    scores: dict[int, dict[Criterion, int]] = {}
    rows = session.exec(
        select(Assessment.reviewer_id, Assessment.criterion, Assessment.score)
        .where(Assessment.technology_id == technology_id)
        .order_by(col(Assessment.id))
    )
    for reviewer, criterion, score in rows:
        scores.setdefault(reviewer, {})[Criterion(criterion)] = score
    latest = {
        row.person_id: (row, name)
        for row, name in session.exec(
            select(ConflictStatement, Person.name)
            .join(Person, col(Person.id) == col(ConflictStatement.person_id))
            .where(ConflictStatement.technology_id == technology_id)
            .order_by(col(ConflictStatement.id))
        )
    }
    return Scored(
        scores,
        frozenset(person for person, (row, _) in latest.items() if not row.clears),
        tuple(name for row, name in latest.values() if row.undecided),
    )


def own_scores(session: Session, technology_id: int, person_id: int | None) -> Sequence[Assessment]:
    query = select(Assessment).where(Assessment.technology_id == technology_id, Assessment.reviewer_id == person_id)
    return session.exec(query.order_by(col(Assessment.id))).all()


def stands_aside(session: Session, technology_id: int, actor: Actor) -> bool:
    """Whether the actor declared a conflict of interest that was not admitted: the dossier, what others scored, and
    others' conflicts are closed to them."""
    statement = statement_of(session, technology_id, actor.person_id) if actor.person_id else None
    return statement is not None and not statement.clears


def reads_conflicts(session: Session, technology: Technology, actor: Actor) -> bool:
    """What others declared is for those who decide on it, as long as they do not stand aside themselves."""
    decides = may(actor, Act.RULE_ON_CONFLICT, house_case(session, technology.institution_id))
    return decides and not stands_aside(session, technology.id, actor)


def sees_all_scores(session: Session, technology: Technology, actor: Actor) -> bool:
    """A reviewer sees what others gave when they have given their own; so does an officer who is asked to review.
    Who stands aside does not."""
    if stands_aside(session, technology.id, actor):
        return False
    given = {row.criterion for row in own_scores(session, technology.id, actor.person_id)}
    if given.issuperset(Criterion):
        return True
    if actor.role is not Role.OFFICER or actor.person_id is None:
        return False
    asked = latest_request(session, technology.id, actor.person_id)
    return asked is None or asked.state is not RequestState.OPEN


def waiting_requests(session: Session, actor: Actor) -> Sequence[tuple[ReviewRequest, Technology]]:
    """Those that wait for the actor, the nearest day first."""
    query = (
        select(ReviewRequest, Technology)
        .join(Technology, col(Technology.id) == col(ReviewRequest.technology_id))
        .where(
            ReviewRequest.reviewer_id == actor.person_id,
            ReviewRequest.state == RequestState.OPEN,
            Technology.institution_id == actor.institution_id,
        )
    )
    return session.exec(query.order_by(col(ReviewRequest.due_on), col(ReviewRequest.id))).all()
