"""For whom the command line acts."""

from sqlmodel import Session

from models.errors import NotPermitted
from models.queries.accounts import person_actor
from models.queries.people import person_by_email
from models.queries.technologies import technology_by_reference
from models.rules.permissions import Actor, system
from models.rules.words import Via
from models.tables import Person


def operator() -> Actor:
    """Who runs `helix` on the server's own machine: may set it up and tend it, but decides no case."""
    return system(Via.CLI)


def decider(session: Session, reference: str, email: str | None) -> Actor:
    """The person named, else the officer in charge: a decision always is somebody's.

    Raises `NotPermitted` when nobody is in charge, and never picks another person by itself.
    """
    if email is not None:
        return person_actor(person_by_email(session, email), Via.CLI)
    technology = technology_by_reference(session, reference, operator())
    officer = session.get(Person, technology.officer_id) if technology.officer_id else None
    if officer is None or not officer.active:
        raise NotPermitted(f"No officer is in charge of {reference}: say who decides with --as EMAIL.")
    return person_actor(officer, Via.CLI)
