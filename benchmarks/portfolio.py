"""Institutions, their people, and as many disclosures with offers as wanted, told with the example's texts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlmodel import Session

from api.example import forms
from api.example.loading import Entry, stories
from models.actions.forms import DisclosureForm, OfferForm
from models.actions.people import InstitutionForm, PersonForm, register_institution, register_person
from models.queries.accounts import person_actor
from models.rules.days import local_date
from models.rules.permissions import Actor, system
from models.rules.words import Area, Language, PublicDisclosure, Role, Via

INSTITUTIONS = 6
OFFICERS = 4
"""Of each institution."""


@dataclass(frozen=True, slots=True)
class House:
    """An institution's people."""

    code: str
    researcher: Actor
    reviewer: Actor
    officers: tuple[Actor, ...]

    def officer(self, person_id: int | None) -> Actor:
        return next(each for each in self.officers if each.person_id == person_id)


def houses(session: Session, count: int = INSTITUTIONS) -> list[House]:
    return [_house(session, f"B{number}") for number in range(1, count + 1)]


def _house(session: Session, code: str) -> House:
    helix = system(Via.CLI)
    names = {"name_en": f"Institute {code} of Applied Biology", "name_pl": f"Instytut Biologii Stosowanej {code}"}
    form = InstitutionForm(code=code, area=Area.RD, city="Kraków", email=f"office@{code.lower()}.example", **names)
    register_institution(session, form, actor=helix)

    def person(role: Role, name: str, number: int = 1) -> Actor:
        email = f"{role}{number}@{code.lower()}.example"
        made = register_person(session, PersonForm(name=name, email=email, role=role, institution=code), actor=helix)
        return person_actor(made, Via.API)

    return House(
        code,
        researcher=person(Role.RESEARCHER, "Łucja Żądło"),
        reviewer=person(Role.REVIEWER, "Ewa Lis"),
        officers=tuple(person(Role.OFFICER, f"Jan Kot {number}", number) for number in range(1, OFFICERS + 1)),
    )


@dataclass(frozen=True, slots=True)
class Case:
    """What its people hand in. `number` makes its texts differ from those of every other case."""

    number: int
    house: House
    entry: Entry

    def disclosure(self, now: datetime) -> DisclosureForm:
        """Of the submitter alone, so that no confirmation of others is waited for."""
        told = forms.disclosure(self.entry, local_date(now))
        lead = next(person for person in told.contributors if person.lead)
        mine = lead.model_copy(
            update={"name": self.house.researcher.name, "email": self.house.researcher.email, "share_bp": 10_000}
        )
        return told.model_copy(
            update={
                "title": f"{told.title} (series {self.number})"[-300:],
                "abstract_confidential": f"Series {self.number}. {told.abstract_confidential}",
                "public_disclosure": PublicDisclosure.NONE,
                "public_disclosure_on": None,
                "planned_publication_on": None,
                "contributors": [mine],
            }
        )

    def offer(self, language: Language) -> OfferForm:
        content = self.entry["offer"][language]
        return OfferForm.model_validate({**content, "language": language, "anonymous": False})


def cases(homes: list[House], count: int) -> Iterator[Case]:
    """The example's finished technologies over and over, spread evenly over the institutions."""
    told = bilingual()
    return (Case(number, homes[number % len(homes)], told[number % len(told)]) for number in range(count))


@cache
def bilingual() -> tuple[Entry, ...]:
    """The example's technologies that have an offer in both languages and proceeded in their review."""
    return tuple(entry for entry in stories() if {"en", "pl"} <= entry.get("offer", {}).keys() and "review" in entry)
