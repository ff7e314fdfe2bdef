"""The disclosure as asked and answered, and what each version changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from api.pages.words import N_, Words
from models.queries.cases import disclosures_of
from models.queries.remarks import open_remarks
from models.rules.disclosure import missing_fields
from models.rules.permissions import Actor
from models.rules.words import Stage
from models.tables import Disclosure, Remark, Technology

ASKED = {
    "title": N_("Title"),
    "kind": N_("Kind of technology"),
    "language": N_("Language of the disclosure"),
    "public_disclosure": N_("Has anything been made public?"),
    "public_disclosure_on": N_("Made public on"),
    "public_disclosure_note": N_("What was made public, and where"),
    "planned_publication_on": N_("Publication planned for"),
    "abstract_public": N_("Public abstract"),
    "abstract_confidential": N_("Confidential abstract"),
    "problem": N_("Problem"),
    "description": N_("Description"),
    "novelty": N_("What is new"),
    "advantages": N_("Advantages"),
    "limitations": N_("Limitations"),
    "supporting_data": N_("Supporting data"),
    "keywords": N_("Keywords"),
    "trl": N_("Readiness level (TRL)"),
    "conception_on": N_("Conceived on"),
    "conception_record": N_("Dated record of the conception"),
    "applications": N_("Applications"),
    "market": N_("Market"),
    "competitors": N_("Competitors"),
    "interested_companies": N_("Interested companies"),
    "known_prior_art": N_("Known prior art"),
    "development_needed": N_("Development needed"),
    "third_party_materials": N_("Third-party materials"),
    "spin_off_intent": N_("A spin-off is intended"),
}
"""The questions in the order of reading."""
FIRST = ("public_disclosure", "public_disclosure_on", "public_disclosure_note", "planned_publication_on")
"""What decides about protection, shown before all else."""


@dataclass(frozen=True, slots=True)
class Answered:
    field: str
    label: str
    text: str
    missing: bool
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    submitted_at: datetime
    changed: tuple[Answered, ...]
    """What stood in it where the next version says something else."""


@dataclass(frozen=True, slots=True)
class Shown:
    latest: Disclosure
    first: tuple[Answered, ...]
    rest: tuple[Answered, ...]
    before: tuple[Version, ...]
    open: bool
    """Whether the texts are unfolded: while the officer decides on them."""
    remarkable: tuple[tuple[str, str], ...]
    """The fields that may be remarked on, while the creators can correct them."""

    @property
    def remarked(self) -> int:
        return sum(len(each.remarks) for each in (*self.first, *self.rest))


def disclosure_values(
    session: Session, technology: Technology, actor: Actor, now: datetime, words: Words
) -> Mapping[str, Any]:
    del actor, now  # the technology was read through the actor
    versions = disclosures_of(session, technology)
    if not versions:
        return {"disclosure": None}
    latest = versions[0]
    fields = answered(latest, technology, words, open_remarks(session, technology))
    told = [each for each in fields if each.text or each.missing or each.remarks]
    return {
        "disclosure": Shown(
            latest,
            tuple(each for each in told if each.field in FIRST),
            tuple(each for each in told if each.field not in FIRST),
            tuple(_version(*pair, technology, words) for pair in zip(versions[1:], versions[:-1], strict=True)),
            technology.stage in (Stage.DISCLOSURE, Stage.TRIAGE),
            tuple((each.field, each.label) for each in fields) if technology.stage is Stage.DISCLOSURE else (),
        )
    }


def answered(
    disclosure: Disclosure, technology: Technology, words: Words, remarks: Sequence[Remark] = ()
) -> list[Answered]:
    """Every question with its answer in the reader's words; texts as they were written."""
    missing = missing_fields(disclosure.model_dump() | {"kind": technology.kind})
    return [
        Answered(
            name,
            words.say(label),
            _text(name, technology.kind if name == "kind" else getattr(disclosure, name), words),
            name in missing,
            tuple(remark for remark in remarks if remark.field == name),
        )
        for name, label in ASKED.items()
    ]


def _version(older: Disclosure, newer: Disclosure, technology: Technology, words: Words) -> Version:
    then, now = answered(older, technology, words), answered(newer, technology, words)
    changed = tuple(before for before, after in zip(then, now, strict=True) if before.text != after.text)
    return Version(older.version, older.submitted_at, changed)


_GROUPS = {"kind": "technology_kind", "public_disclosure": "public_disclosure"}
_LANGUAGES = {"en": N_("English"), "pl": N_("Polish")}


def _text(name: str, value: object, words: Words) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return words.say(N_("yes")) if value else ""
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if name == "language":
        return words.say(_LANGUAGES[str(value)])
    return words.of(_GROUPS[name], value) if isinstance(value, StrEnum) else str(value)
