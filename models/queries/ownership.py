"""Bases of rights with what proves them, co-owners, funders' demands, inputs of others: as facts and as rows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from models.rules.funding import Demanded, funder_named
from models.rules.inputs import Received
from models.rules.ownership import CoOwned, Evidence, Title, is_home
from models.tables import (
    Attachment,
    Contributor,
    CoOwner,
    FunderDemand,
    Funding,
    Institution,
    Technology,
    ThirdPartyInput,
)


def ownership_facts(session: Session, technology: Technology) -> dict[str, Any]:
    people = session.exec(
        select(Contributor).where(Contributor.technology_id == technology.id).order_by(col(Contributor.position))
    ).all()
    owners = co_owners_of(session, technology.id)
    files = {each.basis_evidence_id for each in people} | {each.evidence_id for each in owners}
    there = _still_there(session, {each for each in files if each is not None})
    names = names_of_home(session, technology)
    return {
        "titles": tuple(title_of(each, names, there) for each in people),
        "co_owners": tuple(
            CoOwned(
                each.name,
                each.share_bp,
                Evidence(each.agreement, each.agreed_on, each.evidence_id in there, each.waiver),
            )
            for each in owners
        ),
    }


def names_of_home(session: Session, technology: Technology) -> tuple[str, ...]:
    home = session.get_one(Institution, technology.institution_id)
    return (home.name_en, home.name_pl, home.code)


def title_of(person: Contributor, names: Collection[str], files: Collection[int]) -> Title:
    """`names` are the institution's, `files` those that are still there."""
    here = person.employed_here if person.employed_here is not None else is_home(person.employer, names)
    evidence = Evidence(
        person.basis_document, person.basis_dated_on, person.basis_evidence_id in files, person.basis_waiver
    )
    return Title(person.name, person.status, person.employer, here, person.legal_basis, evidence)


def co_owners_of(session: Session, technology_id: int) -> Sequence[CoOwner]:
    return session.exec(select(CoOwner).where(CoOwner.technology_id == technology_id).order_by(col(CoOwner.id))).all()


def demands_facts(session: Session, technology_id: int) -> tuple[Demanded, ...]:
    rows = session.exec(
        select(FunderDemand, Funding)
        .join(Funding, col(Funding.id) == col(FunderDemand.funding_id))
        .where(Funding.technology_id == technology_id)
        .order_by(col(FunderDemand.id))
    )
    return tuple(
        Demanded(funder_named(funding.sponsor, funding.number), demand.kind, demand.state, demand.due_on)
        for demand, funding in rows
    )


def input_facts(session: Session, technology: Technology) -> dict[str, Any]:
    return {"inputs": tuple(received(each) for each in inputs_of(session, technology.id))}


def received(row: ThirdPartyInput) -> Received:
    return Received(
        row.name,
        row.provider,
        row.agreement,
        row.licence,
        row.no_commercial_use,
        row.reach_through,
        row.publication_limited,
        row.state,
    )


def inputs_of(session: Session, technology_id: int) -> Sequence[ThirdPartyInput]:
    return session.exec(
        select(ThirdPartyInput).where(ThirdPartyInput.technology_id == technology_id).order_by(col(ThirdPartyInput.id))
    ).all()


@dataclass(frozen=True, slots=True)
class Financed:
    """A funding with what its contract demands."""

    funding: Funding
    demands: Sequence[FunderDemand]

    @property
    def name(self) -> str:
        return funder_named(self.funding.sponsor, self.funding.number)


def financed(session: Session, technology_id: int) -> Sequence[Financed]:
    fundings = session.exec(
        select(Funding).where(Funding.technology_id == technology_id).order_by(col(Funding.id))
    ).all()
    ids = [each.id for each in fundings]
    rows = session.exec(
        select(FunderDemand).where(col(FunderDemand.funding_id).in_(ids)).order_by(col(FunderDemand.id))
    ).all()
    return [Financed(each, [row for row in rows if row.funding_id == each.id]) for each in fundings]


def _still_there(session: Session, ids: Collection[int]) -> frozenset[int]:
    """Files that were not taken away: what is gone proves nothing."""
    if not ids:
        return frozenset()
    return frozenset(
        session.exec(select(Attachment.id).where(col(Attachment.id).in_(ids), col(Attachment.removed_at).is_(None)))
    )
