"""People and their tokens, for those who administer them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from models.errors import Conflict, NotFound
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.words import NoticeKind, Role
from models.tables import ApiToken, Deputy, Institution, InstitutionHead, Notice, Person, Technology


def person_by_email(session: Session, email: str) -> Person:
    """An active person. Raises `NotFound`."""
    found = session.exec(
        select(Person).where(Person.email == email.strip().casefold(), col(Person.active))
    ).one_or_none()
    if found is None:
        raise NotFound(f"There is no active person with the address {email}.")
    return found


def people_with_role(session: Session, role: Role, *, institution: str | None = None) -> Sequence[Person]:
    """Active ones, in the order of their registration; `institution` is a code."""
    query = select(Person).where(Person.role == role, col(Person.active))
    if institution:
        query = query.join(Institution, col(Institution.id) == col(Person.institution_id)).where(
            Institution.code == institution
        )
    return session.exec(query.order_by(col(Person.id))).all()


def institution_codes(session: Session) -> Sequence[str]:
    return session.exec(select(Institution.code).order_by(Institution.code)).all()


def institutions(session: Session, actor: Actor) -> Sequence[tuple[Institution, int]]:
    """Each with how many active people it has, by code; for administrators."""
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    people = (
        select(func.count())
        .select_from(Person)
        .where(col(Person.institution_id) == col(Institution.id), col(Person.active))
        .scalar_subquery()
    )
    return [(row, count) for row, count in session.exec(select(Institution, people).order_by(Institution.code))]


def institution_for(session: Session, institution_id: int, actor: Actor) -> Institution:
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    found = session.get(Institution, institution_id)
    if found is None:
        raise NotFound(f"There is no institution {institution_id}.")
    return found


def colleagues(session: Session, institution_id: int, roles: Collection[Role], actor: Actor) -> Sequence[Person]:
    """Active people of these roles in one institution, by name; for administrators."""
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    query = select(Person).where(
        Person.institution_id == institution_id, col(Person.active), col(Person.role).in_(list(roles))
    )
    return session.exec(query.order_by(col(Person.name), col(Person.id))).all()


def colleague_of(session: Session, institution_id: int, typed: str, roles: Collection[Role], actor: Actor) -> Person:
    """Whom somebody chose among `colleagues`, by the id as it was sent. Raises `Conflict` for anybody else."""
    found = next((each for each in colleagues(session, institution_id, roles, actor) if str(each.id) == typed), None)
    if found is None:
        raise Conflict("The person who was chosen is not among those who may be: choose another.")
    return found


def deputy_of(session: Session, person_id: int, actor: Actor) -> Person | None:
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    return session.exec(
        select(Person).join(Deputy, col(Deputy.deputy_id) == col(Person.id)).where(Deputy.person_id == person_id)
    ).first()


def head_of(session: Session, institution_id: int, actor: Actor) -> Person | None:
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    return session.exec(
        select(Person)
        .join(InstitutionHead, col(InstitutionHead.person_id) == col(Person.id))
        .where(InstitutionHead.institution_id == institution_id)
    ).first()


@dataclass(frozen=True, slots=True)
class TokenRow:
    token: ApiToken
    person: Person


def list_tokens(session: Session, actor: Actor) -> Sequence[TokenRow]:
    """Everybody's, without their secrets, which nobody can read again."""
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    rows = session.exec(
        select(ApiToken, Person).join(Person, col(Person.id) == col(ApiToken.person_id)).order_by(col(ApiToken.id))
    )
    return [TokenRow(*row) for row in rows]


def asked_to_confirm(session: Session, technology: Technology) -> dict[int, datetime]:
    """When each contributor was last asked by e-mail to confirm their share, by their id. The technology was read
    through the actor."""
    query = (
        sa.select(col(Notice.contributor_id), sa.func.max(col(Notice.queued_at)))
        .where(col(Notice.technology_id) == technology.id, col(Notice.kind) == NoticeKind.SHARE_REQUEST)
        .group_by(col(Notice.contributor_id))
    )
    return {number: at for number, at in session.execute(query) if number is not None}


def names_of(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    if not person_ids:
        return {}
    return dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(person_ids))).all())


def named_institutions(session: Session) -> Sequence[Institution]:
    """By code. Who belongs to the network is no secret."""
    return session.exec(select(Institution).order_by(col(Institution.code))).all()
