"""Whose an anonymous offer is: the people, houses, addresses and numbers that would tell."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from models.tables import (
    Contributor,
    CoOwner,
    Funding,
    Institution,
    InstitutionHead,
    PatentCase,
    Person,
    Technology,
)

LEAST_OF_A_NUMBER = 6
"""Letters and digits of a grant's number that tells anything: "12" stands in every text."""


@dataclass(frozen=True, slots=True)
class Hidden:
    names: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def hidden_of(session: Session, technology: Technology) -> Hidden:
    """Creators, whoever submitted it, its officer and the institution's head; the institution, employers and
    departments, co-owners and funders; the addresses of all of them; the numbers of grants and patents, and of
    applications that are published too."""
    home = session.get_one(Institution, technology.institution_id)
    people = _people(session, technology)
    creators = session.exec(
        select(Contributor).where(Contributor.technology_id == technology.id).order_by(col(Contributor.id))
    ).all()
    owners = select(CoOwner.name).where(CoOwner.technology_id == technology.id).order_by(col(CoOwner.id))
    grants = session.exec(select(Funding).where(Funding.technology_id == technology.id).order_by(col(Funding.id))).all()
    cases = session.exec(
        select(PatentCase).where(PatentCase.technology_id == technology.id).order_by(col(PatentCase.id))
    ).all()
    organisations = [home.name_en, home.name_pl, home.code, *session.exec(owners), *(each.sponsor for each in grants)]
    addresses = [home.email, home.homepage.partition("://")[2] or home.homepage, home.phone, technology.reference]
    for person in people:
        addresses += [person.email, person.phone]
    for creator in creators:
        organisations += [creator.employer, creator.department]
        addresses += [creator.email, creator.orcid]
    numbers = [each.number for each in grants if sum(map(str.isalnum, each.number)) >= LEAST_OF_A_NUMBER]
    patents = [each.patent_number for each in cases]
    return Hidden(
        names=_different([*(each.name for each in creators), *(each.name for each in people)]),
        organisations=_different(organisations),
        addresses=_different(addresses),
        numbers=_different([*numbers, *(each.application_number for each in cases), *patents]),
    )


def _people(session: Session, technology: Technology) -> list[Person]:
    head = session.get(InstitutionHead, technology.institution_id)
    keys = (technology.submitter_id, technology.officer_id, head.person_id if head else None)
    return [session.get_one(Person, key) for key in dict.fromkeys(keys) if key is not None]


def _different(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))
