"""Who is told of a case: its officer, or who stands in when that officer has left."""

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from models.rules.words import Role, Stage
from models.tables import Person, Technology

LIGHT = (Stage.RELEASED, Stage.CLOSED, Stage.LICENSED)
"""Stages whose cases do not count as load."""
ENDED = (Stage.RELEASED, Stage.CLOSED)


def least_loaded_officer(session: Session, institution_id: int) -> int | None:
    """The active officer of the institution with the fewest open technologies; the first hired of equals."""
    load = (col(Technology.officer_id) == col(Person.id)) & col(Technology.stage).not_in(LIGHT)
    return session.exec(
        select(Person.id)
        .join(Technology, load, isouter=True)
        .where(Person.institution_id == institution_id, Person.role == Role.OFFICER, col(Person.active))
        .group_by(col(Person.id))
        .order_by(func.count(col(Technology.id)), col(Person.id))
        .limit(1)
    ).one_or_none()


def told_of(session: Session, technology: Technology) -> Sequence[int]:
    """The ids of the people to whom e-mails about the case go, at least one where anybody is left."""
    officer = session.get(Person, technology.officer_id) if technology.officer_id else None
    return [officer.id] if officer and officer.active else stand_ins(session, technology.institution_id)


def stand_ins(session: Session, institution_id: int) -> Sequence[int]:
    """Another officer of the institution; else its administrators, else all of the network's."""
    officer_id = least_loaded_officer(session, institution_id)
    if officer_id is not None:
        return [officer_id]
    administrators = select(Person.id).where(Person.role == Role.ADMINISTRATOR, col(Person.active))
    own = session.exec(administrators.where(Person.institution_id == institution_id).order_by(col(Person.id))).all()
    return own or session.exec(administrators.order_by(col(Person.id))).all()


def left_behind(session: Session) -> dict[int, list[int]]:
    """By institution, the officers who have left and still have open cases to their name."""
    rows = session.exec(
        select(Technology.institution_id, Person.id)
        .join(Person, col(Person.id) == col(Technology.officer_id))
        .where(col(Person.active).is_(False), col(Technology.stage).not_in(ENDED))
        .distinct()
        .order_by(col(Person.id))
    )
    found: dict[int, list[int]] = {}
    for institution_id, person_id in rows:
        found.setdefault(institution_id, []).append(person_id)
    return found
