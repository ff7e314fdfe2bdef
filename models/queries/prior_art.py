"""Prior art of a case: searches, finds as they stand, and what was changed or removed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from models.errors import NotFound
from models.queries.facts import latest_disclosure
from models.queries.technologies import institution_case, technology_for
from models.rules.permissions import Act, Actor, demand
from models.rules.prior_art import suggested_query, told_secrets
from models.tables import Disclosure, Person, PriorArt, PriorArtSearch, Technology


@dataclass(frozen=True, slots=True)
class Find:
    record: PriorArt
    recorded_by: str
    removed_by: str
    before: tuple[PriorArt, ...]
    """As it was before it was changed, the latest first."""


@dataclass(frozen=True, slots=True)
class PriorArtFile:
    searches: Sequence[tuple[PriorArtSearch, str]]
    """Newest first, each with who recorded it."""
    finds: Sequence[Find]
    removed: Sequence[Find]

    @property
    def taken(self) -> set[str]:
        """The numbers of what is recorded."""
        return {find.record.identifier for find in self.finds if find.record.identifier}

    @property
    def own_cases(self) -> set[int]:
        return {find.record.other_id for find in self.finds if find.record.other_id}


def prior_art_file(session: Session, technology: Technology, actor: Actor) -> PriorArtFile:
    demand(actor, Act.REVIEW, institution_case(technology))
    records = session.exec(
        select(PriorArt).where(PriorArt.technology_id == technology.id).order_by(col(PriorArt.id))
    ).all()
    searches = session.exec(
        select(PriorArtSearch, Person.name)
        .join(Person, col(Person.id) == col(PriorArtSearch.recorded_by_id))
        .where(PriorArtSearch.technology_id == technology.id)
        .order_by(col(PriorArtSearch.searched_on).desc(), col(PriorArtSearch.id).desc())
    ).all()
    people = {each.recorded_by_id for each in records} | {each.removed_by_id or 0 for each in records}
    names = dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(people))).all())
    by_id = {each.id: each for each in records}
    replaced = {each.replaces_id for each in records}
    last = [each for each in records if each.id not in replaced]
    finds = [
        Find(each, names[each.recorded_by_id], names.get(each.removed_by_id or 0, ""), _before(each, by_id))
        for each in last
    ]
    return PriorArtFile(
        [(search, name) for search, name in searches],
        [find for find in finds if find.record.removed_at is None],
        [find for find in finds if find.record.removed_at is not None],
    )


def _before(record: PriorArt, by_id: dict[int, PriorArt]) -> tuple[PriorArt, ...]:
    found = []
    while record.replaces_id is not None:
        record = by_id[record.replaces_id]
        found.append(record)
    return tuple(found)


def record_of(session: Session, technology: Technology, record_id: int, actor: Actor) -> PriorArt:
    """One record of this technology as it is now."""
    demand(actor, Act.REVIEW, institution_case(technology))
    found = session.get(PriorArt, record_id)
    if found is None or found.technology_id != technology.id or found.removed_at is not None:
        raise NotFound(f"There is no record {record_id} of prior art of {technology.reference}.")
    return found


def search_of(session: Session, search_id: int, actor: Actor) -> PriorArtSearch:
    found = session.get(PriorArtSearch, search_id)
    if found is None:
        raise NotFound(f"There is no search {search_id} among those you may see.")
    technology = technology_for(session, found.technology_id, actor, asked=f"search {search_id}")
    demand(actor, Act.REVIEW, institution_case(technology))
    return found


def query_suggested(session: Session, technology: Technology) -> str:
    """From title and keywords: for a person to look at and to change, before anything is sent."""
    disclosure = latest_disclosure(session, technology.id)
    return suggested_query(technology.title, disclosure.keywords if disclosure else ())


def secrets_in(session: Session, technology: Technology, query: str) -> list[str]:
    """Words of the query that so far only the confidential parts of the disclosure hold."""
    disclosure = latest_disclosure(session, technology.id)
    if disclosure is None:
        return []
    texts = [str(getattr(disclosure, name)) for name in sorted(Disclosure.confidential)]
    return told_secrets(query, [*texts, *disclosure.keywords], [disclosure.abstract_public])
