"""Ownership: on what our rights rest, who else owns a share, what funders demand, what of others went in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from api.pages.words import Words
from models.queries.attachments import attachments_of
from models.queries.facts import latest_disclosure
from models.queries.ownership import (
    Financed,
    co_owners_of,
    financed,
    inputs_of,
    names_of_home,
    ownership_facts,
    received,
    title_of,
)
from models.queries.technologies import contributors_of
from models.rules.bilingual import Told
from models.rules.funding import funders
from models.rules.inputs import limits_of
from models.rules.ownership import Title, missing_titles, provision_for
from models.rules.permissions import Actor
from models.rules.shares import percentage
from models.rules.words import ContributorStatus, DemandEvent, DemandKind, InputKind, LegalBasis
from models.tables import Attachment, Contributor, CoOwner, FunderDemand, Technology, ThirdPartyInput

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Right:
    """One contributor's, with what is missing in the reader's words."""

    row: Contributor
    title: Title
    file: Attachment | None
    missing: str


@dataclass(frozen=True, slots=True)
class Owner:
    row: CoOwner
    share: str
    typed_share: str
    """As a form's field has it."""
    file: Attachment | None
    missing: str


@dataclass(frozen=True, slots=True)
class Input:
    row: ThirdPartyInput
    limits: tuple[str, ...]
    file: Attachment | None


@dataclass(frozen=True, slots=True)
class Ownership:
    rights: tuple[Right, ...]
    whole: tuple[str, ...]
    """What is missing and concerns nobody alone."""
    owners: tuple[Owner, ...]
    ours: str
    employed: tuple[Right, ...]
    """Those who are employed here and whose employment is not documented yet."""
    provision: str
    provision_grade: str
    funding: Sequence[Financed]
    files_of_demands: Mapping[int, Attachment]
    inputs: tuple[Input, ...]
    in_own_words: str
    """What the disclosure says of others' materials in one text."""
    language: str
    files: Choices
    bases: Choices
    kinds: Choices
    events: Choices
    known: Choices
    input_kinds: Choices


def ownership_values(
    session: Session, technology: Technology, actor: Actor, now: datetime, words: Words
) -> Mapping[str, Any]:
    del actor, now  # the technology was read through the actor
    files = {each.id: each for each in attachments_of(session, technology)}
    facts = ownership_facts(session, technology)
    told = {each.words.en.partition(": ")[0]: each for each in missing_titles(facts["titles"], facts["co_owners"])}
    home = names_of_home(session, technology)
    rights = tuple(_right(row, home, files, told, words) for row in contributors_of(session, technology.id))
    owners = tuple(_owner(row, files, told, words) for row in co_owners_of(session, technology.id))
    named = {each.row.name for each in rights} | {each.row.name for each in owners}
    rows = financed(session, technology.id)
    disclosure = latest_disclosure(session, technology.id)
    provision = provision_for(technology.kind)
    ours = 10_000 - sum(each.row.share_bp for each in owners)
    return {
        "ownership": Ownership(
            rights=rights,
            whole=tuple(each.words.to(words.language) for name, each in told.items() if name not in named),
            owners=owners,
            ours=words.field.basis_points(max(ours, 0)),
            employed=tuple(each for each in rights if _to_document(each)),
            provision=provision.text.to(words.language) if provision else "",
            provision_grade=provision.grade if provision else "",
            funding=rows,
            files_of_demands=_proofs(rows, files),
            inputs=tuple(_input(row, files, words) for row in inputs_of(session, technology.id)),
            in_own_words=disclosure.third_party_materials if disclosure else "",
            language=str(disclosure.language) if disclosure else words.language,
            files=tuple((str(each.id), each.name) for each in files.values()),
            bases=tuple((each.value, words.of("legal_basis", each)) for each in LegalBasis),
            kinds=tuple((each.value, words.of("demand_kind", each)) for each in DemandKind),
            events=tuple((each.value, words.of("demand_event", each)) for each in DemandEvent),
            known=tuple((code, each.label.to(words.language)) for code, each in funders().items()),
            input_kinds=tuple((each.value, words.of("input_kind", each)) for each in InputKind),
        )
    }


def _right(
    row: Contributor, home: Sequence[str], files: Mapping[int, Attachment], told: Mapping[str, Told], words: Words
) -> Right:
    file = files.get(row.basis_evidence_id or 0)
    return Right(row, title_of(row, home, files.keys()), file, _asked(row.name, told, words))


def _owner(row: CoOwner, files: Mapping[int, Attachment], told: Mapping[str, Told], words: Words) -> Owner:
    file = files.get(row.evidence_id or 0)
    return Owner(
        row,
        words.field.basis_points(row.share_bp),
        percentage(row.share_bp, words.language),
        file,
        _asked(row.name, told, words),
    )


def _asked(name: str, told: Mapping[str, Told], words: Words) -> str:
    """Without the name, which stands beside it."""
    sentence = told.get(name)
    return sentence.words.to(words.language).removeprefix(f"{name}: ") if sentence else ""


def _to_document(right: Right) -> bool:
    here = right.row.status is ContributorStatus.EMPLOYEE and right.title.employed_here
    return here and bool(right.missing) and right.row.legal_basis in (None, LegalBasis.EMPLOYMENT)


def _input(row: ThirdPartyInput, files: Mapping[int, Attachment], words: Words) -> Input:
    limits = tuple(each.to(words.language) for each in limits_of(received(row)))
    return Input(row, limits, files.get(row.evidence_id or 0))


def _proofs(rows: Sequence[Financed], files: Mapping[int, Attachment]) -> dict[int, Attachment]:
    demands: list[FunderDemand] = [demand for each in rows for demand in each.demands]
    return {each.id: files[each.evidence_id or 0] for each in demands if each.evidence_id in files}
