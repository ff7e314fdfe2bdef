"""One log-in for each role of the example network, so that a first visitor can try every desk."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select

from models.actions.accounts import set_password
from models.actions.passwords import hash_password
from models.actions.sign_in_links import make_link
from models.db import reading, transaction
from models.links import brief_link, sign_in_link
from models.queries.people import people_with_role
from models.rules.words import DispatchState, OfferState, Role
from models.settings import settings
from models.tables import Contact, Credential, Delivery, Offer, Partner

ROLES = (Role.RESEARCHER, Role.OFFICER, Role.REVIEWER, Role.COORDINATOR, Role.ADMINISTRATOR)

SIGN_IN_VALID = timedelta(days=7)
"""Longer than by e-mail: whoever tries the example reads its first lines when they have time."""


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


@dataclass(frozen=True, slots=True)
class BusinessDoor:
    """The links that somebody of a business has in their e-mails."""

    name: str
    partner: str
    link: str
    """To one offer: it needs no account."""
    sign_in: str
    """To their desk: it signs in once, within `SIGN_IN_VALID`."""


def example_business(*, now: datetime) -> BusinessDoor | None:
    """Of the latest offer that was sent and can be answered; `None` while there is none."""
    with transaction() as session:
        found = session.exec(
            select(Delivery, Contact, Partner)
            .join(Contact, col(Contact.id) == col(Delivery.contact_id))
            .join(Partner, col(Partner.id) == col(Contact.partner_id))
            .join(Offer, col(Offer.id) == col(Delivery.offer_id))
            .where(
                Delivery.state == DispatchState.SENT,
                Offer.state == OfferState.PUBLISHED,
                col(Delivery.answered_at).is_(None),
            )
            .order_by(col(Delivery.id).desc())
        ).first()
        if found is None:
            return None
        delivery, contact, partner = found
        signing_in = make_link(session, contact.id, now=now, valid_for=SIGN_IN_VALID)
        here = settings().base_url.rstrip("/")
        return BusinessDoor(
            contact.name, partner.name, here + brief_link(delivery.id), here + sign_in_link(signing_in.id)
        )


def told(logins: Sequence[Login], business: BusinessDoor | None) -> list[str]:
    """As lines for a person: who they may be, and by what."""
    if not logins:
        return ["the log-ins of the example were told at its first start; `helix user set-password` gives new ones"]
    lines = [f"sign in on {settings().base_url.rstrip('/')}/sign-in as one of these:"]
    width = max(len(login.email) for login in logins) + 2
    lines += [f"  {login.role.replace('_', ' '):<14}{login.email:<{width}}{login.password}" for login in logins]
    if business:
        lines.append(f"  {'business':<14}{business.name}, {business.partner}, opens an offer by the e-mail's link:")
        lines.append(f"  {'':<14}{business.link}")
        lines.append(f"  {'':<14}and signs in, once within {SIGN_IN_VALID.days} days, by the other e-mail's:")
        lines.append(f"  {'':<14}{business.sign_in}")
    return lines
