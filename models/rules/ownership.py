"""On what the institution's rights in each contributor's share must rest, and what is missing, in words.

Pure, and data: `ownership.toml`. A student and a doctoral candidate keep their rights until they transfer them; what
somebody made who is employed elsewhere may belong to that employer.
"""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from models.rules.bilingual import Bilingual, Told
from models.rules.text import words
from models.rules.words import ContributorStatus, LegalBasis, TechnologyKind

BY_AGREEMENT = (LegalBasis.ASSIGNMENT, LegalBasis.CONTRACT, LegalBasis.JOINT_OWNERSHIP)
"""Bases of which the document has a date."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a right rests on: a document by name, and a file that proves it or the reason why there is none."""

    document: str
    dated_on: date | None
    attached: bool
    waiver: str

    @property
    def proved(self) -> bool:
        return self.attached or bool(self.waiver.strip())


@dataclass(frozen=True, slots=True)
class Title:
    """One contributor's."""

    name: str
    status: ContributorStatus
    employer: str
    employed_here: bool
    basis: LegalBasis | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class CoOwned:
    name: str
    share_bp: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Provision:
    text: Bilingual
    grade: str


def is_home(employer: str, names: Iterable[str]) -> bool:
    """Whether the employer that the form names is this institution, of which `names` are the names and the code.

    An employer left out is this institution: the form asks those who are employed here.
    """
    told = words(employer)
    if not told:
        return True
    return any(_stands_in(told, words(name)) for name in names)


def accepted(title: Title) -> tuple[LegalBasis, ...]:
    """The bases that give the institution the rights in this person's share."""
    if title.status is ContributorStatus.EMPLOYEE:
        return (LegalBasis.EMPLOYMENT, *BY_AGREEMENT) if title.employed_here else BY_AGREEMENT
    if title.status is ContributorStatus.EXTERNAL:
        return BY_AGREEMENT
    return (LegalBasis.ASSIGNMENT, LegalBasis.JOINT_OWNERSHIP)


def wanted(title: Title) -> Bilingual:
    employer = title.employer or Bilingual(en="the employer", pl="pracodawca")
    if title.status is ContributorStatus.EMPLOYEE:
        return _words("wanted", "here" if title.employed_here else "elsewhere").filled(employer=employer)
    if title.status is ContributorStatus.EXTERNAL and title.employer and not title.employed_here:
        return _words("wanted", "elsewhere").filled(employer=employer)
    return _words("wanted", title.status)


def missing_titles(titles: Sequence[Title], co_owners: Sequence[CoOwned]) -> Iterator[Told]:
    """A sentence for each person and co-owner of whom something is missing."""
    if not titles:
        yield Told(_words("asked", "nobody"))
    for title in titles:
        yield from _sentence(title.name, _asked_of(title, bool(co_owners)))
    for owner in co_owners:
        yield from _sentence(owner.name, _asked_of_co_owner(owner))
    total = sum(owner.share_bp for owner in co_owners)
    if total >= 10_000:
        yield Told(_words("asked", "over").filled(total=f"{total / 100:g}%"))


def basis_in_words(basis: LegalBasis) -> Bilingual:
    return _words("basis", basis)


def provision_for(kind: TechnologyKind) -> Provision | None:
    """By which an employer usually holds the rights in such a technology; None where none is known."""
    found = _data()["provision"].get(kind.value)
    return Provision(Bilingual.read(found["text"]), found["grade"]) if found else None


def _asked_of(title: Title, co_owned: bool) -> Iterator[Bilingual]:
    if title.basis is None:
        yield _words("asked", "none").filled(wanted=wanted(title))
        return
    if title.basis not in accepted(title):
        yield _words("asked", "unfit").filled(basis=basis_in_words(title.basis), wanted=wanted(title))
        return
    if not title.evidence.document.strip():
        yield _words("asked", "document").filled(basis=basis_in_words(title.basis))
    if title.basis in BY_AGREEMENT and title.evidence.dated_on is None:
        yield _words("asked", "date")
    if not title.evidence.proved:
        yield _words("asked", "evidence")
    if title.basis is LegalBasis.JOINT_OWNERSHIP and not co_owned:
        yield _words("asked", "co_owner")


def _asked_of_co_owner(owner: CoOwned) -> Iterator[Bilingual]:
    if not owner.evidence.document.strip():
        yield _words("asked", "agreement")
    if owner.evidence.dated_on is None:
        yield _words("asked", "date")
    if not owner.evidence.proved:
        yield _words("asked", "evidence")


def _sentence(name: str, asked: Iterable[Bilingual]) -> Iterator[Told]:
    parts = list(asked)
    if parts:
        whole = Bilingual(en="; ".join(part.en for part in parts), pl="; ".join(part.pl for part in parts))
        yield Told(_words("asked", "one").filled(name=name, asked=whole))


def _stands_in(told: Sequence[str], name: Sequence[str]) -> bool:
    """Whether the words of `name` follow one another in `told`."""
    size = len(name)
    return bool(size) and any(list(told[at : at + size]) == list(name) for at in range(len(told) - size + 1))


def _words(group: str, code: str) -> Bilingual:
    return Bilingual.read(_data()[group][str(code)])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files("models.rules").joinpath("ownership.toml").read_text(encoding="utf-8"))
