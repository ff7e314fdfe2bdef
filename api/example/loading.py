"""Reads the example's files and registers its institutions, people and partners, once."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from sqlmodel import Session, select

from api.example.drawings import DRAWINGS
from models.actions.brands import kept_logo, set_brand, set_logo
from models.actions.forms import PartnerForm
from models.actions.partners import register_partner
from models.actions.people import InstitutionForm, PersonForm, register_institution, register_person
from models.actions.standing_in import set_head
from models.queries.accounts import person_actor
from models.rules.permissions import Actor, system
from models.rules.text import fold
from models.rules.words import BriefLength, Role, Via
from models.settings import settings
from models.tables import Brand, Institution, InstitutionHead, Partner, Person

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Network:
    """Who is who, by the keys that the stories use."""

    institutions: dict[str, int] = field(default_factory=dict)
    people: dict[str, Actor] = field(default_factory=dict)
    partners: dict[str, int] = field(default_factory=dict)

    def officers(self, institution_id: int) -> list[Actor]:
        members = (each for each in self.people.values() if each.institution_id == institution_id)
        return [each for each in members if each.role is Role.OFFICER]


def stories() -> list[Entry]:
    """The technologies' files, in the order of their numbers."""
    files = sorted((_folder() / "technologies").iterdir(), key=lambda file: file.name)
    return [_read(file) for file in files if file.name.endswith(".toml")]


def load_network(session: Session) -> Network:
    """Register what is not there yet; a second call only looks everybody up."""
    network = Network()
    actor = system(Via.CLI)
    for entry in _entries("institutions", "institution"):
        network.institutions[entry["code"]] = _institution(session, entry, actor).id
    for entry in _entries("people", "person"):
        network.people[entry["key"]] = person_actor(_person(session, entry, actor), Via.CLI)
    host = next(each for each in network.people.values() if each.role is Role.COORDINATOR)
    for entry in _entries("institutions", "institution"):
        _complete(session, entry, network, actor)
    for entry in _entries("partners", "partner"):
        network.partners[entry["key"]] = _partner(session, entry, host).id
    return network


def _institution(session: Session, entry: Entry, actor: Actor) -> Institution:
    known = session.exec(select(Institution).where(Institution.code == entry["code"])).one_or_none()
    return known or register_institution(session, InstitutionForm(**_without(entry, "head", "brand")), actor=actor)


def _complete(session: Session, entry: Entry, network: Network, actor: Actor) -> None:
    """Its head and what its briefs look like, where nobody has chosen yet."""
    number = network.institutions[entry["code"]]
    if (head := entry.get("head")) and session.get(InstitutionHead, number) is None:
        person = session.get_one(Person, network.people[head].person_id)
        set_head(session, session.get_one(Institution, number), person, actor=actor)
    if (brand := entry.get("brand")) and session.get(Brand, number) is None:
        now, length = datetime.now(UTC), BriefLength(brand["brief"])
        set_brand(session, number, colour=brand.get("colour", ""), length=length, actor=actor, now=now)
        if logo := brand.get("logo"):
            drawn = kept_logo(DRAWINGS[logo](), f"{logo}.png", settings().files)
            set_logo(session, number, drawn, actor=actor, now=now)


def _person(session: Session, entry: Entry, actor: Actor) -> Person:
    known = session.exec(select(Person).where(Person.email == entry["email"].casefold())).one_or_none()
    return known or register_person(session, PersonForm(**_without(entry, "key")), actor=actor)


def _partner(session: Session, entry: Entry, actor: Actor) -> Partner:
    known = session.exec(select(Partner).where(Partner.folded_name == fold(entry["name"]))).one_or_none()
    if known:
        return known
    profile = dict(entry["profile"])
    profile["fields_of_interest"] = profile.pop("fields")
    values = _without(entry, "key", "contact", "profile")
    form = PartnerForm.model_validate({**values, "contacts": entry["contact"], "profile": profile})
    return register_partner(session, form, actor=actor)


def _entries(name: str, table: str) -> Iterator[Entry]:
    yield from _read(_folder() / f"{name}.toml")[table]


def _read(file: Traversable) -> Entry:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _folder() -> Traversable:
    return resources.files("api.example")


def _without(entry: Entry, *names: str) -> Entry:
    return {name: value for name, value in entry.items() if name not in names}
