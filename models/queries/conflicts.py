"""Declared conflicts of interest, for those who may decide on them: the head need not see the case."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, select

from models.errors import NotFound
from models.queries.assessments import house_case, statement_of
from models.queries.officers import told_of
from models.queries.technologies import institution_case, technology_for
from models.rules.permissions import Act, Actor, demand, may
from models.rules.words import Role
from models.tables import ConflictStatement, InstitutionHead, Person, Technology


@dataclass(frozen=True, slots=True)
class Declared:
    """What the decision needs, and nothing of the invention."""

    statement: ConflictStatement
    name: str
    reference: str
    in_force: bool = True
    """Not replaced by a later statement of theirs."""
    case_seen: bool = False
    """Whether the reader may see the case as well."""


def ruled_by(session: Session, statement_id: int, actor: Actor) -> tuple[ConflictStatement, Technology]:
    """For who may decide, whether or not the rest of the case is theirs to see. Who may see the case alone is refused;
    for anybody else there is no such statement."""
    asked = f"statement {statement_id}"
    statement = session.get(ConflictStatement, statement_id)
    if statement is None:
        raise NotFound(f"There is no {asked} among those you may see.")
    technology = session.get_one(Technology, statement.technology_id)
    house = house_case(session, technology.institution_id)
    if not may(actor, Act.RULE_ON_CONFLICT, house):
        technology = technology_for(session, technology.id, actor, asked=asked)
        demand(actor, Act.RULE_ON_CONFLICT, house)
    return statement, technology


def declared_conflict(session: Session, statement_id: int, actor: Actor) -> Declared:
    statement, technology = ruled_by(session, statement_id, actor)
    if not statement.declared:
        raise NotFound(f"There is no statement {statement_id} among those you may see.")
    latest = statement_of(session, technology.id, statement.person_id)
    return Declared(
        statement,
        session.get_one(Person, statement.person_id).name,
        technology.reference,
        in_force=latest is not None and latest.id == statement.id,
        case_seen=may(actor, Act.VIEW, institution_case(technology)),
    )


def waiting_conflicts(session: Session, institution_id: int, actor: Actor) -> Sequence[Declared]:
    """Of others, and not decided; the oldest first. None for who may not decide."""
    if not may(actor, Act.RULE_ON_CONFLICT, house_case(session, institution_id)):
        return []
    later = aliased(ConflictStatement)
    replaced = exists().where(
        col(later.technology_id) == col(ConflictStatement.technology_id),
        col(later.person_id) == col(ConflictStatement.person_id),
        col(later.id) > col(ConflictStatement.id),
    )
    rows = session.exec(
        select(ConflictStatement, Person.name, Technology.reference)
        .join(Technology, col(Technology.id) == col(ConflictStatement.technology_id))
        .join(Person, col(Person.id) == col(ConflictStatement.person_id))
        .where(
            Technology.institution_id == institution_id,
            col(ConflictStatement.declared),
            col(ConflictStatement.ruling).is_(None),
            ConflictStatement.person_id != actor.person_id,
            ~replaced,
        )
        .order_by(col(ConflictStatement.id))
    )
    return [Declared(*row) for row in rows]


def ruler_of(session: Session, technology: Technology, person_id: int) -> int | None:
    """Whom to tell that this person declared a conflict: who is told of the case, else the head, else another officer.

    Never the person, and never somebody who may not decide.
    """
    head = session.get(InstitutionHead, technology.institution_id)
    chief = session.get(Person, head.person_id) if head else None
    chiefs = [chief.id] if chief and chief.active and chief.id != person_id else []
    query = select(Person.id).where(
        Person.institution_id == technology.institution_id,
        Person.role == Role.OFFICER,
        col(Person.active),
        Person.id != person_id,
    )
    officers = session.exec(query.order_by(col(Person.id))).all()
    usual = [each for each in told_of(session, technology) if each in (*chiefs, *officers)]
    return next(iter((*usual, *chiefs, *officers)), None)
