"""One log-in for each role of the example network, so that a first visitor can try every desk."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select

from models.actions.accounts import set_password
from models.actions.passwords import hash_password
from models.db import reading, transaction
from models.queries.people import people_with_role
from models.rules.words import Role
from models.tables import Credential

ROLES = (Role.RESEARCHER, Role.OFFICER, Role.REVIEWER, Role.COORDINATOR, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Login:
    role: Role
    name: str
    email: str
    password: str


def example_logins(*, now: datetime) -> list[Login]:
    """Random passwords for the first person of each role, set where there is none yet: a later start gives none.

    To be called outside of a transaction, after the network is loaded.
    """
    with reading() as session:
        firsts = [people[0] for role in ROLES if (people := people_with_role(session, role))]
        known = set(session.exec(select(Credential.person_id)))
    made = []
    for person in firsts:
        if person.id in known:
            continue
        login = Login(person.role, person.name, person.email, secrets.token_urlsafe(12))
        hashed = hash_password(login.password, email=person.email)
        with transaction() as session:
            set_password(session, person.id, hashed, now=now)
        made.append(login)
    return made
