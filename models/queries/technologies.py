"""Technologies as the actor may see them; what they may not see does not exist for them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, false, func, or_, true
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.errors import NotFound
from models.rules.permissions import Actor, Case
from models.rules.words import Role
from models.tables import Contributor, Institution, Technology


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The rows of `Technology` that are the actor's business: the one place where tenancy is decided."""
    if actor.role is Role.SYSTEM:
        return true()
    if actor.role in (Role.OFFICER, Role.REVIEWER):
        return col(Technology.institution_id) == actor.institution_id
    if actor.role is Role.RESEARCHER:
        named = exists().where(
            col(Contributor.technology_id) == col(Technology.id),
            func.lower(col(Contributor.email)) == actor.email.lower(),
        )
        if actor.person_id is None:  # a contributor without an account
            return named
        return or_(col(Technology.submitter_id) == actor.person_id, named)
    return false()


def technologies_for(actor: Actor) -> SelectOfScalar[Technology]:
    return select(Technology).where(visible_to(actor))


def technology_for(session: Session, technology_id: int, actor: Actor, *, asked: str = "") -> Technology:
    """`asked` names what belongs to the case and was asked for: it is refused in the same words
    whether it does not exist or is not the actor's business."""
    found = session.exec(technologies_for(actor).where(Technology.id == technology_id)).one_or_none()
    if found is None:
        raise NotFound(f"There is no {asked or f'technology {technology_id}'} among those you may see.")
    return found


def technology_by_reference(session: Session, reference: str, actor: Actor) -> Technology:
    found = session.exec(technologies_for(actor).where(Technology.reference == reference)).one_or_none()
    if found is None:
        raise NotFound(f"There is no technology {reference} among those you may see.")
    return found


def case_of(session: Session, technology: Technology) -> Case:
    """What the permission predicates need to know of a technology, lead contributor first."""
    emails = session.exec(
        select(Contributor.email)
        .where(Contributor.technology_id == technology.id)
        .order_by(col(Contributor.lead).desc(), col(Contributor.position))
    ).all()
    return Case(technology.institution_id, technology.submitter_id, tuple(email.casefold() for email in emails))


def institution_case(technology: Technology) -> Case:
    """The cheaper view for acts that only members of the institution may do."""
    return Case(technology.institution_id, technology.submitter_id)


def institution_by_code(session: Session, code: str) -> Institution:
    found = session.exec(select(Institution).where(Institution.code == code)).one_or_none()
    if found is None:
        raise NotFound(f"There is no institution with the code {code}.")
    return found


def contributors_of(session: Session, technology_id: int) -> Sequence[Contributor]:
    return session.exec(
        select(Contributor).where(Contributor.technology_id == technology_id).order_by(col(Contributor.position))
    ).all()
