"""Who stands in for an officer, who is the institution's head, and which regimes its docket keeps."""

from collections.abc import Collection

from sqlmodel import Session

from models.errors import Conflict
from models.rules.docket import demand_regimes
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.words import Role
from models.tables import Deputy, Institution, InstitutionHead, Person

MAY_STAND_IN = (Role.OFFICER, Role.REVIEWER, Role.ADMINISTRATOR)
"""Who may be told of an institution's dates."""


def set_deputy(session: Session, person: Person, deputy: Person | None, *, actor: Actor) -> None:
    """From 14 days before a date on the deputy is reminded as well; `None` takes the deputy away."""
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    known = session.get(Deputy, person.id)
    if deputy is None:
        if known is not None:
            session.delete(known)
        session.flush()
        return
    if deputy.id == person.id:
        raise Conflict("%(name)s cannot stand in for themselves: name another person.", name=person.name)
    _demand_colleague(deputy, person.institution_id)
    known = known or Deputy(person_id=person.id, deputy_id=deputy.id)
    known.deputy_id = deputy.id
    session.add(known)
    session.flush()


def set_head(session: Session, institution: Institution, head: Person | None, *, actor: Actor) -> None:
    """From 7 days before a date on, and when it is past, the head is reminded as well."""
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    known = session.get(InstitutionHead, institution.id)
    if head is None:
        if known is not None:
            session.delete(known)
        session.flush()
        return
    _demand_colleague(head, institution.id)
    known = known or InstitutionHead(institution_id=institution.id, person_id=head.id)
    known.person_id = head.id
    session.add(known)
    session.flush()


def choose_regimes(session: Session, institution: Institution, codes: Collection[str], *, actor: Actor) -> None:
    """Whose clocks events start from now on; none named means the usual ones. Clocks that run go on."""
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    institution.regimes = demand_regimes(codes) if codes else None
    session.add(institution)
    session.flush()


def _demand_colleague(person: Person, institution_id: int) -> None:
    if person.institution_id != institution_id:
        raise Conflict("%(name)s is of another institution: its dates are confidential.", name=person.name)
    if not person.active:
        raise Conflict("%(name)s has left: name somebody who reads e-mails.", name=person.name)
    if person.role not in MAY_STAND_IN:
        raise Conflict(
            "%(name)s is registered as %(role)s: an officer, a reviewer or an administrator may be told of the "
            "institution's dates.",
            name=person.name,
            role=person.role,
        )
